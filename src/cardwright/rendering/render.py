"""A folder -> the card that its files and its author make, beside the card as it is. Pure but for reading; output.py writes."""

from __future__ import annotations

import os
from collections import namedtuple

from .. import check, rules, source
from ..card import Card
from ..errors import CardwrightError, UsageError
from ..facts import gather as facts_of
from ..files import Files, is_variant
from ..templating import engine, filling, loading
from . import blocks, context, front, metadata

NAME = "README.md"
USUAL, VARIANT = "unified", "variant"

Asked = namedtuple("Asked", "folder card template templates flags settings more force within", defaults=(None,) * 9)
Asked.__doc__ = """What is to be rendered.

folder     the model's folder; card: the card's path, README.md in it where None
template   its name or path; templates: the project's folder of templates
flags, settings, more   facts of the command line, as facts.gather takes them
force      whether edits by hand in blocks and keys of ours are thrown away
within     the folder no link may lead out of
"""

Outcome = namedtuple("Outcome", "path old new facts template unknown left notes errors before")
Outcome.__doc__ = """What rendering would make of a card.

old, new   its text, byte order mark included; old is None where there is none
facts      the Facts it is made from; template: the name of the template
unknown    names of facts that the card would tell and nobody knows; left: what else was left out, as texts
notes      what else is to be said, as texts
errors     findings of the level error in the new card that the old one did not have; before: how many it had
"""


def render_card(
    folder, template: str | None = None, flags: dict | None = None, settings=None, more=(), force: bool = False
) -> Outcome:
    """The Outcome of rendering a model's folder; nothing is written.

    folder    the path of the model's folder; template: a name or path, None for the usual one
    flags     name of a fact -> its value as text or of its own type; more: paths of further files of facts or results
    settings  a config.Settings or None for the defaults
    Raises UsageError for a fact or template that is wrong, CardwrightError for a card that is not cardwright's to change.
    """
    from ..config import Settings

    asked = Asked(os.fspath(folder), None, template, None, flags or {}, (), tuple(map(os.fspath, more)), force, None)
    return outcome(asked, settings or Settings())


def outcome(asked: Asked, settings) -> Outcome:
    """The Outcome for one folder.

    Raises UsageError for a template or a fact that is wrong, CardwrightError (exit code 3) for a card that is not ours to
    change: hand-written, edited by hand inside a block or a key of ours, or with markers that do not pair.
    """
    folder = asked.folder or "."
    path = asked.card or os.path.normpath(os.path.join(folder, NAME))
    files = Files((folder, asked.within, None))
    facts = facts_of.gather(files, asked.flags, asked.settings or (), asked.more or ())
    if not facts.known:
        raise CardwrightError(
            f"{folder}: nothing is known of a model here", "name its folder, or say what it is: --repo-name me/otter"
        )
    old = existing(path, asked.within)
    card = Card(old) if old and old.strip() else None  # nobody wrote an empty file
    if card is not None and not is_ours(card):
        raise CardwrightError(
            f"{path}: it is written by hand: no block in it is cardwright's",
            f"`cardwright adopt {folder}` puts blocks where its headings are; --output FILE writes another card;"
            " if a library wrote it and you want none of it, delete it first",
        )
    name, home = chosen(asked, card, settings, folder, facts)
    values, left = context.values(facts, files.own_name)
    text, run = engine.render(loading.environment(home, asked.within), name, values)
    rendered = filling.parts(text)
    rest = rendered[0].text if not rendered[0].name else ""
    if rest.lstrip().startswith("---\n"):
        keys, rendered, reasons = _own_front(rendered, run)
    else:
        keys, reasons = front.metadata(facts)
    parts = filling.filled(rendered, run)
    new = _created(parts, keys, name) if card is None else _updated(card, parts, keys, asked, path)
    if (size := len(new.encode("utf-8"))) > source.MAX_BYTES:
        raise CardwrightError(
            f"{path}: the card would have {size / 1e6:.1f} MB, and {source.MAX_BYTES / 1e6:g} MB are read at most"
        )
    notes = [*(f"{note.file}: {note.text}" for note in facts.notes), *_kept(card, keys, path), *_not_kept_notes(asked, facts)]
    notes += _strange(card, parts, path, name)
    result = Outcome(path, old, new, facts, name, list(dict.fromkeys(run.missing)), [*left, *reasons], notes, (), 0)
    return result if new == old else _checked(result, files, settings)


def is_ours(card) -> bool:
    """Whether a card was rendered or adopted: it has blocks, a template or keys of ours."""
    return blocks.is_managed(card) or metadata.managed(card).start >= 0


def existing(path: str, within: str | None) -> str | None:
    """The text of the card that is there, None where there is none. Raises CardwrightError for what is no text."""
    if not os.path.lexists(path):
        return None
    origin = source.read(path, within)
    if origin.text is None:
        raise CardwrightError(f"{path}: cannot be read: {origin.detail}")
    return origin.text


