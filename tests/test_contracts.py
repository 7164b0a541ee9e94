"""The contracts that keep the project what DESIGN says it is. Each names the way out when it breaks."""

import ast
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cardwright import catalog, check_paths, check_text, config, findings, options, rules, schema, sections
from cardwright.claims import columns, metrics
from cardwright.hub import online
from cardwright.screen import claimsigns

ROOT = Path(__file__).parent.parent
PACKAGE = Path(catalog.__file__).parent  # src/, or the installed wheel
CASES = ROOT / "tests" / "cases"
IDS = list(rules.ids())
FOLDERS = {rule: CASES / family / rule for rule, family in rules.ids().items()}

# What these report cannot stand in a Markdown file of the repository; tests/test_bad_input.py holds their cases.
NO_CASE = {"file-unreadable", "file-not-utf8", "file-binary", "file-too-large", "file-too-slow", "file-empty"}
NO_CASE |= online.RULES  # these need a Hub; tests/test_online.py has one, and runs their pages
# A .gitattributes in a case's folder would act on our own repository; tests/test_files.py makes them as it runs.
NO_FOLDER = NO_CASE | {"readme-in-lfs"}


def test_every_rule_file_is_listed_and_the_reverse():
    files = {path.relative_to(PACKAGE / "rules").with_suffix("").as_posix() for path in (PACKAGE / "rules").glob("*/*.py")}
    assert {name for name in files if not name.endswith("__init__")} == set(rules.RULES), "add it to RULES in rules/__init__.py"


def test_ids_are_unique_and_families_stand_together():
    assert len(IDS) == len(rules.RULES), "two rules share an id"
    families = [name.partition("/")[0] for name in rules.RULES]
    runs = [family for i, family in enumerate(families) if i == 0 or family != families[i - 1]]
    assert len(runs) == len(set(runs)), "keep a family's rules together in RULES"
    assert not set(rules.families()) & set(IDS), "a rule must not be called like a family"


@pytest.mark.parametrize("rule_id", IDS)
def test_a_rule_has_a_level_a_need_and_a_page(rule_id):
    rule = rules.get(rule_id)
    assert rule.level in (*findings.LEVELS, rules.PROFILE)
    assert rule.needs in (rules.FILE, rules.TEXT, rules.BLOCK, rules.METADATA)
    first, _, rest = rule.page.strip().partition("\n")
    assert first.endswith(".") and len(first) <= 100, "a page begins with one short sentence: what is wrong"
    assert rest.startswith("\n") and rest.strip(), "after the first line a page says why it matters"
    assert re.search(r"^Bad:$", rest, re.M) and re.search(r"^Good:$", rest, re.M), "a page shows Bad: and Good:"


def example(page: str, label: str) -> str:
    """The indented text below a label such as `Bad:`."""
    return textwrap.dedent(_below(page, label)).strip("\n") + "\n"


def _below(page: str, label: str) -> str:
    after = re.split(rf"^{label}:[ ]*$", page, maxsplit=1, flags=re.M)[1]
    lines = after.strip("\n").splitlines()
    kept = []
    for line in lines:
        if line.strip() and not line.startswith("    "):
            break
        kept.append(line)
    return "\n".join(kept)


def page_settings(page: str, rule_id: str, folder: Path):
    """The settings an example is checked with: a `Configuration:` block of the page, else none but the rule itself."""
    if not re.search(r"^Configuration:$", page, re.M):
        return config.Settings(select=(rule_id,))
    path = folder / "cardwright.toml"
    path.write_text(example(page, "Configuration"), encoding="utf-8")
    return config.load(str(path))._replace(select=(rule_id,))


@pytest.mark.parametrize("rule_id", [rule for rule in IDS if rule not in NO_CASE])
def test_the_examples_of_a_page_are_true(rule_id, tmp_path):
    page = rules.get(rule_id).page
    settings = page_settings(page, rule_id, tmp_path)
    bad, good = example(page, "Bad"), example(page, "Good")
    assert bad.strip() and good.strip(), "indent the examples by four spaces"
    beside = re.findall(r"^(Beside (it|the bad one|the good one), (\S+)):$", page, re.M)
    check = lambda text, which: check_text(text, config=settings)
    if beside:
        files = [(whose, name, example(page, label)) for label, whose, name in beside]
        check = lambda text, which: _check_beside(text, tmp_path / which, files, settings)
    assert check(bad, "bad").findings, f"the Bad example does not trigger {rule_id}"
    assert not check(good, "good").findings, f"the Good example triggers {rule_id}"


