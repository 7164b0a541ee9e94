"""YAML text -> yamltree.Tree, accepting what js-yaml accepts and naming what is wrong in plain words."""

from __future__ import annotations

import yaml

from ..lazy import Lazy
from .yamltree import Builder, Problem, Refused, Tree

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# libyaml takes these for line breaks (YAML 1.1); to the Hub they are ordinary characters. Surrogate escapes are half a
# character each in JavaScript and an error here. Both are replaced by text of the same length before parsing.
_FOREIGN = Lazy("[\x85\u2028\u2029]|(?<!\\\\)((?:\\\\\\\\)*)\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
# Lines that hold nothing, and the blanks before a comment.
_IDLE = Lazy(r"[ \t\r\n]*(?=[\r\n#]|\Z)")
_CLOSER = Lazy(r"[ \t]+[\]},]")


def _native(match) -> str:
    return "\u00a0" if len(match.group()) == 1 else match.group(1) + "\\ufffd"


def parse(text: str, offset: int = 0) -> Tree:
    """The tree of a YAML text whose first character stands at `offset` in the card."""
    if text.startswith("\ufeff"):  # neither reader minds it, but libyaml does not count it
        text, offset = text[1:], offset + 1
    if "\\" in text or not text.isascii():
        text = _FOREIGN.sub(_native, text)
    size = len(text)
    if not text.endswith(("\n", "\r")):
        text += "\n"  # the line break before the closing fence ends the last line
    for _ in range(50):
        builder = Builder(offset, size)
        try:
            return builder.build(_LOADER(text))
        except yaml.reader.ReaderError as error:
            character = _character(error.character)  # libyaml counts its place in bytes, so it is looked for
            at = max(0, text.find(character))
            return _failed("syntax", f"character U+{ord(character):04X} is not allowed in YAML", offset + at)
        except yaml.MarkedYAMLError as error:
            at = min(_where(error), len(text) - 1)
            retry = _without_tab(text, at, error.context)
            if retry != text:
                text = retry
                continue
            return _failed("syntax", _words(error, text, at), offset + at)
        except Refused as error:
            return _failed(*error.args)
    return _failed("syntax", "tabs between its tokens", offset)


def _where(error) -> int:
    """The offset of what is wrong: libyaml notices a key without a colon only on the line below it."""
    late = error.context_mark and (error.problem or "").startswith("could not find expected ':'")
    mark = error.context_mark if late else error.problem_mark or error.context_mark
    return mark.index if mark else 0


def _without_tab(text: str, at: int, context: str | None) -> str:
    """The text without the tab at `at` when libyaml minds it and js-yaml does not: between tokens, and in idle lines.

    Tabs that indent are an error to both.
    """
    if text[at : at + 1] != "\t":
        return text
    line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    idle = _IDLE.match(text, line)
    if text[line:at].strip() or _CLOSER.match(text, at):
        return text[:at] + " " + text[at + 1 :]
    if idle and "block scalar" in (context or ""):  # such a line ends the block to js-yaml, as a comment does
        return text[:at] + "#" + text[at + 1 :]
    return text[:line] + idle.group().replace("\t", " ") + text[idle.end() :] if idle else text


def _failed(kind: str, message: str, start: int) -> Tree:
    return Tree(None, Problem(kind, message, start), [], [], [], [])


def _character(character) -> str:
    return chr(character) if isinstance(character, int) else character


# libyaml's problems in the words of somebody who writes a card, with the way out.
_PLAIN = {
    "mapping values are not allowed": "there is a second `: ` here; put the value in quotes",
    "found character that cannot start": "`{character}` cannot begin a value; put the value in quotes",
    "could not find expected ':'": "this line is neither `key: value` nor a list item",
    "did not find expected <document start>": "a second document begins here; the front matter is one, without `...`",
    "a second YAML document": "a second document begins here; the front matter is one, without `...`",
    "did not find expected key": "this line does not fit the ones above; is its indentation right?",
    "did not find expected '-'": "this line does not fit the list above; is its indentation right?",
    "block sequence entries are not allowed": "a list item cannot stand here; begin it on a line of its own",
    "found unexpected end of stream": "a quote is not closed, or a `---` inside it ended the front matter",
    "found unknown escape": "a backslash in double quotes means something else; use single quotes",
    "did not find expected ',' or": "a bracket is not closed, or a comma is missing",
    "did not find expected node content": "a bracket is not closed, or a value is missing",
}


def _words(error, text: str, at: int) -> str:
    character = text[at : at + 1]
    if character == "\t":
        return "a tab indents this line; YAML wants spaces"
    problem = error.problem or "it cannot be read"
    known = next((words for start, words in _PLAIN.items() if problem.startswith(start)), None)
    return known.format(character=character) if known else f"{problem} {error.context or ''}".rstrip()
