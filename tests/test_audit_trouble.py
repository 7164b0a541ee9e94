"""Bad input of an audit: one line that says what and where, an exit code as designed, and everything else done."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from test_audit import CARDS, CLEAN, as_jsonl, as_parquet, audit, files, rows, table, told  # noqa: E402

from cardwright import check, source  # noqa: E402
from cardwright.audit import alarm, parts, work  # noqa: E402
from cardwright.audit.reading import jsonl  # noqa: E402

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="workers are told to die by way of fork")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_broken_footer_costs_its_file_alone(capsys):
    as_parquet("a.parquet", rows())
    as_parquet("b.parquet", rows())
    Path("a.parquet").write_bytes(Path("a.parquet").read_bytes()[:-10])
    Path("c.parquet").write_bytes(b"")
    audit("a.parquet", "b.parquet", "c.parquet", "--output", "out", code=3)
    assert len(table("cards")) == len(CARDS)
    assert [problem["source"] for problem in told()["problems"]] == ["a.parquet", "c.parquet"]
    assert "a.parquet: cannot be read as Parquet" in capsys.readouterr().err


def test_a_broken_page_costs_its_rows_alone(capsys):
    listed = rows([f"# Card {number}\n\n{os.urandom(300).hex()}\n" for number in range(300)])
    as_parquet("a.parquet", listed, row_group_size=100, compression="zstd", use_dictionary=False)
    as_parquet("whole.parquet", listed)
    group = pq.ParquetFile("a.parquet").metadata.row_group(1)
    column = next(group.column(number) for number in range(4) if group.column(number).path_in_schema == "card")
    data = bytearray(Path("a.parquet").read_bytes())
    middle = column.data_page_offset + column.total_compressed_size // 2
    data[middle : middle + 200] = bytes(200)
    Path("a.parquet").write_bytes(data)
    audit("a.parquet", "--output", "out", code=3)
    cards = table("cards")
    assert [row["id"] for row in cards] == [row["modelId"] for row in listed]
    bad = [row["id"] for row in cards if row["state"] == "unreadable"]
    assert bad and set(bad) <= {row["modelId"] for row in listed[100:200]}
    assert "row group 1: rows " in told()["problems"][0]["what"] and len(told()["problems"]) == 1
    assert "row group 1" in capsys.readouterr().err
    before = files()
    audit("a.parquet", "--output", "out", code=3)
    assert files() == before, "the problem stays known"


def test_a_null_card_is_missing_and_an_empty_one_is_not():
    as_parquet("a.parquet", [{"id": "a/null", "card": None}, {"id": "a/empty", "card": ""}, {"id": None, "card": CLEAN}])
    audit("a.parquet", "--output", "out")
    cards = table("cards")
    assert [(row["id"], row["state"], row["sha256"] == "") for row in cards] == [
        ("a/null", "missing", True), ("a/empty", "checked", False), ("(row 2)", "checked", False)]  # fmt: skip
    assert [row["rule"] for row in table("findings") if row["id"] == "a/empty"] == ["file-empty"]
    assert cards[0]["completeness"] is None


@pytest.mark.parametrize("kind", ["binary", "string"])
def test_bytes_that_are_not_utf8(kind):
    card = b"---\nlicense: mit\n---\n# Caf\xe9\n"
    column = pa.array([card, CLEAN.encode()], pa.binary())
    column = column if kind == "binary" else pa.Array.from_buffers(pa.string(), 2, column.buffers())
    pq.write_table(pa.table({"id": ["a/b", "a/c"], "card": column}), "a.parquet")
    audit("a.parquet", "--output", "out")
    assert [(row["state"], row["bytes"]) for row in table("cards")] == [("not-utf8", len(card)), ("checked", len(CLEAN))]
    assert table("findings")[0]["rule"] == "file-not-utf8"
    Path("a.jsonl").write_bytes(b'{"id": "a/b", "card": "' + card.replace(b"\n", b"\\n") + b'"}\n')
    audit("a.jsonl", "--output", "lines")
    assert table("cards", "lines")[0]["sha256"] == table("cards")[0]["sha256"]


def test_the_same_id_twice_has_two_rows_and_is_said_once(capsys):
    as_parquet("a.parquet", [{"id": "a/b", "card": CLEAN}, {"id": "a/c", "card": CLEAN}, {"id": "a/b", "card": "# B\n"}])
    as_parquet("b.parquet", [{"id": "a/b", "card": "# C\n"}])
    audit("a.parquet", "b.parquet", "--output", "out")
    assert [(row["id"], row["bytes"]) for row in table("cards")] == [
        ("a/b", len(CLEAN)), ("a/c", len(CLEAN)), ("a/b", 4), ("a/b", 4)]  # fmt: skip
    assert told()["problems"] == [{"source": "", "what": "1 id stands more than once (a/b: 3 times); every card has its row"}]


def test_a_card_of_fifty_megabytes():
    as_parquet("a.parquet", [{"id": "a/big", "card": "x" * 50_000_000}, {"id": "a/b", "card": CLEAN}])
    audit("a.parquet", "--output", "out")
    assert [(row["state"], row["bytes"]) for row in table("cards")] == [("too-large", 50_000_000), ("checked", len(CLEAN))]
    assert [row["rule"] for row in table("findings") if row["id"] == "a/big"] == ["file-too-large"]
    assert source.MAX_BYTES < 50_000_000


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm here")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_card_that_makes_a_rule_slow_is_a_finding(monkeypatch, jobs):
    real = check.check_context

    def slow(context, origin, chosen):
        while context.card and "# Slow" in context.card.text:
            pass
        return real(context, origin, chosen)

    monkeypatch.setattr(check, "check_context", slow)
    as_parquet("a.parquet", rows([CLEAN, "# Slow\n", CLEAN]))
    audit("a.parquet", "--output", "out", "--limit", "0.2", "--jobs", jobs)
    assert [row["state"] for row in table("cards")] == ["checked", "too-slow", "checked"]
    found = [row for row in table("findings") if row["rule"] == "file-too-slow"]
    assert len(found) == 1 and found[0]["message"].startswith("the card took longer than 0.2 s")
    monkeypatch.setattr(check, "check_context", real)
    audit("a.parquet", "--output", "out")
    assert told()["states"] == {"checked": 3}, "another limit is another look"


def test_a_fault_of_ours_costs_its_card_alone(monkeypatch, capsys):
    real = check.check_context

    def breaks(context, origin, chosen):
        if "# Odd" in context.card.text:
            raise ValueError("odd")
        return real(context, origin, chosen)

    monkeypatch.setattr(check, "check_context", breaks)
    as_parquet("a.parquet", rows([CLEAN, "# Odd\n", CLEAN]))
    audit("a.parquet", "--output", "out", code=3)
    assert [row["state"] for row in table("cards")] == ["checked", "unreadable", "checked"]
    assert "internal error: ValueError" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl", "a.csv"])
def test_a_missing_column_lists_those_there_are(name, capsys):
    listed = [{"who": "a/b", "said": CLEAN}]
    if name.endswith("csv"):
        Path(name).write_text("who,said\na/b,x\n")
    else:
        (as_parquet if name.endswith("parquet") else as_jsonl)(name, listed)
    audit(name, "--output", "out", code=2)
    err = capsys.readouterr().err
    assert f"{name}: no column that is known to hold the id" in err and "there are: who, said" in err
    assert not os.path.exists("out/cards.parquet")


def test_lines_that_are_no_json_are_counted(capsys):
    good = json.dumps({"id": "a/b", "card": CLEAN, "downloads": "12"}).encode()
    Path("a.jsonl").write_bytes(b"\xef\xbb\xbf" + good + b"\n{broken\n\n[1]\n" + good.replace(b"a/b", b"a/c") + b'\n{"id": 7}')
    audit("a.jsonl", "--output", "out", code=3)
    assert [(row["id"], row["state"], row["downloads"]) for row in table("cards")] == [
        ("a/b", "checked", 12), ("a/c", "checked", 12), ("7", "missing", None)]  # fmt: skip
    assert "2 lines are no JSON object, the first at byte" in capsys.readouterr().err


@pytest.mark.parametrize("name, data", [
    ("a.jsonl", b"nothing here\n"), ("a.jsonl.gz", b"no gzip"), ("a.jsonl.zst", b"no zstd"),
    ("a.csv", b'id,card\na/b,"never closed\n\x00'),
])  # fmt: skip
def test_a_broken_dump_is_said_and_the_others_are_done(name, data, capsys):
    Path(name).write_bytes(data)
    as_parquet("b.parquet", rows([CLEAN]))
    code = 0 if name.endswith("csv") else 3
    audit(name, "b.parquet", "--output", "out", code=code)
    assert table("cards")[-1]["source"] == "b.parquet"
    assert code == 0 or name in capsys.readouterr().err


def test_a_packed_dump_that_is_cut_short_gives_what_it_has(monkeypatch, capsys):
    monkeypatch.setattr(jsonl, "_BLOCK", 500)
    as_jsonl("plain", rows())
    data = pa.compress(Path("plain").read_bytes(), "gzip", asbytes=True)
    Path("a.jsonl.gz").write_bytes(data[: len(data) * 2 // 3])
    audit("a.jsonl.gz", "--output", "out", code=3)
    assert 0 < len(table("cards")) < len(CARDS)
    assert "a.jsonl.gz: cannot be read to its end" in capsys.readouterr().err


@pytest.mark.parametrize("at", [0, 3, 4, 5])
def test_a_full_disk_is_one_line_and_what_is_done_stays(monkeypatch, capsys, at):
    as_parquet("a.parquet", rows())
    as_parquet("b.parquet", rows())
    audit("a.parquet", "b.parquet", "--output", "whole")
    capsys.readouterr()
    real, count = os.fsync, []

    def full(descriptor):
        count.append(1)
        if len(count) > at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    audit("a.parquet", "b.parquet", "--output", "out", code=3)
    err = capsys.readouterr().err
    assert "cannot be written: no space left on device" in err and "Traceback" not in err
    assert not [name for _, _, names in os.walk("out") for name in names if name.startswith(".cardwright")]
    monkeypatch.setattr(os, "fsync", real)
    audit("a.parquet", "b.parquet", "--output", "out")
    assert files() == files("whole")


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root makes a small file system")
def test_a_disk_that_is_really_full(folder, capsys):
    as_parquet("a.parquet", rows())
    (folder / "small").mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", "small"], capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        audit("a.parquet", "--output", "small/out", code=3)
        assert "no space left on device" in capsys.readouterr().err
    finally:
        subprocess.run(["umount", "small"], check=True)


def test_a_folder_that_cannot_be_made(capsys):
    as_parquet("a.parquet", rows())
    audit("a.parquet", "--output", "a.parquet/out", code=3)
    assert "a.parquet/out: cannot be written" in capsys.readouterr().err


def test_two_audits_do_not_write_to_one_folder(folder, capsys):
    as_parquet("a.parquet", rows([CLEAN]))
    program = "import sys, time; from cardwright.audit import store, work; from cardwright.config import Settings\n"
    program += "held = store.Store('out', work.Job(Settings())); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        audit("a.parquet", "--output", "out", code=3)
        assert "another audit is writing there" in capsys.readouterr().err
        other.stdin.close()
    audit("a.parquet", "--output", "out")


def test_rubbish_among_the_parts_is_not_taken_for_one():
    as_parquet("a.parquet", rows())
    audit("a.parquet", "--output", "whole")
    Path("out/parts").mkdir(parents=True)
    Path("out/parts/.cardwright-half").write_bytes(b"x")
    Path("out/parts/0123.cards.parquet").write_bytes(b"x")
    audit("a.parquet", "--output", "out")
    assert files() == files("whole") and len(os.listdir("out/parts")) == 3


@LINUX
def test_a_worker_that_is_killed_is_replaced(folder, monkeypatch):
    monkeypatch.setattr("cardwright.audit.reading.parquet.CARDS", 10)
    as_parquet("a.parquet", rows(), row_group_size=10)
    audit("a.parquet", "--output", "whole")
    parent, real = os.getpid(), work._Checker.looked

    def dies(self, item):
        mark = folder / "died"
        if os.getpid() != parent and item.id.endswith("-14") and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, item)

    monkeypatch.setattr(work._Checker, "looked", dies)
    audit("a.parquet", "--output", "out", "--jobs", "2")
    assert (folder / "died").exists() and files() == files("whole")


@LINUX
def test_a_part_that_kills_every_worker_is_a_problem_and_the_rest_is_done(monkeypatch, capsys):
    monkeypatch.setattr("cardwright.audit.reading.parquet.CARDS", 10)
    listed = rows()
    as_parquet("a.parquet", listed, row_group_size=10)
    audit("a.parquet", "--output", "whole")
    parent, real = os.getpid(), work._Checker.looked

    def dies(self, item):
        if os.getpid() != parent and item.id.endswith("-14"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, item)

    monkeypatch.setattr(work._Checker, "looked", dies)
    audit("a.parquet", "--output", "out", "--jobs", "2", code=3)
    assert "were not checked: its worker was killed 3 times" in capsys.readouterr().err
    assert [row["id"] for row in table("cards")] == [row["modelId"] for row in (*listed[:10], *listed[20:])]
    monkeypatch.setattr(work._Checker, "looked", real)
    audit("a.parquet", "--output", "out", "--jobs", "2")
    assert files() == files("whole")


@LINUX
@pytest.mark.slow
def test_a_run_that_is_killed_goes_on(folder):
    """SIGKILL at ten moments, after each of the parts; its workers go too, and nothing is held by them."""
    (folder / "cardwright.toml").write_text('select = ["files"]\n')
    listed = rows([CLEAN] * 120)
    for number in range(12):
        as_parquet(f"{number}.parquet", listed[number * 10 : number * 10 + 10])
    named = [f"{number}.parquet" for number in range(12)]
    audit(*named, "--output", "whole")
    command = [sys.executable, "-m", "cardwright", "audit", *named, "--output", "out", "--jobs", "2"]
    for kept in range(1, 11):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            until = time.monotonic() + 60
            while running.poll() is None and time.monotonic() < until:
                if len(list((folder / "out").glob("parts/*.cards.parquet"))) >= kept:
                    running.kill()
                    break
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert files() == files("whole")


def test_the_alarm_is_off_outside_a_check():
    with alarm.Alarm(5) as clock:
        clock.set()
        clock.off()
    if hasattr(signal, "setitimer"):
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_what_a_dump_may_write_as_a_date_or_a_number():
    assert [parts.year(value) for value in ("2024-01-01", 2019, "soon", None, 12, "20245", True)] == [
        2024,
        2019,
        None,
        None,
        None,
        2024,
        None,
    ]
    assert [parts.whole(value) for value in (3, "4", 5.0, 5.5, -1, None, True, "x", 2**70)] == [
        3,
        4,
        5,
        None,
        None,
        None,
        None,
        None,
        None,
    ]
    assert parts.name(b"a/\xff", "row 1") == "a/\\xff" and parts.name("", "row 1") == "(row 1)"
