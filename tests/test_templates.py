"""What templates/card.md.j2 renders passes our own check, and what is not known leaves no trace."""

from jinja2 import Environment, FileSystemLoader

from cardwright import assets, check_text
from cardwright.config import Settings

FEW = {
    "license": "mit",
    "library_name": "transformers",
    "pipeline_tag": "translation",
    "name": "Otter",
    "description": "It translates.",
}
ALL = {
    **FEW,
    "base_model": "google-t5/t5-small",
    "language": ["en", "no"],
    "datasets": ["squad"],
    "tags": ["a: b", "#1"],
    "direct_use": "Translating.",
    "out_of_scope_use": "Law.",
    "limitations": "It is slow.",
    "get_started": "Call it.",
    "training_data": "Books.",
    "results": "BLEU 31.4 on the test split.",
    "citation": "None yet.",
}


def render(values: dict) -> str:
    folder = assets.path("templates")
    return Environment(loader=FileSystemLoader(folder), keep_trailing_newline=True).get_template("card.md.j2").render(values)


def test_a_full_card_is_clean():
    assert check_text(render(ALL)).findings == ()


def test_what_is_not_known_is_missing_and_nothing_else_is_wrong():
    text = render(FEW)
    assert {finding.rule for finding in check_text(text, config=Settings(profile="hub")).findings} == {"section-missing"}
    assert "None" not in text and "base_model" not in text and "## Uses" not in text
