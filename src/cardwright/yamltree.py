"""YAML text -> a tree of nodes with exact positions and the values the Hub sees (YAML 1.2 core, as js-yaml 4 reads it).

libyaml's event stream is read once. Building the tree from events rather than composing it costs no regular expression
per scalar (PyYAML resolves YAML 1.1 types while it composes) and lets depth, size and aliases be bounded as they come.
"""

from __future__ import annotations

import re
from collections import namedtuple

import yaml

MAX_DEPTH = 100
MAX_NODES = 200_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
SCALAR, LIST, MAPPING = "scalar", "list", "mapping"
# What js-yaml's default schema knows for each kind; any other tag is an error there.
_KNOWN_TAGS = {
    SCALAR: frozenset(_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "binary", "merge")) | {"!"},
    LIST: frozenset(_TAG + name for name in ("seq", "omap", "pairs")) | {"!"},
    MAPPING: frozenset(_TAG + name for name in ("map", "set")) | {"!"},
}


class Node:
    """One YAML node. Offsets are code points in the card's text; ends are exclusive.

    kind     SCALAR, LIST or MAPPING
    value    a scalar's value as the Hub reads it: str, int, float, bool, None or Timestamp
    text     a scalar's text with quotes and folding resolved
    plain    the scalar is written without quotes, block marker or tag
    tag      the explicit tag, or None
    items    a list's nodes
    entries  a mapping's (key node, value node) pairs, duplicates included
    """

    __slots__ = ("kind", "start", "end", "value", "text", "plain", "tag", "items", "entries", "size", "_named")

    def __init__(self, kind, start, end, tag=None):
        self.kind, self.start, self.end, self.tag = kind, start, end, tag
        self.value = self.text = None
        self.plain = False
        self.items, self.entries = (), ()
        self.size = 1
        self._named = None

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    def entry(self, name) -> tuple[Node | None, Node | None]:
        """The (key, value) nodes of a mapping's key, the last ones when the key is written twice."""
        if self._named is None:  # rules ask for every key in turn; a card may hold a hundred thousand of them
            self._named = {key_name(key): (key, value) for key, value in self.entries}
        return self._named.get(name, (None, None))

    def get(self, name) -> Node | None:
        """The value node of a mapping's key."""
        return self.entry(name)[1]


class Timestamp:
    """An unquoted date or time: a date object to the Hub and to PyYAML, never text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


_TAG_TYPES = {
    _TAG + "int": (int,),
    _TAG + "float": (int, float),
    _TAG + "bool": (bool,),
    _TAG + "null": (type(None),),
    _TAG + "timestamp": (Timestamp,),
}

Problem = namedtuple("Problem", "kind message start")
Problem.__doc__ = """Why a tree could not be built. kind: "syntax", "too-deep" or "too-large"; start: an offset in the card's text."""

Tree = namedtuple("Tree", "root problem duplicates tags merges")
Tree.__doc__ = """root: Node or None (blank or broken); duplicates: (first key, second key) pairs; tags: nodes whose tag the Hub
does not know or whose value it does not fit; merges: whether ``<<`` occurs."""


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# js-yaml 4: lib/type/int.js, float.js, timestamp.js.
_INT = re.compile(r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*)\Z")
_FLOAT = re.compile(r"(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?)\Z")
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z")
_NAN = frozenset((".nan", ".NaN", ".NAN"))
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?\Z"
)
_NUMERIC_START = frozenset("0123456789+-.")


