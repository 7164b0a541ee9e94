"""Numbers as people write them: `0.9123`, `91,2 %`, `1,234`, `~50 %`, `>= 0.95`, `0.81 ± 0.02`, `1.2k`, `5e-6`."""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache

from ..lazy import Lazy

Quantity = namedtuple("Quantity", "value unit step mark signed exact")
Quantity.__doc__ = """A number as it is written.

value   a float; "nan" and "inf" are read too
unit    "%" or a word in lower case, "" without one
step    the value of its last digit: 0.01 for 0.91, 1000 for 3k
mark    "<", "<=", ">", ">=", or "" for none; "~" for about
signed  whether it is written with a + or a -
exact   False when more than a spread or a count stands beside the number
"""

_NUMBER = Lazy(
    r"(?P<mark>[<>]=?|[≤≥≈~±]|about |approx\. |up to )?\s{0,3}(?P<sign>[-+\u2212\u2013]?)\s{0,3}\$?"
    r"(?P<digits>[0-9]{1,15}(?:,[0-9]{3}){0,4}|[0-9]{1,15})?(?P<rest>[.,][0-9]{1,17})?(?P<power>e[-+]?[0-9]{1,2})?"
    r"\s{0,3}(?P<unit>percentage points|percent|points|[%％×]|[a-zµ]{1,6}(?:/[a-z]{1,6})?)?"
    r"\s{0,3}(?P<spread>(?:±|\+/-)\s{0,3}[0-9]{0,9}[.,]?[0-9]{1,9}\s{0,3}%?)?\s{0,3}(?P<tail>.*)\Z",
    16,  # re.DOTALL
)
_TAIL = Lazy(r"[\s*†‡↑↓▲▼✓✔✅❌✗🎯\ufe0f]*(?:\([0-9][0-9,]*\s?(?:/|of)\s?[0-9][0-9,]*\))?[\s*†‡↑↓▲▼✅❌✓✔\ufe0f]*\Z")
_MARKS = {"≤": "<=", "≥": ">=", "≈": "~", "about ": "~", "approx. ": "~", "up to ": "<=", "±": "~"}
_TIMES = {"k": 1e3, "m": 1e6, "b": 1e9}
_UNITS = {"percent": "%", "％": "%", "×": "x", "points": "pp", "point": "pp", "pts": "pp", "pt": "pp", "percentage points": "pp"}
_WORDS = {"nan": float("nan"), "inf": float("inf"), "infinity": float("inf"), "∞": float("inf"), "-inf": float("-inf")}
NOTHING = frozenset("- -- --- – — n/a na n.a. none null tbd tba tbc todo pending ? ... … xx x.xx 0.xx xx.x xx% xx.x%".split())
LONGEST = 60  # characters that a number with all its trimmings may have


@lru_cache(4096)
def parse(text: str) -> Quantity | None:
    """The number that a cell or the end of a line holds; None when it does not begin with one."""
    text = text.strip().lower()
    if not text or len(text) > LONGEST:
        return None
    if text.rstrip("% ") in _WORDS:
        return Quantity(_WORDS[text.rstrip("% ")], "%" if "%" in text else "", 0.0, "", text[0] in "+-", True)
    if not any("0" <= c <= "9" for c in text[:14]):
        return None
    match = _NUMBER.match(text)
    digits, rest = match["digits"], match["rest"] or ""
    if not (digits or rest) or match["tail"][:1].isdigit() or match["tail"][:1] in (".", ",") and match["tail"][1:2].isdigit():
        return None
    return _quantity(match, digits or "0", rest)


