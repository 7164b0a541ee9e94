"""An audit: every kind of source gives the same rows as `check` finds, what is done is not done again, and two can be compared."""

import csv
import gzip
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pq = pytest.importorskip("pyarrow.parquet")
jsonschema = pytest.importorskip("jsonschema")

from cardwright import assets, check_text, cli  # noqa: E402
from cardwright.audit import columns, completeness, parts, summary, work  # noqa: E402
from cardwright.audit.reading import jsonl, parquet  # noqa: E402

HERE = Path(__file__).parent
CARDS = [path.read_bytes() for path in sorted((HERE / "cases").rglob("bad-*.md"))[::3]]
CLEAN = "---\nlicense: mit\nlanguage: en\ntags: [x]\n---\n# Otter\n\nA card.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()  # no configuration is looked for above
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(cards=None):
    """A dump's rows: an id, a card, a date and downloads each."""
    listed = [card.decode() for card in CARDS] if cards is None else cards
    return [{"modelId": f"org-{number % 5}/otter-{number}", "card": card, "createdAt": f"{2020 + number % 4}-03-01T10:00:00.000Z",
             "downloads": number * 10} for number, card in enumerate(listed)]  # fmt: skip


def as_parquet(path, listed, **words):
    pq.write_table(pa.Table.from_pylist(listed), path, **words)


def as_jsonl(path, listed):
    Path(path).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in listed), encoding="utf-8")


def as_csv(path, listed):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)


def audit(*arguments, code=0):
    assert cli.main(["audit", *arguments]) == code


def told(place="out"):
    return json.loads(Path(place, "summary.json").read_text(encoding="utf-8"))


def table(name, place="out"):
    return pq.read_table(os.path.join(place, f"{name}.parquet")).to_pylist()


def files(place="out"):
    return {name: Path(place, name).read_bytes() for name in ("cards.parquet", "findings.parquet", "summary.json")}


def without_source(place="out"):
    return [[{**row, "source": ""} for row in table(name, place)] for name in ("cards", "findings")]


