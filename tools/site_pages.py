"""The pages of the documentation's site, as Markdown: rules, families and profiles from the code, the rest from README.md.

`pages()` maps a page's path in the site to its text. tools/write_site.py makes HTML of them.
"""

from __future__ import annotations

import inspect
import posixpath
import re
from importlib.util import find_spec

from write_docs import ROOT, table

from cardwright import catalog, errors, rules, schema, sections
from cardwright.screen import conditions

# Files of the repository that are pages of the site, and where.
OWN = {
    "README.md": "index.md",
    "docs/rules.md": "rules/index.md",
    "docs/facts.md": "facts.md",
    "docs/audit.md": "audit.md",
    "docs/policy.md": "policy.md",
    "bench/README.md": "measured.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "schemas/report.schema.json": "schemas/report.schema.json",
    "schemas/model-card.schema.json": "schemas/model-card.schema.json",
    "schemas/config.schema.json": "schemas/config.schema.json",
    "schemas/audit-summary.schema.json": "schemas/audit-summary.schema.json",
    "bench/linear.svg": "assets/linear.svg",
    "docs/assets/iframe-worker.js": "assets/iframe-worker.js",
}
# Parts of README.md that are pages of their own: heading -> path. What is left is the front page.
_PARTS = {
    "On pull requests": "pull-requests.md",
    "Before a commit": "pre-commit.md",
    "Making a card": "rendering.md",
    "Options": "options.md",
    "Configuration": "configuration.md",
    "In Python": "python.md",
}
_LINK = re.compile(r"(!?)\[([^\]\n]*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
_HEADING = re.compile(r"^(#{2,3}) (.+)\n", re.MULTILINE)


def pages() -> dict[str, str]:
    """Every page of the site."""
    found = {**_from_readme(), "profiles.md": profiles(), "exit-codes.md": exit_codes(), "rules/index.md": rule_index()}
    own = (
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "bench/README.md",
        "docs/facts.md",
        "docs/audit.md",
    )
    for source in (*own, "docs/policy.md"):
        found[OWN[source]] = linked(_read(source), source, OWN[source])
    found |= {f"families/{family}.md": family_page(family) for family in rules.families()}
    return found | {f"rules/{rule_id}.md": rule_page(rules.get(rule_id)) for rule_id in rules.ids()}


def navigation() -> list:
    """The menu, as MkDocs wants it."""
    listed = [{family: [f"families/{family}.md", *(f"rules/{r}.md" for r in _ids(family))]} for family in rules.families()]
    return [
        {"Cardwright": "index.md"},
        {
            "Use": [
                "pull-requests.md",
                "pre-commit.md",
                "rendering.md",
                "facts.md",
                "policy.md",
                "audit.md",
                "options.md",
                "exit-codes.md",
                "python.md",
            ]
        },
        {"Configuration": ["configuration.md", "profiles.md"]},
        {"Rules": ["rules/index.md", *listed]},
        {"Project": ["architecture.md", "contributing.md", "measured.md", "security.md", "changelog.md"]},
    ]


def assets() -> dict[str, str]:
    """Files that the site holds as they are: path in the repository -> path in the site."""
    return {source: path for source, path in OWN.items() if not path.endswith(".md") and (ROOT / source).exists()}


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _ids(family: str) -> list[str]:
    return [rule_id for rule_id, its in rules.ids().items() if its == family]


def linked(text: str, source: str, path: str) -> str:
    """Text of a file of the repository as a page: its links lead to pages, and are plain text where the site has none."""

    def link(match):
        mark, words, target, anchor = match.groups()
        wanted = OWN.get(posixpath.normpath(posixpath.join(posixpath.dirname(source), target)))
        if not wanted or (wanted.startswith("assets/") and not (ROOT / source).parent.joinpath(target).exists()):
            return words
        return f"{mark}[{words}]({posixpath.relpath(wanted, posixpath.dirname(path) or '.')}{anchor or ''})"

    return _LINK.sub(link, re.sub(r"<!-- (?:generated: .*?|end) -->\n", "", text))


def _from_readme() -> dict[str, str]:
    """README.md cut at its headings."""
    text = _read("README.md")
    cuts = [*_HEADING.finditer(text)]
    found = {"index.md": text[: cuts[0].start()]}
    for heading, following in zip(cuts, [*cuts[1:], None]):
        part = text[heading.end() : following.start() if following else len(text)]
        path = _PARTS.get(heading[2], "index.md")
        found[path] = found.get(path, "") + (f"# {heading[2]}\n" if path != "index.md" else heading[0]) + part
    found["configuration.md"] += _section_keys()
    return {path: linked(part, "README.md", path) for path, part in found.items()}


def _section_keys() -> str:
    keys = schema.load("config.schema.json")["properties"]["sections"]["items"]["properties"]
    rows = ((f"`{key}`", entry.get("description", "")) for key, entry in keys.items())
    return "\n## Keys of `[[sections]]`\n\n" + table(("key", "meaning"), rows) + "\n"


def rule_index() -> str:
    head = "# Rules\n\n"
    rows = ((f"[{r.id}]({r.id}.md)", catalog.level(r), catalog.title(r)) for r in map(rules.get, rules.ids()))
    return head + table(("rule", "level", "what is wrong"), rows) + "\n"


def family_page(family: str) -> str:
    """A family: what README.md says of it, and its rules."""
    told = re.search(rf"^\| {re.escape(family)} \| (.*) \|$", _read("README.md"), re.MULTILINE)
    rows = (
        (f"[{r.id}](../rules/{r.id}.md)", catalog.level(r), "yes" if r.fixable else "", catalog.title(r))
        for r in map(rules.get, _ids(family))
    )
    listed = table(("rule", "level", "can be fixed", "what is wrong"), rows)
    return f"# {family}\n\n{told[1][:1].upper() + told[1][1:] if told else 'Rules'}.\n\n{listed}\n"


def rule_page(rule) -> str:
    """A rule: its facts, its page, how to leave it out."""
    facts = (
        ("family", f"[{rule.family}](../families/{rule.family}.md)"),
        ("looked at when", condition(rule)),
        ("can be fixed", "yes, `cardwright check --fix` offers it" if rule.fixable else "by hand"),
    )
    return f"# {rule.id}\n\n{table(('level', catalog.level(rule)), facts)}\n\n{catalog.markdown(rule)}\n{leave_out(rule.id)}"


def leave_out(rule_id: str) -> str:
    """How to leave a rule out."""
    text = f"## Leave it out\n\nOn the command line: `--ignore {rule_id}`. For a project, in `cardwright.toml`:\n\n"
    text += f'```toml\nignore = ["{rule_id}"]\n```\n'
    if find_spec("cardwright.suppress"):
        text += f"\nIn one place, on the line or the one before it:\n\n```markdown\n<!-- cardwright: ignore {rule_id} -->\n```\n"
        text += (
            f"\nIn the front matter `# cardwright: ignore {rule_id}`; for the whole card `ignore-file` in place of `ignore`.\n"
        )
    return text


_WITH_WORD = {
    "key": "the metadata has a key `{}`",
    "value": "the metadata says `{}`",
    "front": "the front matter holds `{}`",
    "word": "the card holds the word `{}`",
    "text": "the card holds `{}`",
}


def condition(rule) -> str:
    """When a rule is run at all, in words."""
    row = dict(zip(rules.ids(), rules.RULES.values()))[rule.id]
    return ", or ".join(_words(part) for part in row.split(" | "))


def _words(part: str) -> str:
    kind, colon, word = part.partition(":")
    return _WITH_WORD.get(kind, "`{}`").format(word) if colon else _named().get(part, f"`{part}`")


def _named() -> dict[str, str]:
    """The conditions and their meanings, from the docstring that lists them."""
    found = {}
    for names, meaning in re.findall(r"^    (\S.*?)(?:  +)(\S.*)$", inspect.getdoc(conditions), re.MULTILINE):
        names, meanings = names.split(" · "), meaning.split(" · ")
        found |= dict(zip(names, meanings if len(names) == len(meanings) else [meaning] * len(names)))
    return found


def profiles() -> str:
    """Every profile: its keys and its sections."""
    parts = ["# Profiles\n\nA profile says which sections and metadata keys a card must have.\n"]
    for profile in sections.PROFILES.values():
        keys = ", ".join(f"`{key}`" for key in profile.required_keys) or "none"
        parts.append(f"\n## {profile.name}\n\nMissing sections and keys are {profile.level}s. Keys: {keys}.\n")
        rows = [
            (f"`{'#' * row.level}`", row.heading.replace("<", "&lt;"), "yes" if row.slug in profile.required else "", _names(row))
            for row in profile.sections
            if row.slug in profile.required or profile.strict
        ]
        if rows:
            parts.append("\n" + table(("level", "section", "must be there", "also called"), rows) + "\n")
    return "".join(parts)


def _names(row) -> str:
    return ", ".join(dict.fromkeys(name.lstrip("~") for name in row.aliases))


def exit_codes() -> str:
    """From the docstring of errors.py."""
    lines = inspect.getdoc(errors).split("\n")
    rows = [line.split(None, 1) for line in lines if re.match(r" +\d", line)]
    rest = lines[-1]
    return "# Exit codes\n\n" + table(("code", "meaning"), ((f"**{code}**", says) for code, says in rows)) + f"\n\n{rest}\n"
