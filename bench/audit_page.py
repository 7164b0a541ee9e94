"""The page of an audit in headless Chromium: how large it is, when its numbers and its table are there, and what a search costs.

python bench/audit_page.py [CARDS ...]      a Markdown table (1,000, 10,000 and 100,000 cards without numbers)
python bench/audit_page.py --served CARDS   the same of the page that `--serve` shows: 100,000 cards as often as it takes

Made-up cards, five findings each (tests/auditdata.py). Each figure is the median of five openings, each in a fresh browser; the
heap is what is in use after a collection, without the text of the page.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure
import peers

sys.path[:0] = [str(peers.ROOT / "src"), str(peers.ROOT / "tests")]
import auditdata  # noqa: E402
from browser import Browser  # noqa: E402

COUNTS, ROUNDS = (1_000, 10_000, 100_000), 5
HEADS = (
    "cards",
    "page, MB",
    "written, CPU s",
    "peak of writing, MiB",
    "first paint, ms",
    "table ready, ms",
    "search, ms",
    "sort, ms",
    "findings, ms",
    "heap, MB",
)

# Until the table has drawn what it was asked for.
SEARCH = """
const said = document.getElementById('said'), search = document.getElementById('search'), before = said.textContent, start = performance.now();
search.value = 'otter'; search.form.requestSubmit();
while (said.textContent === before) await new Promise(requestAnimationFrame);
return performance.now() - start;
"""
SORT = """
const head = document.querySelectorAll('[role=columnheader]')[0], before = head.getAttribute('aria-sort'), start = performance.now();
document.getElementById('search').value = ''; head.firstChild.click();
while (head.getAttribute('aria-sort') === before) await new Promise(requestAnimationFrame);
return performance.now() - start;
"""
FINDINGS = """
const start = performance.now(); document.querySelector('#rows [data-place]').click();
while (!document.querySelector('#card-findings li') && !/Nothing/.test(document.getElementById('card-said').textContent)) await new Promise(requestAnimationFrame);
return performance.now() - start;
"""


def opened(address: str) -> tuple[float, ...]:
    """(first paint, table ready, search, sort, findings, heap) of one opening."""
    with tempfile.TemporaryDirectory() as profile, Browser(profile) as browser:
        browser.size(1280, 900)
        browser.open(address)
        browser.wait("performance.getEntriesByName('table-ready').length", 120)
        browser.wait("performance.getEntriesByName('first-contentful-paint').length", 10)
        paint = browser.run("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        ready = browser.run("performance.getEntriesByName('table-ready')[0].startTime")
        spent = [browser.run(script) for script in (SEARCH, SORT, FINDINGS)]
        browser.send("HeapProfiler.collectGarbage")
        told = {each["name"]: each["value"] for each in browser.send("Performance.getMetrics")["metrics"]}
        return paint, ready, *spent, told["JSHeapUsedSize"] / 1e6


def row(count: int, place: Path) -> list[str]:
    folder = auditdata.make(place / str(count), count)
    code = "import sys; from cardwright.audit import page; page.written(sys.argv[1])"
    spent, peak = measure.spend([sys.executable, "-c", code, str(folder)])
    page = folder / "report.html"
    figures = [statistics.median(column) for column in zip(*(opened(page.as_uri()) for _ in range(ROUNDS)))]
    return [
        f"{count:,}",
        f"{page.stat().st_size / 1e6:.1f}",
        f"{spent:.1f}",
        f"{peak:.0f}",
        *(f"{each:,.0f}" for each in figures),
    ]


def repeated(folder: Path, times: int, place: Path) -> Path:
    """An audit whose rows are those of another, many times over."""
    import pyarrow.parquet as pq

    place.mkdir()
    for name in ("cards.parquet", "findings.parquet"):
        table = pq.read_table(folder / name)
        with pq.ParquetWriter(place / name, table.schema, compression="zstd") as file:
            for _ in range(times):
                file.write_table(table, row_group_size=20_000)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    (place / "summary.json").write_text(json.dumps(_times(summary, times)), encoding="utf-8")
    return place


def _times(value, times: int):
    """A summary with every count so many times as large."""
    if isinstance(value, dict):
        return {key: each if key in ("version", "value", "values") else _times(each, times) for key, each in value.items()}
    if isinstance(value, list):
        return [_times(each, times) for each in value]
    return value * times if type(value) is int else value


def served(count: int, place: Path) -> list[str]:
    """A row for the page as it is served; its CPU and peak are those of the server after all openings."""
    unit = min(count, 100_000)
    folder = repeated(auditdata.make(place / "unit", unit), count // unit, place / "served")
    began = time.perf_counter()
    program = "import sys; from cardwright.audit import serve; server = serve.server(sys.argv[1], 0); print(server.server_port, flush=True); "
    program += "server.serve_forever()"
    with subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True) as serving:
        address = f"http://127.0.0.1:{int(serving.stdout.readline())}/"
        print(f"the server stood after {time.perf_counter() - began:.1f} s", file=sys.stderr)
        figures = [statistics.median(column) for column in zip(*(opened(address) for _ in range(ROUNDS)))]
        status = Path(f"/proc/{serving.pid}/status").read_text()
        peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
        spent = sum(map(int, Path(f"/proc/{serving.pid}/stat").read_text().split()[13:15])) / 100
        serving.terminate()
    return [f"{count // unit * unit:,}, served", "-", f"{spent:.1f}", f"{peak:.0f}", *(f"{each:,.0f}" for each in figures)]


def main() -> None:
    if sys.argv[1:2] == ["--served"]:
        with tempfile.TemporaryDirectory() as place:
            print("| " + " | ".join(served(int(sys.argv[2].replace(",", "")), Path(place))) + " |")
        return
    counts = [int(text.replace(",", "")) for text in sys.argv[1:]] or COUNTS
    print("| " + " | ".join(HEADS) + " |\n|" + "---:|" * len(HEADS))
    with tempfile.TemporaryDirectory() as place:
        for count in counts:
            print("| " + " | ".join(row(count, Path(place))) + " |", flush=True)


if __name__ == "__main__":
    main()
