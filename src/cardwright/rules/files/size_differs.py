"""The card states another file size than the weights have.

A size is what a reader checks first before a download. Compared are `Model size: 2.2 GB` with the weights beside the card,
and a line that names one weights file and one size with that file. GB and GiB are both accepted, so is rounding.

Bad:

    # Tiny

    | Model size | 4.4 GB |
    |---|---|

Good:

    # Tiny

    | Model size | 2.2 GB |
    |---|---|

Beside it, model.safetensors:

    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 2200119864
"""

from ...repository import modelsize, stated
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    for where, written, name, size in modelsize.file_sizes(context):
        held = f"`{name}` has" if name else "the weights beside the card have"
        yield where, f"the card says {written}, but {held} {stated.weight(size)} ({size:,} bytes); correct it"
