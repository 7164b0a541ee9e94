"""What holds for the text family whatever the card: damage is undone exactly or left alone, and no report shows a secret."""

import base64
import json
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardwright import check_paths, check_text, cli, config
from cardwright.characters import credentials, mojibake
from cardwright.reporters import FORMATS, render

WORDS = """café naïve Größe São-Paulo façade l’été “quoted” ‘so’ … – — € £ © ® ™ ° ½ × µ ✅ ❌ ⚠️ 🛡️ 👩‍💻 🏴󠁧󠁢󠁥󠁮󠁧󠁿 → ≤ ≈ ∞ √π ∑ ├── └── ▪ • «état» « été »
école ÉCOLE CAFÉ™ GARÇON IRMÃ” Spaß” groß… Łódź żółć český ığşİ Привет мир Ελληνικά α β λ עברית العربية हिन्दी ไทย 模型 卡片 これは。 한국어
plain words and |tables| `code` 2.1 --- # Title""".split()
CODECS = {"mac": "mac_roman", "latin-1": "latin-1", "windows": "cp1252"}


def damaged(text: str, codec: str) -> str:
    """The text's UTF-8 read in another encoding, as browsers do where Windows-1252 has no character."""
    return "".join(bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in text.encode())


def repaired(text: str) -> str:
    for found in reversed(mojibake.find(text)):
        text = text[: found.start] + found.text + text[found.end :]
    return text


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)


@given(texts)
def test_real_text_is_left_alone(text):
    assert mojibake.find(text) == []


@given(texts, st.sampled_from(sorted(CODECS)))
def test_each_damaged_run_comes_back_or_stays(text, name):
    broken = damaged(text, CODECS[name])
    runs = {(found.start, found.end): found.text for found in mojibake.find(broken)}
    position = 0
    for character in text:
        size = len(character.encode()) if character > "\x7f" else 1
        for (start, end), was in runs.items():
            if start == position:
                assert damaged(was, CODECS[name]) == broken[start:end]
                assert text.find(was) >= 0
        position += size


@given(texts, st.sampled_from(sorted(CODECS)))
def test_a_card_with_one_sure_run_comes_back_whole(text, name):
    text = f"Ticks ✅, and “quotes” here. {text}"
    assert repaired(damaged(text, CODECS[name])) == text


@given(texts)
def test_twice_through_the_mill(text):
    text = f"It’s ✅ fine. {text}"
    assert repaired(damaged(damaged(text, "cp1252"), "cp1252")) == text


@given(texts, st.sampled_from(sorted(CODECS)))
def test_a_repair_leaves_nothing_to_repair(text, name):
    once = repaired(damaged(text, CODECS[name]))
    assert repaired(once) == once


def made_up(length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """Random as a token is, the same on every run, and nowhere in the repository as a whole."""
    return "".join(random.Random(length).choices(alphabet, k=length))


SECRETS = {
    "Hugging Face": "hf_" + made_up(34),
    "Hugging Face organisation": "api_org_" + made_up(34),
    "OpenAI": "sk-" + made_up(48),
    "OpenAI project": "sk-proj-" + made_up(100),
    "Anthropic": "sk-ant-" + "api03-" + made_up(90),
    "AWS": "AKIA" + made_up(16, string.ascii_uppercase + "234567"),
    "Google": "AIza" + made_up(35),
    "GitHub": "ghp_" + made_up(36),
    "GitHub fine-grained": "github_pat_" + made_up(22) + "_" + made_up(59),
    "GitLab": "glpat-" + made_up(20),
    "Slack": "xoxb-" + "70931855264-" + made_up(24),
    "Groq": "gsk_" + made_up(52),
}
LINES = {name: f"see `{secret}` there" for name, secret in SECRETS.items()} | {
    "W&B": f"wandb login {made_up(40, '0123456789abcdef')}",
    "AWS secret": f'aws_secret_access_key = "{made_up(40)}"',
    "JWT": f"Authorization: Bearer eyJ{made_up(30)}.eyJ{made_up(60)}.{made_up(43)}",
    "address": f"https://alice:{made_up(14)}@git.example.org/x",
    "key": "-----BEGIN RSA PRIVATE " + "KEY-----\n" + base64.b64encode(random.Random(1).randbytes(400)).decode(),
}
SHOWN = 8  # characters in a row that a report may hold of a secret: a name before it and the first four


@pytest.mark.parametrize("name", LINES)
def test_no_report_shows_a_secret(name):
    # Two spaces, a heading that skips and an unfilled value on the same line: other rules quote it too.
    card = f"---\nlicense: mit\ndescription: {name}\n---\n# A\n\n{LINES[name]} [Your Name] ![]() C:\\Users\\Alice\\x\n"
    (secret,) = credentials.find(card)
    report = check_text(card)
    assert [f.rule for f in report.findings if f.rule == "secret-in-card"] == ["secret-in-card"]
    parts = [secret.text.strip()[i : i + SHOWN + 1] for i in range(4, len(secret.text.strip()) - SHOWN, 5)]
    for format in FORMATS:
        shown = render(report, format)
        assert not any(part in shown for part in parts), f"{format} shows the secret"


@pytest.mark.parametrize("name", LINES)
def test_no_diff_and_no_fix_shows_a_secret(name, tmp_path, monkeypatch, capsys):
    """Fixes on the line itself, one that writes the secret anew, and one that is left out as it would complete it."""
    if "://" in (line := LINES[name]):
        line = line.replace("https", "htps").join(("[there](", ")"))
    token = "hf_" + made_up(34)[::-1]
    rest = f"also\u200b [x](htps://example.org)\n\n{token[:20]}\u200b{token[20:]}"
    card = f"---\nlicense: mit\n---\n# A\n\n[this] (https://example.org) {line} {rest}\n"
    (secret,) = credentials.find(card)
    parts = [secret.text.strip()[i : i + SHOWN + 1] for i in range(4, len(secret.text.strip()) - SHOWN, 5)]
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for options in (["--diff"], ["--fix", "--unsafe-fixes", "--format=sarif"], ["--format=sarif"]):
        cli.main(["check", *options, "README.md"])
        shown = "".join(capsys.readouterr())
        assert shown.count("@@") == 2 * (options == ["--diff"])
        assert not any(part in shown for part in parts), f"{options} shows the secret"
    mended = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert secret.text in mended and "[this](https://example.org)" in mended, "what is written is no mask"


@pytest.mark.parametrize("format", FORMATS)
def test_no_report_shows_a_secret_of_a_configuration(format, tmp_path):
    secret = made_up(30)
    (tmp_path / "README.md").write_text("# A\n")
    (tmp_path / "training_config.json").write_text(json.dumps({"trackio_token": secret}))
    shown = render(check_paths([tmp_path / "README.md"], config.Settings(select=("secret-in-config",))), format)
    assert "secret-in-config" in shown and secret[:SHOWN] not in shown


@given(st.sampled_from(sorted(SECRETS)), st.text(max_size=40))
def test_masking_keeps_the_length(name, around):
    line = f"{around} {SECRETS[name]} {around}"
    assert len(credentials.masked(line)) == len(line)
    assert SECRETS[name] not in credentials.masked(line)