def _check_beside(text: str, folder: Path, files, settings):
    """Check an example in a folder with the files that stand beside both examples, or beside this one."""
    for whose, name, content in files:
        if whose in ("it", f"the {folder.name} one"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(_weights(content) if name.endswith(".safetensors") else content.encode())
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_text(text, encoding="utf-8")
    return check_paths([folder / "README.md"], settings)


def _weights(shown: str) -> bytes:
    """The safetensors file whose header a page shows; anything else as it is, such as a Git LFS pointer."""
    if not shown.startswith("{"):
        return shown.encode()
    size = max(entry["data_offsets"][1] for entry in json.loads(shown).values())
    return len(shown).to_bytes(8, "little") + shown.encode() + bytes(size)


@pytest.mark.parametrize("rule_id", [rule for rule in IDS if rule not in NO_FOLDER])
def test_a_rule_has_a_bad_and_a_good_case(rule_id):
    names = [path.name for path in FOLDERS[rule_id].glob("*") if path.suffix == ".md" or path.is_dir()]
    assert any(name.startswith("bad-") for name in names), f"add {FOLDERS[rule_id]}/bad-NAME.md"
    assert any(name.startswith("good-") for name in names), f"add {FOLDERS[rule_id]}/good-NAME.md"


def test_no_case_folder_is_left_over():
    folders = {path.parent for path in CASES.glob("*/*/*.*")}
    assert folders <= set(FOLDERS.values()), "a case folder is called tests/cases/FAMILY/RULE-ID"
    answers = {
        path for path in CASES.glob("*/*/*.txt") if not path.with_suffix(".md").exists() and not path.with_suffix("").is_dir()
    }
    assert not answers, "an answer without its card"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints_or_exits(path):
    if path.name == "cli.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        where = f"{path.name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "exit", "quit", "sys.exit", "os._exit", "input"), f"{where}: only cli.py may {called}"
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("sys.stdout", "sys.stderr", "sys.stdin"), f"{where}: only cli.py has streams"
        assert not (isinstance(node, ast.Name) and node.id == "SystemExit"), f"{where}: only cli.py exits"


# package -> where alone it may be imported
DOORS = {"torch": ("heavy.py", "quantize", "measure"), "torchao": ("heavy.py", "quantize", "measure"),
         "transformers": ("heavy.py", "quantize", "measure"), "safetensors": (), "peft": (), "accelerate": (),
         "huggingface_hub": ("hub", "publish"), "matplotlib": ("measure",)}  # fmt: skip


def test_heavy_packages_come_through_their_doors():
    for path in sorted(PACKAGE.rglob("*.py")):
        first = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for package in {name.partition(".")[0] for name in names} & set(DOORS):
                assert first in DOORS[package], f"{path.relative_to(PACKAGE)}:{node.lineno}: {package} is imported elsewhere"


@pytest.mark.parametrize("command", ["quantize", "measure", "schemes", "render", "check"])
def test_a_command_line_costs_no_heavy_import(command):
    program = f"import sys, cardwright.cli; cardwright.cli.main(['{command}', '--help']); print(*sys.modules)"
    loaded = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split("\n")[-2].split()
    )
    assert not set(loaded) & {"torch", "torchao", "transformers", "huggingface_hub", "matplotlib"}


HEAVY = ("torch", "transformers", "huggingface_hub", "ray", "jsonschema", "referencing", "markdown_it", "numpy", "jinja2",
         "ruamel", "dataclasses", "typing", "pathlib", "argparse", "asyncio", "urllib.request", "difflib", "unicodedata")  # fmt: skip
CLEAN_CARD = """\
---
license: apache-2.0
language: en
tags: [text-generation]
model-index:
- name: tiny
  results:
  - task: {type: text-generation}
    dataset: {type: wikitext, name: WikiText}
    metrics: [{type: perplexity, value: 9.8}]
---
# Tiny

A small model.
"""


def test_a_clean_card_costs_no_heavy_import():
    program = f"import sys; before = set(sys.modules); import cardwright; cardwright.check_text({CLEAN_CARD!r}); "
    program += "print(*(set(sys.modules) - before))"
    loaded = set(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split())
    assert "cardwright.check" in loaded
    assert not loaded & set(HEAVY), "the check path imports only what the card at hand needs"


def test_the_list_of_rules_is_up_to_date():
    path = ROOT / "docs" / "rules.md"
    assert path.exists() and path.read_text(encoding="utf-8") == catalog.listing("markdown"), "run `make docs`"


ANNOTATIONS = {"$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples", "deprecated"}


def keywords(node):
    """Every keyword used in a schema, with the subschemas below it."""
    for keyword, value in node.items():
        yield keyword
        if keyword in ("properties", "$defs"):
            for inner in value.values():
                yield from keywords(inner)
        elif keyword in ("items", "additionalProperties") and isinstance(value, dict):
            yield from keywords(value)
        elif keyword in ("anyOf", "oneOf", "allOf"):
            for inner in value:
                yield from keywords(inner)


@pytest.mark.parametrize("name", ["model-card.schema.json", "config.schema.json", "eval-results.schema.json", *sorted(f"vocab/{p.name}" for p in (ROOT / "schemas/vocab").glob("*.json"))])  # fmt: skip
def test_a_schema_uses_no_keyword_that_the_quick_check_passes_over(name):
    used = {k for k in keywords(json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))) if not k.startswith("x-")}
    assert used - ANNOTATIONS <= set(schema._CHECKS), "teach schema.accepts the keyword first"


def test_every_profile_is_offered_everywhere():
    assert (
        set(options.PROFILES) == set(sections.PROFILES) == set(schema.load("config.schema.json")["properties"]["profile"]["enum"])
    )


def test_generated_docs_are_up_to_date():
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "write_docs.py"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, f"run `make docs`: {done.stdout}{done.stderr}"


def test_the_signs_of_claims_are_in_what_they_stand_for():
    """claimsigns.py repeats words of columns.py and metrics.py so that a clean card imports neither."""

    def told(phrase, words):
        return not phrase.isascii() or words & set(re.findall(rb"[a-z]+", phrase.encode()))

    for role, some, whole in columns._rows():
        if role in claimsigns.COLUMNS:
            assert all(told(phrase, claimsigns.COLUMNS[role]) for phrase in (*some, *whole) if phrase), role
    free = [name for name, metric in metrics._known().items() if metric.kind == "free"]
    assert free and all(told(name, claimsigns.FREE) for name in free)
