"""Cases with their answers beside them.

    tests/cases/<family>/<rule>/bad-NAME.md    + bad-NAME.txt    what that rule says about the card
    tests/cases/<family>/<rule>/good-NAME.md                     that rule is silent
    tests/cases/whole/NAME.md                  + NAME.txt        what all rules say
    tests/cases/<family>/<rule>/bad-NAME/ good-NAME/             the same for a folder of cards and the files around them
    NAME.toml beside a card or folder holds its configuration (profile, repo ...), as cardwright.toml does

`pytest --update` rewrites the answers; a person reads the diff.
"""

from pathlib import Path

import pytest

from cardwright import check_paths, check_text, config

CASES = Path(__file__).parent / "cases"
SINGLE = sorted(p for p in CASES.glob("*/*/*") if p.suffix == ".md" or p.is_dir())
WHOLE = sorted((CASES / "whole").glob("*.md"))


def answer(report, folder: Path | None = None) -> str:
    return "".join(_line(finding, folder) for finding in report.findings)


def _line(f, folder) -> str:
    path = f"{Path(f.path).relative_to(folder).as_posix()}:" if folder else ""
    fix = f"    {'fix' if f.fix.safe else 'unsafe fix'}: {[edit[2] for edit in f.fix.edits]}\n" if f.fix else ""
    return f"{path}{f.line}:{f.column}-{f.end_line}:{f.end_column} {f.level} {f.rule}: {f.message}\n{fix}"


def settings(case: Path):
    options = case.with_suffix(".toml")
    return config.load(str(options)) if options.exists() else config.Settings()


def compare(case: Path, got: str, update: bool) -> None:
    expected = case.with_suffix(".txt")
    if update:
        expected.write_text(got, encoding="utf-8", newline="\n")
    assert got == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", SINGLE, ids=lambda p: "/".join(p.parts[-2:]))
def test_rule(case, request):
    chosen = settings(case)._replace(select=(case.parent.name,))
    folder = case if case.is_dir() else None
    got = answer(check_paths([case], chosen) if folder else check_text(case.read_bytes(), config=chosen), folder)
    if case.name.startswith("good-"):
        assert got == ""
    else:
        assert case.name.startswith("bad-"), "a case is called bad-NAME.md or good-NAME.md"
        assert got, f"{case.parent.name} says nothing about this bad case"
        compare(case, got, request.config.getoption("--update"))


@pytest.mark.parametrize("case", WHOLE, ids=lambda p: p.stem)
def test_whole(case, request):
    compare(case, answer(check_text(case.read_bytes(), config=settings(case))), request.config.getoption("--update"))
