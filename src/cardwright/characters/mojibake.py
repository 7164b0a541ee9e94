"""Text whose UTF-8 was read in a one-byte encoding: where it stands, and what it was.

A damaged run is a stretch of characters outside ASCII that spells, in MacRoman or Windows-1252, the bytes of shorter text in
UTF-8. All those bytes are 0x80 or above, so damage never reaches into ASCII and what was damaged is undone run by run,
exactly. But `√π` spells `ù`, and French `é »` a Chinese character: a run must also be something that nobody writes
(`_certain`), or the whole card must spell UTF-8 and hold one such run.
"""

from __future__ import annotations

from collections import namedtuple

from ..lazy import Lazy

Damage = namedtuple("Damage", "start end text encoding")
Damage.__doc__ = """A damaged run: its offsets, the text it was, and the name of the encoding it was read in."""

MAC, WINDOWS = "MacRoman", "Windows-1252"
_RUN = Lazy("[^\x00-\x7f]{2,}")
# What the first byte of two or more (0xc2 to 0xf4) looks like in each encoding.
_LEADS = {
    MAC: "¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙ",
    WINDOWS: "ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóô",
}
_CLOSERS = "’”»…–—™®©\u00a0²³¹°·›“‘„‚«"  # what people write directly after a letter
_MATHS = "∞±≤≥µ∂∑∏π∫Ω≠∆"  # and after a root sign
_INVISIBLE = "\u200d\u200b\ufeff\u00a0\u00ad\u3000\u2009\u202f\u2028"


def find(text: str) -> list[Damage]:
    """Every damaged run of a text, in order."""
    runs = [match.span() for match in _RUN.finditer(text) if match[0][0] in _LEADS[MAC] or match[0][0] in _LEADS[WINDOWS]]
    found: list[Damage] = []
    for encoding in (MAC, WINDOWS) if runs else ():
        read = [(span, was) for span in runs if (was := _undone(text[slice(*span)], encoding))]
        sure = [(span, was) for span, was in read if _certain(text, *span, was, encoding)]
        if sure and len(read) > len(sure) and _spells_utf8(text, encoding):
            sure = read
        deepest = [_deepest(text, span, was, encoding) for span, was in sure]
        if any(first != last for (_, first), last in zip(sure, deepest)):  # one of them went through the mill twice, so all did
            deepest = [last if first != last else _undone(first, encoding) or first for (_, first), last in zip(sure, deepest)]
        found += [Damage(*span, was, encoding) for (span, _), was in zip(sure, deepest)]
    return sorted(found)


def _spells_utf8(text: str, encoding: str) -> bool:
    """Whether everything in the text outside ASCII can be such damage."""
    return _undone(text, encoding) is not None


def _deepest(text: str, span: tuple[int, int], was: str, encoding: str) -> str:
    """What a run was before it was damaged the first time: some text went through the mill twice."""
    before, after = text[max(0, span[0] - 1) : span[0]], text[span[1] : span[1] + 1]
    while again := _undone(was, encoding):
        end = len(before) + len(was)
        if _sensible(was) and not _certain(before + was + after, len(before), end, again, encoding):
            break
        was = again
    return was


def _undone(run: str, encoding: str) -> str | None:
    """The text whose UTF-8 the characters of a run spell, or None; reading it again gives the run back byte for byte."""
    try:
        was = _bytes(run, encoding).decode("utf-8")
    except (UnicodeError, KeyError):
        return None
    if len(was) < len(run) and (_sensible(was) or _undone(was, encoding)):  # half-way back there may be a control
        return was
    return None


def _bytes(run: str, encoding: str) -> bytes:
    if encoding == MAC:
        return run.encode("mac_roman")
    try:
        return run.encode("cp1252")
    except UnicodeEncodeError:  # Latin-1 and browsers read the rest of 0x80 to 0x9f as controls, which nobody writes
        return b"".join(_byte(character) for character in run)


def _byte(character: str) -> bytes:
    return bytes((ord(character),)) if "\x80" <= character <= "\x9f" else character.encode("cp1252")


def _sensible(text: str) -> bool:
    return all(
        c.isprintable() and c != "\ufffd" or c in _INVISIBLE or "\U000e0020" <= c <= "\U000e007f" or c < "\x80" for c in text
    )


def _certain(text: str, start: int, end: int, was: str, encoding: str) -> bool:
    """Whether nobody writes this run where it stands; one sequence of it that nobody writes is enough."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if len(was) == 1 and was >= "\u2e80" and was.isalpha() and before.isalpha():
        return False  # one ideograph at the end of a word
    if len(was) > 1 and was.isalpha() and len({ord(c) >> 8 for c in was}) == 1 and was >= "\u0370":
        return True  # a word of one script
    test = _odd_in_mac if encoding == MAC else _odd_in_windows
    position = start
    for character in was:
        size = len(character.encode())
        stop = position + size
        if test(text[position:stop], before if position == start else "", after if stop == end else "", len(was) == 1):
            return True
        position = stop
    return False


def _odd_in_mac(piece: str, before: str, after: str, lone: bool) -> bool:
    lead, trail = piece[0], piece[1:]
    if len(piece) > 2:
        return lead in "\uf8ff‡·‚„‰" or piece == "Ôªø" or not (_latin(before) or _latin(after))
    if lead in "¬√":
        inside = _latin(before) and _latin(after) or lead == "¬" and before.isdigit()
        return inside or trail not in _MATHS
    if lead in "Œœ":  # Greek
        return not trail.isalpha() or (lead == "œ" and trail.isupper())
    return lead in "ƒ≈" and trail not in _MATHS and (_latin(before) or _latin(after) or not lone)


def _odd_in_windows(piece: str, before: str, after: str, lone: bool) -> bool:
    lead, trail = piece[0], piece[1:]
    closers = not trail.strip(_CLOSERS)
    if len(piece) > 2:
        return not closers or piece == "ï»¿"
    if lead in "ÂÃ":
        return not (closers and before.isupper() and not _latin(after))
    if lead in "ÎÏ":
        return not closers and not _latin(before)
    return lead in "ÄÅÆÇÈÉÊËÌÍ" and (before.islower() or (not closers and (after.islower() or not lone)))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
