"""A snippet puts its inputs on "cuda" although device_map chooses the device.

`device_map="auto"` takes what the reader's machine has, also a CPU; `.to("cuda")` then fails on every machine without an
NVIDIA card, and on those with several it may be the wrong one. The model knows where it is: `.to(model.device)`.

Bad:

    ```python
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained("ada/tiny", device_map="auto")
    inputs = AutoTokenizer.from_pretrained("ada/tiny")("Hello", return_tensors="pt").to("cuda")
    ```

Good:

    ```python
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained("ada/tiny", device_map="auto")
    inputs = AutoTokenizer.from_pretrained("ada/tiny")("Hello", return_tensors="pt").to(model.device)
    ```
"""

import re

from ... import findings
from ...snippets import notebook
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True

_AUTO = re.compile(r"device_map\s{0,3}=\s{0,3}[\"']auto[\"']")
_MODEL = re.compile(r"^[ \t]*(\w{1,60})\s{0,3}=\s{0,3}[\w.]{1,80}\.from_pretrained\([^()]{0,400}device_map\s{0,3}=", re.MULTILINE)
_LOADS = re.compile(r"(?:Model|For|LM)\w*\.from_pretrained\(")
_CUDA = re.compile(r"\.to\(\s{0,3}([\"']cuda(?::\d)?[\"'])\s{0,3}\)|\.cuda\((\d?)\)")


def check(context):
    name = None
    for cell in context.notebook.cells:
        if _LOADS.search(cell.code):
            model = _MODEL.search(cell.code)
            name = (model[1] if model else "") if _AUTO.search(cell.code) else None
        if name is not None:
            yield from _hard_coded(cell, name)


def _hard_coded(cell, name: str):
    """Every `.to("cuda")` of a cell but the model's own."""
    for match in _CUDA.finditer(cell.code):
        if _is_comment(cell.code, match.start()) or name and cell.code.endswith(name, 0, match.start()):
            continue
        where = tuple(notebook.place_of(cell, offset) for offset in match.span())
        way_out = f"`.to({name}.device)`" if name else "the model's own device"
        message = f'`{match[0]}` fails without an NVIDIA card, and `device_map="auto"` chose the device; use {way_out}'
        yield where, message, *([findings.replace(where, f".to({name}.device)", safe=False)] if name else [])


def _is_comment(code: str, offset: int) -> bool:
    return "#" in code[code.rfind("\n", 0, offset) + 1 : offset]
