"""What every fix keeps, over the cards of mutations.py.

* no finding is there afterwards that was not there before
* fixing twice is fixing once
* outside the edits every byte stays
* safe fixes leave the rendered body as it was, but for comments that HTML does not show and what MAY_CHANGE says
* what was mojibake becomes other characters outside ASCII, and every ASCII character stays
* safe fixes leave every metadata value that no fixed finding is about
"""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mutations import CASES, CORPUS, mutated

from cardwright import card, check, config, rules, source
from cardwright.mending import fix

SETTINGS = config.Settings(repo="example-team/support-sorter")
HTML = MarkdownIt("commonmark").enable("table")
# Fixes that change where the body begins, or that give the Hub metadata it did not see.
MOVES_BODY = {"front-matter-undetected", "closing-fence-blank", "byte-order-mark"}
_HIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
HIDDEN = (rf"\x1b\[[0-9;?]*[A-Za-z]|{_HIDDEN}|(?:%[89A-F][0-9A-F])+|%[01][0-9A-F]|�", "")
ADDRESS = (r"""\b(href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)|(?<=\]\()\S*?(?=\))""", "")  # within HTML as it was typed
# What safe fixes of a rule may change in the page that readers see: (regular expression, what is left of it), and why.
MAY_CHANGE = {
    "image-not-raw": [ADDRESS],  # the address led elsewhere than meant; what is clicked or shown stays
    "anchor-missing": [ADDRESS],
    "link-target-missing": [ADDRESS],
    "link-without-scheme": [ADDRESS],
    # what showed as the characters that were typed becomes a link, within its paragraph: the blocks of the page stay
    "link-malformed": [(r"</?(a|img)\b[^>]*>", ""), (">[^<]*", ">")],
    "control-character": [HIDDEN],  # nobody sees them; every character that shows stays
    "invisible-character": [HIDDEN],
    "invisible-in-prose": [HIDDEN],
    "no-break-space-in-code": [("[\u00a0\u2007\u202f]", " "), (r" +(?=\n|</)", "")],  # looks the same
    "mojibake": [(r"[^\x00-\x7f]|%[89A-F][0-9A-F]", "")],  # the fault is what readers see; ASCII is never part of it
}


def keys(findings):
    return Counter(map(fix._key, findings))


def assert_laws(origin, unsafe):
    outcome = fix.fixed(origin, SETTINGS, unsafe)
    if origin.text is None:
        assert outcome.text is None and not outcome.fixed
        return
    mended = origin._replace(text=outcome.text)
    left = check.check_source(mended, SETTINGS, rules.chosen())
    assert tuple(left) == outcome.left, "what is left is what a check of the new text says"
    assert unsafe or all(finding.fix.safe for finding in outcome.fixed)
    assert bool(outcome.fixed) == (outcome.text != origin.text)
    if not fix.unveils(outcome.fixed, outcome.before, left):
        assert not keys(left) - keys(outcome.before), "no finding is new"
        assert sum(keys(outcome.before).values()) - len(left) >= len(outcome.fixed), "what was fixed is gone"
    again = fix.fixed(mended, SETTINGS, unsafe)
    assert again.text == outcome.text and not again.fixed, "fixing twice is fixing once"
    if not unsafe and outcome.fixed:
        assert_same_body(origin.text, outcome)
        assert_same_values(origin.text, outcome)


def rendered(text):
    return re.sub(r"(?s)[ \t]*<!--.*?-->| +(?=\n|</)", "", HTML.render(card.Card(text).text[card.Card(text).front.body :]))


def assert_same_body(text, outcome):
    mended = {finding.rule for finding in outcome.fixed}
    if mended == {"mojibake"}:
        assert ascii_of(outcome.text) == ascii_of(text)
    if not mended & MOVES_BODY:
        pages = [rendered(outcome.text), rendered(text)]
        for pattern, left in dict.fromkeys(change for rule in sorted(mended) for change in MAY_CHANGE.get(rule, ())):
            pages = [re.sub(pattern, left, page) for page in pages]
        pages = [re.sub("\n+", "\n", page).strip("\n") for page in pages]  # where a comment stood a line end is left
        assert pages[0] == pages[1], "the page reads the same"


def ascii_of(text):
    return text.encode("ascii", "ignore")


def values(text, edits=()):
    """Every scalar of the metadata that no edit touches, and whether it is a key."""
    tree = card.Card(text).tree
    keys = {id(key) for key in tree.keys}
    free = [node for node in tree.scalars if not any(node.start < end and start < node.end for start, end, _ in edits)]
    return Counter((repr(node.value), id(node) in keys) for node in free)


def assert_same_values(text, outcome):
    """Each fix of the first round alone: what it does not touch means the same."""
    for finding in outcome.fixed:
        if finding in outcome.before and finding.rule not in fix.VEILS and card.Card(text).root:
            after = values(fix.apply(text, [finding]))
            assert not values(text, finding.fix.edits) - after, "a value that no edit touches is gone"
            assert sum((after - values(text)).values()) <= len(finding.fix.edits), "a fix writes what it is about, and no more"


@pytest.mark.parametrize("path", CASES, ids=lambda path: "/".join(path.parts[-3:]))
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_a_case(path, unsafe):
    assert_laws(source.read(str(path)), unsafe)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_the_corpus(unsafe):
    for path in CORPUS:
        assert_laws(source.read(str(path)), unsafe)


@given(mutated(), st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_becomes_of_a_case(text, unsafe, line_end):
    text = text.replace("\n", line_end)
    assert_laws(source.decode("README.md", text.encode("utf-8", "replace")), unsafe)


@pytest.mark.parametrize("path", CASES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_byte_outside_the_edits_stays(path):
    """Fixing each finding alone and putting the old text back gives the old file."""
    origin = source.read(str(path))
    base = 1 if (origin.text or "").startswith("\ufeff") else 0
    for finding in check.check_source(origin, SETTINGS, rules.chosen()):
        if not finding.fix:
            continue
        text = fix.apply(origin.text, [finding])
        for start, end, new in finding.fix.edits:
            at, old = start + base, origin.text[start + base : end + base]
            text = text[:at] + old + text[at + len(new) :]  # those before are put back already
        assert text == origin.text
