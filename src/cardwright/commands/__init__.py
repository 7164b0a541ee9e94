"""What the commands that make cards and variants do. None of them prints: they are given a Console.

render.py  adopt.py  template.py  factlist.py  init.py  readme.py  schemes.py  quantize.py
"""

from __future__ import annotations

from collections import namedtuple

Console = namedtuple("Console", "out err ask command color terminal complain watched", defaults=(False,))
Console.__doc__ = """Where a command speaks.

out, err         take text
ask              takes a question and gives the answer, "" at the end of the input; itself None where nobody sits there
command          takes a workflow command for GitHub's log
color, terminal  what `out` is
complain         takes a CardwrightError, says it and gives its exit code
watched          whether somebody sees `err` as it comes
"""
