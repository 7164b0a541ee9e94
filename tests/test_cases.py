"""Cases with their answers beside them.

    tests/cases/<family>/<rule>/bad-NAME.md    + bad-NAME.txt    what that rule says about the card
    tests/cases/<family>/<rule>/good-NAME.md                     that rule is silent
    tests/cases/whole/NAME.md                  + NAME.txt        what all rules say
    NAME.toml beside a card holds its configuration (profile, repo ...), as cardwright.toml does

`pytest --update` rewrites the answers; a person reads the diff.
"""

from pathlib import Path

import pytest

from cardwright import check_text, config

CASES = Path(__file__).parent / "cases"
SINGLE = sorted(p for p in CASES.glob("*/*/*.md"))
WHOLE = sorted((CASES / "whole").glob("*.md"))


def answer(report) -> str:
    return "".join(f"{f.line}:{f.column}-{f.end_line}:{f.end_column} {f.level} {f.rule}: {f.message}\n" for f in report.findings)


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
    report = check_text(case.read_bytes(), config=settings(case)._replace(select=(case.parent.name,)))
    got = answer(report)
    if case.name.startswith("good-"):
        assert got == ""
    else:
        assert case.name.startswith("bad-"), "a case is called bad-NAME.md or good-NAME.md"
        assert got, f"{case.parent.name} says nothing about this bad case"
        compare(case, got, request.config.getoption("--update"))


@pytest.mark.parametrize("case", WHOLE, ids=lambda p: p.stem)
def test_whole(case, request):
    compare(case, answer(check_text(case.read_bytes(), config=settings(case))), request.config.getoption("--update"))
