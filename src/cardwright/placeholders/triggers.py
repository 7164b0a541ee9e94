"""What a card must hold before the rows of table.py look at it: words, then letters near each other, by cheap searches.

Only data and searching: the patterns, and the words they are made of, are imported when something here is hit.
"""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache

LIMIT = 20_000  # candidates of one kind that are looked at: no card for people holds as many

Trigger = namedtuple(
    "Trigger", "words signs needles part also reach asking whole", defaults=((), (), (), "", (), (240, 240), False, False)
)
Trigger.__doc__ = """When a row looks at a card, and where.

words   one of these stands in the card as a word of its own (without signs and words: always)
signs   or one of these letters
needles letters around which is looked; without them, around the words and signs that were found
part    "front": only in front matter; "bib": only from the first @ on; "": everywhere
whole   the words of a needle stand as words of their own: one that the card does not hold spares the search
asking  the line is short, begins with one of VERBS, or holds a label, a cell or a parenthesis
also    one of these letters stands near the needle, at most `reach` characters before and after it
"""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_YOURS = _split(
    "your yourname youremail yourmail yourusername yourorg yourmodel yourrepo yourdomain yourcompany yourwebsite yoursite"
    " yourproject yourlab yourteam youruniversity"
)
_FOREIGN = _split(
    "adınız ajouter ausfüllen auszufüllen beschreibung compilare completar completare completer compléter definir definire dein"
    " descripción descrizione descrição determinar determinare doldurulacak définir déterminer einfügen eintragen ergänzen"
    " ergänzt especificar festzulegen ici ihr ihre inserir inserire insertar inserte insérer jouw modellname modèle mustermann"
    " naam nachgereicht nachname nombre nome pendiente platzhalter preencher préciser rellenar remplir renseigner twoje"
    " uzupełnienia veuillez votre vullen"
)
_PHRASE = _split(
    "please kindly pls here later list describe insert explain specify summarise summarize outline elaborate fill add provide"
    " paste replace missing tbd tba tbc todo pending added determined filled completed provided defined decided specified"
    " confirmed updated"
)
_DONE = _split(
    "filled added determined updated completed announced provided decided defined confirmed written documented done specified"
    " released"
)
_MAILS = _split("my your yourname youremail yourmail example domain yourdomain company institution email")
_MAIL_PARTS = ("@your", "@exam", "@doma", "@comp", "@emai", "@inst", "your", "my")

# What a line that asks its author for something begins with.
VERBS = frozenset(
    """
    add attach briefly choose comment copy declare define describe detail discuss document elaborate enter
    estimate explain fill give identify include indicate insert list mention name note outline paste pick please
    provide put replace report say select specify state summarise summarize tell type update upload write
    """.split()
)
POLITE = frozenset(("please", "kindly", "pls"))
ENDINGS = tuple(
    f" {ending}"
    for ending in """
    goes here|go here|comes here|should go here|will go here|to go here|to be added|to be added here|to be added later
    to be added soon|to be determined|to be filled|to be filled in|to be completed|to be provided|to be defined|to be decided
    to be specified|to be confirmed|to be updated|to be written|will be added|will be added here|will be added later
    will be added soon|will be provided|will be updated|here|is missing|missing|tbd|tba|tbc|todo|not yet available
    not yet provided|not provided yet|not specified yet|not filled in|not yet filled in|pending|needs to be added
    """.strip()
    .replace("\n", "|")
    .split("|")
    for ending in [ending.strip()]
)
LAST = frozenset(ending.split()[-1] for ending in ENDINGS)

