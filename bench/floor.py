"""What no checker can be faster than: read each file and find its fences, headings and placeholders with bytes.find."""

import sys

paths = open(sys.argv[1][1:]).read().split() if sys.argv[1].startswith("@") else sys.argv[1:]
found = 0
for path in paths:
    with open(path, "rb") as file:
        data = file.read()
    for mark in (b"\n#", b"\n```", b"\n---", b"[More Information Needed]", b"{{"):
        at = data.find(mark)
        while at >= 0:
            found += 1
            at = data.find(mark, at + 1)
