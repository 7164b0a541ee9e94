"""The weights beside the card are not as much smaller as it says.

The safetensors files of the card's folder and of the variant's folder below it have been compared. Eight bits instead of sixteen
seldom halve a model: embeddings and head often stay as they were, and a variant saved from float32 can even be larger.

Beside it, model.safetensors:

    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 10494472

Beside it, int8/model.safetensors:

    version https://git-lfs.github.com/spec/v1
    oid sha256:53c234e5e8472b6ac51c1ae1cab3fe06fad053beb8ebfd8977b010655bfdd3c3
    size 7416832

Bad:

    ## Quantized

    The quantized weights in `int8/` are ~50 % smaller.

Good:

    ## Quantized

    The quantized weights in `int8/` are 29 % smaller.
"""

from ...claims import savings
from ...repository import variants
from .. import TEXT

level = "warning"
needs = TEXT

_ROOM, _ROOM_ABOUT = 1.5, 4.0  # points between a claim and the files; "about" has more


def check(context):
    whole, sizes = variants.weight(context), variants.weights(context)
    for claim, _ in savings.find(context.card):
        if claim.kind != "size" or claim.percent is None:
            continue
        name = _variant(claim, sizes)
        if name is None:
            continue
        real = 100 * (1 - sizes[name] / whole)
        if abs(real - claim.percent) > (_ROOM_ABOUT if claim.about else _ROOM):
            yield (claim.start, claim.end), _message(claim, name, real, whole, sizes[name])


def _variant(claim, sizes: dict[str, int]) -> str | None:
    """The folder that a claim is about: the one its line names, else its heading, else the only one."""
    for place in (claim.line, claim.heading):
        named = [name for name in sizes if name.lower() in place]
        if named:
            return named[0] if len(named) == 1 else None
    return next(iter(sizes)) if len(sizes) == 1 else None


def _message(claim, name: str, real: float, whole: int, size: int) -> str:
    told = f"{real:.0f} % less" if real >= 0 else f"{-real:.0f} % more"
    return f"{claim.text!r}, but the weights in {name}/ have {told}: {size:,} bytes against {whole:,}"
