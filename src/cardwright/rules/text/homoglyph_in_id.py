"""An id holds a letter that only looks like an ASCII one.

Ids of the Hub are ASCII. A Cyrillic `а` or a typographic dash in one, from a keyboard layout or a word processor, names
nothing, and a reader who copies the line gets an error for an id that looks right. Or it names somebody else's model.
Looked at are ids in code that loads them and in addresses of the Hub; the metadata's ids are checked by their own rules.

Bad:

    ```python
    model = AutoModel.from_pretrained("googlе/flan-t5-base")
    ```

Good:

    ```python
    model = AutoModel.from_pretrained("google/flan-t5-base")
    ```
"""

from ... import findings
from ...characters import homoglyphs
from ...lazy import Lazy
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True

_IDS = (
    Lazy(
        r"\b(?:from_pretrained|load_dataset|pipeline|hf_hub_download|snapshot_download|SentenceTransformer|CrossEncoder)"
        r"\([^()\"'\n]{0,80}[\"']([\w.-]{1,96}/[\w.‐-—−-]{1,96})[\"']"
    ),
    Lazy(r"\b(?:huggingface\.co|hf\.co)/((?:datasets/|spaces/)?[\w.‐-—−-]{1,96}/[\w.‐-—−-]{0,95}\w)"),
)


def check(context):
    for pattern in _IDS:
        for match in pattern.finditer(context.card.text):
            name, start = match[1], match.start(1)
            index = None if name.isascii() else homoglyphs.first(name)
            if index is not None:
                fix = findings.replace(match.span(1), homoglyphs.plain(name), safe=False)
                message = f"{homoglyphs.told(name, index)}; write `{homoglyphs.plain(name)}`"
                yield (start + index, start + index + 1), message, fix