def chosen(asked: Asked, card, settings, folder: str, facts) -> tuple[str, str | None]:
    """(name, folder) of the template: the one asked for, else the card's own, the configuration's, the usual one."""
    home = asked.templates or settings.templates
    if home and not os.path.isdir(home):
        raise UsageError(f"{home}: no such folder of templates")
    name = asked.template or (card and blocks.template(card)) or settings.template
    if not name:
        own = os.path.basename(os.path.abspath(folder))
        name = VARIANT if is_variant(own) and "quantization" in facts.known else USUAL
    return loading.at_path(name, home)


def _created(parts, keys: dict, name: str) -> str:
    pairs = [(_slug(part.name), part.text) for part in parts]
    body = blocks.composed(pairs)
    mark = "" if name in (USUAL, VARIANT) else blocks.marked_template(name) + "\n\n"
    head = metadata.block(keys)
    return f"{head}\n{mark}{body}" if head else mark + body


def _slug(block: str) -> str:
    return block.replace("_", "-")


def _updated(card, parts, keys: dict, asked: Asked, path: str) -> str:
    content = {_slug(part.name): part.text for part in parts if part.name}
    found = blocks.segments(card, path)
    if not asked.force:
        _refuse_edits(card, found, content, path)
    line_end = blocks.line_end(card.text)
    bom = "\ufeff" if card.bom else ""
    head = metadata.updated(card, keys, path, line_end)
    return bom + head + blocks.updated(found, lambda name, bare: _content(content, name, bare), line_end)


def _content(content: dict, name: str, bare: bool) -> str | None:
    """A block's new text; None for one that the template does not have."""
    text = content.get(name)
    return blocks.headless(text) if text and bare else text


def _refuse_edits(card, found, content: dict, path: str) -> None:
    for segment in found:
        if isinstance(segment, blocks.Block) and blocks.edited(segment):
            new = _content(content, segment.name, segment.bare)
            if new is not None and blocks.checksum(new) != blocks.checksum(segment.content):
                raise CardwrightError(
                    f"{path}:{segment.line}: somebody wrote inside the block `{segment.name}`, which cardwright renders",
                    "put the words below the block's end, or take both of its markers away to make it yours;"
                    " --force throws the edit away (see it with --force --check)",
                )
    for key in metadata.edited(card):
        line = card.position(card.key_span((key,))[0])[0]
        raise CardwrightError(
            f"{path}:{line}: somebody changed `{key}`, a metadata key that cardwright renders",
            "say it in card.yaml instead, or take the key's name out of the `# cardwright:managed` line to make it yours;"
            " --force throws the edit away",
        )


def _own_front(rendered, run):
    """(keys, the parts without it, reasons) of a template that writes its own front matter."""
    from . import templatefront

    return templatefront.taken(rendered, run)


def _kept(card, keys: dict, path: str) -> list[str]:
    if card is None:
        return []
    told = metadata.kept_apart(card, keys)
    return [f"{path}: `{key}` is yours and says {was!r}; the facts say {now!r}" for key, (was, now) in told.items()]


def _strange(card, parts, path: str, template: str) -> list[str]:
    """Words about blocks of a card that its template does not have; they stay as they are."""
    known = {_slug(part.name) for part in parts}
    found = blocks.segments(card, path) if card else ()
    return [
        f"{path}:{each.line}: the template {template} has no block `{each.name}`; it stays as it is"
        for each in found
        if isinstance(each, blocks.Block) and each.name not in known
    ]


def _not_kept_notes(asked: Asked, facts) -> list[str]:
    """Words about facts that the next run will not know, and about variants that are not there."""
    spoken = sorted(name for name, fact in facts.known.items() if fact.file.startswith("--"))
    told = [f"said on the command line only: {', '.join(spoken)}; write them into card.yaml so that the next run knows them"]
    told = told if spoken else []
    if facts.get("quantized_models") and not facts.get("variants"):
        told.append("quantized_models is true, and no folder such as int8/ holds a variant; nothing is said of any")
    return told


# A card with nothing of the model's: what a check finds in it is the folder's fault.
_NOBODY = "---\nlicense: mit\n---\n# A model\n"


def _checked(result: Outcome, files: Files, settings) -> Outcome:
    """The Outcome with the errors that a check finds in the new card, found neither in the old one nor without any card of the
    model's; those are told as notes.
    """
    chosen = rules.chosen((), settings.ignore)
    place = (files.folder, files.within, None)

    def errors(text):
        origin = source.Source(result.path, text, folder=place)
        return [finding for finding in check.check_source(origin, settings, chosen) if finding.level == "error"]

    found = errors(result.new)
    if not found:
        return result
    key = lambda finding: (finding.rule, finding.message)
    others, before = ({key(each): each for each in errors(text)} for text in (_NOBODY, result.old or _NOBODY))
    new = tuple(finding for finding in found if key(finding) not in others and key(finding) not in before)
    notes = [f"{finding.message} [{rule}]" for (rule, _), finding in others.items()]
    return result._replace(errors=new, before=len(before), notes=[*result.notes, *notes])
