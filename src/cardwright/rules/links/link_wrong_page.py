"""A link to the Hub names a folder or file the way no page of the Hub is called.

`https://huggingface.co/team/model/int8` looks like a repository's folder but is no page: the Hub answers 404. A folder is at
`/tree/main/int8`, a file at `/blob/main/NAME`, and a file to download at `/resolve/main/NAME`.

Fix (not safe: the branch may have another name): the same with `/tree/main/` or `/blob/main/`.

Bad:

    The [int8 variant](https://huggingface.co/your-team/sorter/int8) is smaller.

Good:

    The [int8 variant](https://huggingface.co/your-team/sorter/tree/main/int8) is smaller.
"""

from ... import findings
from ...linking.hubpages import PAGE, is_page
from .. import TEXT

level = "warning"
needs = TEXT
fixable = True


def check(context):
    for link in context.links:
        match = PAGE.match(link.target)
        if match and not is_page(match):
            name = match.group("rest").rstrip("/")
            kind = "blob" if "." in name.rpartition("/")[2].strip(".") else "tree"
            at = link.at + match.start("rest")
            thing = "file" if kind == "blob" else "folder"
            message = f"the Hub has no page `{link.target[:100]}`; a {thing} is at `/{kind}/main/{name}`"
            yield (link.at, link.stop), message, findings.replace((at, at), f"{kind}/main/", safe=False)
