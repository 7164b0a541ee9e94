"""The filters that templates may use: Jinja2's harmless ones, each counted, and our own."""

from __future__ import annotations

import re

from . import Json, Markdown

# Of Jinja2's: those that neither write raw text nor grow one nor depend on chance.
_KEPT = """abs capitalize count d default dictsort first float int items join last length list lower map max min reject rejectattr
replace reverse round select selectattr sort string sum title trim truncate unique upper wordcount""".split()


def allowed(theirs: dict, spend) -> dict:
    """Name -> filter. `spend` is told how many characters each call goes over."""
    kept = {name: _counted(theirs[name], spend) for name in _KEPT}
    kept["replace"], kept["join"], kept["round"] = _replace(spend), _join(spend, theirs["join"]), _round
    return kept | _OWN


def _counted(filter, spend):
    """A filter that says how much it goes over. Its marks (pass_context and the like) stay."""
    from functools import wraps

    @wraps(filter)
    def counted(*arguments, **named):
        spend(sum(len(each) for each in arguments if isinstance(each, (str, list))))
        return filter(*arguments, **named)

    return counted


def _replace(spend):
    def replace(text, old, new, count=-1):
        text, old, new = str(text), str(old), str(new)
        spend(len(text) + (text.count(old) if old else len(text) + 1) * len(new))
        return text.replace(old, new, count)

    return replace


def _join(spend, theirs):
    def join(items, between="", attribute=None):
        items = [item[attribute] for item in items] if attribute else list(items)
        spend(sum(len(str(item)) + len(str(between)) for item in items))
        return str(between).join(map(str, items))

    return join


def _round(value, digits=0):
    made = round(float(value), max(-15, min(15, int(digits))))
    return int(made) if digits <= 0 else made


def number(value) -> str:
    """3075098624 -> 3,075,098,624; 5e-06 -> 5e-6; 0.5 as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if isinstance(value, int):
        return f"{value:,}" if abs(value) > 9999 else str(value)
    return plain(value)


def plain(value) -> str:
    """A number as people write it: as many digits as tell it apart from all others, and no more."""
    text = repr(value)
    text = text[:-2] if text.endswith(".0") else text
    return re.sub(r"e([+-])0*(\d)", lambda sign: "e" + sign[1].replace("+", "") + sign[2], text)


def size(count) -> str:
    """Bytes as people say them, in decimal units, with the exact number: 6.15 GB (6,150,234,624 bytes)."""
    from ..repository.stated import weight

    return f"{weight(count)} ({count:,} bytes)" if isinstance(count, int) and count >= 1000 else count


def people(count) -> str:
    """A count as people say it, and exactly: 3.08B (3,075,098,624)."""
    from ..repository.stated import people as said

    return said(count) if isinstance(count, int) else count


def code(text):
    """A code span that holds any text."""
    from markupsafe import Markup

    text = " ".join(str(text).split())
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return Markup(f"{fence}{pad}{text}{pad}{fence}") if text and not _MARKED.search(text) else text


_MARKED = re.compile("[\ue000-\ue004]")


def percent(value, digits: int = 2) -> str:
    """0.123 -> 12.3 %."""
    return f"{plain(float(f'{value * 100:.{digits}f}'))} %" if isinstance(value, (int, float)) else value


def language(codes) -> str:
    """Codes of languages -> their English names, where the Hub's list has one."""
    from ..vocabulary import fact

    names = fact("languages", "x-names")
    listed = [codes] if isinstance(codes, str) else codes
    return ", ".join(names.get(code, code) for code in listed) if isinstance(listed, (list, tuple)) else codes


_OWN = {
    "tojson": Json, "markdown": Markdown, "number": number, "size": size, "people": people, "code": code, "percent": percent, "language": language,
}  # fmt: skip
