"""The library is none the Hub knows.

It is ignored: no snippet, no download count. Names are exact and case matters (`PaddleOCR`). File formats and tools such
as gguf, onnx, pytorch, torchao or vllm are no library names; the library is the one that loads the model, mostly
`transformers` or `diffusers`, and formats go under `tags`.

Bad:

    ---
    library_name: Transformers
    ---

Good:

    ---
    library_name: transformers
    ---
"""

from ...findings import edited
from ...schema import clip
from ...vocabulary import fact, suggest, values
from .. import METADATA

level = "warning"
needs = METADATA
fixable = True


def check(context):
    name = context.card.metadata.get("library_name")
    if isinstance(name, str) and name not in values("libraries"):
        if name.lower() in fact("libraries", "x-not-libraries"):
            way_out = "; name the library that loads the model, such as `transformers`, and put this under tags"
        else:
            way_out = suggest(name, values("libraries")) or "; it is shown without a snippet and downloads are not counted"
        from ...mending.meant import library  # most names are known
        from ...mending.yamledit import instead

        meant = library(name)
        fix = meant and edited(instead(context.card, ("library_name",), meant[0]))
        yield context.card.value_span(("library_name",)), f"the Hub has no library {clip(name)!r}{way_out}", fix
