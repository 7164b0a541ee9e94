"""What a card says about the size of its weights, and where the weights beside it say something else."""

from __future__ import annotations

import re

from ..lazy import Lazy
from . import stated

_COUNT_LABELS = frozenset((
    "parameters", "params", "parameter count", "number of parameters", "total parameters", "# parameters", "#parameters",
    "total params", "num parameters", "model parameters", "parameter size", "parameters count", "# params", "#params",
))  # fmt: skip
_EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts", "num_experts_per_tok", "moe")
_OTHER_MODEL = re.compile(
    r"\b(?:active|activated|trainable|trained|non-embedding|embedding|teacher|base|draft|larger|bigger|smaller|than|compared"
    r"|vs\.?|versus|unlike|from|original|distill\w*|prun\w*|encoder|decoder|vision|adapter|lora|up to|per|reward|similar|range"
    r"|merged?|backbone|layers?|sparse|experts?|moe)\b"
)
_PROSE = Lazy(r"(\d{1,4}(?:\.\d{1,3})?)[ -]?(b|m|k|bn|billion|million)[ -](?=param)", re.IGNORECASE)
# What stands before a number of parameters that is the model's own: `Tiny is a 3B parameter model`, `the model has 3B`.
_ITSELF = re.compile(
    r"(?:\A|[.!?:]\s)\s{0,9}(?:[\w.-]{1,60}\s){0,6}?(?:is\s|was\s)?(?:an?|our)\s(?:[\w-]{1,30},?\s){0,3}\Z"
    r"|\b(?:this|the|our)\s(?:[\w-]{1,30}\s)?(?:model|network)\s(?:has|contains|comprises)\s(?:about|around|approximately|~)?\s?\Z"
)
_OTHER_ROLE = re.compile(r"\b(?:judge|teacher|used|generat\w+d|draft|reward|base model|original)\b", re.IGNORECASE)
_PLAIN = {ord(mark): None for mark in "*_`>"}
_TITLE = Lazy(r"(?<![\w.])(\d{1,3}(?:\.\d{1,2})?)[ ]?([bm])(?![a-z0-9]|-\d(?!\d*k)|[ -]*(?:context|tokens?|ctx))", re.IGNORECASE)
_NOT_ITS_OWN = re.compile(r"\b(?:from|for|of|distill\w*|prun\w*|draft|merged?|franken\w*|x\d+|\d+x)\b")


def claims(context):
    """((start, end), what is stated) of each statement of a number of parameters that the weights beside it contradict."""
    held = _countable(context)
    if held:
        yield from _labelled(context, held)
        yield from _in_prose(context, held)
        yield from _in_title(context, held)


def _countable(context) -> tuple:
    """The numbers of parameters the weights may rightly be said to have; none where counting would not be certain."""
    files, weights = context.files, context.weights
    config = files.config
    if files.adapter_config or "model_index.json" in files.names or "adapter_model.safetensors" in weights.main:
        return ()
    if not weights.count or weights.packed or "quantization_config" in config or "quantization" in config:
        return ()
    if any(key in part for part in (config, *_nested(config)) for key in _EXPERTS):
        return ()
    tied = _shared(config)
    return tuple(filter(lambda count: count > 0, (weights.count, weights.count + tied, weights.count - tied)))


def _nested(config: dict):
    return (value for value in config.values() if isinstance(value, dict))


_WIDTHS = ("hidden_size", "d_model", "n_embd", "embedding_size", "dim")


def _shared(config: dict) -> int:
    """The embedding, which people count once, twice or not at all, whether it is stored twice or not."""
    for part in (config, *_nested(config)):
        rows, columns = part.get("vocab_size"), next((part[key] for key in _WIDTHS if key in part), None)
        if type(rows) is int and type(columns) is int:
            return max(0, rows * columns)
    return 0


def _labelled(context, held):
    for fact in stated.facts(context, "param", _COUNT_LABELS):
        value = fact.value[:100]
        numbers = [number for number in stated.counts(value) if number.value >= 100]
        if numbers and not _OTHER_MODEL.search(value.lower()) and not _EXPERTS_WRITTEN.search(value):
            if not any(_agrees(number, count) for number in numbers for count in held):
                yield (fact.start, fact.end), f"the card says {value!r} parameters"


_EXPERTS_WRITTEN = re.compile(r"\d\s?[x×]\s?\d|[AE]\d+(?:\.\d+)?B", re.IGNORECASE)


def _agrees(number: stated.Number, count: int) -> bool:
    """Whole billions are names of sizes (a "7B" has 7.6), finer statements are meant."""
    if number.step >= 1e9:
        return count / 1.5 <= number.value <= count * 1.5
    return stated.near(number, count, 0.1)


