"""The file cannot be read.

The file could not be opened: no permission, a broken or circular link, a folder or a device.

Bad:

    a README.md that is a link to a file that is gone, or a folder of that name

Good:

    a regular file that the checking user may read
"""

from .. import FILE

level = "error"
needs = FILE


def check(context):
    if context.problem == "unreadable":
        yield None, f"the file cannot be read: {context.problem_detail}; make it a readable, regular file"
