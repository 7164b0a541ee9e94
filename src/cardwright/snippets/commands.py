"""What shells are told in cards: retired commands and packages that have another name. Each row has its source."""

from __future__ import annotations

import re
from collections import namedtuple

_SHELLS = frozenset(
    ("bash", "sh", "shell", "console", "zsh", "shell-session", "terminal", "powershell", "cmd", "python", "py", "")
)
_LIMIT = 100_000

Wrong = namedtuple("Wrong", "start end shown message fix")

# huggingface-cli is gone since huggingface_hub 1.0 (its release notes; no such entry point in the wheel): what to write instead.
RETIRED = {
    "login": "hf auth login",
    "logout": "hf auth logout",
    "whoami": "hf auth whoami",
    "download": "hf download",
    "upload": "hf upload",
    "upload-large-folder": "hf upload",
    "repo create": "hf repos create",
    "repo": "hf repos",
    "scan-cache": "hf cache ls",
    "delete-cache": "hf cache rm",
    "env": "hf env",
    "version": "hf version",
    "lfs-enable-largefiles": "hf lfs-enable-largefiles",
}
# import name -> package; the first is not what anyone means to install (pypi: "sklearn" refuses to install and says so).
PACKAGES = {
    "sklearn": "scikit-learn",
    "cv2": "opencv-python",
    "PIL": "pillow",
    "yaml": "pyyaml",
    "skimage": "scikit-image",
    "dotenv": "python-dotenv",
}

_LINE = r"(?m)^[ \t]*(?:[$!%>] ?)?(?:sudo )?"
_HF = {
    "login": "auth login",
    "logout": "auth logout",
    "whoami": "auth whoami",
    "upload-large-folder": "upload",
}  # cli/hf.py of 2.4.0
_HF_CLI = re.compile(_LINE + r"(hf) (login|logout|whoami|upload-large-folder)(?![\w-])")
_CLI = re.compile(_LINE + r"(huggingface-cli)(?: ((?:repo create|[a-z-]+)))?(?![\w-])")
_INSTALL = re.compile(_LINE + r"(?:python3? -m |uv )?pip3? install ([^\n#&|;]{1,500})")
_PACKAGE = re.compile(r"(?<![\w./=@-])([A-Za-z0-9_]+)(?=[ \t\"']|\Z|[=<>~!])")


def find(card):
    """Yield a Wrong for each command that no longer works as it is written."""
    for fence in card.body.fences:
        word = fence.info.split(None, 1)[0].lower() if fence.info else ""
        end = min(fence.body_end, fence.body_start + _LIMIT)
        if word in _SHELLS:
            code = card.text[fence.body_start : end]
            yield from _retired(code, fence.body_start)
            yield from _packages(code, fence.body_start)


def _retired(code: str, start: int):
    for match in _CLI.finditer(code) if "huggingface-cli" in code else ():
        known = RETIRED.get(match[2] or "")
        first, last = match.start(1), match.end(2) if known else match.end(1)
        way_out = f"write `{known}`" if known else "its successor is `hf`"
        message = f"`huggingface-cli` is gone from huggingface_hub (1.0 has none); {way_out}"
        yield Wrong(start + first, start + last, match[0].strip(), message, known)
    for match in _HF_CLI.finditer(code) if "hf " in code else ():
        known = f"hf {_HF[match[2]]}"
        message = f"`hf` has no command `{match[2]}`; write `{known}`"
        yield Wrong(start + match.start(1), start + match.end(2), match[0].strip(), message, known)


def _packages(code: str, start: int):
    for line in _INSTALL.finditer(code) if "install" in code else ():
        for match in _PACKAGE.finditer(line[1]):
            name = PACKAGES.get(match[1])
            if name:
                first = start + line.start(1) + match.start(1)
                message = f"`{match[1]}` is a module, the package is called `{name}`"
                yield Wrong(first, first + len(match[1]), match[1], message, name)
