"""What the commands that make cards do. None of them prints: they are given a Console.

    render.py  adopt.py  template.py  factlist.py  init.py  readme.py
"""

from __future__ import annotations

from collections import namedtuple

Console = namedtuple("Console", "out err ask command color terminal complain")
Console.__doc__ = """Where a command speaks: `out` and `err` take text; `ask` a question and gives the answer, or is None where nobody sits
there; `command` takes a workflow command for GitHub's log; `color` and `terminal` say what `out` is; `complain` takes a CardwrightError and gives its exit code."""
