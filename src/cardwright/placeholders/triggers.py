"""What a card must hold before the rows of table.py look at it: words, then letters near each other, by cheap searches.

Only data and searching: the patterns, and the words they are made of, are imported when something here is hit.
"""

from __future__ import annotations

from collections import namedtuple

LIMIT = 20_000  # candidates of one kind that are looked at: no card for people holds as many

Trigger = namedtuple("Trigger", "words signs needles part also reach", defaults=((), (), (), "", (), (240, 240)))
Trigger.__doc__ = """When a row looks at a card, and where.

words   one of these stands in the card as a word of its own (without signs and words: always)
signs   or one of these letters
needles letters around which is looked; without them, around the words and signs that were found
part    "front": only in front matter; "bib": only from the first @ on; "": everywhere
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
    " naam nachgereicht nachname nombre nome pendiente platzhalter preencher préciser rellenar remplir renseigner twoje uzupełnienia"
    " veuillez votre vullen"
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

TRIGGERS = {
    # dummies
    "owner": Trigger(_YOURS, needles=("your",)),
    "own": Trigger(("my",), needles=("my-", "my_"), part="front"),
    "pair": Trigger(("username", "your", "organization")),
    "spoken": Trigger(("your",)),
    "bare-id": Trigger(
        needles=("pretrained(", "sentencetransformer(", "pipeline("),
        words=("pretrained", "sentencetransformer", "pipeline"),
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
    "author": Trigger(("author", "authors"), needles=("author one", "author name", "first author")),
    "bib-slot": Trigger(("name", "title"), needles=("name}", "title}", "(s)}"), part="bib"),
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
    "phrase": Trigger(_PHRASE),
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


# Blanks that only front matter has hold one of these, and titles that name no model end in one of those.
_FRONT = (
    "tag1", "tag_1", "tag-1", "lang1", "dataset1", "dataset_1", "metric1", "author1", "your", "my-awesome", "my_awesome",
    "my awesome", "link: link", "valid lic", "url", "username", "iso 639", "hub id",
)  # fmt: skip
_TITLES = ("your model", "model name", "model_name", "project title", "project name", "name here", "title here")


def in_front(card) -> bool:
    """Whether the front matter may hold a blank of its own kind."""
    front = card.lower[slice(*card.front.yaml)]
    return any(hint in front for hint in _FRONT)


def _title_spots(card) -> list[int]:
    """The headings that name no model; most cards have a dozen headings and none of these."""
    return [heading.start for heading in card.body.headings if heading.title.lower().rstrip(" *").endswith(_TITLES)]


def _folded(word: str) -> bytes:
    return word.encode("ascii", "ignore")


# Word as card.words has it -> the words it may be, with the triggers that each sets off.
_BY_WORD: dict[bytes, list] = {}
for _name, _trigger in TRIGGERS.items():
    for _word in _trigger.words:
        _BY_WORD.setdefault(_folded(_word), []).append((_word, _name))
_WORDS = frozenset(_BY_WORD)
_SIGNS = tuple({sign for trigger in TRIGGERS.values() for sign in trigger.signs})
_ASCII_SIGNS = tuple(sign for sign in _SIGNS if sign.isascii())


def hit(card) -> dict[str, list[int]]:
    """Trigger -> where its needles stand in the lower-case text, of the triggers that a card sets off."""
    lower, found = card.lower, {}
    for folded in _WORDS & card.words:
        for word, name in _BY_WORD[folded]:
            found.setdefault(name, []).append(word)
    for sign in _ASCII_SIGNS if lower.isascii() else _SIGNS:
        if sign in lower:
            for name, trigger in TRIGGERS.items():
                if sign in trigger.signs:
                    found.setdefault(name, []).append(sign)
    spots = {name: _spots(TRIGGERS[name], words, card) for name, words in found.items()}
    spots["title"] = _title_spots(card)
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
        places += _each(needle, not trigger.needles, lower, start, end)
    if trigger.also:
        back, ahead = trigger.reach
        places = [at for at in places if any(lower.find(near, max(0, at - back), at + ahead) >= 0 for near in trigger.also)]
    return sorted(places)


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