def _quantity(match, digits: str, rest: str) -> Quantity:
    if "," in digits and digits.startswith("0"):  # 0,912 has a decimal comma
        digits, _, decimals = digits.partition(",")
        rest = "." + decimals.replace(",", "")
    unit = match["unit"] or ""
    power = float("1" + match["power"]) if match["power"] else 1.0
    times = power * _TIMES.get(unit, 1.0)
    value = float(digits.replace(",", "") + rest.replace(",", ".")) * times
    step = times * 10.0 ** -(len(rest) - 1 if rest else 0)
    if match["sign"] not in ("", "+"):
        value = -value
    mark, tail = match["mark"] or "", match["tail"]
    if tail.startswith("+"):  # 95%+ is a target
        mark, tail = ">=", tail[1:]
    unit = "" if unit in _TIMES else _UNITS.get(unit, unit)
    unit = unit or ("%" if "%" in (match["spread"] or "") else "")
    return Quantity(value, unit, step, _MARKS.get(mark, mark), bool(match["sign"]), _TAIL.match(tail) is not None)


def is_finite(quantity: Quantity) -> bool:
    """Whether a number is neither nan nor infinite."""
    return quantity.value - quantity.value == 0


def agree(one: Quantity, other: Quantity, scales=(1.0, 100.0, 0.01)) -> bool:
    """Whether two numbers can be the same measurement, each rounded or cut where it ends, a fraction or per cent."""
    return any(_close(one, other, scale) for scale in scales)


def _close(one: Quantity, other: Quantity, scale: float) -> bool:
    value, step = one.value * scale, one.step * scale
    coarse, fine = max(step, other.step), min(step, other.step)
    if fine > coarse * 0.9:
        return abs(value - other.value) <= coarse * 0.5001
    slack = (coarse + fine) / 2
    beyond = other.value - value if step >= other.step else value - other.value  # by how much the finer one is greater
    if value < 0 and other.value < 0:
        beyond = -beyond
    return -slack * 1.0001 <= beyond <= coarse * 1.0001  # the coarser one may have been cut


def is_nothing(text: str) -> bool:
    """Whether a cell holds no result: it is blank, a dash, a word such as TBD, or a bracket to fill in."""
    text = text.strip().lower()
    if not text or text in NOTHING:
        return True
    inner = text.strip("[]<>{}()% ")
    return (
        len(text) > 2
        and text[0] in "[<{"
        and text.rstrip("%")[-1:] in "]>}"
        and ("e.g" in inner or not any(map(str.isdigit, inner)))
    )


def written(value: float, step: float = 0.01, signed: bool = False) -> str:
    """A number with as many decimals as one whose last digit is worth `step`."""
    decimals = 0
    while step < 0.99 and decimals < 6:
        step, decimals = step * 10, decimals + 1
    return f"{value:{'+' if signed else ''}.{decimals}f}"


def shown(quantity: Quantity) -> str:
    """A number as a message names it."""
    unit = {"": "", "x": "x"}.get(quantity.unit, f" {quantity.unit}")
    return f"{quantity.mark if quantity.mark == '~' else ''}{written(quantity.value, quantity.step or 1.0)}{unit}"


def alike(one: Quantity, other: Quantity):
    """Both in the same unit: 0.97 beside 95 % becomes 97 %. (None, None) where that is not certain."""
    if one.unit == other.unit:
        same = one.unit or (abs(one.value) <= 1) == (abs(other.value) <= 1) or min(abs(one.value), abs(other.value)) == 0
        return (one, other) if same else (None, None)
    if {one.unit, other.unit} != {"", "%"}:
        return None, None
    plain = one if not one.unit else other
    scaled = plain._replace(value=plain.value * 100, step=plain.step * 100, unit="%") if abs(plain.value) < 1 else None
    if scaled is None:
        scaled = plain._replace(unit="%") if plain.value > 1 else None
    if scaled is None:
        return None, None
    return (scaled, other) if plain is one else (one, scaled)


def full(quantity: Quantity) -> str:
    """A number from a file with the digits that say something: four after the point."""
    return f"{quantity.value:.4f}".rstrip("0").rstrip(".") if quantity.step < 1 else f"{quantity.value:g}"
