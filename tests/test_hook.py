"""The hook as another repository uses it: real pre-commit, a repository of its own, the environment that the hook gets."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cardwright import cli

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
NEEDED = ("src", "schemas", "templates", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
GOOD = "---\nlicense: mit\n---\n# A model\n"
BAD = "---\nlicense: MIT\n---\n# A model\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    # A hook that runs the tests has GIT_DIR and the like set.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    ran = subprocess.run(["git", *identity, *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


class Hook:
    """This repository as it is in the working tree, committed, and pre-commit's store of environments."""

    def __init__(self, folder: Path) -> None:
        self.repository, self.store = folder / "cardwright", folder / "store"
        self.repository.mkdir()
        for name in NEEDED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, self.repository / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif (ROOT / name).exists():
                shutil.copy(ROOT / name, self.repository)
        git(self.repository, "init", "--quiet")
        git(self.repository, "add", "--all")
        git(self.repository, "commit", "--quiet", "--message", "As it is")
        self.revision = git(self.repository, "rev-parse", "HEAD")

    def run(
        self, folder: Path, files: dict[str, str], hook="cardwright-check", arguments=True, **environment
    ) -> subprocess.CompletedProcess:
        """pre-commit over a new repository that holds these files."""
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        hooks = f"[{{id: {hook}, args: [--select=license-unknown]}}]" if arguments else f"[{{id: {hook}}}]"
        (folder / ".pre-commit-config.yaml").write_text(
            f"repos:\n  - repo: {self.repository.as_uri()}\n    rev: {self.revision}\n    hooks: {hooks}\n", encoding="utf-8"
        )
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never", "--verbose"],
            cwd=folder,
            env=clean | {"PRE_COMMIT_HOME": str(self.store)} | environment,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
        )


@pytest.fixture(scope="module")
def hook(tmp_path_factory):
    """The hook with its environment installed by a first run."""
    hook = Hook(tmp_path_factory.mktemp("hook"))
    first = hook.run(tmp_path_factory.mktemp("first"), {"model/MODEL_CARD.md": GOOD})
    assert first.returncode == 0, first.stdout + first.stderr
    assert "no findings in 1 card" in first.stdout
    return hook


NOWHERE = "http://127.0.0.1:9"
OFFLINE = {"PIP_NO_INDEX": "1", "HTTPS_PROXY": NOWHERE, "HTTP_PROXY": NOWHERE, "GIT_ALLOW_PROTOCOL": "none"}


def test_a_broken_card_fails_offline(hook, tmp_path):
    files = {"README.md": BAD, "int8/README.md": BAD, "docs/README.md": "# Notes\n", "other.md": BAD}
    ran = hook.run(tmp_path, files, **OFFLINE)
    assert ran.returncode == 1, ran.stderr
    assert "README.md:2:10: error: " in ran.stdout and "int8/README.md:2:10: error: " in ran.stdout
    assert "2 errors in 2 cards" in ran.stdout and "other.md" not in ran.stdout


def test_the_fixing_hook_changes_files_and_fails_until_there_is_nothing_to_change(hook, tmp_path):
    files = {"README.md": BAD, "docs/README.md": "---\ntitle: MIT\n---\n# Notes\n", "other.md": BAD}
    ran = hook.run(tmp_path, files, hook="cardwright-fix", **OFFLINE)
    assert ran.returncode == 1, ran.stderr
    assert "files were modified by this hook" in ran.stdout and "no findings in 1 card; 1 fixed" in ran.stdout
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in files} == files | {"README.md": GOOD}
    again = hook.run(tmp_path, {}, hook="cardwright-fix", **OFFLINE)
    assert again.returncode == 0, again.stdout


def test_the_rendering_hook_compares_what_was_rendered(hook, tmp_path):
    files = {"otter/card.yaml": "model_name: Otter\nlicense: mit\n", "mine/README.md": GOOD, "docs/README.md": "# Notes\n"}
    (tmp_path / "otter").mkdir()
    (tmp_path / "otter" / "card.yaml").write_text(files["otter/card.yaml"], encoding="utf-8")
    assert cli.main(["render", str(tmp_path / "otter")]) == 0
    card = (tmp_path / "otter" / "README.md").read_text(encoding="utf-8")
    ran = hook.run(tmp_path, files | {"otter/README.md": card}, hook="cardwright-render", arguments=False, **OFFLINE)
    assert ran.returncode == 0 and "1 rendered card compared, none to render again" in ran.stdout, ran.stdout
    ran = hook.run(
        tmp_path,
        {"otter/card.yaml": "model_name: Otter\nlicense: apache-2.0\n"},
        hook="cardwright-render",
        arguments=False,
        **OFFLINE,
    )
    assert ran.returncode == 1 and "+license: apache-2.0" in ran.stdout and "mine/README.md" not in ran.stdout, ran.stdout
    assert (tmp_path / "otter" / "README.md").read_text(encoding="utf-8") == card


def test_no_card_no_word(hook, tmp_path):
    ran = hook.run(tmp_path, {"README.md": "# A library\n", "docs/README.md": "---\ntitle: Notes\n---\n# Notes\n"}, **OFFLINE)
    assert ran.returncode == 0
    lines = [line for line in ran.stdout.splitlines() if line and not line.startswith("- ")]
    assert len(lines) == 1 and lines[0].endswith("Passed")


def test_without_markdown_nothing_runs(hook, tmp_path):
    ran = hook.run(tmp_path, {"train.py": "print()\n", "README.rst": "A model\n"}, **OFFLINE)
    assert ran.returncode == 0 and "(no files to check)Skipped" in ran.stdout


@pytest.mark.parametrize("name", ["a b/README.md", "MODEL_CARD.md", "model_card_int8.md", "deep/er/ModelCard.md"])
def test_names_of_cards(hook, tmp_path, name):
    assert hook.run(tmp_path, {name: BAD}, **OFFLINE).returncode == 1


def test_the_environment_holds_no_heavy_package(hook):
    (environment,) = hook.store.glob("*/py_env-*")
    names = {path.name.lower() for path in environment.glob("lib/python*/site-packages/*")}
    assert "yaml" in names and not names & {"torch", "transformers", "huggingface_hub", "numpy", "pytest"}
    # pre-commit.ci keeps at most 250 MiB
    assert sum(path.lstat().st_size for path in environment.rglob("*")) < 100 * 2**20
