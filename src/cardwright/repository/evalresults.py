"""Files of evaluation results beside a card: .eval_results/NAME.yaml."""

from __future__ import annotations

FOLDER = ".eval_results"
MAX_FILES = 100
MAX_PROBLEMS = 20  # of one file

SCHEMA = "eval-results.schema.json"


def names(files) -> list[str]:
    """The paths of the result files."""
    found = [name for name in files.below(FOLDER) if name.endswith((".yaml", ".yml"))]
    return [f"{FOLDER}/{name}" for name in found[:MAX_FILES]]


def problems(text: str | None):
    """What is wrong with a file's text, in words."""
    from .. import schema
    from ..yaml12 import yamlparse, yamltree

    if text is None:
        yield "it cannot be read as text"
        return
    tree = yamlparse.parse(text)
    if tree.problem:
        line = text.count("\n", 0, tree.problem.start) + 1
        yield f"line {line} is not valid YAML: {tree.problem.message}"
        return
    value = yamltree.to_python(tree.root) if tree.root is not None else None
    if not isinstance(value, list):
        yield "it must hold a list of results, each beginning with `- dataset:`"
        return
    for violation in schema.violations(value, SCHEMA)[:MAX_PROBLEMS]:
        yield violation.message
