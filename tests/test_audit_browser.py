"""The page of an audit in a real browser: searched, sorted and filtered, by keyboard alone, on a phone, in the dark, on paper, with
hostile cards, and by axe-core where a copy of it lies in build/axe/. What holds of the page holds of the one that is served."""

import json
import threading

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

import auditdata
from auditdata import HOSTILE, LEVELS, QUESTIONS, findings_of, rows_of, summary_of, wanted
from browser import AXE, CHROMIUM, WIDTHS, Browser

from cardwright.audit import embedded, serve
from cardwright.findings import printable

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no chromium")]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def browser(chromium):
    chromium.size(1280)
    chromium.media()
    return chromium


@pytest.fixture(scope="module")
def addresses(audit, hostile):
    """The page, as a file and as it is served, of an audit and of a hostile one."""
    servers = {folder: serve.server(str(folder), 0) for folder in (audit, hostile)}
    threads = [threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.01}) for each in servers.values()]
    for thread in threads:
        thread.start()
    found = {("page", folder): (folder / "report.html").as_uri() for folder in servers}
    yield found | {("served", folder): f"http://127.0.0.1:{server.server_port}/" for folder, server in servers.items()}
    for server, thread in zip(servers.values(), threads):
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(params=["page", "served"])
def shown(request, browser, addresses, audit):
    """The audit's page, opened."""
    return opened(browser, addresses[request.param, audit])


def opened(browser, address: str):
    browser.open(address)
    browser.wait("performance.getEntriesByName('table-ready').length")
    return browser


SAID = "document.getElementById('said').textContent"
NAMES = "[...document.querySelectorAll('#rows .id')].map(each => each.firstChild.data)"


def choose(browser, **filters) -> None:
    """Fill in the form above the table."""
    for name, value in filters.items():
        place = f"document.querySelector({json.dumps('#search' if name == 'text' else f'select[data-filter={name}]')})"
        event = "input" if name == "text" else "change"
        browser.run(
            f"{place}.value = {json.dumps(value)}; {place}.dispatchEvent(new Event('{event}', {{bubbles: true}})); return 1"
        )


def sorted_by(browser, column: str, down: bool) -> None:
    """Press the head of a column until it sorts as wanted."""
    head = f"[...document.querySelectorAll('[role=columnheader]')].find(each => each.textContent === {json.dumps(column)})"
    for _ in range(3):
        before = browser.run(f"{head}.getAttribute('aria-sort')")
        if before == ("descending" if down else "ascending"):
            return
        browser.run(f"{head}.firstChild.click(); return 1")
        browser.wait(f"{head}.getAttribute('aria-sort') !== '{before}'")
    raise AssertionError(column)


HEADS = {"id": "Card", "errors": "Errors", "warnings": "Warnings", "notes": "Notes", "license": "Licence", "library": "Library",
         "year": "Year", "downloads": "Downloads", "completeness": "Filled in"}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_table_shows_what_the_files_hold(shown, audit, question):
    filters, sort, down = QUESTIONS[question]
    told = dict(filters)
    if "rule" in told:
        told["rule"] = embedded.rules(summary_of(audit)).index(told["rule"])
    groups = {*embedded.GROUPS, "state"} & {*told}
    told |= {name: embedded.values(summary_of(audit), name).index(told[name]) for name in groups}
    choose(shown, **told)
    sorted_by(shown, HEADS[sort], down)
    ids = wanted(audit, filters, sort, down)
    total = f"{len(ids)} of 700 cards" if len(ids) < 700 else "700 cards"
    shown.wait(f"{SAID} === {json.dumps(total)}")
    shown.wait(f"!{NAMES}.includes('…')")
    names = shown.run(NAMES)
    assert names == ids[: len(names)] and len(names) == min(len(ids), len(names) or 1)
    assert shown.run("document.getElementById('grid').getAttribute('aria-rowcount')") == str(len(ids) + 1)
    assert shown.complaints() == []


