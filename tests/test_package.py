"""What is shipped, and what a start costs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cardwright import __version__

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "transformers", "huggingface_hub", "ray", "jsonschema", "markdown_it", "jinja2", "pyflakes")


def python(code: str, *arguments: str) -> str:
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT / "tests")
    return ran.stdout


def test_importing_the_package_costs_nothing():
    code = "import sys; before = set(sys.modules); import cardwright; print(*sorted(set(sys.modules) - before))"
    assert python(code).split() == ["cardwright"]


def test_checking_a_clean_card_imports_nothing_heavy(tmp_path):
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: mit\nlanguage: en\n---\n# A model\n", encoding="utf-8")
    code = f"import sys; from cardwright import cli; cli.main(sys.argv[1:]); print(*(set(sys.modules) & set({HEAVY})))"
    assert python(code, "check", "--profile=none", "--select=license-unknown,files", str(card)) == "no findings in 1 card\n\n"
    assert python(code, "check", str(ROOT / "examples" / "good-model")) == "no findings in 1 card\n\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    (path,) = folder.iterdir()
    return path


def tree(folder: str, inside: str, pattern: str) -> set[str]:
    files = (path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob(pattern) if path.is_file())
    return {f"{inside}/{name}" for name in files}


@pytest.mark.slow
def test_the_wheel_holds_exactly_this(wheel):
    information = f"cardwright-{__version__}.dist-info"
    expected = tree("src/cardwright", "cardwright", "*.py")
    expected |= tree("schemas", "cardwright/schemas", "*.json") | tree("templates", "cardwright/templates", "*")
    expected |= {f"{information}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")}
    assert set(zipfile.ZipFile(wheel).namelist()) == expected
    assert {"cardwright/action.py", "cardwright/schemas/report.schema.json", "cardwright/schemas/vocab/licenses.json"} <= expected


@pytest.mark.slow
def test_the_wheel_works_alone(wheel, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", wheel], check=True, capture_output=True)
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: MIT\n---\n# A model\n", encoding="utf-8")
    ran = subprocess.run([programs / "cardwright", "check", card], capture_output=True, text=True, cwd=tmp_path)
    assert ran.returncode == 1 and "did you mean `mit`?" in ran.stdout, ran.stderr
    where = subprocess.check_output([programs / "python", "-c", "import cardwright; print(cardwright.__file__)"], text=True)
    assert Path(where.strip()).is_relative_to(tmp_path)
