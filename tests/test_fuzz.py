"""A bounded, repeatable share of the fuzzing that `make fuzz` does at length: the same mutations of the cases on every run."""

import random

import pytest
from fuzz import mutate, targets, watch

ROUNDS = {"check": 1000, "screen": 1000, "yaml": 6000, "markdown": 6000, "pumped": 40}


@pytest.mark.parametrize("name", targets.TARGETS)
def test_what_always_holds(name):
    pick = random.Random(f"cardwright {name}")
    for _ in range(ROUNDS.get(name, 300)):
        data = mutate.mutated(pick.choice(mutate.seeds()), pick)
        try:
            targets.TARGETS[name](data)
        except Exception as error:
            error.add_note(f"with {data!r}") if hasattr(error, "add_note") else print(f"with {data!r}")
            raise


@pytest.mark.parametrize("data", [b"", b"\xff", b"\0", b"---", b"---\n---", b"\xef\xbb\xbf", b"\r", b"---\r\na: b\r\n---"])
@pytest.mark.parametrize("name", targets.TARGETS)
def test_the_smallest_inputs(name, data):
    targets.TARGETS[name](data)


def test_a_target_notices_what_is_wrong(monkeypatch):
    """The invariants are no formality: an engine that forgets to sort is caught."""
    findings = targets.check_text(b"TODO\n\n[More Information Needed]\n").findings
    assert len(findings) > 1
    monkeypatch.setattr(targets, "check_text", lambda data, config: targets.findings.Report(1, findings[::-1]))
    with pytest.raises(AssertionError, match="reading order"):
        targets.checked(b"TODO\n\n[More Information Needed]\n")


def test_coverage_sees_what_runs():
    lines = watch.Lines()
    with lines.watching():
        targets.markdown_read(b"# A\n")
    few = len(lines.seen)
    with lines.watching():
        targets.markdown_read(b"# A\n\n```\nx\n```\n<!-- a -->\n")
    assert 0 < few < len(lines.seen) <= len(watch.executable())


def test_mutations_repeat():
    twice = [[mutate.mutated(mutate.seeds()[3], pick) for _ in range(50)] for pick in (random.Random(1), random.Random(1))]
    assert twice[0] == twice[1] and len(set(twice[0])) > 20
