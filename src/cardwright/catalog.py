"""The rules' pages and their list, from the rules' own docstrings."""

from __future__ import annotations

from . import rules


def page(rule_id: str) -> str:
    """A rule's page: its id, level and family, then its docstring."""
    rule = rules.get(rule_id)
    return f"{rule.id} ({rule.family}, {level(rule)})\n\n{rule.page.strip()}\n"


def level(rule) -> str:
    """How bad what a rule finds is, in words."""
    return "as strict as the profile" if rule.level == rules.PROFILE else rule.level


def markdown(rule) -> str:
    """A rule's page as Markdown, its examples as fenced code: what SARIF viewers and the documentation's site show."""
    shown, label, lines = [], "", rule.page.strip().split("\n")
    while lines:
        line = lines.pop(0)
        if not line.startswith("    "):
            label = line or label
            shown.append(line)
            continue
        example = [line]
        while lines and (lines[0].startswith("    ") or not lines[0]):
            example.append(lines.pop(0))
        shown += [*_fenced(example, label), ""]
    return "\n".join(shown).strip() + "\n"


def _fenced(lines: list[str], label: str) -> list[str]:
    text = "\n".join(line[4:] for line in lines).rstrip()
    fence = "````" if "```" in text else "```"
    while fence in text:
        fence += "`"
    return [f"{fence}{_language(label)}", text, fence]


def _language(label: str) -> str:
    """What the example below a label such as `Bad:` or `Beside it, config.json:` is written in."""
    if label == "Configuration:":
        return "toml"
    name = label.rstrip(":").rpartition(".")[2] if label.startswith("Beside it") else "markdown"
    return name if name in ("json", "yaml", "toml", "markdown", "py") else "text"


def title(rule) -> str:
    """The first line of a rule's page, without its full stop."""
    return rule.page.strip().partition("\n")[0].rstrip(".")


def listing(format: str = "text") -> str:
    """All rules: as a table for a terminal, as JSON, or as the Markdown of docs/rules.md."""
    return {"text": _text, "json": _json, "markdown": _markdown}[format]([rules.get(rule_id) for rule_id in rules.ids()])


def _text(listed) -> str:
    width = max(len(rule.id) for rule in listed)
    lines, family = [], None
    for rule in listed:
        if rule.family != family:
            family = rule.family
            lines.append(f"\n{family}")
        lines.append(f"  {rule.id:<{width}}  {rule.level:<7}  {title(rule)}")
    return "\n".join(lines).lstrip("\n") + "\n\n`cardwright explain RULE` shows a rule's page.\n"


def _json(listed) -> str:
    import json

    rows = [{"id": r.id, "family": r.family, "level": r.level, "title": title(r), "page": r.page.strip()} for r in listed]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _markdown(listed) -> str:
    head = "# Rules\n\nWritten by `make docs` from the rules' docstrings; edit those.\n\n"
    head += "| rule | level | what is wrong |\n|---|---|---|\n"
    table = "".join(f"| [{r.id}](#{r.id}) | {level(r)} | {title(r)} |\n" for r in listed)
    parts, family = [head + table], None
    for rule in listed:
        if rule.family != family:
            family = rule.family
            parts.append(f"\n## Family {family}\n")
        parts.append(f"\n### {rule.id}\n\n*{level(rule)}*\n\n{rule.page.strip()}\n")
    return "".join(parts)
