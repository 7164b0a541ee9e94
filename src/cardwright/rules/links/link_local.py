"""A link leads to a place on its author's own computer.

`file:///home/...`, `C:\\Users\\...`, `/content/drive/...` and an image on `localhost` open nowhere but where the card was
written, and tell strangers how that computer is laid out. Upload the file beside the card and link it by its relative path.

Left alone: a link whose text shows the `localhost` address itself, as instructions do that tell a reader to open what they
have just started.

Bad:

    ![Loss](file:///home/ada/runs/7/loss.png)

Good:

    ![Loss](loss.png)
    Then open [http://localhost:7860](http://localhost:7860).
"""

from ...lazy import Lazy
from ...linking import links
from .. import TEXT

level = "warning"
needs = TEXT
_PATH = Lazy(r"file:|[a-z]:[\\/]|~/|/(?:home|users|root|mnt|tmp|content|kaggle|var|opt)/", 2)
_HOST = Lazy(r"http://(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|\[::1\])(?=[:/?#]|\Z)", 2)


def check(context):
    for link in context.links:
        if _PATH.match(link.target):
            shown = link.target if len(link.target) <= 60 else link.target[:59] + "…"
            message = f"`{shown}` is a place on the author's own computer; upload the file and link it by its relative path"
            yield (link.at, link.stop), message
        elif link.kind != links.BARE and (host := _HOST.match(link.target)) and not _says_so(link, context):
            yield (link.at, link.stop), f"`{host.group()}` is the reader's own computer, where nothing is to be found"


def _says_so(link, context) -> bool:
    if link.kind == links.HREF:
        after = context.card.text[link.stop : link.stop + 200].lower()
        return "localhost" in after or "127.0.0.1" in after or "0.0.0.0" in after
    return any(host in link.label.lower() for host in ("localhost", "127.0.0.1", "0.0.0.0", "::1"))
