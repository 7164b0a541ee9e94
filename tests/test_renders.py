"""Cards that files make, with the answers beside them.

    tests/renders/NAME/model/        what a run left behind, and card.yaml
    tests/renders/NAME/args          the command line of `cardwright render`, one argument a line; it runs in the model's folder
    tests/renders/NAME/weights.json  weights files to make, of zeros: name -> tensor -> [dtype, shape]
    tests/renders/NAME/README.md     the card; said.txt: what the command says beside

`pytest --update` rewrites the answers; a person reads the diff.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cardwright import check_paths, cli
from cardwright.repository.tensorfile import DTYPES

RENDERS = Path(__file__).parent / "renders"
CASES = sorted(path for path in RENDERS.iterdir() if path.is_dir())


SECRET = "hf_" + "A1b2C3d4E5" * 3 + "f6G7"


def _texts(case: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (case / "model").iterdir() if path.suffix == ".json")


def weights(path: Path, tensors: dict) -> None:
    """A safetensors file of zeros."""
    header, at = {}, 0
    for name, (dtype, shape) in tensors.items():
        size = DTYPES[dtype] // 8
        for length in shape:
            size *= length
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, "little") + text + bytes(at))


def model(case: Path, tmp_path: Path) -> Path:
    """The model's folder of a case, made anew; named `model` wherever it is, so that the answer is the same everywhere."""
    folder = tmp_path / "model"
    shutil.copytree(case / "model", folder, ignore=shutil.ignore_patterns(".keep"))
    made = case / "weights.json"
    for name, tensors in json.loads(made.read_text()).items() if made.exists() else ():
        weights(folder / name, tensors)
    return folder


def arguments(case: Path) -> list[str]:
    return (case / "args").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_card(case, tmp_path, monkeypatch, capsys, request):
    monkeypatch.chdir(model(case, tmp_path))
    assert cli.main(["render", *arguments(case)]) == 0, capsys.readouterr().err
    card, said = Path("README.md").read_text(encoding="utf-8"), capsys.readouterr().err
    for name, text in {"README.md": card, "said.txt": said}.items():
        if request.config.getoption("--update"):
            (case / name).write_text(text, encoding="utf-8", newline="\n")
        assert text == (case / name).read_text(encoding="utf-8")
    errors = {finding.rule for finding in check_paths(["."]).findings if finding.level == "error"}
    assert errors <= ({"secret-in-config"} if SECRET in _texts(case) else set()), (
        "one case has a token where trainers leave theirs"
    )
    assert SECRET not in card + said
    assert cli.main(["render", *arguments(case), "--check"]) == 0, "what was just rendered is up to date"
    assert cli.main(["render", *arguments(case)]) == 0
    assert Path("README.md").read_text(encoding="utf-8") == card


def test_the_card_of_a_variant_says_what_the_card_above_it_says(tmp_path, monkeypatch, capsys, request):
    case = RENDERS / "unified-full"
    monkeypatch.chdir(model(case, tmp_path))
    assert cli.main(["render"]) == 0 and cli.main(["render", "int8"]) == 0, capsys.readouterr().err
    card = Path("int8/README.md").read_text(encoding="utf-8")
    if request.config.getoption("--update"):
        (case / "int8-README.md").write_text(card, encoding="utf-8", newline="\n")
    assert card == (case / "int8-README.md").read_text(encoding="utf-8")
    assert [f for f in check_paths(["."]).findings if f.level == "error"] == []
    assert cli.main(["render", "--check", ".", "int8"]) == 0


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_hub_library_reads_it(case):
    """The unmodified client loads every card, and what it calls results are numbers."""
    hub = pytest.importorskip("huggingface_hub")
    card = hub.ModelCard.load(case / "README.md")
    for result in card.data.eval_results or []:
        assert type(result.metric_value) in (int, float)


@pytest.mark.parametrize("how", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"}],
                         ids=["ascii", "hash 1", "hash 77"])  # fmt: skip
def test_the_same_bytes_in_any_locale_with_any_seed(how, tmp_path):
    case = RENDERS / "f7-capstone-aws"
    folder = model(case, tmp_path)
    environment = {**os.environ, **how}
    command = [sys.executable, "-m", "cardwright", "render", *arguments(case)]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    assert (folder / "README.md").read_bytes() == (case / "README.md").read_bytes()
