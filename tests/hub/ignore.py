"""The .gitignore rules by which the Hub drops files from a commit."""

import re


def ignored(path: str, rules: str) -> bool:
    """Whether the rules of a .gitignore at the root match a file: the last match decides, a matched folder takes all below."""
    parts = path.split("/")
    parents = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    return any(_matched(parent, rules, folder=True) for parent in parents) or _matched(path, rules, folder=False)


def _matched(path: str, rules: str, folder: bool) -> bool:
    verdict = False
    for line in rules.splitlines():
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        keep, pattern = line.startswith("!"), line.lstrip("!")
        if pattern.endswith("/") and not folder:
            continue
        if _expression(pattern.rstrip("/")).fullmatch(path):
            verdict = not keep
    return verdict


def _expression(pattern: str) -> re.Pattern:
    start = "" if "/" in pattern else "(?:.*/)?"
    pattern, out = pattern.lstrip("/"), start
    for token in re.findall(r"\*\*/|/\*\*|\*|\?|\[[^\]]+\]|\\.|.", pattern):
        out += {"**/": "(?:.*/)?", "/**": "/.*", "*": "[^/]*", "?": "[^/]"}.get(token) or (
            token.replace("[!", "[^") if token.startswith("[") and len(token) > 1 else re.escape(token[-1])
        )
    return re.compile(out, re.DOTALL)
