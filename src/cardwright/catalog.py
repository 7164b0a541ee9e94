"""The rules' pages and their list, from the rules' own docstrings."""

from __future__ import annotations

from . import rules


def page(rule_id: str) -> str:
    """A rule's page: its id, level and family, then its docstring."""
    rule = rules.get(rule_id)
    return f"{rule.id} ({rule.family}, {_level(rule)})\n\n{rule.page.strip()}\n"


def _level(rule) -> str:
    return "as strict as the profile" if rule.level == rules.PROFILE else rule.level


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
    table = "".join(f"| [{r.id}](#{r.id}) | {_level(r)} | {title(r)} |\n" for r in listed)
    parts, family = [head + table], None
    for rule in listed:
        if rule.family != family:
            family = rule.family
            parts.append(f"\n## Family {family}\n")
        parts.append(f"\n### {rule.id}\n\n*{_level(rule)}*\n\n{rule.page.strip()}\n")
    return "".join(parts)
