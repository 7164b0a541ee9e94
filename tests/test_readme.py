"""What README.md shows is true: its Python runs, its configuration loads, its YAML names what exists."""

import doctest
import re
from pathlib import Path

import pytest
import yaml

import cardwright
from cardwright import config

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_python_runs(capsys):
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert "license-unknown" in capsys.readouterr().out


def test_the_package_docstring_is_true():
    assert doctest.testmod(cardwright).failed == 0 and "check_text" in cardwright.__doc__


@pytest.mark.parametrize("text", blocks("toml"))
def test_the_configuration_loads(text, tmp_path):
    file = tmp_path / "cardwright.toml"
    file.write_text(text, encoding="utf-8")
    assert config.load(str(file)) != config.Settings()


def test_the_workflow_and_the_hook_name_what_exists():
    workflow, hook = map(yaml.safe_load, blocks("yaml"))
    step = workflow["jobs"]["cards"]["steps"][-1]
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert set(step["with"]) <= set(action["inputs"])
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {h["id"] for h in hook["repos"][0]["hooks"]} <= {h["id"] for h in hooks}


def test_links_lead_to_files():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(targets) > 5 and [target for target in targets if not (ROOT / target).exists()] == []