def _in_prose(context, held):
    text, found = context.card.text, []
    for start, end in stated.lines(context, "param"):
        match = _PROSE.search(text, start, end)
        if match and _ITSELF.search(text[start : match.start()].lower().translate(_PLAIN)):
            if not _OTHER_ROLE.search(text, match.end(), min(end, match.end() + 60)):
                found.append((stated.counts(match.group(1) + match.group(2))[0], match))
    if len({number for number, _ in found}) != 1:  # several sizes: of several models
        return
    number, match = found[0]
    if not any(_agrees(number, count) for count in held):
        yield (match.start(), match.end() - 1), f"the card says {match.group()[:-1]!r} parameters"


def _in_title(context, held):
    title = next((heading for heading in context.card.body.headings if heading.level == 1), None)
    if title is None or _NOT_ITS_OWN.search(title.title.lower()):
        return
    text = context.card.text[title.start : title.end][:300]
    sizes = list(_TITLE.finditer(text))
    if len(sizes) != 1 or _EXPERTS_WRITTEN.search(text):
        return
    number = stated.counts(sizes[0].group())[0]
    if not any(count / 1.8 <= number.value <= count * 1.8 for count in held):
        where = title.start + sizes[0].start(), title.start + sizes[0].end()
        yield where, f"the title says {sizes[0].group()!r}"


_DTYPE_LABELS = frozenset((
    "tensor type", "tensor types", "dtype", "torch dtype", "torch_dtype", "data type", "weight dtype", "weights dtype",
    "weight precision", "weights precision", "model precision", "precision", "weight format", "model dtype", "storage dtype",
))  # fmt: skip
_DTYPE_NAMES = {
    "bf16": "BF16", "bfloat16": "BF16", "fp16": "F16", "f16": "F16", "float16": "F16", "fp32": "F32", "f32": "F32",
    "float32": "F32",
}  # fmt: skip
_DTYPE = re.compile(rf"\b(?:{'|'.join(_DTYPE_NAMES)})\b")
_NOT_STORED = re.compile(r"mixed|train|infer|comput|activ|accum|int\d|\bbits?\b|quant|fp8|\bq\d|optional|also|original")
_IN_USE = re.compile(r"train|hyper|tun|procedure|infer|usage|\buse\b|start|benchmark|hardware|evaluat|result|environment|setup")


def dtypes(context):
    """((start, end), as written, safetensors name) of each format the card says its weights are stored in."""
    seen = set()
    for needle in ("type", "precision", "weight format"):
        for fact in stated.facts(context, needle, _DTYPE_LABELS):
            dtype = _dtype(fact.value[:80].lower())
            if dtype and fact.start not in seen and not _IN_USE.search(stated.heading_above(context.card, fact.start)):
                seen.add(fact.start)
                yield (fact.start, fact.end), fact.value, dtype


def _dtype(value: str) -> str | None:
    named = {_DTYPE_NAMES[word] for word in _DTYPE.findall(value)}
    return named.pop() if len(named) == 1 and not _NOT_STORED.search(value) else None


_SIZE_LABELS = frozenset((
    "model size", "file size", "size on disk", "disk size", "checkpoint size", "weights size", "weight size", "download size",
    "model file size", "model size on disk", "storage size", "total size", "disk usage", "disk space", "weights",
))  # fmt: skip
_OF_DATA = re.compile(r"data|train|memory|hardware|requirement")
_UNITS = ("gb", "mb", "gib", "mib")
_FILE = Lazy(r"[\w.-]{1,200}\.(?:safetensors|gguf|onnx|bin|pt|pth|ckpt)(?!\w)")


def file_sizes(context):
    """((start, end), as written, file or None, bytes) of each size that differs from what is beside the card."""
    text, seen = context.card.text, set()
    for unit in _UNITS:
        for start, end in stated.lines(context, unit):
            if start not in seen:
                seen.add(start)
                yield from _on_line(context, text, start, end)


def _on_line(context, text: str, start: int, end: int):
    line = text[start:end]
    sizes = stated.sizes(line)
    if len(sizes) != 1:
        return
    decimal, binary, first, last = sizes[0]
    name, measured = _meant(context, text, start, end, line)
    if measured and not any(_fits(number, size) for number in (decimal, binary) for size in measured):
        yield (start + first, start + last), line[first:last], name, measured[0]


def _fits(number: stated.Number, size: int) -> bool:
    return stated.near(number, size, 0.05)


def _meant(context, text, start, end, line) -> tuple:
    """(file, sizes it may have): what the size on a line is of."""
    named = {match.group() for match in _FILE.finditer(line)}
    if named:
        name = named.pop()
        return name, _size_of(context, name) if not named else []
    fact = stated.fact_of(text, start, end)
    weights = context.weights
    if (
        not fact
        or fact.label not in _SIZE_LABELS
        or not weights.size
        or _OF_DATA.search(stated.heading_above(context.card, start))
    ):
        return None, []
    others = [header.size for name, header in weights.files.items() if header.size and name not in weights.main]
    return None, [weights.size, *others, weights.size + sum(others)]


def _size_of(context, name: str) -> list[int]:
    header = context.weights.files.get(name)
    if header:
        return [header.size] if header.size and not header.problem else []
    size = context.files.size(name) if name in context.files.names else None
    return [size] if size else []
