"""Which repositories and paths a notebook loads: from_pretrained("..."), pipeline(model="..."), and names bound to a text."""

from __future__ import annotations

import re
from collections import namedtuple

from ..screen.glance import FOLDERS
from . import notebook

Load = namedtuple("Load", "cell start end value call owner inline rest")
Load.__doc__ = """One load of something by its name.

start, end  where the text stands in the card, quotes included; `value` is what it says
call        "from_pretrained", "pipeline" ...; `owner`: the class before it ("AutoModelForCausalLM")
inline      whether the text stands in the call itself, not where a name is bound to it
rest        what follows in the call, as far as it is looked at
"""

_CALL = re.compile(
    r"(?:\b([A-Za-z_][\w.]{0,80})\.)?\b(from_pretrained|pipeline|SentenceTransformer|CrossEncoder|LLM|snapshot_download|hf_hub_download)"
    r"\(\s*(?:(?:pretrained_model_name_or_path|model_name_or_path|repo_id|model|model_id)\s{0,3}=\s*)?([A-Za-z_]\w{0,60}|[\"'][^\"'\n]{1,200}[\"'])"
)
_MODEL = re.compile(r"\bmodel\s{0,3}=\s{0,3}([A-Za-z_]\w{0,60}|[\"'][^\"'\n]{1,200}[\"'])")
_TEXT = re.compile(r"^[ \t]*([A-Za-z_]\w{0,60})[ \t]{0,3}=[ \t]{0,3}([\"'][^\"'\n]{1,200}[\"'])[ \t]*(?:#.*)?$", re.MULTILINE)
_REACH = 400
MAX_LOADS = 200  # a card for people has a dozen
_NEEDLES = ("from_pretrained(", "pipeline(", "Transformer(", "Encoder(", "_download(", "LLM(")


def find(book: notebook.Notebook) -> list[Load]:
    """The loads of a notebook, in reading order."""
    found = []
    for number, cell in enumerate(book.cells):
        for match in _calls(cell.code):
            load = _load(book, number, match)
            if load:
                found.append(load)
            if len(found) == MAX_LOADS:
                return found
    return found


def _calls(code: str):
    """The matches of _CALL in some code, looked for around the needles only."""
    reached = 0
    for spot in sorted(spot for needle in _NEEDLES if needle in code for spot in _spots(code, needle)):
        match = (
            _CALL.search(code, max(reached, code.rfind("\n", 0, spot) + 1, spot - 100), spot + _REACH)
            if spot >= reached
            else None
        )
        if match:
            reached = match.end()
            yield match


def _spots(code: str, needle: str):
    spot = code.find(needle)
    while spot >= 0:
        yield spot
        spot = code.find(needle, spot + len(needle))


def _bound_to(book: notebook.Notebook, number: int, name: str):
    """(cell, start, end) of the text that a name was last bound to, quotes included, or None."""
    for cell in reversed(book.cells[: number + 1]):
        if name in cell.code:
            for match in reversed(list(_TEXT.finditer(cell.code))):
                if match[1] == name:
                    return cell, *match.span(2)
    return None


def _load(book, number: int, match) -> Load | None:
    cell, call = book.cells[number], match[2]
    code = cell.code
    start, end = match.span(3)
    if call == "pipeline":
        model = _MODEL.search(code, match.start(), _line_of_close(code, match.end()))
        if not model:
            return None
        start, end = model.span(1)
    rest = code[end : end + _REACH]
    inline = code[start] in "\"'"
    if inline:
        where = (cell, start, end) if code[start] == code[end - 1] else None
    else:
        where = None if rest.lstrip().startswith(("(", ".", "[", "+", "/")) else _bound_to(book, number, code[start:end])
    if where is None:
        return None
    holder, start, end = where
    value = holder.code[start + 1 : end - 1]
    return Load(
        holder, notebook.place_of(holder, start), notebook.place_of(holder, end), value, call, match[1] or "", inline, rest
    )


def _line_of_close(code: str, start: int) -> int:
    """Where the call that begins before `start` ends, roughly: the bracket that closes it, or _REACH."""
    depth = 1
    for position in range(start, min(start + _REACH, len(code))):
        depth += (code[position] == "(") - (code[position] == ")")
        if not depth:
            return position
    return min(start + _REACH, len(code))


_PART = re.compile(r"[A-Za-z0-9_](?:[\w.-]{0,94}[A-Za-z0-9_])?\Z", re.ASCII)
_VARIANT = re.compile(
    r"(?:int|fp|nf|bf|w|q)\d\w*|gguf|onnx|gptq|awq|openvino|ov|safetensors|unet|vae|text_encoder\w*|tokenizer|lora|adapter|fp8\w*|8bit|4bit",
    re.I,
)


def parts(value: str) -> list[str]:
    return value.strip("/").split("/")


def is_path(value: str) -> bool:
    """Whether a text can only be a path of somebody's disk."""
    if value.startswith(("./", "../", "/", "~", "\\\\")) or re.match(r"[A-Za-z]:[\\/]", value) or value in (".", ".."):
        return True
    steps = parts(value)
    return (
        bool(re.match(r"checkpoint-\d+\Z", steps[-1]))
        or steps[0].lower() in FOLDERS
        and len(steps) > 1
        and not value.startswith("model/")
    )


def is_subfolder(value: str) -> bool:
    """Whether a text is a repository and a folder in it: owner/name/int8."""
    steps = value.split("/")
    return len(steps) > 2 and all(map(_PART.match, steps)) and not is_path(value) and steps[0].lower() not in FOLDERS


def is_id(value: str) -> bool:
    steps = value.split("/")
    return len(steps) == 2 and all(map(_PART.match, steps)) and not is_path(value)