def test_the_numbers_are_those_of_the_files(shown, audit):
    cards, found = rows_of(audit), findings_of(audit)
    number = lambda text: int(text.replace(",", ""))
    tiles = shown.run("[...document.querySelectorAll('.tile')].map(each => each.querySelector('dd span').textContent)")
    worst = [next((level for level in LEVELS if row[f"{level}s"]), "nothing") for row in cards]
    assert [number(each.split()[0]) for each in tiles] == [worst.count(level) for level in (*LEVELS, "nothing")]
    told = shown.run(
        "[...document.querySelectorAll('.rules tbody tr')].map(row => [...row.cells].map(each => each.firstChild.textContent))"
    )
    for name, touched, findings in told:
        assert number(findings) == sum(each["rule"] == name for card in found for each in card)
        assert number(touched.split()[0]) == sum(any(each["rule"] == name for each in card) for card in found)
    assert len(told) == len(auditdata.RULES)
    years = shown.run("[...document.querySelectorAll('.groups')].at(-1).innerText")
    for year in {row["year"] for row in cards}:
        own = [row for row in cards if row["year"] == year]
        share = 100 * sum(row["errors"] > 0 for row in own) / len(own)
        assert f"{year or 'not told'}\t{len(own)}\t{share:.1f} %" in years
    bins = shown.run("[...document.querySelectorAll('#completeness ~ details td')].map(each => +each.textContent)")
    assert bins == summary_of(audit)["completeness"]["bins"] and sum(bins) == sum(
        row["completeness"] is not None for row in cards
    )
    assert shown.run("document.querySelectorAll('#completeness-chart .ct-bar').length") == 20


def test_a_number_leads_to_its_cards(shown, audit):
    shown.run("document.querySelector('.tile.warning .pick').click(); return 1")
    total = len(wanted(audit, {"level": "warning"}, "id", False))
    shown.wait(f"{SAID} === '{total} of 700 cards'")
    shown.run("document.querySelector('.rules .pick').click(); return 1")
    rule = summary_of(audit)["rules"][0]
    shown.wait(f"{SAID} === '{rule['cards']} of 700 cards'")
    shown.run("document.querySelector('#filters [type=reset]').click(); return 1")
    shown.wait(f"{SAID} === '700 cards'")


def test_the_keyboard_reaches_all_of_it(shown, audit):
    ids = wanted(audit, {}, "errors", True)
    findings = dict(zip((row["id"] for row in rows_of(audit)), findings_of(audit)))
    active = "document.activeElement.dataset.place"
    shown.run("document.querySelector('#filters [type=reset]').focus(); return 1")
    shown.press(*["Tab"] * (shown.run("document.querySelectorAll('[role=columnheader]').length") + 1))
    assert shown.run(active) == "0"
    for keys, place in (
        (["ArrowDown"] * 3, 3),
        (["ArrowUp"], 2),
        (["End"], 699),
        (["ArrowDown"], 699),
        (["ArrowUp"], 698),
        (["Home"], 0),
    ):
        shown.press(*keys)
        shown.wait(f"{active} === '{place}'")
    shown.press("PageDown")
    place = int(shown.run(active))
    assert place > 5
    box = "document.getElementById('rows').getBoundingClientRect()"
    inside = shown.run(
        f"const row = document.activeElement.getBoundingClientRect(); return row.top >= {box}.top && row.bottom <= {box}.bottom"
    )
    assert inside and shown.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    shown.press("Enter")
    shown.wait("document.getElementById('card').open && document.querySelectorAll('#card-findings li').length")
    assert shown.run("document.activeElement.textContent") == ids[place]
    lines = "[...document.querySelectorAll('#card-findings li')].map(each => [...each.querySelectorAll('.where > *, p, pre')].map(one => one.textContent))"
    wants = findings[ids[place]]
    told = shown.run(lines)
    assert [each[:3] + each[-2:] for each in told] == [
        [each["level"], each["rule"], f"line {each['line']}, column 1", each["message"], each["text"]] for each in wants
    ]
    shown.press("Tab")
    assert shown.run("document.activeElement.id") == "close"
    shown.press("Escape")
    shown.wait(f"!document.getElementById('card').open && {active} === '{place}'")


def test_every_row_can_be_scrolled_to(shown, audit):
    ids = wanted(audit, {}, "errors", True)
    for place in (350, 699, 100):
        shown.run(f"document.getElementById('rows').scrollTop = {place * 40}; return 1")
        shown.wait(f"{NAMES}.includes({json.dumps(ids[place])})")


def test_the_page_asks_nobody_for_anything(browser, addresses, audit):
    opened(browser, addresses["page", audit])
    browser.run("document.querySelector('#rows [data-place]').click(); return 1")
    browser.wait("document.querySelectorAll('#card-findings li').length")
    assert browser.requests() == [addresses["page", audit]] and browser.complaints() == []


