"""An image's address is that of a page about the image.

`.../blob/main/plot.png` on the Hub, and on GitHub, is a web page that shows the picture among buttons; as an image it stays
blank. The file itself is at `/resolve/` on the Hub and at `/raw/` on GitHub (which also takes `?raw=true`).

Safe fix: the address of the file.

Bad:

    ![Loss](https://huggingface.co/your-team/sorter/blob/main/loss.png)

Good:

    ![Loss](https://huggingface.co/your-team/sorter/resolve/main/loss.png)
    ![Loss](https://github.com/your-team/sorter/blob/main/loss.png?raw=true)
"""

from ... import findings
from ...lazy import Lazy
from ...linking import links
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True
_PAGE = Lazy(r"https?://(?:www\.)?(huggingface\.co|hf\.co|github\.com)/[^?#\s]{0,300}?(/blob/)(?![^#]{0,2000}\braw=)", 2)


def check(context):
    for link in context.links:
        if link.kind == links.IMAGE or link.kind == links.SRC and context.card.text.startswith(("<img", "<IMG"), link.start):
            match = _PAGE.match(link.target)
            if match:
                file = "/raw/" if match.group(1).lower() == "github.com" else "/resolve/"
                where = link.at + match.start(2), link.at + match.end(2)
                yield (
                    (link.at, link.stop),
                    f"this is the address of a page about the image, and stays blank as an image; write `{file}` for `/blob/`",
                    findings.replace(where, file),
                )
