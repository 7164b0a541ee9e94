"""What a card says that quantization saves or costs: "~50 % smaller", "2x faster", "minimal loss"."""

from __future__ import annotations

from collections import namedtuple
from itertools import islice

from ..lazy import Lazy
from ..tables import MAX_REACH

_MOST = 200  # claims that are looked at

Claim = namedtuple("Claim", "start end text percent about kind line heading")
Claim.__doc__ = """One claim: where it stands, its words, the per cent it names or None, whether it says "about", what it is of
("size", "speed" or "quality"), and in lower case the line and the heading that it stands in."""

_ABOUT = r"~|≈|about |around |roughly |approximately |up to |approx\. "
_FIGURE = r"[0-9]{1,3}(?:\.[0-9]{1,2})?)"
_CLAIM = Lazy(
    rf"(?i)(?P<about>{_ABOUT})?(?P<figure>(?<![\w.,]){_FIGURE}[ \t]?(?P<unit>%|x\b|×)[ \t-]?(?:\w{{1,15}}[ \t]){{0,2}}?"
    r"(?P<of>(?:memory|size|vram)[ \t](?:reduction|savings?)|less memory|lower memory|less vram|lower vram|smaller|reduction"
    r"|memory|faster|speed-?up)\b"
    r"|(?P<what>memory|size|vram|storage|model size)[*_`]{0,3}[ \t](?:reduction|savings?|reduced|saved)[*_`]{0,3}"
    rf"(?: of| by)?[ \t:|*_`]{{0,6}}(?P<about2>{_ABOUT})?(?P<figure2>{_FIGURE}[ \t]?%"
    r"|(?P<praise>(?:minimal|negligible|virtually no|almost no|(?:very )?little|without (?:any )?(?:significant|noticeable))"
    r"[ \t](?:\w{1,15}[ \t]){0,2}?(?:loss|degradation|drop))\b"
)
_QUANTIZED = Lazy(r"(?i)quanti[sz]|\bgguf\b|\bu?int[48]\b|\b[48][- ]?bits?\b|\bawq\b|\bgptq\b|\bnf4\b|\bfp8\b|\bq[2-8]_")
_OTHER = Lazy(r"(?i)unsloth|\b(?:pre-?)?train|fine-?tun|distil|kv[- ]cache|optimi[sz]ers?\b")
_MEASURED = Lazy(
    r"(?i)[0-9][ \t]?(?:[GM]i?B|tok(?:ens?)?(?:/|[ \t]per[ \t])s\w*|it/s|ms|seconds)\b"
    r"|\b(?:perplexity|ppl|mmlu|wikitext|accuracy)\b[^\n]{0,60}[0-9]\.[0-9]"
)


def find(card):
    """(Claim, the text of its section) of every claim in a sentence that speaks of quantization, outside code and comments."""
    body, text = card.body, card.text
    starts = [heading.start for heading in body.headings]
    for match in islice(_CLAIM.finditer(text, body.start, body.start + MAX_REACH), _MOST):
        line = _line(text, match.start())
        above = body.above(match.start())
        heading = body.headings[above].title.lower() if above >= 0 else ""
        speaks = _QUANTIZED.search(line) or (_QUANTIZED.search(heading) and not _OTHER.search(heading))
        if not speaks or _OTHER.search(line) or body.block(match.start()):
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
    """The sentence around an offset, or its line, 300 characters to either side at most."""
    first, last = max(0, offset - 300), min(len(text), offset + 300)
    start = max(text.rfind("\n", first, offset) + 1, text.rfind(". ", first, offset) + 1, first)
    ends = [end for end in (text.find("\n", offset, last), text.find(". ", offset, last)) if end >= 0]
    return text[start : min(*ends, last) if ends else last]


def is_measured(section: str) -> bool:
    """Whether a section holds any figure that somebody measured: bytes, tokens a second, a perplexity."""
    return _MEASURED.search(section) is not None
