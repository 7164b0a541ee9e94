"""`cardwright init` and `cardwright readme`: on a terminal (a real one, of the kernel's) and without."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cardwright import cli
from cardwright.card import Card
from cardwright.facts import declared

FACTS = "model_name: Otter\nlicense: mit\n"


@pytest.fixture
def model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return cli.main([*map(str, arguments)])


def test_without_a_terminal_flags_are_written_and_the_rest_is_listed(model, capsys):
    assert run("init", "--author-name", "Ada Example", "--license", "mit", "--set", "limitations=[Slow]") == 0
    said = capsys.readouterr().err
    assert "card.yaml: 3 facts written" in said and "still missing" in said and "model_description" in said
    text = Path("card.yaml").read_text(encoding="utf-8")
    assert "# Who made the model, as they want to be cited.\nauthor_name: Ada Example\n" in text
    assert Card(f"---\n{text}---\n").metadata["limitations"] == [{"description": "Slow"}]
    assert run("render") == 0


def test_a_file_that_is_there_keeps_every_byte(model, capsys):
    before = "# mine\nmodel_name:   'Otter'   # kept"
    Path("card.yaml").write_text(before, encoding="utf-8")
    assert run("init", "--license", "mit") == 0
    text = Path("card.yaml").read_text(encoding="utf-8")
    assert text.startswith(before + "\n") and text.endswith("license: mit\n")
    assert run("init", "--license", "apache-2.0") == 2
    assert "has a `license` already" in capsys.readouterr().err
    assert Path("card.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("arguments, said", [(["--batch-size", "x"], "`batch_size`"), (["nowhere"], "nowhere: no such folder")])
def test_wrong_input(model, arguments, said, capsys):
    assert run("init", *arguments) == 2
    assert said in capsys.readouterr().err and not Path("card.yaml").exists()


def test_nothing_to_write_writes_nothing(model, capsys):
    assert run("init") == 0
    assert not Path("card.yaml").exists() and "still missing" in capsys.readouterr().err


def conversation(folder: Path, answers: list[str], *arguments: str) -> tuple[int, str]:
    """Answer each prompt on a pseudo-terminal; the exit code, and all that was shown."""
    import fcntl
    import pty
    import termios

    parent, child = pty.openpty()
    command = [sys.executable, "-m", "cardwright", "init", *arguments]
    process = subprocess.Popen(command, cwd=folder, stdin=child, stdout=child, stderr=child, start_new_session=True,
                               preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))  # fmt: skip
    os.close(child)
    shown, waiting, deadline = "", list(answers), time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([parent], [], [], 0.2)
        if ready:
            try:
                shown += os.read(parent, 65536).decode("utf-8", "replace")
            except OSError:  # the other end is closed
                break
        last = shown.rpartition("\n")[2]
        if waiting and (last.endswith(": ") or last.endswith("[Y/n] ")):
            answer = waiting.pop(0)
            os.write(parent, answer.encode())
            shown += "\n"
        elif process.poll() is not None and not ready:
            break
    os.close(parent)
    return process.wait(timeout=20), shown


def test_on_a_terminal_it_asks_explains_and_shows_before_it_writes(model):
    (model / "cfg").mkdir()
    (model / "cfg" / "config.json").write_text('{"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2"}', encoding="utf-8")
    questions = [name for name, how in declared.properties().items() if "x-question" in how]
    answers = {"model_name": "Otter", "license": "MITT", "primary_uses": "Sorting", "author_name": "Ada Example"}
    typed = []
    for name in questions:
        typed.append(answers.get(name, "") + "\n")
        typed += ["mit\n"] if name == "license" else ["\n"] if name == "primary_uses" else []
    code, shown = conversation(model / "cfg", [*typed, "y\n"])
    assert code == 0, shown
    assert "Under which licence may others use it?" in shown and "did you mean" in shown and "once more" in shown
    assert "This goes into" in shown and "Write it? [Y/n]" in shown
    assert "found: text-generation (config.json" in shown
    written = Card(f"---\n{(model / 'cfg' / 'card.yaml').read_text(encoding='utf-8')}---\n").metadata
    assert written == {"model_name": "Otter", "license": "mit", "primary_uses": ["Sorting"], "author_name": "Ada Example"}


def test_other_asks_for_the_name_of_the_licence(model):
    code, shown = conversation(model, ["\n", "\n", "\n", "\n", "other\n", "otter-1.0\n", "LICENSE\n", "\x04", "y\n"])
    assert code == 0, shown
    text = (model / "card.yaml").read_text(encoding="utf-8")
    assert "license: other\n" in text and "license_name: otter-1.0\n" in text and "license_link: LICENSE\n" in text


@pytest.mark.parametrize("last", ["n\n", "\x03"], ids=["no", "interrupt"])
def test_no_means_no(model, last):
    code, shown = conversation(model, ["Otter\n", "\x04", last])
    assert code in (3, 130) and not (model / "card.yaml").exists(), shown


def test_a_readme_of_the_project_never_over_a_file(model, capsys):
    Path("card.yaml").write_text(
        FACTS + "approach: [Extract tokens, Make spellings, Split, Tune, Evaluate]\ntraining_command: python train.py\n"
        "project_overview: Counting letters.\nproject_license: MIT\nsetup_commands: |\n  ```bash\n  pip install -r requirements.txt\n  ```\n"
        "metrics: [{name: letter count accuracy, value: 0.37, baseline: 0.12}]\nlimitations: [GPT-2's vocabulary]\n",
        encoding="utf-8",
    )
    assert run("readme") == 0
    page = Path("PROJECT.md").read_text(encoding="utf-8")
    assert page.startswith("# Otter\n\n## Overview\n\nCounting letters.\n")
    for part in (
        "5. Evaluate",
        "```bash\npython train.py\n```",
        "+208.33 %",
        "pip install -r",
        "The code is licensed under MIT.",
    ):
        assert part in page
    assert "cardwright:" not in page and "## Data" not in page and "evaluation_command" not in page
    assert run("readme") == 3
    assert "nothing is written over it" in capsys.readouterr().err
    assert run("readme", "--output", "-") == 0
    assert capsys.readouterr().out == page
