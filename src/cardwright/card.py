"""A model card: its bytes read once, and everything a rule may ask about it, worked out on first use and never changed."""

from __future__ import annotations

from bisect import bisect_right

from . import frontmatter, plainmarkdown, plainyaml
from .body import Body
from .lazy import cached

# To lower-case ASCII letters; everything else parts words.
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isascii() and chr(code).isalpha() else 32 for code in range(256))

LFS_POINTER = "version https://git-lfs.github.com/spec/"


def letters(text: str) -> frozenset[bytes]:
    """Every run of ASCII letters of a text, in lower case."""
    return frozenset(text.encode("utf-8", "replace").translate(_LETTERS).split())


class Card:
    """One card's text as the Hub reads it.

    text  the decoded text without its byte order mark; all offsets are code points in it
    bom   whether a byte order mark stood before it
    """

    def __init__(self, text: str) -> None:
        self.bom = text.startswith("\ufeff")
        self.text = text[1:] if self.bom else text
        self._line = (0, "")

    @cached
    def front(self) -> frontmatter.FrontMatter:
        return frontmatter.find(self.text)

    @cached
    def plain(self) -> dict | None:
        """The metadata where the front matter is plain YAML, which has no fault that YAML rules report; None elsewhere."""
        if self.front.state != frontmatter.FOUND:
            return None
        return plainyaml.read(self.text[self.front.yaml[0] : self.front.yaml[1]])

    @cached
    def tree(self):
        """The front matter's yamltree.Tree; its root is None when there is no block, it is blank or it is broken."""
        from .yaml12 import yamlparse

        start, end = self.front.yaml
        return yamlparse.parse(self.text[start:end], start)

    @property
    def body_is_certain(self) -> bool:
        """Whether the Markdown begins where its author meant it to: no other finding explains what is missing in it."""
        if self.front.state in ("undetected", "unterminated") or self.text.startswith(LFS_POINTER):
            return False
        if self.plain is not None:
            return True
        problem, (start, end) = self.tree.problem, self.front.yaml
        swallowed = any(self.text.find(mark, start, end) >= 0 for mark in ("\n\n#", "\n\r\n#"))
        return not problem or not (swallowed or problem.message.startswith("a quote is not closed"))

    @property
    def root(self):
        """The front matter's mapping Node, or None."""
        root = self.tree.root
        return root if root is not None and root.kind == "mapping" else None

    @cached
    def metadata(self) -> dict:
        """The metadata the Hub reads: YAML 1.2 values, keys as text. Empty when there is no mapping."""
        if self.plain is not None:
            return self.plain
        if self.root is None:
            return {}
        from .yaml12 import yamltree

        return yamltree.to_python(self.root)

    @cached
    def body(self) -> Body:
        """The Markdown after the front matter (the whole text where the Hub sees no front matter)."""
        plain = plainmarkdown.scan(self.text, self.front.body)
        if plain is not None:
            return plain
        from . import markdown

        return markdown.scan(self.text, self.front.body)

    @cached
    def lower(self) -> str:
        """The text in lower case, every character where it is in the text."""
        lower = self.text.lower()
        if len(lower) == len(self.text):
            return lower
        # A few capitals (İ) grow when lowered.
        return "".join([small if len(small := character.lower()) == 1 else character for character in self.text])

    @cached
    def words(self) -> frozenset[bytes]:
        """Every run of ASCII letters of the text, in lower case, parted by all else: one pass that spares many searches."""
        return letters(self.text)

    @cached
    def fields(self) -> dict:
        """What the body tells behind labels, as fields.index gives it."""
        from .claims import fields

        return fields.index(self)

    # Positions

    @cached
    def _line_starts(self) -> list[int]:
        separator = "\n" if "\n" in self.text else "\r"
        starts, position = [0], self.text.find(separator)
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find(separator, position + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """1-based line and column of an offset. Lines end at \\n (at \\r only in a file without \\n)."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_text(self, number: int) -> str:
        """The text of a 1-based line, without its line end."""
        if number != self._line[0]:  # the findings of a line that is the whole card share one copy of it
            self._line = (number, self._cut_line(number))
        return self._line[1]

    def _cut_line(self, number: int) -> str:
        start = self._line_starts[number - 1]
        end = self._line_starts[number] - 1 if number < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    # Places that findings name

    @property
    def opening_fence(self) -> tuple[int, int]:
        return self.front.opening

    @property
    def body_first_line(self) -> tuple[int, int]:
        """The body's first line, where a missing section is reported."""
        start = min(self.front.body, len(self.text))
        line, column = self.position(start)  # behind the closing fence where nothing follows it
        return start, start - column + 1 + len(self.line_text(line))

    def node(self, path):
        """The node at a path of keys and indices, or None."""
        node = self.root
        for step in path:
            if node is None:
                return None
            if node.kind == "list":
                node = node.items[step] if isinstance(step, int) and step < len(node.items) else None
            else:
                node = node.get(step)
        return node

    def key(self, path):
        """The key node of the last step of a path, or None when that step is a list index."""
        parent = self.node(path[:-1])
        if parent is None or parent.kind != "mapping":
            return None
        return parent.entry(path[-1])[0]

    @property
    def own_names(self) -> list[str]:
        """Ids by which the card may call its own model."""
        index = self.metadata.get("model-index")
        entries = index if isinstance(index, list) else []
        names = [entry["name"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("name"), str)]
        return names + [heading.title for heading in self.body.headings[:1] if heading.level == 1]

    def texts(self, key: str):
        """(path, text) of every text under a metadata key that holds one or a list of them."""
        value = self.metadata.get(key)
        if isinstance(value, str):
            yield (key,), value
        elif isinstance(value, list):
            yield from (((key, index), item) for index, item in enumerate(value) if isinstance(item, str))

    def value_span(self, path) -> tuple[int, int]:
        """Where the value at a path stands; its key or dash where the value is empty; the opening fence without either."""
        node = self.node(path)
        if node is not None and node.start < node.end:
            return node.span
        if node is not None and isinstance(path[-1], int) and (dash := self.text.rfind("-", 0, node.start + 1)) >= 0:
            return dash, dash + 1
        return self.key_span(path)

    def key_span(self, path) -> tuple[int, int]:
        """Where the key of a path stands; the nearest key or item above it that exists otherwise."""
        while path:
            key = self.key(path)
            if key is not None:
                return key.span
            node = self.node(path)
            if node is not None and node.start < node.end:
                return node.span
            path = path[:-1]
        return self.opening_fence
