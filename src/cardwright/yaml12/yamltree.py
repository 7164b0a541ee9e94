"""A YAML tree: nodes with exact positions and the values the Hub sees. yamlparse.parse makes one from text.

libyaml's event stream is read once. Building the tree from events rather than composing it costs no regular expression
per scalar (PyYAML resolves YAML 1.1 types while it composes) and lets depth, size and aliases be bounded as they come.
"""

from __future__ import annotations

from collections import namedtuple

import yaml

from .yamlvalues import Timestamp, core_value, javascript_name

MAX_DEPTH = 100
MAX_NODES = 200_000

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


_TAG_TYPES = {
    _TAG + "int": (int,),
    _TAG + "float": (int, float),
    _TAG + "bool": (bool,),
    _TAG + "null": (type(None),),
    _TAG + "timestamp": (Timestamp,),
}

Problem = namedtuple("Problem", "kind message start")
Problem.__doc__ = (
    """Why a tree could not be built. kind: "syntax", "too-deep" or "too-large"; start: an offset in the card's text."""
)

Tree = namedtuple("Tree", "root problem duplicates tags scalars keys")
Tree.__doc__ = """root: Node or None (blank or broken); duplicates: (first key, second key) pairs; tags: nodes whose tag the Hub
does not know or whose value it does not fit; scalars: every scalar node, keys included; keys: the node of every key."""


def key_name(node: Node) -> str:
    """A key as JavaScript names it."""
    if type(node.value) is str:  # nearly every key
        return node.value
    if node.kind == SCALAR:
        return javascript_name(node.value)
    return "[object Object]" if node.kind == MAPPING else ",".join(key_name(item) for item in node.items)


class Refused(Exception):
    """A Problem that is found while building: its fields."""


class Builder:
    """A loader's events -> a Tree. `size` is the length of the text, which no node reaches beyond."""

    def __init__(self, offset: int, size: int) -> None:
        self.offset, self.limit = offset, offset + size
        self.anchors: dict[str, Node | None] = {}
        self.duplicates: list[tuple[Node, Node]] = []
        self.tags: list[Node] = []
        self.scalars: list[Node] = []
        self.key_nodes: list[Node] = []
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
                return Tree(root, None, self.duplicates, self.tags, self.scalars, self.key_nodes)
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
        self.scalars.append(node)
        return self.remember(event.anchor, node) if event.anchor else node

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
            raise Refused("too-large", f"it holds more than {MAX_NODES:,} values", self.offset)
        start, end, limit = self.offset + event.start_mark.index, self.offset + event.end_mark.index, self.limit
        node = Node(kind, start if start < limit else limit, end if end < limit else limit, event.tag)
        if event.tag and event.tag not in _KNOWN_TAGS[kind]:
            self.tags.append(node)
        return node

    def remember(self, anchor, node: Node) -> Node:
        if anchor:
            self.anchors[anchor] = node
        return node

    def open(self, event, kind: str, depth: int):
        if depth >= MAX_DEPTH:
            raise Refused("too-deep", f"it is nested more than {MAX_DEPTH} levels deep", self.offset)
        if event.anchor:
            self.anchors[event.anchor] = None  # not usable before it ends: a node that holds itself has no finite value
        return self.new(event, kind), [], event.anchor

    def close(self, event, node: Node, children: list[Node], anchor) -> Node:
        node.size = 1 + sum(child.size for child in children)
        if node.size > MAX_NODES:
            raise Refused("too-large", f"its aliases expand to more than {MAX_NODES:,} values", self.offset)
        if node.kind == LIST:
            node.items = tuple(children)
        else:
            node.entries = tuple(zip(children[::2], children[1::2]))
            self.keys(node)
        # libyaml ends a block collection where the next token starts; a reader sees it end with its last child.
        end = self.offset + event.end_mark.index
        node.end = (
            min(end, self.limit)
            if event.end_mark.index > event.start_mark.index
            else max([c.end for c in children] + [node.start])
        )
        return self.remember(anchor, node)

    def keys(self, node: Node) -> None:
        self.key_nodes += (key for key, _ in node.entries)
        seen: dict[str, Node] = {}
        for key, value in node.entries:
            name = key_name(key)
            if name == "<<" and key.plain:
                if not all(item.kind == MAPPING for item in ([value] if value.kind != LIST else value.items)):
                    raise Refused("syntax", "only a mapping, or a list of them, can be merged with <<", value.start)
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
