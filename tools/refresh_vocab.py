#!/usr/bin/env python3
"""Refresh schemas/vocab/ from the packages the Hub publishes: `make vocab`.

    python tools/refresh_vocab.py                          pipeline tags, libraries and languages, from npm
    python tools/refresh_vocab.py --licenses FILE.md       licences, from hub-docs' docs/hub/repositories-licenses.md
    python tools/refresh_vocab.py --check                  only verify the recorded checksums

Every file is a JSON Schema of its own (`enum`), so that model-card.schema.json and any editor refer to it, and names where
its values come from, when they were read and their sha256. Needs npm and node. Review the diff: a value that disappears
turns cards red that the Hub may still accept; move it to `x-retired` when it has a successor.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

VOCAB = pathlib.Path(__file__).resolve().parent.parent / "schemas" / "vocab"
DUMP = """
import * as tasks from '@huggingface/tasks'; import * as languages from '@huggingface/languages';
const names = (list, name) => Object.fromEntries(Object.entries(list).map(([code, value]) => [code, name(value)]));
console.log(JSON.stringify({
  'pipeline-tags': names(tasks.PIPELINE_DATA, task => task.name),
  libraries: names(tasks.MODEL_LIBRARIES_UI_ELEMENTS, library => library.prettyLabel),
  // Names only for the two-letter codes: they are for messages ("English" means en), not a dictionary of languages.
  languages: {...names(languages.LANGUAGES_ISO_639_3, () => null), ...names(languages.LANGUAGES_ISO_639_1, value => value.name)},
}));
"""
LICENCE_ROW = re.compile(r"^\|?\s*(?P<name>[^|`]+?)\s*\|\s*`(?P<id>[^`]+)`", re.MULTILINE)


def checksum(values: list[str]) -> str:
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def write(name: str, names: dict[str, str | None], source: str) -> None:
    path = VOCAB / f"{name}.json"
    old = json.loads(path.read_text(encoding="utf-8"))
    values = sorted(set(names) | set(old.get("x-also", ())))
    lost, new = sorted(set(old["enum"]) - set(values)), sorted(set(values) - set(old["enum"]))
    print(f"{name}: {len(values)} values, new: {', '.join(new) or 'none'}; gone: {', '.join(lost) or 'none'}")
    if not lost and not new:
        return
    old.update({"x-source": source, "x-retrieved": datetime.date.today().isoformat(), "x-sha256": checksum(values)})
    old["enum"] = values
    old["x-names"] = {value: names[value] for value in values if names.get(value)}
    dump(path, old)


def dump(path: pathlib.Path, vocabulary: dict) -> None:
    text = json.dumps(vocabulary, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def from_npm() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *command: subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
        run("npm", "init", "-y")
        run("npm", "install", "--ignore-scripts", "@huggingface/tasks", "@huggingface/languages")
        listed = json.loads(run("npm", "ls", "--json"))["dependencies"]
        pathlib.Path(folder, "dump.mjs").write_text(DUMP, encoding="utf-8")
        data = json.loads(run("node", "dump.mjs"))
    for name, package in (("pipeline-tags", "tasks"), ("libraries", "tasks"), ("languages", "languages")):
        write(name, data[name], f"npm @huggingface/{package} {listed[f'@huggingface/{package}']['version']}")


def from_docs(file: str) -> None:
    rows = {match["id"]: match["name"] for match in LICENCE_ROW.finditer(pathlib.Path(file).read_text(encoding="utf-8"))}
    if len(rows) < 50:
        sys.exit(f"{file}: only {len(rows)} rows of the form `| name | `id` |`; is this repositories-licenses.md?")
    write("licenses", rows, "huggingface/hub-docs docs/hub/repositories-licenses.md")


def verify() -> None:
    for path in sorted(VOCAB.glob("*.json")):
        vocabulary = json.loads(path.read_text(encoding="utf-8"))
        if vocabulary["x-sha256"] != checksum(vocabulary["enum"]):
            sys.exit(f"{path.name}: the values do not match their sha256; run tools/refresh_vocab.py instead of editing")
        print(f"{path.name}: {len(vocabulary['enum'])} values, {vocabulary['x-source']}, {vocabulary['x-retrieved']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--licenses", metavar="FILE.md")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        verify()
    elif options.licenses:
        from_docs(options.licenses)
    else:
        from_npm()


if __name__ == "__main__":
    main()