def test_the_rows_are_what_check_finds(capsys):
    listed = rows()
    as_parquet("dump.parquet", listed)
    audit("dump.parquet", "--output", "out")
    cards, findings = table("cards"), table("findings")
    expected = [(row["modelId"], f.rule, f.level, f.line, f.column, f.end_line, f.end_column, f.message, f.source[:200], f.fixable)
                for row in listed for f in check_text(row["card"].encode()).findings]  # fmt: skip
    names = ("id", "rule", "level", "line", "column", "end_line", "end_column", "message", "text", "fixable")
    assert [tuple(row[name] for name in names) for row in findings] == expected
    assert [row["id"] for row in cards] == [row["modelId"] for row in listed]
    for row, card in zip(cards, listed):
        data = card["card"].encode()
        assert (row["sha256"], row["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
        assert (row["author"], row["year"], row["downloads"]) == (
            card["modelId"].split("/")[0], int(card["createdAt"][:4]), card["downloads"])  # fmt: skip
        assert row["source"] == "dump.parquet"
    out, err = capsys.readouterr()
    assert f"{len(listed):,}          cards" in out and "out/cards.parquet" in out and "started" in err


def test_the_columns_are_as_documented():
    as_parquet("dump.parquet", rows())
    audit("dump.parquet", "--output", "out")
    for name, listed in (("cards", columns.CARDS), ("findings", columns.FINDINGS)):
        schema = pq.read_schema(f"out/{name}.parquet")
        assert [(field.name, str(field.type) + "?" * field.nullable) for field in schema] == [
            (row.name, row.type.replace("float32", "float")) for row in listed
        ]
    assert {row["state"] for row in table("cards")} <= set(columns.STATES)


def test_the_summary_keeps_its_schema_and_adds_up():
    as_parquet("dump.parquet", [*rows(), *rows([None])])
    audit("dump.parquet", "--output", "out")
    content, cards, findings = told(), table("cards"), table("findings")
    jsonschema.validate(content, assets.load_json("schemas/audit-summary.schema.json"))
    assert content["cards"] == len(cards) == sum(content["states"].values()) == sum(content["cards_with"].values())
    assert content["states"]["missing"] == 1
    for level in ("error", "warning", "note"):
        assert content["counts"][level] == sum(row[f"{level}s"] for row in cards)
        assert content["counts"][level] == sum(row["level"] == level for row in findings)
    for row in content["rules"]:
        mine = [each for each in findings if each["rule"] == row["rule"]]
        assert (row["findings"], row["cards"]) == (len(mine), len({each["id"] for each in mine}))
    for group, listed in content["by"].items():
        assert sum(row["cards"] for row in listed) == len(cards)
        assert sum(row["errors"] for row in listed) == content["counts"]["error"]
        assert len(listed) <= 31 and (group != "year" or {row["value"] for row in listed} == {2020, 2021, 2022, 2023})
    known = [row["completeness"] for row in cards if row["completeness"] is not None]
    assert content["completeness"]["mean"] == pytest.approx(sum(known) / len(known), abs=1e-4)
    assert sum(content["completeness"]["bins"]) == len(known)


@pytest.mark.parametrize("name", ["dump.jsonl", "dump.ndjson", "dump.jsonl.gz", "dump.jsonl.zst", "dump.csv"])
def test_every_kind_of_dump_gives_the_same_rows(name):
    as_parquet("dump.parquet", rows())
    audit("dump.parquet", "--output", "out")
    if name.endswith(".csv"):
        as_csv(name, rows())
    else:
        as_jsonl("plain", rows())
        data = Path("plain").read_bytes()
        packed = {".gz": gzip.compress(data), ".zst": pa.compress(data, "zstd", asbytes=True)}
        Path(name).write_bytes(packed.get(name[name.rindex(".") :], data))
    audit(name, "--output", "other")
    assert without_source("other") == without_source()


def test_a_large_dump_is_read_in_pieces_that_hold_every_card_once(monkeypatch):
    monkeypatch.setattr(jsonl, "_PIECE", 700)
    monkeypatch.setattr(parquet, "CARDS", 7)
    monkeypatch.setattr("cardwright.audit.reading.csv.CARDS", 7)
    listed = rows(CARDS and [f"# Card {number}\n\n{'word ' * number}" for number in range(100)])
    for name, write in (("a.parquet", as_parquet), ("b.jsonl", as_jsonl), ("c.csv", as_csv)):
        write(name, listed)
        audit(name, "--output", f"{name}.out", "--select", "front-matter-missing")
        assert [row["id"] for row in table("cards", f"{name}.out")] == [row["modelId"] for row in listed]
        assert len(list(Path(f"{name}.out/parts").glob("*.cards.parquet"))) > 5
    assert without_source("a.parquet.out") == without_source("b.jsonl.out") == without_source("c.csv.out")


def test_small_row_groups_are_put_together_and_large_ones_taken_apart():
    assert list(parquet.pieces([400, 400, 400, 10])) == [
        ((0, 0, 400, 0), (1, 0, 400, 400), (2, 0, 400, 800)),
        ((3, 0, 10, 1200),),
    ]
    assert list(parquet.pieces([10, 5000, 10]))[1:3] == [((1, 0, 1000, 10),), ((1, 1000, 2000, 10),)]
    assert len(list(parquet.pieces([1_000_000]))) == 8


@pytest.mark.parametrize("type", ["string", "large_string", "binary", "large_binary", "string_view", "dictionary"])
def test_a_column_of_texts_may_have_any_type(type):
    listed = rows([CLEAN, "# Otter\n\n\u00e9"])
    made = pa.Table.from_pylist(listed)
    kind = pa.dictionary(pa.int32(), pa.string()) if type == "dictionary" else getattr(pa, type)()
    for name in ("card", "modelId"):
        made = made.set_column(made.schema.names.index(name), name, made.column(name).cast(kind))
    dates = pa.array([f"{row['createdAt'][:10]}" for row in listed]).cast(pa.date32()).cast(pa.timestamp("us"))
    made = made.set_column(2, "createdAt", dates)
    pq.write_table(made, "other.parquet")
    as_parquet("dump.parquet", listed)
    audit("dump.parquet", "--output", "out")
    audit("other.parquet", "--output", "other")
    assert without_source("other") == without_source()


def test_columns_can_be_named():
    as_parquet("dump.parquet", [{"nom": "a/b", "carte": CLEAN, "text": "no"}])
    audit("dump.parquet", "--output", "out", "--id-column", "nom", "--card-column", "carte")
    assert table("cards")[0]["license"] == "mit"


def test_folders_and_patterns_and_collections(folder):
    for name in ("b/one", "a/two", "c"):
        (folder / "models" / name).mkdir(parents=True)
        (folder / "models" / name / "README.md").write_text(CLEAN, encoding="utf-8")
    (folder / "models" / "c" / "adapter_config.json").write_text("{}")
    (folder / "models" / "README.md").write_text("# Not a card\n")
    audit("models", "--output", "out")
    assert [row["id"] for row in table("cards")] == ["a/two", "b/one", "c"]
    assert [row["author"] for row in table("cards")] == ["a", "b", None]
    audit("models/?", "--output", "glob")
    assert [(row["id"], row["source"]) for row in table("cards", "glob")] == [
        ("two", "models/a"), ("one", "models/b"), ("models/c", "models/c")]  # fmt: skip
    (folder / "pile").mkdir()
    for name in ("y", "x"):
        (folder / "pile" / f"{name}.md").write_text(CLEAN, encoding="utf-8")
    audit("pile", "models/c/README.md", "--output", "pile-out")
    assert [row["id"] for row in table("cards", "pile-out")] == ["x", "y", "README"]


def test_a_folder_of_fragments_is_a_dump(folder):
    (folder / "dump").mkdir()
    for number in range(3):
        as_parquet(f"dump/{number}.parquet", [{"id": f"a/{number}", "readme": CLEAN}])
    audit("dump", "dump/1.parquet", "--output", "out")
    assert [(row["id"], row["source"]) for row in table("cards")] == [(f"a/{n}", f"dump/{n}.parquet") for n in range(3)]


def test_what_stands_beside_a_card_counts(folder):
    place = folder / "models" / "otter"
    place.mkdir(parents=True)
    (place / "README.md").write_text(CLEAN.replace("A card.", "[the weights](weights.bin)"), encoding="utf-8")
    (place / "config.json").write_text("{}")
    audit("models", "--output", "out", "--select", "link-target-missing")
    assert [row["rule"] for row in table("findings")] == ["link-target-missing"]
    (place / "weights.bin").write_text("x")
    audit("models", "--output", "out", "--select", "link-target-missing")
    assert table("findings") == [], "the card did not change, what stands beside it did"


def test_two_processes_write_the_same_bytes_as_one():
    as_parquet("dump.parquet", rows(), row_group_size=10)
    parts_before, parts.CARDS = parts.CARDS, 10
    try:
        audit("dump.parquet", "--output", "one")
    finally:
        parts.CARDS = parts_before
    audit("dump.parquet", "--output", "two", "--jobs", "2")
    assert files("one") == files("two")


def test_what_is_done_is_not_done_again(monkeypatch):
    as_parquet("a.parquet", rows())
    as_parquet("b.parquet", rows())
    audit("a.parquet", "b.parquet", "--output", "whole")
    done, real = [], work.checked

    def dies(part, job):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(part.source)
        return real(part, job)

    monkeypatch.setattr(work, "checked", dies)
    audit("a.parquet", "b.parquet", "--output", "out", code=130)
    assert not os.path.exists("out/cards.parquet")
    done.clear()
    monkeypatch.setattr(work, "checked", lambda part, job: done.append(part.source) or real(part, job))
    audit("a.parquet", "b.parquet", "--output", "out")
    assert done == ["b.parquet"] and files() == files("whole")
    done.clear()
    audit("a.parquet", "b.parquet", "--output", "out")
    assert not done and files() == files("whole")
    audit("a.parquet", "b.parquet", "--output", "out", "--profile", "strict")
    assert done == ["a.parquet", "b.parquet"], "other settings are another audit"
    assert len(os.listdir("out/parts")) == 5, "the parts of the other one are gone"


def test_since_takes_over_what_did_not_change(monkeypatch):
    old = rows()
    new = [
        old[3],
        *old[10:],
        {**old[4], "card": CLEAN},
        {"modelId": "new/one", "card": "# New\n", "createdAt": None, "downloads": None},
    ]
    as_parquet("old.parquet", old)
    as_parquet("new.parquet", [{**row, "downloads": 7} for row in new])
    audit("old.parquet", "--output", "old")
    audit("new.parquet", "--output", "whole")
    looked, real = [], work._Checker.looked
    monkeypatch.setattr(work._Checker, "looked", lambda self, item: looked.append(item.id) or real(self, item))
    audit("new.parquet", "--output", "out", "--since", "old")
    assert looked == [old[4]["modelId"], "new/one"]
    assert files() == files("whole")
    audit("new.parquet", "--output", "out", "--since", "out", code=2)


def test_since_says_when_nothing_can_be_taken_over(capsys):
    as_parquet("old.parquet", rows())
    audit("old.parquet", "--output", "old")
    audit("old.parquet", "--output", "out", "--since", "old", "--profile", "strict")
    assert "other settings" in capsys.readouterr().err
    audit("old.parquet", "--output", "next", "--since", "absent", code=3)
    assert "absent: no audit in it" in capsys.readouterr().err


def test_diff_says_what_got_better_and_worse(capsys):
    old = rows([CLEAN, CLEAN + "\n[More Information Needed]\n", CLEAN, CLEAN])
    new = rows([CLEAN.replace("mit", "nonsense"), CLEAN, "\n".join(CLEAN.split("\n")), CLEAN])[:3]
    new.append({**new[0], "modelId": "new/one"})
    as_parquet("old.parquet", old)
    as_parquet("new.parquet", new)
    only = ("--select", "license-unknown,bracket-placeholder")
    audit("old.parquet", "--output", "old", *only)
    audit("new.parquet", "--output", "new", *only)
    capsys.readouterr()
    audit("--diff", "old", "new", "--format", "json")
    content = json.loads(capsys.readouterr().out)
    assert content["cards"] == {"new": 1, "gone": 1, "changed": 2, "same": 1}
    assert [tuple(row.values()) for row in content["rules"]] == [
        ("license-unknown", "metadata", "error", 2, 0), ("bracket-placeholder", "placeholders", "error", 0, 1)]  # fmt: skip
    audit("--diff", "old", "new", "--fail-on-new", code=1)
    assert "findings new: 2 errors" in capsys.readouterr().out
    audit("--diff", "old", "old", "--fail-on-new")
    audit("--diff", "old", "absent", code=3)


def test_only_what_is_new_fails(capsys):
    broken = CLEAN.replace("mit", "nonsense")
    as_parquet("old.parquet", rows([CLEAN, broken]))
    as_parquet(
        "moved.parquet", rows(["---\n# moved\nlicense: mit\n---\n# Otter\n", broken.replace("language", "# moved\nlanguage")])
    )
    as_parquet("worse.parquet", rows([broken, broken]))
    only = ("--select", "license-unknown")
    audit("old.parquet", "--output", "old", *only, "--fail-on", "error", code=1)
    audit("moved.parquet", "--output", "moved", *only, "--since", "old", "--fail-on-new")
    audit("worse.parquet", "--output", "worse", *only, "--since", "old", "--fail-on-new", code=1)
    assert "new errors:" in capsys.readouterr().err


def test_nothing_depends_on_the_machine(folder, monkeypatch):
    for place in ("here", "elsewhere/below"):
        (folder / place).mkdir(parents=True)
        monkeypatch.chdir(folder / place)
        as_parquet("dump.parquet", rows())
        audit("dump.parquet", "--output", "out")
    assert files(folder / "here" / "out") == files(folder / "elsewhere" / "below" / "out")
    assert str(folder).encode() not in b"".join(files(folder / "here" / "out").values())


def test_json_is_the_summary(capsys):
    as_parquet("dump.parquet", rows([CLEAN]))
    audit("dump.parquet", "--output", "out", "--format", "json")
    assert json.loads(capsys.readouterr().out) == told()


def test_completeness_counts_what_is_told():
    def share(text):
        as_parquet("c.parquet", [{"id": "a/b", "card": text}])
        audit("c.parquet", "--output", "c")
        return table("cards", "c")[0]["completeness"]

    blank = "---\nlicense: mit\nlanguage: [More Information Needed]\n---\n# X\n\n## Uses\n\n### Direct Use\n\n[More Information Needed]\n"
    assert share("") == share("# X\n") == 0
    assert share("---\nlicense: mit\n---\n# X\n") == pytest.approx(1 / completeness.ALL)
    assert share(blank) == pytest.approx(1 / completeness.ALL), "a blank tells nothing"
    assert share(blank + "\n<!-- Who may use it? -->\n") == pytest.approx(1 / completeness.ALL)
    assert share(blank + "\nFor otters.\n") == pytest.approx(2 / completeness.ALL)
    assert share("# X\n\n## Evaluation\n\n### Of otters\n\nGood.\n") == pytest.approx(1 / completeness.ALL)
    assert len(completeness.SECTIONS) + len(completeness.KEYS) == completeness.ALL == 20


def test_the_order_in_which_parts_are_added_changes_nothing():
    def tally(*numbers):
        made = summary.Tally()
        for number in numbers:
            row = {"state": "checked", "errors": number, "warnings": 0, "notes": 0, "license": f"l{number % 40}", "library": None,
                   "pipeline_tag": None, "year": 2024, "exempt": number % 3}  # fmt: skip
            made.add(row, number % 21, [("rule-a", "metadata", "error")] * number)
        return made

    whole = summary.told(tally(*range(60)), "hub", [])
    one, other = tally(*range(30)), tally(*range(30, 60))
    other.join(summary.Tally.read(one.written()))
    assert summary.told(other, "hub", []) == whole
    assert whole["by"]["license"][-1]["value"] == "other" and whole["by"]["license"][-1]["values"] == 10
    assert whole["exempt"] == 60


POLICY = """\
licenses = ["mit"]
[[exemption]]
card = "org-0/*"
rule = "license-not-allowed"
reason = "a contract that ends"
until = 2999-01-01
"""


def test_what_a_policy_exempts_is_counted_and_in_no_other_figure(capsys):
    Path("policy.toml").write_text(POLICY)
    as_parquet("old.parquet", rows(["---\nlicense: cc0-1.0\nlanguage: en\ntags: [x]\n---\n# Otter\n\nA card.\n"] * 10))
    audit("old.parquet", "--policy", "policy.toml", "--output", "out")
    assert told()["exempt"] == 2 and "2          findings exempt by the policy" in capsys.readouterr().out
    assert [row["exempt"] for row in table("cards")] == [1, 0, 0, 0, 0] * 2
    assert {row["id"] for row in table("findings") if row["rule"] == "license-not-allowed"} == {
        row["id"] for row in table("cards") if not row["exempt"]
    }
    audit("old.parquet", "--policy", "policy.toml", "--since", "out", "--output", "next")
    assert files("next") == files()


@pytest.mark.parametrize("arguments, says", [
    (["dump.parquet"], "--output"),
    (["--output", "out"], "name what to audit"),
    (["absent.parquet", "--output", "out"], "absent.parquet: no such file"),
    (["nothing/*.parquet", "--output", "out"], "nothing here fits"),
    (["notes.txt", "--output", "out"], "neither a dump of cards nor a card"),
    (["dump.parquet", "--output", "out", "--address", "auto"], "--engine ray"),
    (["dump.parquet", "--output", "out", "--fail-on-new"], "--since"),
    (["dump.parquet", "--output", "out", "--limit", "-1"], "--limit"),
    (["dump.parquet", "--output", "out", "--card-column", "kard"], "there are: id, card"),
    (["dump.parquet", "--output", "out", "--select", "nonsense-x"], "no rule or family"),
    (["dump.parquet", "--output", "out", "--diff", "a", "b"], "--diff compares"),
    (["--ids", "absent.txt", "--output", "out"], "no such file"),
    (["--ids", "bad.txt", "--output", "out"], "bad.txt:2:"),
])  # fmt: skip
def test_wrong_usage_is_code_2_and_says_what_is_right(arguments, says, folder, capsys):
    (folder / "notes.txt").write_text("x")
    (folder / "bad.txt").write_text("team/otter\n../../etc\n")
    as_parquet("dump.parquet", [{"id": "a/b", "card": CLEAN}])
    audit(*arguments, code=2)
    out, err = capsys.readouterr()
    assert says in err and not out and "Traceback" not in err and len(err.splitlines()) <= 2


def test_no_command_line_of_an_audit_costs_a_heavy_import():
    import subprocess
    import sys

    program = "import sys, cardwright.cli; cardwright.cli.main(['audit', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split("\n")[-2].split()) & {"pyarrow", "duckdb", "ray", "numpy", "huggingface_hub"}


def test_heavy_packages_come_through_one_door():
    for path in Path(work.__file__).parent.rglob("*.py"):
        assert not re.search(r"^import (pyarrow|ray|duckdb)", path.read_text(encoding="utf-8"), re.M), path


def test_shares_are_joined_to_what_one_audit_gives(capsys):
    listed = rows()
    for number, place in enumerate(("one", "two", "three")):
        as_parquet(f"{place}.parquet", listed[number::3])
        audit(f"{place}.parquet", "--output", place)
    audit("one.parquet", "two.parquet", "three.parquet", "--output", "whole")
    audit("--join", "one", "two", "three", "--output", "out")
    assert files() == files("whole") and Path("out", "report.html").read_bytes() == Path("whole", "report.html").read_bytes()
    audit("--join", "out", "--output", "again")
    assert files("again") == files(), "what was joined can be joined"
    audit("--join", "one", "two", "three", "--since", "whole", "--fail-on-new", "--output", "week")
    audit("--join", "one", "two", "three", "--since", "one", "--fail-on-new", "--output", "next", code=1)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--join", "one", "strict", "--output", "out"], 2, "made with different settings"),
        (["--join", "one", "nowhere", "--output", "out"], 3, "nowhere: no audit in it"),
        (["--join", "one", "foreign", "--output", "out"], 3, "foreign: no audit in it"),
        (["--join", "one", "half", "--output", "out"], 3, "half: no audit in it"),
        (["--join", "one", "--output", "one"], 2, "--output names the same folder"),
        (["--join", "one", "dump.parquet", "--output", "out"], 3, "no audit in it"),
        (["dump.parquet", "--join", "one", "--output", "out"], 2, "--join takes audits that are done"),
        (["dump.parquet", "--shard", "1/2", "--output", "out"], 2, "--shard goes with --ids or --org"),
    ],
)
def test_what_cannot_be_joined(words, code, message, capsys):
    as_parquet("dump.parquet", rows()[:5])
    audit("dump.parquet", "--output", "one")
    audit("dump.parquet", "--profile", "strict", "--output", "strict")
    for place in ("foreign", "half"):
        Path(place).mkdir()
    for name in ("cards", "findings"):
        as_parquet(f"foreign/{name}.parquet", rows()[:1])
    Path("half/cards.parquet").write_bytes(Path("one/cards.parquet").read_bytes())
    before = files("one")
    capsys.readouterr()
    audit(*words, code=code)
    assert message in capsys.readouterr().err and files("one") == before
