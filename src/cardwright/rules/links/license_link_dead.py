"""The page of the licence is not there.

`license_link` is where people read what they may do with the model. Asked with `--online` only: the page answers 404 or 410.
Other refusals (a login, a block of programs) are no proof and are passed over. An address that leads into a private network is
not asked.

Bad:

    ---
    license: other
    license_name: sorter-terms
    license_link: http://127.0.0.1:PORT/no-such-page
    ---

Good:

    ---
    license: other
    license_name: sorter-terms
    license_link: http://127.0.0.1:PORT/terms
    ---
"""

from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    yield from context.told_online("license-link-dead")
