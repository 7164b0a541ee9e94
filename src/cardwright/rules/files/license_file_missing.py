"""The licence file that the card names is not there.

`license_link: LICENSE` is a link to a file of the repository. Without it a reader of a model under `license: other` cannot find
out what is allowed.

Bad:

    ---
    license: other
    license_name: tiny-community
    license_link: LICENSE
    ---

Good:

    ---
    license: other
    license_name: tiny-community
    license_link: LICENSE.md
    ---

Beside it, LICENSE.md:

    Do with it what you like.

Beside it, config.json:

    {}
"""

from .. import METADATA

level = "warning"
needs = METADATA


def check(context):
    link = context.card.metadata.get("license_link")
    if not isinstance(link, str) or not link.strip() or len(link) > 200 or not context.files.listing.holds_model:
        return
    if "://" in link or link.startswith(("#", "/", "www.")):
        return
    name = link.strip().removeprefix("./")
    if " " not in name and context.files.path(name) is None:
        stem = name.partition(".")[0].lower()
        near = next((other for other in sorted(context.files.names) if other.partition(".")[0].lower() == stem), None)
        hint = f"did you mean `{near}`?" if near else "add it"
        yield context.card.value_span(("license_link",)), f"there is no file `{name}` beside the card; {hint}"
