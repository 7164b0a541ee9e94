"""evidence.json: what was measured, on what and how, by schemas/evidence.schema.json; and gates over it."""

from __future__ import annotations

import datetime
import json
import os
import tempfile

from .. import __version__, schema
from ..errors import CardwrightError, UsageError
from ..vocabulary import suggest
from .protocol import GATES, Protocol

NAME = "evidence.json"


def told(rows: list[dict], windows, protocol: Protocol, host: dict, command: str, original: str) -> dict:
    """The evidence as JSON holds it; a row for each model, the original first, of those named in schemas/evidence.schema.json."""
    whole = rows[0]["bytes"]
    found = {
        "version": 1,
        "tool": {"name": "cardwright", "version": __version__},
        "date": datetime.date.today().isoformat(),
        "command": command,
        "original": original,
        "host": host,
    }
    if windows:
        found["text"] = {"name": windows.name, "sha256": windows.sha256, "window": windows.window, "stride": windows.stride,
                         "tokens": windows.tokens, "windows": len(windows.ids)}  # fmt: skip
    if any("speed" in row for row in rows):
        found["speed"] = {key: getattr(protocol, key) for key in ("batch", "prompt", "new", "repeats")}
    return found | {"models": [_rounded(row | {"ratio": row["bytes"] / whole if whole else None}) for row in rows]}


def _rounded(value):
    """Numbers with the digits that mean something: eight."""
    if isinstance(value, float):
        return float(f"{value:.8g}")
    return {key: _rounded(each) for key, each in value.items()} if isinstance(value, dict) else value


def written(found: dict, path: str) -> None:
    """Write evidence, whole or not at all. Raises CardwrightError where it is not what its schema says, such as for NaN."""
    wrong = next(iter(schema.violations(found, "evidence.schema.json")), None)
    if wrong:
        raise CardwrightError(
            f"what was measured cannot be: {wrong.message}", "the model, or the text, gives no sensible numbers"
        )
    folder = os.path.dirname(path) or "."
    try:
        os.makedirs(folder, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".evidence.", delete=False, encoding="utf-8") as file:
            file.write(json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise CardwrightError(f"{path}: {error.strerror}", "give another --output") from error


def gates(texts, configured) -> dict:
    """name -> number of the gates of a configuration and of texts such as "top1_min=0.95". Raises UsageError."""
    found = dict(configured)
    for text in texts:
        key, _, number = text.partition("=")
        try:
            found[key.strip()] = float(number)
        except ValueError:
            raise UsageError(f"--gate {text!r} is no NAME=NUMBER", f"such as --gate {next(iter(GATES))}=0.02") from None
    for key in found:
        if key not in GATES:
            raise UsageError(f"there is no gate {key!r}{suggest(key, list(GATES), 0.5)}", f"gates are {', '.join(GATES)}")
    return found


def failed(found: dict, wanted: dict) -> list[str]:
    """What of the variants is not as the gates want it. What was not measured fails: a gate nobody passed is none."""
    reasons = []
    for model in found["models"][1:]:
        for key, limit in wanted.items():
            path, way, words = GATES[key]
            value = model
            for step in path:
                value = value.get(step) if isinstance(value, dict) else None
            if value is None:
                reasons.append(f"{model['folder']}: {key}: it was not measured")
            elif value > limit if way == "most" else value < limit:
                reasons.append(f"{model['folder']}: {words.format(value, limit)}")
    return reasons


def bytes_of(folder: str) -> int:
    """Bytes of the safetensors files in a folder."""
    return sum(entry.stat().st_size for entry in os.scandir(folder) if entry.name.endswith(".safetensors") and entry.is_file())
