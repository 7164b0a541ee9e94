"""What was measured of a model and its variants, as a table shows it. Numbers in, texts out."""

from __future__ import annotations

from ..measure import wording

_FORMS = {
    "bytes": wording.size,
    "share": lambda value: f"{value:.1%}".replace("%", " %"),
    "memory": wording.size,
    "perplexity": "{:.4g}".format,
    "top1": lambda value: f"{value:.2%}".replace("%", " %"),
    "kl": "{:.2g}".format,
    "prefill": "{:,.0f}".format,
    "decode": "{:,.1f}".format,
}


def rows(found) -> list[dict]:
    """`measurements` as texts; a column that no row has is in none of them."""
    made = [
        {key: _FORMS[key](row[key]) if key in _FORMS else row[key] for key in ("name", *_FORMS, "change") if key in row}
        for row in found
    ]
    used = {key for row in made for key in row}
    return [{key: row.get(key, "") for key in used} for row in made]
