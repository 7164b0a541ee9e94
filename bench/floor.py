"""What no checker can be faster than: read each file and find its fences, headings and placeholders with bytes.find."""

import sys

found = 0
for path in sys.argv[1:]:
    if path.startswith("@"):
        sys.argv += open(path[1:]).read().split()
        continue
    with open(path, "rb") as file:
        data = file.read()
    for mark in (b"\n#", b"\n```", b"\n---", b"[More Information Needed]", b"{{"):
        at = data.find(mark)
        while at >= 0:
            found += 1
            at = data.find(mark, at + 1)