def test_nothing_else_runs_in_it(browser, addresses, audit):
    opened(browser, addresses["page", audit])
    script = "const one = document.createElement('script'); one.text = 'window.ran = 1'; "
    browser.run(
        f"try {{ {script} document.body.append(one); }} catch {{}} try {{ document.body.innerHTML = '<p>'; }} catch {{}} return 1"
    )
    assert browser.run("window.ran === undefined && document.querySelectorAll('section').length > 3")
    assert browser.complaints()


@pytest.mark.parametrize("kind", ["page", "served"])
def test_hostile_cards_are_shown_and_nothing_of_them_runs(browser, addresses, hostile, kind):
    opened(browser, addresses[kind, hostile])
    sorted_by(browser, "Card", False)
    texts = sorted((printable(text) for text in HOSTILE), key=str.lower)
    assert sorted(browser.run(NAMES), key=str.lower) == texts
    for place in range(len(HOSTILE)):
        browser.run(f"document.querySelector('#rows [data-place=\"{place}\"]').click(); return 1")
        browser.wait("document.querySelectorAll('#card-findings li').length")
        title = browser.run("document.getElementById('card-title').textContent")
        assert title in texts and browser.run("document.querySelector('#card-findings li p').textContent") == title
        browser.run("document.getElementById('close').click(); return 1")
        browser.wait("document.activeElement.dataset.place")
    assert browser.run("window.ran === undefined && document.querySelectorAll('img, iframe, object, style').length === 1")
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("which", ["audit", "hostile"])
def test_nothing_is_wider_than_the_screen(browser, addresses, request, which, width):
    browser.size(width, 800)
    opened(browser, addresses["page", request.getfixturevalue(which)])
    found = browser.run(WIDTHS.replace(".skip'", ".skip, #rows, .ct-label'"))
    assert found["window"] == width and found["page"] <= width and not found["wide"], found
    browser.run("document.querySelector('#rows [data-place]').click(); return 1")
    browser.wait("document.querySelectorAll('#card-findings li').length")
    assert browser.run(
        "const box = document.getElementById('card'); return box.scrollWidth <= box.clientWidth && box.offsetWidth <= innerWidth"
    )


def test_on_paper_there_are_the_numbers_and_a_note_for_the_table(browser, addresses, audit):
    opened(browser, addresses["page", audit])
    browser.media("print")
    browser.size(688)
    seen = "const seen = name => document.querySelector(name).checkVisibility(); "
    assert browser.run(f"{seen} return ['.tiles', '.rules', '.groups', '#completeness-chart svg', '.only-print'].every(seen)")
    assert not browser.run(f"{seen} return ['#grid', '#filters', '#said', 'nav', '#card'].some(seen)")
    assert browser.run("document.documentElement.scrollWidth") == 688
    assert len(browser.send("Page.printToPDF")["data"]) > 10000
    assert browser.run("[...document.querySelectorAll('main details')].every(each => each.open)")


def test_it_follows_the_scheme(browser, addresses, audit):
    opened(browser, addresses["page", audit])
    paper = "getComputedStyle(document.body).backgroundColor"
    assert browser.run(paper) == "rgb(255, 255, 255)"
    browser.media(scheme="dark")
    assert browser.run(paper) == "rgb(13, 17, 23)"


@pytest.mark.skipif(not AXE.exists(), reason="no build/axe/axe.min.js (npm pack axe-core)")
@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(browser, addresses, audit, scheme, width):
    browser.size(width)
    browser.media(scheme=scheme)
    opened(browser, addresses["page", audit])
    browser.run("document.querySelectorAll('details').forEach(each => { each.open = true; }); return 1")
    browser.send("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8"))
    script = "const found = await axe.run(document, {resultTypes: ['violations']}); "
    script += "return {violations: found.violations.map(each => [each.id, each.help, each.nodes.slice(0, 3).map(node => node.html)]), passes: found.passes.length}"
    found = browser.run(script)
    assert found["violations"] == [] and found["passes"] > 30
    browser.run("document.querySelector('#rows [data-place]').click(); return 1")
    browser.wait("document.querySelectorAll('#card-findings li').length")
    assert browser.run(script.replace("axe.run(document", "axe.run('#card'"))["violations"] == []
