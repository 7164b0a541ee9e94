"""Whatever a user can leave lying around: a clear finding or one clear line, a documented exit code, never a traceback, never a
hang, and the other files are still checked. Every run here is a process of its own with bounded time and memory."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys

import pytest

GOOD = "---\nlicense: mit\ntags:\n- x\n---\n# Good\n\nA card.\n"
COMMAND = [sys.executable, "-m", "cardwright"]
MEMORY = 2 << 30
FIVE_MB = 4_990_000


def run(*arguments, cwd, timeout=60, **options):
    """A finished `cardwright` process; its output as text that may hold undecodable bytes."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        timeout=timeout,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        **{"stdin": subprocess.DEVNULL, **options},
    )
    done.stdout, done.stderr = (stream.decode("utf-8", "surrogateescape") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in done.stderr and "internal error" not in done.stderr, done.stderr[-2000:]
    return done


def findings(*arguments, cwd, **options):
    done = run("check", "--format", "json", *arguments, cwd=cwd, **options)
    assert done.returncode in (0, 1, 2), done.stderr
    return json.loads(done.stdout)["findings"]


def rules_said(*arguments, cwd, **options):
    return {finding["rule"] for finding in findings(*arguments, cwd=cwd, **options)}


def write(folder, data, name="card.md"):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    return path.name


FILES = {
    "empty": (b"", "file-empty"),
    "blank": (b" \n\n\t\n", "file-empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "file-empty"),
    "latin-1": ("---\nlicense: mit\n---\n# Modèle\n".encode("latin-1"), "file-not-utf8"),
    "utf-16 with mark": ("---\nlicense: mit\n---\n".encode("utf-16"), "file-not-utf8"),
    "utf-16 without mark": ("---\nlicense: mit\n---\n".encode("utf-16-le"), "file-binary"),
    "cut in a character": ("# é".encode()[:-1], "file-not-utf8"),
    "surrogate in UTF-8": (b"# \xed\xa0\x80", "file-not-utf8"),
    "null bytes": (b"---\nlicense: mit\n---\n\0\0", "file-binary"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", "file-binary"),
    "5 MB and one byte": (b"a" * 5_000_001, "file-too-large"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_card_is_a_finding_and_the_others_are_checked(name, tmp_path):
    data, rule = FILES[name]
    write(tmp_path, data)
    write(tmp_path, "---\nlicense: MIT\n---\n", "other.md")
    done = run("check", "card.md", "other.md", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    said = {(finding["path"], finding["rule"]) for finding in json.loads(done.stdout)["findings"]}
    assert ("card.md", rule) in said and ("other.md", "license-unknown") in said
    assert [r for path, r in said if path == "card.md" and r.startswith("file-")] == [rule]


def test_the_place_of_the_first_bad_byte_is_named(tmp_path):
    write(tmp_path, "# é\nabc ".encode() + b"\xff\xfe\n")
    (finding,) = findings("card.md", "--select", "files", cwd=tmp_path)
    assert (finding["line"], finding["column"]) == (2, 5) and "0xff" in finding["message"]


def test_50_mb_are_not_read(tmp_path):
    with open(tmp_path / "card.md", "wb") as file:
        file.truncate(50_000_000)
    (finding,) = findings("card.md", cwd=tmp_path)
    assert finding["rule"] == "file-too-large" and "50.0 MB" in finding["message"]


def make_odd(folder):
    """Things that are no regular file, each under its own name, as {name: words of the message}."""
    os.symlink("loop-b.md", folder / "loop-a.md")
    os.symlink("loop-a.md", folder / "loop-b.md")
    os.symlink("gone.md", folder / "broken.md")
    os.symlink("/dev/zero", folder / "zero.md")
    os.symlink("/dev/null", folder / "null.md")
    os.mkfifo(folder / "fifo.md")
    return {
        "loop-a.md": "leads back to itself",
        "broken.md": "does not exist",
        "zero.md": "not a regular file",
        "null.md": "not a regular file",
        "fifo.md": "not a regular file",
    }


def test_links_pipes_and_devices_are_findings(tmp_path):
    odd = make_odd(tmp_path)
    write(tmp_path, GOOD)
    said = {f["path"]: f for f in findings(*odd, "card.md", "--select", "files", cwd=tmp_path, timeout=20)}
    assert set(said) == set(odd)
    for name, words in odd.items():
        assert said[name]["rule"] == "file-unreadable" and words in said[name]["message"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_finding(tmp_path):
    os.chmod(tmp_path / write(tmp_path, GOOD), 0)
    (finding,) = findings("card.md", cwd=tmp_path)
    assert finding["rule"] == "file-unreadable" and "permission" in finding["message"]


def test_a_folder_named_like_a_card_is_walked_and_its_cards_found(tmp_path):
    (tmp_path / "README.md").mkdir()
    write(tmp_path / "README.md", GOOD.replace("mit", "MIT"), "README.md")
    (finding,) = findings("README.md", "--select", "license-unknown", cwd=tmp_path)
    assert finding["path"] == "README.md/README.md"
    assert rules_said(".", cwd=tmp_path) >= {"license-unknown"}


def test_a_walk_meets_links_that_lead_in_circles(tmp_path):
    os.symlink(".", tmp_path / "again")
    os.symlink("MODEL_CARD_A.md", tmp_path / "MODEL_CARD_A.md")
    write(tmp_path, GOOD, "MODEL_CARD.md")
    done = run("check", ".", cwd=tmp_path)
    assert done.returncode == 1 and "in 2 cards" in done.stdout and "leads back to itself" in done.stdout


@pytest.mark.parametrize("name", ["a::b.md", "new\nline.md", "esc\x1b[31m.md", "spaß \u202e.md", "--dash.md", "a b.md", "%0A.md"])
def test_odd_file_names(name, tmp_path):
    write(tmp_path, GOOD.replace("mit", "MIT"), name)
    done = run("check", "--select", "license-unknown", "--", name, cwd=tmp_path)
    assert done.returncode == 1 and "[license-unknown]" in done.stdout
    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout
    assert len(done.stdout.splitlines()) == 4, "a name must not break the lines of the report"
    (finding,) = findings("--select", "license-unknown", "--", name, cwd=tmp_path)
    assert finding["path"] == name


def test_a_file_name_that_is_no_text(tmp_path):
    name = os.fsdecode(b"caf\xe9.md")
    try:
        write(tmp_path, GOOD.replace("mit", "MIT"), name)
    except OSError:
        pytest.skip("this file system takes text names only")
    for format in ("text", "json"):
        done = run("check", name, "--format", format, "--output", f"{format}=out", cwd=tmp_path)
        assert done.returncode == 1 and "license-unknown" in done.stdout
        assert "license-unknown" in (tmp_path / "out").read_text(encoding="utf-8")


TERMINAL = "\x1b[31m\x1b]0;title\x07\u202e\x9b31m\x7f\x08"


@pytest.mark.parametrize("place", ["value", "body", "quoted"])
def test_escape_sequences_never_reach_the_terminal(place, tmp_path):
    escaped = '"\\e[31m\\x07\\u202e\\x9b"'
    text = {
        "value": f"---\nlicense: x{TERMINAL}\n---\n",
        "body": f"---\nlicense: MIT\n---\n# {TERMINAL}\n",
        "quoted": f"---\nlicense: {escaped}\n---\n",
    }[place]
    write(tmp_path, text)
    done = run("check", "card.md", "--color", "never", cwd=tmp_path)
    assert done.returncode in (0, 1) and done.stdout
    raw = [c for c in done.stdout + done.stderr if c in "\x1b\x07\x08\x7f\x9b\u202e"]
    assert not raw


YAML = {
    "alias bomb": "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]\n" for a, b in zip("abcdefgh", "bcdefghi")),
    "itself": "a: &a [*a]\n",
    "deep flow": "a: " + "[" * 10_000 + "\n",
    "deep flow, closed": "a: " + "[" * 10_000 + "]" * 10_000 + "\n",
    "deep maps": "a: " + "{a: " * 10_000 + "\n",
    "deep blocks": "".join(" " * depth + "a:\n" for depth in range(2_000)),
    "deep sequence": "- " * 10_000 + "\n",
    "deep keys": "? " * 10_000 + "\n",
    "too many values": "a:\n" + "- 1\n" * 250_000,
    "half characters": 'license: "\\ud800"\ntags: ["\\udfff\\ud83d"]\n',
    "null character": 'license: "\\0"\n',
    "unknown tag": "license: !!python/object/apply:os.system [ls]\n",
    "long number": "license: " + "1" * 100_000 + "\n",
    "long binary number": "license: 0b" + "1" * 100_000 + "\n",
    "a date that is none": "license: 2024-99-99\n",
    "a word tagged as a number": "license: !!int abc\nlanguage: !!float x\ntags: !!bool maybe\n",
    "merge of itself": "a: &a\n  <<: *a\n",
    "merge of a scalar": "a: &a 1\nb:\n  <<: *a\n",
    "mapping as key": "? {a: b}\n: c\n? [a, b]\n: d\n",
    "not a mapping": "- a\n- b\n",
    "a scalar": "just text\n",
    "two documents": "a: 1\n--- \nb: 2\n",
    "60 tabs": "".join(f"a{n}:\t[b]\n" for n in range(60)),
    "control character": "license: \x01\n",
    "model-index of aliases": "m: &m [" + "{type: 1, value: }," * 300 + "]\nmodel-index:\n- name: a\n  results:\n" + "  - {task: {}, dataset: {}, metrics: *m}\n" * 150,
    "wrong languages": "language:\n" + "".join(f"- x{n}\n" for n in range(20_000)),
    "wrong gated fields": "extra_gated_fields:\n" + "".join(f"  k{n}: 1\n" for n in range(60_000)),
    "unknown result keys": "model-index:\n- name: a\n  results:\n  - task: {type: a}\n" + "".join(f"    k{n}: 1\n" for n in range(20_000)),
    "one line of metrics": "model-index: [{name: a, results: [{metrics: [" + '{type: a, value: "1"},' * 20_000 + "]}]}]\n",
    "unknown keys": "".join(f"k{n}: a\n" for n in range(60_000)),
    "duplicate keys": "a: 1\n" * 60_000,
}  # fmt: skip


@pytest.mark.parametrize("name", YAML)
def test_hostile_yaml_is_answered_in_bounded_time_and_memory(name, tmp_path):
    write(tmp_path, f"---\n{YAML[name]}---\n# A\n")
    done = run("check", "card.md", cwd=tmp_path)
    assert done.returncode in (0, 1)
    assert len(done.stdout) < 3_000_000, "nobody reads a report of this length"


UNITS = ["[", "`", "<!--", "#", "|", "*", "\n", "- ", "> ", "a", "# ", "#" + " " * 99, "<h1>", "<h1>\n", "<h1 ", "a <!--\n", "`<!--", "```\n",
         "`a\n\n", "**a** ", "---\n", "=\n", "\r", "\r\r\n", "{{ ", "[a](", "\u2028", "x: ", "x:\t", "<", "    a\n\n", "1. ", "<!-- x --><h1>a</h1>\n", "<h1>\n# </h1>\n"]  # fmt: skip


HUGE = ["[", "`", "<!--", "#", "|", "*", "\n", "- ", "> ", "<h1>\n", "a <!--\n", "\r", "x: ", "```\n"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HUGE)
def test_5_mb_of_anything_is_answered(unit, tmp_path):
    filler = unit * (FIVE_MB // len(unit.encode()))
    names = [
        write(tmp_path, f"---\nlicense: MIT\n---\n{filler}", "body.md"),
        write(tmp_path, f"---\nx: {filler}\n---\n", "front.md"),
    ]
    done = run("check", *names, cwd=tmp_path, timeout=150)
    assert done.returncode == 1 and "body.md:2:10: error:" in done.stdout and "in 2 cards" in done.stdout
    assert len(done.stdout) < 1_000_000


BODY = """
import sys
from cardwright.card import Card
for unit in {units!r}:
    for before in ("", "<h1>", "`", "# ", "<!-- "):
        card = Card("---\\nlicense: mit\\n---\\n" + before + unit * (300_000 // len(unit)))
        body = card.body
        body.spans, body.region(100_000), card.position(len(card.text))
"""


@pytest.mark.slow
def test_the_structure_of_a_body_is_found_in_linear_time(tmp_path):
    """Rules ask for it only in some cards; a quadratic step needs hours for this list."""
    done = subprocess.run([sys.executable, "-c", BODY.format(units=UNITS)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("ends", ["\r", "\r\r\n", "\n\r"])
def test_odd_line_ends(ends, tmp_path):
    write(tmp_path, GOOD.replace("\n", ends))
    assert run("check", "card.md", cwd=tmp_path).returncode in (0, 1)


def test_a_reader_that_goes_away(tmp_path):
    write(tmp_path, "---\nlicense:\n" + "- x\n" * 3000 + "---\n")
    process = subprocess.Popen(
        [*COMMAND, "check", *["card.md"], "--format", "json"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 3 and error == b""


@pytest.mark.parametrize("closed, code", [("check card.md >&-", 1), ("check card.md >&- 2>&-", 1), ("check - <&-", 2)])
def test_closed_streams(closed, code, tmp_path):
    write(tmp_path, GOOD.replace("mit", "MIT"))
    command = " ".join(["exec", *COMMAND, closed])
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == code
    assert done.stderr == ("" if code == 1 else "cardwright: -: standard input is closed\n")


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_a_terminal_that_knows_ascii_only(locale, tmp_path):
    write(tmp_path, "---\nlicense: Modèle 🙂\n---\n# é\n")
    done = run("check", "card.md", cwd=tmp_path, env={**os.environ, **locale})
    assert done.returncode == 1 and "license-unknown" in done.stdout and "\\xe8" in done.stdout


def test_an_interrupted_run_says_so(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "check", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell ignores it for what it runs behind
    )
    process.stdin.write(b"a" * 100_000)  # more than a pipe holds: it returns once the command reads
    process.stdin.flush()
    try:
        for _ in range(60):  # a signal that comes just before the command goes to sleep in a read wakes nobody
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
                break
        assert process.returncode == 130
        assert process.stderr.read() == b"cardwright: interrupted\n"
    finally:
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


@pytest.mark.parametrize("data, code", [(GOOD, 0), (GOOD.replace("mit", "MIT"), 1), ("a" * 5_100_000, 1), (b"\xff", 1), ("", 1)])
def test_standard_input(data, code, tmp_path):
    data = data.encode() if isinstance(data, str) else data
    done = run("check", "-", "--select", "files,license-unknown", cwd=tmp_path, stdin=None, input=data)
    assert done.returncode == code and ("<stdin>:" in done.stdout) == bool(code)
