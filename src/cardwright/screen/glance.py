"""First looks at a card, in one module because each import costs more than they do: may a rule about its code or about what it
tells twice have anything to say? No more than searches for words; what they cannot rule out, the rule itself looks at.
"""

from __future__ import annotations

from itertools import islice

from ..card import letters

_MOST = 1000  # places of a word that are looked at

# Code

_REMOVED = (
    "TF", "Flax", "FeatureExtractor", "WithLMHead", "ForVision2Seq", "load_metric", "cached_download", "HfFolder", "InferenceApi",
    "Repository", "_keras", "upload_large_folder", "for_int8_training", "_weight_only", "int8_dynamic_activation", "Int4Weight",
    "Int4CPULayout", "load_in_", "use_auth_token", "safe_serialization", "group_size", "layout", "use_hqq", "summarization",
    "text2text", "translation", "question-answering", "vqa", "image-to-image", "TorchAoConfig(",
)  # fmt: skip
_LOADING = frozenset(b"pretrained pipeline sentencetransformer crossencoder llm download".split())
_ADAPTERS = frozenset(b"lora loras qlora qloras adapter adapters".split())
FOLDERS = frozenset(
    "output outputs results result checkpoint checkpoints runs run saved saved_model saved_models model models weights exp"
    " experiments path content workspace data mnt home root tmp logs".split()
)
_MODULES = (b"sklearn", b"cv", b"pil", b"yaml", b"skimage", b"dotenv")


def python(context) -> bool:
    """Whether a fence may be Python: it says so, or says nothing in a card that imports something."""
    starts = "pPiI{" if b"import" not in context.card.words else "pPiI{ "
    return any([(fence.info or " ")[0] in starts for fence in context.card.body.fences])


def broken(context) -> bool:
    """Whether a snippet does not compile."""
    return python(context) and any([seen.error for seen in context.notebook.seen])


def unbound(context) -> bool:
    """Whether a snippet leaves a name open."""
    return python(context) and any([seen.open for seen in context.notebook.seen])


def removed(context) -> bool:
    """Whether a snippet may hold what removed.py has a row for."""
    code = context.notebook.text if python(context) else ""
    return bool(code) and any([word in code for word in _REMOVED])


def odd_load(context) -> bool:
    """Whether a snippet that loads something holds a text that may be a path or a folder in a repository."""
    if context.card.words.isdisjoint(_LOADING) or not python(context):
        return False
    for cell in context.notebook.cells:
        texts = cell.code.replace("'", '"').split('"')
        if any([_odd(text) for text in texts if "/" in text or text[:1] in _PATHS or text[1:2] == ":" or "checkpoint-" in text]):
            return True
    return False


_PATHS = ("~", ".", "\\")  # what a path begins with, if not with a slash; a drive's letter has a colon after it


def _odd(text: str) -> bool:
    """Whether a text is more than `owner/name`, and no address; code of several lines that stands between two texts is none."""
    if "\n" in text or text.startswith(("http://", "https://")) and "checkpoint-" not in text:
        return False
    owner, slash, name = text.partition("/")
    if not slash or not owner or not name or "/" in name or "checkpoint-" in name:
        return True
    return owner[0] in _PATHS or owner[1:2] == ":" or owner.lower() in FOLDERS


def adapter_load(context) -> bool:
    """Whether a snippet may load an adapter as if it were a model."""
    card = context.card
    if b"pretrained" not in card.words or not python(context):
        return False
    says = card.metadata.get("library_name") == "peft" or card.metadata.get("base_model_relation") == "adapter"
    return says or not card.words.isdisjoint(_ADAPTERS)


def device(context) -> bool:
    """Whether a snippet may put something on "cuda" although device_map chooses."""
    return b"cuda" in context.card.words and "device_map" in context.lower


