"""A link or image leads to a file that is not in the repository.

The Hub looks for `images/loss.png` beside the card, capitals included, and shows a broken image or a 404 when there is none.
Paths are read as the Hub reads them: `%20` is a blank, what follows `?` or `#` does not count, `../` in a variant's card leads
to the repository above. A path that begins with `/` is an address of the Hub's site and is left alone, as is all that leads out
of the repository: nothing there is looked at.

Silent when the files are evidently not there to be seen: a README.md that was fetched alone. It speaks when the folder holds a
model (config.json, adapter_config.json, model_index.json, *.safetensors, *.gguf, *.onnx) or another link of the card finds its
file.

Safe fix: the path in the capitals that exist.

Bad:

    ![Loss](images/loss.png)

Good:

    The [configuration](config.json) and the [paper](https://example.org/paper).

Beside it, config.json:

    {"model_type": "bert"}
"""

from ... import findings
from ...linking import beside
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True


def check(context):
    if context.files.folder is None:
        return
    found = beside.targets(context)
    if not all(target.found for target in found) and beside.are_here(context, found):
        for link, path, exists, near in found:
            if not exists and not _unfilled(link, context):
                where, said = (link.at, link.stop), f"there is no `{path[:100]}` in the repository"
                if near and path == link.target:
                    yield where, f"{said}; it is called `{near}`, and the Hub tells capitals apart", findings.replace(where, near)
                else:
                    yield where, f"{said}; it is called `{near}`" if near else f"{said}; add the file, or mend the path"


def _unfilled(link, context) -> bool:
    return any(blank.start < link.end and link.start < blank.end for blank in context.placeholders)
