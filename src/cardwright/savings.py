"""What a card says that quantization saves or costs: "~50 % smaller", "2x faster", "minimal loss"."""

from __future__ import annotations

from bisect import bisect_right
from collections import namedtuple

from .lazy import Lazy

Claim = namedtuple("Claim", "start end text percent about kind line heading")
Claim.__doc__ = """One claim: where it stands, its words, the per cent it names or None, whether it says "about", what it is of
("size", "speed" or "quality"), and in lower case the line and the heading that it stands in."""

_SIZE = r"memory|size|smaller|storage|footprint|vram|disk"
_CLAIM = Lazy(
    r"(?i)(?P<about>~|≈|about |around |roughly |approximately |up to |approx\. )?(?P<figure>(?<![\w.,])[0-9]{1,3}(?:\.[0-9]{1,2})?)"
    r"[ \t]?(?P<unit>%|x\b|×)[ \t-]?(?:\w{1,15}[ \t]){0,2}?(?P<of>less memory|lower memory|less vram|lower vram|smaller|reduction|memory"
    r"|size reduction|faster|speed-?up)\b"
    r"|(?P<what>memory|size|vram|storage|model size)[*_`]{0,3}[ \t](?:reduction|savings?|reduced|saved)[*_`]{0,3}(?: of| by)?[ \t:|*_`]{0,6}"
    r"(?P<about2>~|≈|about |around |roughly |approximately |up to |approx\. )?(?P<figure2>[0-9]{1,3}(?:\.[0-9]{1,2})?)[ \t]?%"
    r"|(?P<praise>(?:minimal|negligible|virtually no|almost no|(?:very )?little|without (?:any )?(?:significant|noticeable))"
    r"[ \t](?:\w{1,15}[ \t]){0,2}?(?:loss|degradation|drop))\b"
)
_QUANTIZED = Lazy(r"(?i)quanti[sz]|\bgguf\b|\bu?int[48]\b|\b[48][- ]?bits?\b|\bawq\b|\bgptq\b|\bnf4\b|\bfp8\b|\bq[2-8]_")
_OTHER = Lazy(r"(?i)unsloth|train|fine-?tun|distil|kv[- ]cache|compared to bert|optimi[sz]er")
_MEASURED = Lazy(
    r"(?i)[0-9][ \t]?(?:[GM]i?B|tok(?:ens?)?(?:/|[ \t]per[ \t])s\w*|it/s|ms|seconds)\b|\b(?:perplexity|ppl|mmlu|wikitext|accuracy)\b[^\n]{0,60}[0-9]"
)


def find(card):
    """(Claim, the text of its section) of every claim in a sentence that speaks of quantization, outside code and comments."""
    body, text = card.body, card.text
    starts = [heading.start for heading in body.headings]
    for match in _CLAIM.finditer(text, body.start):
        line = _line(text, match.start())
        above = bisect_right(starts, match.start()) - 1
        heading = body.headings[above].title.lower() if above >= 0 else ""
        speaks = _QUANTIZED.search(line) or (_QUANTIZED.search(heading) and not _OTHER.search(heading))
        if not speaks or _OTHER.search(line) or body.region(match.start()) not in ("text", "span"):
            continue
        section = text[starts[above] if above >= 0 else body.start : starts[above + 1] if above + 1 < len(starts) else len(text)]
        yield _claim(match, line.lower(), heading), section[:20000]


def _claim(match, line: str, heading: str) -> Claim:
    figure = match["figure"] or match["figure2"]
    of = (match["of"] or match["what"] or "").lower()
    kind = "quality" if match["praise"] else "speed" if of.startswith(("faster", "speed")) else "size"
    percent = float(figure) if figure and match["unit"] in (None, "%") else None
    about = bool(match["about"] or match["about2"])
    return Claim(match.start(), match.end(), " ".join(match[0].split()), percent, about, kind, line, heading)


def _line(text: str, offset: int) -> str:
    """The line around an offset, 300 characters to either side at most."""
    start = max(text.rfind("\n", 0, offset) + 1, offset - 300)
    end = text.find("\n", offset, offset + 300)
    return text[start : end if end >= 0 else offset + 300]


def is_measured(section: str) -> bool:
    """Whether a section holds any figure that somebody measured: bytes, tokens a second, a perplexity."""
    return _MEASURED.search(section) is not None