def chat(context) -> bool:
    """Whether apply_chat_template may be called without saying what becomes of it."""
    if b"template" not in context.card.words or b"generate" not in context.card.words or not python(context):
        return False
    code = context.notebook.text
    at = code.find("apply_chat_template")
    while at >= 0:
        start = at + len("apply_chat_template")
        if not _full(code, start):
            return True
        at = code.find("apply_chat_template", start)
    return False


def _full(code: str, start: int) -> bool:
    """Whether a simple call says for certain that the prompt is added, and that a dictionary, or a text, comes of it."""
    end = code.find(")", start)
    said = f",{''.join(code[start + 1 : end].split())},"
    if code[start : start + 1] != "(" or end < 0 or any([sign in said for sign in "(#\"'*"]):
        return False
    if ",add_generation_prompt=" not in said and ",continue_final_message=" not in said:
        return False
    return ",return_dict=True," in said or ",tokenize=False," in said


def command(context) -> bool:
    """Whether a command of the Hub's client may be retired."""
    words, lower = context.card.words, context.lower
    if b"cli" in words and "huggingface-cli" in lower:
        return True
    return b"hf" in words and any([f"hf {word}" in lower for word in ("log", "whoami", "upload-large-folder")])


def package(context) -> bool:
    """Whether a module may be installed under a name that is no package's."""
    words, lower = context.card.words, context.lower
    if b"install" not in words or not any([word in words for word in _MODULES]):
        return False
    for line in islice(_after(lower, "install "), _MOST):
        if not letters(line[:520].partition("\n")[0]).isdisjoint(_MODULES):
            return True
    return lower.count("install ") > _MOST


def _after(lower: str, word: str):
    at = lower.find(word)
    while at >= 0:
        yield lower[at : at + 600]
        at = lower.find(word, at + len(word))


def citation(context) -> bool:
    """Whether an entry of BibTeX is not written in the plain way."""
    card = context.card
    if "@" not in card.text or not card.body.fences:
        return False
    from ..snippets import plainbib

    return not plainbib.reads(card)


# What is told twice

_LICENCES = frozenset(
    b"apache mit agpl agplv lgpl lgplv affero lesser general gpl gplv bsd mpl mozilla cc creative llama gemma rail openrail"
    b" openrailm unlicense".split()
)
_OWN = {"apache-2.0": b"apache", "mit": b"mit", "gemma": b"gemma"}  # as in told_licences: where it stands, nothing else is said


def licence(context) -> bool:
    """Whether the text may name another licence than the metadata."""
    card = context.card
    own = card.metadata.get("license")
    named = card.words & _LICENCES
    if not named or len(named) == 1 and isinstance(own, str) and _OWN.get(own) in named:
        return False
    return card.text.find("icen", card.front.body) >= 0 or card.text.find("ICEN", card.front.body) >= 0


_FAMILIES = ("qwen", "mistral", "gemma", "smollm", "internlm", "baichuan", "chatglm", "olmo")
_KIN = (*_FAMILIES, "llama", "gpt", "vicuna", "alpaca", "qwq", "qvq", "mixtral", "codestral", "ministral")


def base(context) -> bool:
    """Whether the text may name another base model than the metadata: in its title, a field or a sentence."""
    card, lower = context.card, context.lower
    if "base_model" not in card.metadata:
        return False
    title = _title(card)
    if any([name in title for name in _KIN]) and not _of_one_family(title, card):
        return True
    words, start = card.words, _start(card, lower)
    if (b"tuned" in words or b"finetuned" in words) and (_field(lower, "tuned", start) or _version_of(card, lower)):
        return True
    if b"parent" in words and _field(lower, "parent", start) or b"foundation" in words and _field(lower, "foundation", start):
        return True
    return _field(lower, "base", start)


def _version_of(card, lower: str) -> bool:
    """Whether the sentence that trainers write may name another model than the metadata."""
    at = lower.find("tuned v")
    if at < 0:
        return False
    base = next(card.texts("base_model"), ("", ""))[1].lower()
    shown = f"tuned version of [{base}](https://huggingface.co/{base})"
    return not lower.startswith(shown, at) or lower.find("tuned v", at + 1) >= 0