def core_value(text: str):
    """What a plain scalar means to the Hub."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if text[-1] != "_" and _INT.match(text) and len(text) < 400:
        return _integer(text.replace("_", ""))
    if text[-1] != "_" and _FLOAT.match(text):
        return float(text.replace("_", ""))
    if text in _NAN:
        return float("nan")
    if _INFINITY.match(text):
        return float("-inf") if text[0] == "-" else float("inf")
    return Timestamp(text) if _DATE.match(text) else text


def _integer(text: str) -> int | str:
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.lstrip("+"))
    base = {"0b": 2, "0o": 8, "0x": 16}.get(digits[:2], 10)
    digits = digits[2:] if base != 10 else digits
    return sign * int(digits, base) if digits else text


def key_name(node: Node) -> str:
    """A key as JavaScript names it: objects there have text keys only."""
    if node.kind == SCALAR:
        if node.value is None:
            return "null"
        if isinstance(node.value, bool):
            return "true" if node.value else "false"
        return _number_name(node.value) if isinstance(node.value, (int, float)) else str(node.value)
    return "[object Object]" if node.kind == MAPPING else ",".join(key_name(item) for item in node.items)


def _number_name(value) -> str:
    if isinstance(value, float) and not value.is_integer():
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(str(value), str(value))
    return str(int(value)) if abs(value) < 1e21 else str(value)


# libyaml takes these for line breaks (YAML 1.1); to the Hub they are ordinary characters. Surrogate escapes are half a
# character each in JavaScript and an error here. Both are replaced by text of the same length before parsing.
_FOREIGN = re.compile("[\x85\u2028\u2029]|(?<!\\\\)((?:\\\\\\\\)*)\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
# Lines that hold nothing, and the blanks before a comment.
_IDLE = re.compile(r"(?:[ \t]*[\r\n]+)*[ \t]*(?=[\r\n#]|\Z)")
_CLOSER = re.compile(r"[ \t]+[\]},]")


def _native(match) -> str:
    return "\u00a0" if len(match.group()) == 1 else match.group(1) + "\\ufffd"


def parse(text: str, offset: int = 0) -> Tree:
    """The tree of a YAML text whose first character stands at `offset` in the card."""
    if text.startswith("\ufeff"):  # neither reader minds it, but libyaml does not count it
        text, offset = text[1:], offset + 1
    if "\\" in text or not text.isascii():
        text = _FOREIGN.sub(_native, text)
    if not text.endswith(("\n", "\r")):
        text += "\n"  # the line break before the closing fence ends the last line
    for _ in range(50):
        builder = _Builder(offset)
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
        except _Refused as error:
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
    return Tree(None, Problem(kind, message, start), [], [], False)


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


class _Refused(Exception):
    """A Problem that is found while building: its fields."""


class _Builder:
    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.anchors: dict[str, Node | None] = {}
        self.duplicates: list[tuple[Node, Node]] = []
        self.tags: list[Node] = []
        self.merges = False
        self.count = 0

    def build(self, loader) -> Tree:
        root, stack, documents = None, [], 0
        while True:
            event = loader.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node = self.scalar(event)
            elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
                stack.append(self.open(event, MAPPING if kind is yaml.MappingStartEvent else LIST, len(stack)))
                continue
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                node = self.close(event, *stack.pop())
            elif kind is yaml.AliasEvent:
                node = self.alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise yaml.MarkedYAMLError(None, None, "a second YAML document begins here", event.start_mark)
                continue
            elif kind is yaml.StreamEndEvent:
                return Tree(root, None, self.duplicates, self.tags, self.merges)
            else:
                continue
            if stack:
                stack[-1][1].append(node)
            else:
                root = node

    def scalar(self, event) -> Node:
        node = self.new(event, SCALAR)
        node.text = event.value
        node.plain = event.implicit[0] and event.tag is None
        node.value = core_value(event.value) if node.plain else self.tagged(event, node)
        return self.remember(event.anchor, node)

    def tagged(self, event, node: Node):
        wanted = _TAG_TYPES.get(event.tag)
        if wanted is None:
            return event.value
        value = core_value(event.value)
        if type(value) not in wanted or (value is None and event.style):
            self.tags.append(node)
        return float(value) if event.tag == _TAG + "float" and type(value) is int else value

    def new(self, event, kind: str) -> Node:
        self.count += 1
        if self.count > MAX_NODES:
            raise _Refused("too-large", f"it holds more than {MAX_NODES:,} values", self.offset)
        node = Node(kind, self.offset + event.start_mark.index, self.offset + event.end_mark.index, event.tag)
        if event.tag and event.tag not in _KNOWN_TAGS[kind]:
            self.tags.append(node)
        return node

    def remember(self, anchor, node: Node) -> Node:
        if anchor:
            self.anchors[anchor] = node
        return node

    def open(self, event, kind: str, depth: int):
        if depth >= MAX_DEPTH:
            raise _Refused("too-deep", f"it is nested more than {MAX_DEPTH} levels deep", self.offset)
        if event.anchor:
            self.anchors[event.anchor] = None  # not usable before it ends: a node that holds itself has no finite value
        return self.new(event, kind), [], event.anchor

    def close(self, event, node: Node, children: list[Node], anchor) -> Node:
        node.size = 1 + sum(child.size for child in children)
        if node.size > MAX_NODES:
            raise _Refused("too-large", f"its aliases expand to more than {MAX_NODES:,} values", self.offset)
        if node.kind == LIST:
            node.items = tuple(children)
        else:
            node.entries = tuple(zip(children[::2], children[1::2]))
            self.keys(node)
        # libyaml ends a block collection where the next token starts; a reader sees it end with its last child.
        flow_end = self.offset + event.end_mark.index
        node.end = flow_end if event.end_mark.index > event.start_mark.index else max([c.end for c in children] + [node.start])
        return self.remember(anchor, node)

    def keys(self, node: Node) -> None:
        seen: dict[str, Node] = {}
        for key, value in node.entries:
            name = key_name(key)
            if name == "<<" and key.plain:
                self.merges = True
                if not all(item.kind == MAPPING for item in ([value] if value.kind != LIST else value.items)):
                    raise _Refused("syntax", "only a mapping, or a list of them, can be merged with <<", value.start)
            elif name in seen:
                self.duplicates.append((seen[name], key))
            else:
                seen[name] = key

    def alias(self, event) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            why = "refers to the value it stands in" if event.anchor in self.anchors else "is not defined above"
            raise yaml.MarkedYAMLError(None, None, f"the alias *{event.anchor} {why}", event.start_mark)
        return target


def to_python(node: Node | None):
    """Plain dicts, lists and scalars as the Hub sees them. Nodes reached twice through aliases become one shared object."""
    return _construct(node, {}) if node else None


def _construct(node: Node, done: dict[int, object]):
    if node.kind == SCALAR:
        return node.value
    if id(node) in done:
        return done[id(node)]
    if node.kind == LIST:
        value = [_construct(item, done) for item in node.items]
    else:
        value = {}
        for key, item in node.entries:
            built = _construct(item, done)
            if key.plain and key.text == "<<":
                merged = built if isinstance(built, list) else [built]
                for mapping in merged:  # the first of several wins
                    value = {**mapping, **value} if isinstance(mapping, dict) else value
            else:
                value[key_name(key)] = built
    done[id(node)] = value
    return value


def walk(node: Node | None):
    """Every list and mapping node and every value below a node, each once (keys are reached through `entries`)."""
    pending, seen = [node] if node else [], set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending.extend(current.items)
        pending.extend(value for _, value in current.entries)
