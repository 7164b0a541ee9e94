"""The documentation's site: every rule has its page, no link leads nowhere, and nothing is loaded from elsewhere."""

import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

from cardwright import catalog, findings, rules, sections
from cardwright.reporters import render

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import site_pages  # noqa: E402

PAGES = site_pages.pages()
RULES = [rules.get(rule_id) for rule_id in rules.ids()]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def plain(markdown: str) -> str:
    """The words that a reader sees, and code as it stands."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    texts = []
    for token in tokens:
        inner = "".join(child.content if child.content else " " for child in token.children or ())
        texts.append(inner or token.content)
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_its_page(rule):
    page = PAGES[f"rules/{rule.id}.md"]
    assert page.startswith(f"# {rule.id}\n")
    assert f"| level | {catalog.level(rule)} |" in page and f"families/{rule.family}.md" in page
    assert "| looked at when | |" not in page and f'ignore = ["{rule.id}"]' in page
    assert f"[{rule.id}](../rules/{rule.id}.md)" in PAGES[f"families/{rule.family}.md"]


def test_every_page_is_in_the_menu_and_the_reverse():
    listed = re.findall(r"[\w/-]+\.md", json.dumps(site_pages.navigation()))
    assert sorted(listed) == sorted(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_to_pages(path):
    known = {*PAGES, *site_pages.assets().values()}
    for target in LINK.findall(re.sub(r"^(`{3,}).*?^\1$|`[^`\n]+`", "", PAGES[path], flags=re.M | re.S)):
        file, _, anchor = target.partition("#")
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
        assert wanted in known, f"{path}: {target}"
        assert not anchor or f"# {anchor}" in PAGES[wanted].lower().replace(" ", "-").replace("#-", "# "), f"{path}: {target}"


def test_the_other_pages_say_what_the_tables_say():
    for profile in sections.PROFILES.values():
        assert f"\n## {profile.name}\n" in PAGES["profiles.md"]
    for key in json.loads((ROOT / "schemas/config.schema.json").read_text(encoding="utf-8"))["properties"]:
        assert f"| `{key}` |" in PAGES["configuration.md"]
    for name in ("`paths`", "`sarif-file`"):
        assert name in PAGES["pull-requests.md"]
    for code in ("**0**", "**1**", "**2**", "**3**", "**130**"):
        assert code in PAGES["exit-codes.md"]


def descriptors(monkeypatch, **environment) -> dict[str, dict]:
    for name in ("GITHUB_ACTION_REPOSITORY", "GITHUB_ACTION_REF", "GITHUB_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    report = json.loads(render(findings.Report(0, ()), "sarif"))
    return {rule["id"]: rule for rule in report["runs"][0]["tool"]["driver"]["rules"]}


def test_sarif_says_what_the_page_says(monkeypatch):
    described = descriptors(monkeypatch)
    assert list(described) == [rule.id for rule in RULES]
    for rule in RULES:
        descriptor, page = described[rule.id], plain(PAGES[f"rules/{rule.id}.md"])
        assert plain(descriptor["help"]["markdown"]) in page
        assert plain(descriptor["shortDescription"]["text"]) in page
        assert plain(descriptor["fullDescription"]["text"]) in page
        assert descriptor["help"]["text"] == rule.page.strip()
        assert "helpUri" not in descriptor


def test_markdown_keeps_every_line_of_a_page():
    for rule in RULES:
        lines = [line.removeprefix("    ") for line in rule.page.strip().split("\n") if line.strip()]
        shown = [line for line in catalog.markdown(rule).split("\n") if line.strip()]
        rest = iter(shown)
        assert all(line in rest for line in lines), "in their order"
        assert all(line.startswith("```") for line in Counter(shown) - Counter(lines))


ACTION = {"GITHUB_ACTION_REPOSITORY": "someone/cardwright", "GITHUB_ACTION_REF": "v1", "GITHUB_SERVER_URL": "https://git.example"}


def test_sarif_links_to_the_repository_that_the_action_comes_from(monkeypatch):
    for rule_id, descriptor in descriptors(monkeypatch, **ACTION).items():
        assert descriptor["helpUri"] == f"https://git.example/someone/cardwright/blob/v1/docs/rules.md#{rule_id}"
        assert f"\n### {rule_id}\n" in catalog.listing("markdown"), "the anchor"


@pytest.mark.parametrize("name", ["actions/checkout", "", "a/b/cardwright", "x\n/cardwright", "evil/cardwright?x="])
def test_sarif_links_to_nobody_else(monkeypatch, name):
    named = descriptors(monkeypatch, **{**ACTION, "GITHUB_ACTION_REPOSITORY": name})
    assert not any("helpUri" in descriptor for descriptor in named.values())


class Page(HTMLParser):
    """What a page of the site loads and links to, and the ids in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads, self.links, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id"))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in ("canonical", "next", "prev"):
            self.loads.append(given.get("href") or "")
        elif given.get("src"):
            self.loads.append(given["src"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("material", reason="pip install '.[docs]'")
    folder = tmp_path_factory.mktemp("site")
    code = "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import write_site; write_site.build(*map(pathlib.Path, sys.argv[2:]))"
    ran = subprocess.run(
        [sys.executable, "-c", code, ROOT / "tools", folder / "pages", folder / "site"], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "site"


@pytest.mark.slow
def test_the_site(site):
    pages = {path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    assert {path.replace(".md", ".html") for path in PAGES} <= set(pages)
    for path, page in pages.items():
        for target in page.loads + page.links:
            where = urlsplit(target)
            if where.scheme or where.netloc:
                assert target in page.links, f"{path} loads {target}"
                continue
            if path == "404.html":  # it may stand anywhere, so its addresses begin at the top
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(where.path))) if where.path else path
            assert (site / file).is_file(), f"{path}: {target}"
            known = not where.fragment or file not in pages or unquote(where.fragment) in pages[file].ids
            assert known or where.fragment.startswith("__"), f"{path}: {target}"


@pytest.mark.slow
def test_styles_load_nothing_from_elsewhere(site):
    for path in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path.name


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no chromium")
def test_the_search_finds_a_rule_in_a_browser_without_a_server(site, tmp_path):
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--virtual-time-budget=20000"]
    address = f"{(site / 'index.html').as_uri()}?q=license-unknown"
    ran = subprocess.run([CHROMIUM, *flags, "--dump-dom", address], capture_output=True, text=True, timeout=120)
    assert re.search(
        r'md-search-result__link[^>]*href="[^"]*rules/license-unknown\.html|href="[^"]*rules/license-unknown\.html\?h=',
        ran.stdout,
    )
