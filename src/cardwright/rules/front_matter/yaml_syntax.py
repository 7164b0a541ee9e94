"""The front matter is not valid YAML.

The Hub rejects the push. A value that holds `: ` or ` #`, or begins with one of `@ * & ! % [ {` or a backtick, needs
quotes; a block that runs on into the Markdown lacks its closing fence.

Bad:

    ---
    model_name: Llama 3: the sequel
    ---

Good:

    ---
    model_name: "Llama 3: the sequel"
    ---
"""

from .. import BLOCK

level = "error"
needs = BLOCK


def check(context):
    problem = context.card.tree.problem
    if problem and problem.kind == "syntax":
        card = context.card
        start = min(problem.start, max(card.front.yaml[0], card.front.yaml[1] - 1))
        line = card.position(start)[0]
        stop = start - card.position(start)[1] + 1 + len(card.line_text(line))
        yield (start, max(stop, start)), f"this is not valid YAML: {problem.message}{_hint(card, start)}"


def _hint(card, start: int) -> str:
    heading = next((h for h in _headings(card) if h < start), None)
    if heading is None:
        return ""
    line = card.position(heading)[0]
    return f"; the block runs into the Markdown at line {line}: is the closing `---` before it missing?"


def _headings(card):
    """Offsets of lines that look like Markdown headings inside the block; in YAML they would be comments."""
    start, end = card.front.yaml
    while (start := card.text.find("\n#", start, end)) >= 0:
        start += 1
        if card.text[start:end].lstrip("#")[:1] == " " and card.text[start - 3 : start].endswith(("\n\n", "\n\r\n")):
            yield start
