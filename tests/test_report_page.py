"""The page of a report in a real browser: on a phone, in the dark, on paper, and by axe-core where a copy of it lies in build/axe/."""

import json
import re
import subprocess

import pytest
from browser import AXE, CHROMIUM, CONTRAST, WIDTHS
from test_report import EVIDENCE, RENDERS, evidence

from cardwright.facts import Fact, gather
from cardwright.files import Files
from cardwright.report import content, criteria, page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no chromium")]

WANTED = [
    {"name": "Accurate", "metric": "answer accuracy", "direction": "higher", "threshold": 0.8, "min_n": 500},
    {"name": "Surely accurate", "metric": "answer accuracy", "direction": "higher", "threshold": 0.8, "significant": True},
    {"name": "Harmless", "metric": "toxicity", "direction": "lower", "threshold": 0.01},
    {"name": "As good", "metric": "perplexity_change:int8", "direction": "lower", "threshold": 0.02, "significant": True},
]
LONG = "W" * 400


def html(**more) -> str:
    """A page with every section, and values that are too long for any screen."""
    facts = gather.gather(Files((str(RENDERS / "capstone-full" / "model"), None, None)))
    rows = [{"name": model["folder"] or "original", "folder": model["folder"] or "original", "bytes": model["bytes"], "share": model["ratio"],
             "perplexity": model["quality"]["perplexity"], "decode": model["speed"]["decode"]} for model in evidence()["models"]]  # fmt: skip
    told = {"measurements": rows, "hardware_info": LONG, "approach": [LONG, f"`{LONG}`"]}
    told["metrics"] = [*facts.get("metrics"), {"name": LONG, "value": 0.5, "baseline": 0.25, "n": 10}]
    facts.known.update({name: Fact(name, value, "x.json", name) for name, value in (told | more).items()})
    verdicts = criteria.judged(criteria.read(WANTED, "c"), facts, EVIDENCE)
    return page.written(content.report(facts, verdicts, EVIDENCE, "model"))


@pytest.fixture
def browser(tmp_path):
    def dump(text: str, script: str, *flags: str, width: int = 1000):
        """What a script in a copy of the page finds out: the page itself forbids scripts, so the copy goes without its policy."""
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        place = tmp_path / "page.html"
        tell = "document.documentElement.innerHTML = '<pre id=told></pre>'; document.getElementById('told').textContent = JSON.stringify(told)"
        run = f"(async () => {{ const told = await (async () => {{ {script} }})(); {tell} }})()"
        place.write_text(text.replace("</body>", f"<script>{run}</script></body>"), encoding="utf-8")
        usual = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={tmp_path / 'profile'}",
        ]
        command = [
            CHROMIUM,
            *usual,
            f"--window-size={width},900",
            "--virtual-time-budget=20000",
            *flags,
            "--dump-dom",
            place.as_uri(),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=180)
        found = re.search(r'<pre id="told">(.*?)</pre>', ran.stdout, re.S)
        assert found, ran.stderr[-2000:] + ran.stdout[-500:]
        return json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))

    return dump


@pytest.mark.parametrize("width", [320, 375, 768])
def test_nothing_is_wider_than_the_screen(browser, width):
    frame = f"const frame = document.createElement('iframe'); frame.style = 'width:{width}px;height:800px;border:0'; "
    # Some browsers make no window that narrow, so the page is shown in a frame of that width.
    script = (
        frame + "frame.srcdoc = '<!DOCTYPE html>' + document.documentElement.outerHTML.replace(/<script>[^]*?<\\/script>/, '');"
    )
    script += "await new Promise(done => { frame.onload = done; document.body.append(frame); });"
    script += WIDTHS.replace("document.", "frame.contentDocument.")
    found = browser(html(), script)
    assert found["window"] == width and found["page"] <= width and not found["wide"], found


@pytest.mark.parametrize("dark", [False, True])
def test_the_contrast_is_that_of_wcag_aa(browser, dark):
    found = browser(
        html(), CONTRAST, *(["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"])
    )
    assert found["dark"] is dark and not found["bad"]
    assert found["paper"] == ("rgb(13, 17, 23)" if dark else "rgb(255, 255, 255)")


def test_the_page_asks_nobody_for_anything(browser):
    found = browser(html(), "return performance.getEntriesByType('resource').map(each => each.name)")
    assert found == []


def test_the_page_itself_runs_nothing(tmp_path):
    place = tmp_path / "page.html"
    place.write_text(html().replace("</body>", "<script>document.title = 'ran'</script></body>"), encoding="utf-8")
    command = [
        CHROMIUM,
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        place.as_uri(),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "<title>Otter 3B, legal German: final report</title>" in ran.stdout


def test_it_can_be_printed(tmp_path):
    place, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    place.write_text(html(), encoding="utf-8")
    command = [
        CHROMIUM,
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={pdf}",
        place.as_uri(),
    ]
    subprocess.run(command, capture_output=True, timeout=120)
    assert pdf.read_bytes().startswith(b"%PDF")


# What print styles come to, on a sheet of A4 between its margins.
def test_on_paper_nothing_is_cut_off(browser):
    text = html().replace("@media print", "@media screen")
    found = browser(text, "document.body.style.width = '688px';" + WIDTHS.replace(".box *, ", ""), width=720)
    assert not found["wide"], found


@pytest.mark.skipif(not AXE.exists(), reason="no build/axe/axe.min.js (npm pack axe-core)")
@pytest.mark.parametrize("scheme", [0, 1], ids=["dark", "light"])
def test_axe_finds_nothing(browser, scheme):
    script = "const found = await axe.run(document, {resultTypes: ['violations', 'incomplete']});"
    script += "const short = all => all.map(each => [each.id, each.help, each.nodes.slice(0, 3).map(node => node.html)]);"
    script += "return {violations: short(found.violations), passes: found.passes.length}"
    text = html().replace("</head>", f"<script>{AXE.read_text(encoding='utf-8')}</script></head>")
    found = browser(text, script, f"--blink-settings=preferredColorScheme={scheme}")
    assert found["violations"] == [] and found["passes"] > 20
