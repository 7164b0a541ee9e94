"""A link to a website lacks its `https://`.

Without it `[site](www.example.org)` is the name of a file: the Hub looks for a file called `www.example.org` in the
repository and finds none.

Safe fix for `www.` addresses: `https://` in front. For others (`example.org/paper`) the fix is the same but is not called
safe, since a file could be meant.

Bad:

    More on [our site](www.example.org/sorter).

Good:

    More on [our site](https://www.example.org/sorter), in [a file](notes.md) and at www.example.org.
"""

from ... import findings
from ...lazy import Lazy
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True
_SITE = Lazy(
    r"(www\.)[\w-]+\.[\w-]|(?:[a-z0-9-]+\.){1,4}(?:com|org|net|io|ai|co|dev|edu|gov|app|info|xyz|uk|jp|cn|eu)(?:/(?!\w*\.\w+/)|[?#]|\Z)"
)


def check(context):
    for link in context.links:
        match = _SITE.match(link.target)
        if match and not context.files.path(link.target.partition("/")[0]):
            where = link.at, link.stop
            shown = link.target if len(link.target) <= 60 else link.target[:59] + "…"
            fix = findings.replace((link.at, link.at), "https://", safe=match.group(1) is not None)
            yield where, f"`{shown}` leads to a file of that name in the repository; write `https://{shown}`", fix
