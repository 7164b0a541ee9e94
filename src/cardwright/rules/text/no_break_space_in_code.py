"""A no-break space stands where code or YAML needs a plain one.

It looks like a space and comes with code copied from a web page or typed on a Mac. Python stops at it
(`invalid non-printable character U+00A0`), a shell looks for a command of that name, and YAML takes it for a part of the key
or value. In strings, comments and prose it does no harm and is left alone.

Bad:

    ```python
    model\u00a0= load()
    ```

Good:

    ```python
    print("10\u00a0km")
    ```
"""

from ... import findings
from ...lazy import Lazy
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True

_BLANKS = "\u00a0\u2007\u202f"
_BLANK = Lazy(f"[{_BLANKS}]")
_MARKS = _BLANKS + " \t`~>"
_CODE = ("python", "py", "bash", "sh", "shell", "console", "json", "yaml", "yml", "toml", "javascript", "js", "cpp", "c++", "c")


def check(context):
    text, card = context.card.text, context.card
    if not any(blank in text for blank in _BLANKS):
        return
    places = [(*card.front.yaml, "the front matter", _breaks_yaml)]
    for fence in card.body.fences:
        language = fence.info.lower().strip("{. ").split(" ")[0].strip("}")
        if language in _CODE:
            places.append((fence.body_start, fence.body_end, "this code", _breaks_code))
    for start, end, name, breaks in places:
        spots = [match.span() for match in _BLANK.finditer(text, start, end) if breaks(text, match.start())]
        if spots:
            message = (
                f"a no-break space (U+{ord(text[spots[0][0]]):04X}) stands in {name}, {len(spots)} in all; write plain spaces"
            )
            yield spots[0], message, findings.Fix(tuple((*spot, " ") for spot in spots))


def _breaks_code(text: str, at: int) -> bool:
    line = text[max(text.rfind("\n", 0, at) + 1, at - 500) : at]
    if not line.strip(_MARKS) and (line + text[at : at + 20]).strip().startswith(("```", "~~~")):
        return False  # a plain space would make it the end of the block
    return not any(mark in line for mark in ('"', "'", "#", "//"))


def _breaks_yaml(text: str, at: int) -> bool:
    line = text[max(text.rfind("\n", 0, at) + 1, at - 500) : at].strip(_BLANKS + " ")
    return not line or line.endswith(":") or line == "-"
