"""A dataset id that names a loader or nothing.

`generator`, `imagefolder` or `json` are how the data was read, and `None` or `unknown` what a script wrote when it did
not know. The Hub takes them and links to a dataset that is not the one.

Bad:

    ---
    datasets:
    - generator
    ---

Good:

    ---
    datasets:
    - uoft-cs/cifar10
    ---
"""

from ...schema import spell
from .. import METADATA

level = "warning"
needs = METADATA

_LOADERS = frozenset("generator imagefolder audiofolder videofolder csv json text parquet arrow pandas webdataset xml".split())
_NOTHING = frozenset("none null nan unknown custom private local dataset dataset_name my_dataset custom_dataset".split())


def check(context):
    for path, name in context.card.texts("datasets"):
        if name.lower() in _LOADERS:
            yield (
                context.card.value_span(path),
                f"{spell(path)}: `{name}` is a loader of files, not a dataset; name the dataset or remove it",
            )
        elif name.lower() in _NOTHING:
            yield context.card.value_span(path), f"{spell(path)}: `{name}` is no dataset; name it or remove it"
