"""What the name of a model says: its family and how many parameters it has."""

from __future__ import annotations

import re

from ..lazy import Lazy

_FAMILY = Lazy(
    r"qwen|qwq|qvq|(?<!o)llama|vicuna|alpaca|mixtral|mistral|codestral|ministral|gemma|smollm|gpt[-_ ]?oss|gpt[-_ ]?neo"
    r"|gpt[-_ ]?j\b|gpt[-_ ]?2"
    r"|distilgpt2|falcon|pythia|bloom|\bopt\b|\bmpt\b|\byi\b|\bphi\b|deepseek|internlm|baichuan|chatglm|\bglm\b|granite|olmo"
    r"|stablelm|starcoder|codellama|command[-_ ]?r|rwkv|mamba|nemotron|exaone|solar|zephyr|tulu|hermes",
    re.IGNORECASE,
)
_SAME = {"codellama": "llama", "vicuna": "llama", "alpaca": "llama", "qwq": "qwen", "qvq": "qwen", "mixtral": "mistral",
         "codestral": "mistral", "ministral": "mistral", "distilgpt2": "gpt2"}  # fmt: skip
_FINE_TUNES = frozenset(("zephyr", "tulu", "hermes", "nemotron", "solar", "deepseek", "vicuna", "alpaca"))  # of any family
# Those that no title holds by chance: Falcon, Bloom and Granite are words.
TELLING = frozenset(("qwen", "llama", "mistral", "gemma", "smollm", "gptoss", "internlm", "baichuan", "chatglm", "olmo"))
_SIZE = Lazy(r"(?<![\w.])(?:~|≈)?(\d{1,4}(?:\.\d{1,3})?)[ -]?(B|M|billion|million)(?![\w%])", re.IGNORECASE)
_HINTS = ("qw", "qvq", "llama", "tral", "gemma", "smollm", "oss", "lm", "olmo", "baichuan")  # each name of those holds one
_LETTER = Lazy(r"[0-9][ -]?[bm]", re.IGNORECASE)  # what every size holds
_MIXED = Lazy(
    r"\d{1,3}[xX]\d|[-_ ]a\d{1,3}(?:\.\d)?b\b|moe\b|active|experts?|merge|distil|prun|upscal|expand|draft|speculat", re.IGNORECASE
)


def families(name: str) -> set[str]:
    """The well-known model families a name holds; empty as well where a name of fine-tunes says nothing about the family."""
    found = {re.sub(r"[-_ ]", "", match[0].lower()) for match in _FAMILY.finditer(name)}
    return set() if found & _FINE_TUNES else {_SAME.get(family, family) for family in found}


def telling(name: str) -> set[str]:
    """The families of TELLING that a name holds."""
    lower = name.lower()
    return families(name) & TELLING if any(hint in lower for hint in _HINTS) else set()


def size(name: str) -> float | None:
    """The one number of parameters that a name or value tells, in millions; None when there is none, several, or a mixture."""
    if not _LETTER.search(name):
        return None
    name = name.replace("_", " ").replace("/", " ")
    if _MIXED.search(name):
        return None
    found = {_millions(match) for match in _SIZE.finditer(re.sub(r"-(?=\d)", " ", name))}
    return found.pop() if len(found) == 1 else None


def _millions(match) -> float:
    return float(match[1]) * (1000 if match[2][0] in "bB" else 1)


def differ(one: float, other: float) -> bool:
    """Whether two counts are further apart than names are rounded: Gemma 2B has 2.5, Gemma 7B 8.5 billion."""
    return max(one, other) > 1.5 * min(one, other)


def folded(name: str) -> str:
    """A model's name without owner and punctuation, to compare."""
    return re.sub(r"[^a-z0-9]", "", name.rpartition("/")[2].lower())


def written(name: str) -> str:
    """The size as a name writes it: `70B`."""
    match = _SIZE.search(re.sub(r"-(?=\d)", " ", name.replace("_", " ").replace("/", " ")))
    return match[0].lstrip("~≈") if match else ""