TRIGGERS = {
    # dummies
    "owner": Trigger(_YOURS, needles=("your",)),
    "own": Trigger(("my",), needles=("my-", "my_"), part="front"),
    "pair": Trigger(("username", "your", "organization")),
    "spoken": Trigger(("your",)),
    "bare-id": Trigger(
        needles=("pretrained(", "sentencetransformer(", "pipeline("),
        words=("pretrained", "sentencetransformer", "pipeline"),
        whole=True,
        also=("your", "<", "[", "model_", "model-", "repo_", "repo-"),
        reach=(0, 200),
    ),
    "bib-key": Trigger(_YOURS, needles=("your",), part="bib"),
    "capitals": Trigger(("your", "insert", "replace")),
    "mail": Trigger(_MAILS, needles=("@",), also=_MAIL_PARTS, reach=(60, 20)),
    "figure": Trigger(_split("x xx xxx xxxx xxxxx yyyy"), needles=("xx", ".x", "x%", "x %", "~x", "yyyy")),
    "site": Trigger(_YOURS, needles=("your",)),
    "unknown": Trigger(signs=("?",), needles=("??",)),
    "query": Trigger(signs=("?",), also=(" ?", "(?", "|?", "~?", "*?", "\n?"), reach=(1, 1)),
    "model-id": Trigger(("id",), needles=("model id", "model_id")),
    "nobody": Trigger(_split("doe firstname firstlast last lastname")),
    "author": Trigger(("author", "authors"), needles=("author one", "author name", "first author"), whole=True),
    "bib-slot": Trigger(("name", "title", "username"), needles=("name}", "title}", "(s)}"), part="bib"),
    # filler
    "needed": Trigger(("needed", "needs")),
    "to-be": Trigger(_DONE, needles=("to be ",)),
    "marks": Trigger(_split("todo tbd tba tbc fixme")),
    "task": Trigger(("todo", "fixme")),
    "lorem": Trigger(("lorem",)),
    "fill": Trigger(("fill",)),
    "here": Trigger(("here",)),
    "ellipsis": Trigger(signs=("...",), needles=(" ... ",)),
    "alone": Trigger(_split("placeholder wip replace replaceme change changeme xxx xxxx")),
    "absent": Trigger(("n",), needles=("n/a",)),
    # phrases
    "phrase": Trigger(_PHRASE, asking=True),
    "foreign": Trigger(_FOREIGN, _split("待 填 补 您 你 未 記 占 此 在 あ こ 追 추 작 입 미 당 내 заполн ваше уточн")),
    # values
    "date": Trigger(_split("yyyy xx yy"), needles=("yy", "xx")),
    "version": Trigger(("x", "vx"), needles=("x.y", "x.x")),
    "line": Trigger(signs=("__",)),
    "dots": Trigger(signs=("...", "…")),
    "count": Trigger(_split("n x xx"), needles=("trained",)),
    "units": Trigger(
        _split("x xx xxx xb xxb xxxb xm xxm xxxm xxgb xgb"),
        needles=("xx", "xb", "xm", "xgb", "x hour", "x epoch", "x gpu", "x gb"),
    ),
    "number": Trigger(_split("xx xxx xxxx xxxxx xxxxxx xxxxxxx xxxxxxxx"), needles=("xxxx",)),
    "year": Trigger(_split("xx yyyy xxxx"), needles=("20xx", "yyyy", "xxxx"), part="bib"),
}


# Word -> the letters, one of which a blank that only front matter has holds.
_FRONT = {
    b"tag": ("tag1", "tag_1", "tag-1"),
    b"lang": ("lang1",),
    b"dataset": ("dataset1", "dataset_1"),
    b"metric": ("metric1",),
    b"author": ("author1",),
    b"your": ("your",),
    b"my": ("my-awesome", "my_awesome", "my awesome"),
    b"link": ("link: link",),
    b"valid": ("valid lic",),
    b"url": ("url",),
    b"username": ("username",),
    b"iso": ("iso 639",),
    b"hub": ("hub id",),
}
_FRONT_WORDS = frozenset(_FRONT)
# What titles that name no model end in.
_TITLES = ("your model", "model name", "model_name", "project title", "project name", "name here", "title here")


def in_front(card) -> bool:
    """Whether the front matter may hold a blank of its own kind."""
    start, end = card.front.yaml
    return any(card.lower.find(hint, start, end) >= 0 for word in _FRONT_WORDS & card.words for hint in _FRONT[word])


@lru_cache(maxsize=4096)  # cards share most of their headings
def _names_no_model(title: str) -> bool:
    return title.lower().rstrip(" *").endswith(_TITLES)


def variables(card) -> bool:
    """Whether the card holds a sign of template variables that is more than BibTeX or a percentage."""
    text = card.text
    if "$" in text or "__" in text or "@@" in text or _percent(text):
        return True
    at, looked = text.find("{"), 0
    while at >= 0 and looked < 200:
        looked += 1
        end = text.find("}", at, at + 400)
        inner = text[at + 1 : end if end >= 0 else at + 400]
        if inner[:1] in ("{", "%") or "_" in inner or text[at - 1 : at] in ("'", '"') or not card.body.fence_at(at):
            return True
        at = text.find("{", at + 1)
    return at >= 0


