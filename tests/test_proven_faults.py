"""Faults that earlier tools put into real cards, one card each (tests/cases/proven/), and the findings it must give.

The numbers are those of the requirements. The whole answer stands beside the card; `pytest --update` rewrites it, the table
here stays.
"""

import pytest
from test_cases import CASES, answer, compare, settings

from cardwright import check_text

FAULTS = {
    "p02-else-in-front-matter": {"template-variable"},
    "p03-null-tags": {"wrong-type"},
    "p05-nested-if-left-over": {"template-variable"},
    "p11-unquoted-values": {"yaml-syntax"},
    "p11-overridden-license": {"duplicate-key", "wrong-type"},
    "p13-variants-inside-results": {"model-index-shape", "metric-value-text"},
    "p20-somebody-else-s-model": {"base-model-contradicts", "language-contradicts", "license-contradicts"},
    "p22-ids-that-are-none": {"snippet-subfolder-in-id", "dummy-value", "bracket-placeholder"},
    "p28-a-snippet-for-one-machine": {"snippet-local-path", "snippet-removed-call", "snippet-device-hard-coded"},
    "p33-a-broken-line": {"snippet-syntax-error"},
    "p38-an-adapter-without-its-base": {"snippet-adapter-without-peft", "key-missing"},
    "p39-a-quick-start-that-does-not-start": {"snippet-undefined-name", "snippet-device-hard-coded", "snippet-generation-prompt-missing", "snippet-chat-return-dict"},
    "p40-a-template-that-passes-itself": {"front-matter-missing", "bracket-placeholder", "mojibake"},
    "p41-two-models-in-one-card": {"base-model-contradicts", "license-of-another-family", "percentage-out-of-range", "dummy-value"},
    "p42-a-citation-that-ends-at-once": {"citation-broken", "parameter-count-contradicts"},
    "p43-names-nobody-bound": {"snippet-undefined-name"},
}  # fmt: skip


def test_every_fault_has_its_card():
    assert {path.stem for path in (CASES / "proven").glob("*.md")} == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name, request):
    case = CASES / "proven" / f"{name}.md"
    report = check_text(case.read_bytes(), config=settings(case))
    assert FAULTS[name] <= {finding.rule for finding in report.findings}
    compare(case, answer(report), request.config.getoption("--update"))