def _of_one_family(title: str, card) -> bool:
    bases = [name.lower() for _, name in card.texts("base_model")]
    return any([name in title and any([name in one for one in bases]) for name in _FAMILIES])


def language(context) -> bool:
    """Whether a field of the text may name other languages than the metadata."""
    card = context.card
    code = card.metadata.get("language")
    if code is None:
        return False
    lower, names = context.lower, None
    for value in _fields(lower, "language", _start(card, lower)):
        names = names or [_NAMES.get(str(one)) for one in (code if isinstance(code, list) else (code,))]
        if not any([one.strip(" \t\r*_`:|.") in names for one in value.split(",")]):
            return True
    return False


_NAMES = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "zh": "chinese", "ja": "japanese", "ko": "korean",
    "ru": "russian", "it": "italian", "pt": "portuguese",
}  # fmt: skip


def sizes(context) -> bool:
    """Whether the card may tell two numbers of parameters: in its title, a field and its base model's name."""
    card, lower = context.card, context.lower
    bases = [name for _, name in card.texts("base_model")]
    words, start = card.words, _start(card, lower)
    if not words.isdisjoint(_COUNTS) and _field(lower, "param", start) or b"size" in words and _field(lower, "model size", start):
        return True
    if len(bases) != 1:
        return False
    title, base = _title(card), bases[0].lower().rpartition("/")[2]
    return _sized(title) and _sized(base) and (not (size := _size(title)) or size != _size(base))


_COUNTS = frozenset(b"params parameters parameter".split())


def _sized(name: str) -> bool:
    return ("b" in name or "m" in name) and any(map(str.isdigit, name))


def _size(name: str) -> str:
    """The one word of a name that can be a number of parameters; "" where that is not certain."""
    words = name.replace("-", " ").replace("_", " ").replace("/", " ").split()
    if any([word in ("b", "m") or word.startswith(("billion", "million")) for word in words]):
        return ""
    found = [word for word in words if word[-1] in "bm" and word[:-1].replace(".", "", 1).isdigit()]
    others = [word for word in words if word not in found and any(map(str.isdigit, word)) and ("b" in word or "m" in word)]
    return found[0] if len(found) == 1 and not others else ""


def _title(card) -> str:
    headings = card.body.headings
    return headings[0].title.lower() if headings and headings[0].level == 1 else ""


def _start(card, lower: str) -> int:
    """Where the body begins; the whole card where lower-case letters are more than those of the text."""
    return card.front.body if len(lower) == len(card.text) else 0


def _field(lower: str, word: str, start: int) -> bool:
    return any(True for _ in _fields(lower, word, start))


_LABEL = "abcdefghijklmnopqrstuvwxyz \t()/-*_`"  # what a label is made of


def _fields(lower: str, word: str, start: int):
    """What follows the colon or the bar after a word that may be the label of a field: one that begins its line."""
    at = lower.find(word, start)
    while at >= 0:
        rest = lower[at : at + 100]
        if ":" in rest or "|" in rest:
            label = rest.partition(":")[0].partition("|")[0]
            if not label.strip(_LABEL) and (at < 80 or "\n" in lower[at - 80 : at]):
                yield lower[at + len(label) + 1 : at + 400].partition("\n")[0]
        at = lower.find(word, at + len(word))


# Paths

_WHOSE = ((b"original", "original model"), (b"source", "source model"), (b"parent", "parent model"), (b"base", "base model"))


def home(context) -> bool:
    """Whether a path of somebody's machine may stand in the text."""
    words, lower = context.card.words, context.lower
    if b"home" in words and "/home/" in lower or b"users" in words and ("/users/" in lower or "users\\" in lower):
        return True
    return any(
        [word in words and any("/" in rest[len(phrase) :][:20] for rest in _after(lower, phrase)) for word, phrase in _WHOSE]
    )