def _percent(text: str) -> bool:
    at = text.find("%")
    while at >= 0:
        if text[at + 1 : at + 2] == "(" or text[at + 1 : at + 2].isupper() or text[at - 1 : at] == "<":
            return True
        at = text.find("%", at + 1)
    return False


def _folded(word: str) -> bytes:
    """What card.words holds of a word: the longest run of ASCII letters in it."""
    return max(word.encode("ascii", "replace").split(b"?"), key=len)


# Word as card.words has it -> the words it may be, with the triggers that each sets off.
_BY_WORD: dict[bytes, list] = {}
for _name, _trigger in TRIGGERS.items():
    for _word in _trigger.words:
        _BY_WORD.setdefault(_folded(_word), []).append((_word, _name))
_WORDS = frozenset(_BY_WORD)
_NEEDLE_WORDS = {
    needle: frozenset(needle.strip("(").encode().split())
    for trigger in TRIGGERS.values()
    if trigger.whole
    for needle in trigger.needles
}
_BY_SIGN: dict[str, list[str]] = {}
for _name, _trigger in TRIGGERS.items():
    for _sign in _trigger.signs:
        _BY_SIGN.setdefault(_sign, []).append(_name)
_ASCII_SIGNS = tuple(sign for sign in _BY_SIGN if sign.isascii())


def hit(card) -> dict[str, list[int]]:
    """Trigger -> where its needles stand in the lower-case text, of the triggers that a card sets off."""
    lower, found = card.lower, {}
    for folded in _WORDS & card.words:
        for word, name in _BY_WORD[folded]:
            found.setdefault(name, []).append(word)
    for sign in _ASCII_SIGNS if lower.isascii() else _BY_SIGN:
        if sign in lower:
            for name in _BY_SIGN[sign]:
                found.setdefault(name, []).append(sign)
    spots = {name: _spots(TRIGGERS[name], words, card) for name, words in found.items()}
    spots["title"] = [heading.start for heading in card.body.headings if _names_no_model(heading.title)]
    return {name: places for name, places in spots.items() if places}


def _spots(trigger: Trigger, words: list[str], card) -> list[int]:
    lower, start, end = card.lower, 0, len(card.lower)
    if trigger.part == "front":
        end = card.front.yaml[1]
    elif trigger.part == "bib":
        start = lower.find("@")
        if start < 0:
            return []
    places: list[int] = []
    for needle in trigger.needles or words:
        if trigger.whole and not _NEEDLE_WORDS[needle] <= card.words:
            continue
        places += _each(needle, not trigger.needles, lower, start, end)
    if trigger.also:
        back, ahead = trigger.reach
        places = [at for at in places if any(lower.find(near, max(0, at - back), at + ahead) >= 0 for near in trigger.also)]
    if trigger.asking:
        places = [at for at in places if _may_ask(lower, at)]
    return sorted(places)


EDGES = " \t*_\"'`.,;:!?…()[]{}<>#-–—+|=（）【】「」《》。，：！；、~\r"
_SHORT = 80  # characters of a line that may be a phrase of any kind: phrases.py takes 61 without what stands around them
_PARTS = ("|", ":", "：", "=", "(", "（")


def _may_ask(lower: str, at: int) -> bool:
    """Whether the line of a word may be, or hold, a phrase that asks for something."""
    start = lower.rfind("\n", max(0, at - 240), at) + 1
    end = lower.find("\n", at, at + 240)
    if not start or end < 0:
        return True
    line = lower[start:end]
    if any(part in line for part in _PARTS):
        return True
    line = line.strip(EDGES)
    if len(line) < _SHORT and line.split()[-1:] and line.split()[-1].strip(EDGES) in LAST:
        return True
    first = line[: next((index for index, letter in enumerate(line) if not letter.isalpha()), len(line))]
    return first in VERBS or first in POLITE


def _each(needle: str, whole: bool, lower: str, start: int, end: int) -> list[int]:
    """Where a literal stands in a stretch of the lower-case text; as a word of its own, where it is one and `whole`."""
    size, found, looked = len(needle), [], 0
    word = whole and needle.isascii() and needle.isalpha()
    at = lower.find(needle, start, end)
    while at >= 0 and looked < LIMIT:
        looked += 1
        if not word or not (lower[at - 1 : at].isalpha() or lower[at + size : at + size + 1].isalpha()):
            found.append(at)
        at = lower.find(needle, at + size, end)
    return found
