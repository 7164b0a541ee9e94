"""Letters of other scripts that look like ASCII ones, and the ASCII ones they are taken for."""

from __future__ import annotations

_ALIKE = dict(
    zip(
        "аеорсухіјѕԁһӏѵАВЕКМНОРСТХІЈЅУανορικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ‐‑‒–—−",
        "aeopcyxijsdhlvABEKMHOPCTXIJSYavopikABEZHIKMNOPTYX------",
    )
)


def meant(character: str) -> str | None:
    """The ASCII character that one is taken for, or None."""
    if "\uff01" <= character <= "\uff5e":  # full width
        return chr(ord(character) - 0xFEE0)
    return _ALIKE.get(character)


def first(text: str) -> int | None:
    """Where the first look-alike stands in a text that is otherwise ASCII but for more of them; None when it is no such text."""
    strange = [index for index, character in enumerate(text) if character > "\x7f"]
    if not strange or len(strange) > len(text) // 2 or not all(meant(text[index]) for index in strange):
        return None
    return strange[0]


def told(text: str, index: int) -> str:
    """What is wrong, in words."""
    from unicodedata import name

    character = text[index]
    called = name(character, "a strange character").capitalize()
    return f"the `{character}` in `{text}` is U+{ord(character):04X}, {called}, not the ASCII `{meant(character)}`"


def plain(text: str) -> str:
    """The text with every look-alike replaced."""
    return "".join(meant(character) or character for character in text)
