"""The policy of an organisation: the same verdicts through every door, nothing that weakens it, and mistakes in one line."""

import json
import os
import pickle
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_action import Job
from test_hook import OFFLINE, Hook

from cardwright import check, check_paths, check_text, cli, config, rules, schema, source
from cardwright.errors import UsageError
from cardwright.policy import enforce
from cardwright.policy import phrases as matching

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "policy"
HEAD = "license: {}\nlibrary_name: peft\npipeline_tag: text-classification\nbase_model: otter-works/base\n"
BODY = "# Otter\n\n## Uses\n\nIt sorts letters.\n\n## Whom to ask\n\n{}\n"
GOOD = f"---\n{HEAD.format('mit')}---\n{BODY.format('models@otter-works.example')}"
BAD = f"---\n{HEAD.format('cc-by-nc-4.0')}---\n" + BODY.format("Otter Labs")
BAD += "\n<!-- cardwright: ignore phrase-forbidden -->\nA State of\nthe Art sorter.\n"
RULES_OF_BAD = ["license-not-allowed", "contact-missing", "old-name", "phrase-forbidden"]


@pytest.fixture(autouse=True)
def _no_rules_are_left_over(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026-09-21
    monkeypatch.setenv("NO_COLOR", "1")
    yield
    rules.OWN.clear()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of Otter Works with a good and a bad card, the organisation's policy in .policy."""
    shutil.copytree(EXAMPLE, tmp_path / ".policy", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in {"good/README.md": GOOD, "models/bad/README.md": BAD}.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


POLICY = ["--policy", ".policy/policy.toml", "--allow-policy-code"]


def verdicts(report: str) -> list[tuple]:
    found = json.loads(report)["findings"]
    return sorted(
        (each["path"].replace(os.sep, "/"), each["line"], each["column"], each["rule"], each["level"]) for each in found
    )


def checked(capsys, *arguments) -> tuple[int, str]:
    code = cli.main(["check", "--format", "json", *arguments])
    return code, capsys.readouterr().out


def write(folder: Path, text: str, name="policy.toml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def under(folder, text: str, code=False, **project):
    """The settings of a project under a policy."""
    lines = [f"{key.replace('_', '-')} = {json.dumps(value)}\n" for key, value in project.items()]
    return config.load(write(folder, "".join(lines), "cardwright.toml"), policy=write(folder, text), code=code)


def found_in(card: str, settings) -> list[str]:
    return [finding.rule for finding in check_text(card, config=settings).findings]


# The same verdicts through every door


def test_check_with_one_and_two_processes(project, capsys):
    code, one = checked(capsys, *POLICY, ".")
    assert code == 1 and [rule for *_, rule, _ in verdicts(one)] == RULES_OF_BAD
    assert checked(capsys, *POLICY, "--jobs", "2", ".") == (code, one)


def test_many_cards_in_several_processes(project, capsys):
    for number in range(150):
        (project / f"models/m{number:03}").mkdir()
        (project / f"models/m{number:03}/README.md").write_text(BAD if number % 3 else GOOD, encoding="utf-8")
    one = checked(capsys, *POLICY, ".")
    assert len(verdicts(one[1])) == 101 * 4 and checked(capsys, *POLICY, "--jobs", "2", ".") == one


def test_processes_that_start_afresh_know_the_own_rules(project):
    settings = config.load(policy=".policy/policy.toml", code=True)
    program = (
        "import pickle, sys; settings = pickle.load(sys.stdin.buffer); from cardwright import check_text;"
        "print(*[f.rule for f in check_text(open('models/bad/README.md').read(), config=settings).findings])"
    )
    shutil.rmtree(".policy")  # its code travels with the settings
    done = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(settings), capture_output=True, check=True)
    assert done.stdout.decode().split() == RULES_OF_BAD


def test_the_action(tmp_path, project, capsys):
    expected = verdicts(checked(capsys, *POLICY, ".")[1])
    (tmp_path / "job").mkdir()
    job = Job(tmp_path / "job")
    for name in (".policy", "good", "models"):
        shutil.copytree(project / name, job.workspace / name)
    ran = job.run(select="", policy=".policy/policy.toml", allow_policy_code="true", sarif_file="out.sarif")
    assert ran.returncode == 1, ran.stderr
    sarif = json.loads((job.workspace / "out.sarif").read_text(encoding="utf-8"))["runs"][0]
    places = [(each["locations"][0]["physicalLocation"], each) for each in sarif["results"]]
    told = [
        (
            where["artifactLocation"]["uri"],
            where["region"]["startLine"],
            where["region"]["startColumn"],
            each["ruleId"],
            each["level"],
        )
        for where, each in places
    ]
    assert sorted(told) == expected
    assert {"contact-missing", "old-name"} <= {rule["id"] for rule in sarif["tool"]["driver"]["rules"]}
    assert job.outputs["errors"] == "3" and job.outputs["warnings"] == "1"


def test_the_action_refuses_what_it_must(tmp_path, project):
    (tmp_path / "job").mkdir()
    job = Job(tmp_path / "job")
    job.write("README.md", GOOD)
    shutil.copytree(project / ".policy", tmp_path / "job" / "outside")
    os.symlink(tmp_path / "job" / "outside" / "policy.toml", job.workspace / "linked.toml")
    os.symlink(tmp_path / "job" / "outside" / "house_rules.py", job.workspace / "house_rules.py")
    job.write("policy.toml", 'rules = "house_rules.py"\n')
    for policy, code, message in (
        ("../outside/policy.toml", "", "outside the folder that is checked"),
        ("linked.toml", "", "outside the folder that is checked"),
        ("policy.toml", "", "its rules (house_rules.py) are Python code"),
        ("policy.toml", "true", "house_rules.py: it is outside the folder that is checked"),
        ("policy.toml", "yes", "allow-policy-code: 'yes' is neither true nor false"),
        ("", "true", "--allow-policy-code goes with --policy"),
        ("absent.toml", "", "absent.toml: no such file"),
    ):
        ran = job.run(select="", policy=policy, allow_policy_code=code)
        assert ran.returncode == 2 and message in ran.stderr, (policy, ran.stderr)
    job.write("cardwright.toml", 'policy = "policy.toml"\n')  # a pull request names code
    ran = job.run(select="")
    assert ran.returncode == 2 and "its rules (house_rules.py) are Python code" in ran.stderr


@pytest.mark.slow
def test_the_hook(project, tmp_path_factory, capsys):
    expected = verdicts(checked(capsys, *POLICY, ".")[1])
    hook = Hook(tmp_path_factory.mktemp("hook"))
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    arguments = "[--policy=.policy/policy.toml, --allow-policy-code, --output=json=out.json]"
    text = f"repos: [{{repo: '{hook.repository.as_uri()}', rev: {hook.revision}, hooks: [{{id: cardwright-check, args: {arguments}}}]}}]"
    write(project, text, ".pre-commit-config.yaml")
    subprocess.run(["git", "add", "--all"], cwd=project, check=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    environment = clean | {"PRE_COMMIT_HOME": str(hook.store)}
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never"]
    install = [sys.executable, "-m", "pre_commit", "install-hooks"]
    subprocess.run(install, cwd=project, env=environment, check=True, capture_output=True, timeout=600)
    ran = subprocess.run(command, cwd=project, env=environment | OFFLINE, capture_output=True, encoding="utf-8", timeout=600)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert verdicts((project / "out.json").read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_audit(jobs, project, capsys):
    """Of the folder, and of a dump of the same cards."""
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    expected = [(path.removesuffix("/README.md"), *rest) for path, *rest in verdicts(checked(capsys, *POLICY, ".")[1])]
    names = [path.parent.relative_to(project).as_posix() for path in project.glob("**/README.md")]
    rows = [{"id": name, "card": (project / name / "README.md").read_text(encoding="utf-8")} for name in names]
    parquet.write_table(arrow.Table.from_pylist(rows), "cards.parquet")
    for place, named in (("one", ["good", "models"]), ("two", ["cards.parquet"])):
        assert cli.main(["audit", *named, *POLICY, "--jobs", jobs, "--output", place]) == 0, capsys.readouterr().err
        found = parquet.read_table(f"{place}/findings.parquet").to_pylist()
        told = [(row["id"].rpartition("/")[2], row["line"], row["column"], row["rule"], row["level"]) for row in found]
        assert sorted(told) == sorted((path.rpartition("/")[2], *rest) for path, *rest in expected)


def test_a_configuration_names_a_policy_from_its_own_folder(project, capsys):
    write(
        project / ".policy", (EXAMPLE / "policy.toml").read_text(encoding="utf-8").replace("rules =", "# rules ="), "plain.toml"
    )
    text = (project / ".policy" / "plain.toml").read_text(encoding="utf-8").replace('"contact-missing", ', "")
    write(project / ".policy", text, "plain.toml")
    write(project, 'policy = ".policy/plain.toml"\n', "cardwright.toml")
    expected = verdicts(checked(capsys, ".")[1])
    assert {rule for *_, rule, _ in expected} == {"license-not-allowed", "phrase-forbidden"}
    (project / "cardwright.toml").unlink()
    write(project, '[tool.cardwright]\npolicy = ".policy/plain.toml"\n', "pyproject.toml")
    assert verdicts(checked(capsys, ".")[1]) == expected
    assert cli.main(["check", *POLICY, "--format", "json", "."]) == 1  # the command line's takes its place
    assert len(verdicts(capsys.readouterr().out)) == 4


def test_the_example_of_the_page_is_the_example(capsys):
    page = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    rule = page[page.index("class contact_missing:") : page.index("RULES = ")].split('"""')[2].strip()
    assert rule in (EXAMPLE / "house_rules.py").read_text(encoding="utf-8")
    shown = page[page.index("```toml\n") + 8 :].partition("```")[0].splitlines()
    assert set(shown) <= set((EXAMPLE / "policy.toml").read_text(encoding="utf-8").splitlines())
    listed = {line.split("`")[1] for line in page.partition("## How it is named")[0].splitlines() if line.startswith("| `")}
    assert listed == set(schema.load("policy.schema.json")["properties"])


def test_the_keys_that_a_policy_shares_with_a_configuration_are_the_same():
    ours, theirs = (schema.load(f"{name}.schema.json")["properties"] for name in ("policy", "config"))
    plain = lambda value: {key: each for key, each in value.items() if key not in ("description", "default")}
    for key in ("profile", "sections", "required-keys", "extra-keys", "fail-on"):
        assert plain(ours[key]) == plain(theirs[key]), key


# Nothing weakens it

STRICT = 'licenses = ["mit"]\nrequired-keys = ["license"]\n[phrases]\nguaranteed = "no model is"\n'
CARD = "---\nlicense: cc-by-nc-4.0\n---\n# Otter\n\nIt is guaranteed.\n"


@pytest.mark.parametrize(
    "project",
    [{}, {"ignore": ["metadata", "text"]}, {"ignore": ["license-not-allowed", "phrase-forbidden"]}, {"select": ["links"]}, {"fail_on": "never"},
     {"profile": "none"}, {"required_keys": []}, {"ignore": ["files", "front-matter", "sections"]}],
    ids=str,
)  # fmt: skip
def test_a_project_cannot_weaken_it(tmp_path, project):
    settings = under(tmp_path, STRICT, **project)
    assert {"license-not-allowed", "phrase-forbidden"} <= set(found_in(CARD, settings))
    assert settings.fail_on == "error" and "license" in settings.required_keys
    assert "file-not-utf8" in found_in(b"\xff", settings) and "front-matter-missing" in found_in("# Otter\n", settings)


def test_what_it_does_not_hold_is_the_projects_to_ignore(tmp_path):
    settings = under(tmp_path, STRICT, ignore=["metadata", "links"])
    assert "links" in settings.ignore and "key-unknown" in settings.ignore and "license-unknown" not in settings.ignore


def test_a_project_may_add(tmp_path):
    text = 'profile = "strict"\nextra-keys = ["a_key"]\nfail-on = "warning"\nhold = ["links"]\nignore = ["claims"]\n'
    settings = under(
        tmp_path, text, required_keys=["tags", "datasets"], extra_keys=["b_key"], fail_on="note", ignore=["links", "text"]
    )
    assert settings.profile == "strict" and settings.fail_on == "note" and settings.extra_keys == ("a_key", "b_key")
    assert settings.required_keys == ("license", "library_name", "pipeline_tag", "language", "tags", "datasets")
    assert settings.ignore == ("claims", "text")
    own = [{"heading": "Ours"}]
    assert under(tmp_path, text + '[[sections]]\nheading = "Theirs"\n', sections=[]).sections == ({"heading": "Theirs"},)
    (tmp_path / "cardwright.toml").write_text('[[sections]]\nheading = "Ours"\n', encoding="utf-8")
    load = lambda more: config.load(str(tmp_path / "cardwright.toml"), policy=write(tmp_path, text + more))
    assert load('[[sections]]\nheading = "Theirs"\n').sections == ({"heading": "Theirs"}, *own)
    assert load("").sections is None  # the profile's stand
    assert config.load(str(tmp_path / "cardwright.toml"), policy=write(tmp_path, STRICT)).sections == tuple(own)


def test_the_command_line_has_the_last_word(project, capsys):
    code, report = checked(
        capsys, *POLICY, "--ignore", "contact-missing,text", "--select", "contact-missing,license-not-allowed", "."
    )
    assert code == 1 and [rule for *_, rule, _ in verdicts(report)] == ["license-not-allowed"]
    assert checked(capsys, *POLICY, "--fail-on", "never", ".")[0] == 0


def test_comments_do_not_hide_what_it_holds(tmp_path):
    settings = under(tmp_path, STRICT)
    card = CARD.replace("It", "<!-- cardwright: ignore-file text metadata snippets -->\nIt")
    found = check_text(card, config=settings).findings
    held = [finding for finding in found if finding.rule in ("license-not-allowed", "phrase-forbidden")]
    assert len(held) == 2 and all("no comment leaves it out" in finding.message for finding in held)
    assert {finding.rule for finding in found} - {"license-not-allowed", "phrase-forbidden"} <= {
        "key-missing",
        "section-missing",
        "suppression-unused",
    }


def test_a_baseline_does_not_hide_what_it_holds(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, CARD, "README.md")
    write(tmp_path, STRICT)
    assert cli.main(["baseline", "README.md", "--output", "without.json"]) == 0
    assert cli.main(["baseline", "README.md", "--policy", "policy.toml", "--output", "with.json"]) == 0
    known = json.loads((tmp_path / "with.json").read_text(encoding="utf-8"))["findings"]
    assert known and not {each["rule"] for each in known} & {"license-not-allowed", "phrase-forbidden", "key-missing"}
    capsys.readouterr()
    held = {"license-not-allowed", "phrase-forbidden", "key-missing"}
    for name in ("without.json", "with.json"):
        code, report = checked(capsys, "README.md", "--policy", "policy.toml", "--baseline", name)
        assert code == 1 and {rule for *_, rule, _ in verdicts(report)} == held
    settings = config.load(policy="policy.toml")._replace(baseline="with.json")
    assert {finding.rule for finding in check_paths(["README.md"], settings).findings} == held


# Exemptions

EXEMPT = STRICT + '[[exemption]]\ncard = "{}"\nrule = {}\nreason = "lawyers"\nuntil = {}\n'


@pytest.mark.parametrize(
    ("glob", "exempt"),
    [("models/a/README.md", True), ("models/*", True), ("*", True), ("README.md", False), ("otter-works/old-*", True), ("otter-works/new-*", False)],
)  # fmt: skip
def test_which_cards_are_exempt(tmp_path, monkeypatch, glob, exempt):
    (tmp_path / "models/a").mkdir(parents=True)
    write(tmp_path / "models/a", CARD, "README.md")
    monkeypatch.chdir(tmp_path)
    settings = under(tmp_path, EXEMPT.format(glob, '"license-not-allowed"', "2026-09-21"))._replace(repo="otter-works/old-sorter")
    for path in ("models/a/README.md", "./models/a/README.md", str(tmp_path / "models/a/README.md")):
        (finding, *more) = [each.rule for each in check_paths([path], settings).findings if each.level == "error"]
        assert [finding, *more] == (["phrase-forbidden"] if exempt else ["license-not-allowed", "phrase-forbidden"])


def test_exempt_findings_are_counted_and_needless_exemptions_named(project, capsys):
    more = '\n[[exemption]]\ncard = "good/*"\nrule = "text"\nreason = "x"\nuntil = "2026-10-01"\n'
    text = (project / ".policy/policy.toml").read_text(encoding="utf-8").replace("models/beaver", "models/bad") + more
    write(project / ".policy", text)
    for jobs in ("1", "2"):
        assert cli.main(["check", *POLICY, "--jobs", jobs, "."]) == 1
        said = capsys.readouterr()
        assert "2 errors, 1 warning in 2 cards" in said.out and "contact-missing" not in said.out
        assert said.err == (
            "policy: 1 finding exempt, the first until 2026-12-31\n"
            "policy: `exemption[2]` of .policy/policy.toml lets nothing pass in these cards; is it still needed?\n"
        )


def test_an_expired_exemption(tmp_path, monkeypatch):
    text = EXEMPT.format("*", '["metadata", "text"]', "2026-09-20")
    found = check_text(CARD, config=under(tmp_path, text)).findings
    assert {"license-not-allowed", "phrase-forbidden"} <= {finding.rule for finding in found}
    (late,) = (finding for finding in found if finding.rule == "exemption-expired")
    assert late.level == "warning" and "ended on 2026-09-20 (lawyers)" in late.message
    renewed = text + '[[exemption]]\ncard = "*"\nrule = ["metadata", "text"]\nreason = "more lawyers"\nuntil = 2026-09-21\n'
    assert not {"license-not-allowed", "exemption-expired"} & set(found_in(CARD, under(tmp_path, renewed)))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1790000000 - 86400))
    assert "exemption-expired" not in found_in(CARD, under(tmp_path, text))
    assert found_in(CARD.replace("cc-by-nc-4.0", "mit"), under(tmp_path, text, ignore=["exemption-expired"])) is not None
    for epoch in ("yesterday", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        with pytest.raises(UsageError, match="not a number of seconds"):
            under(tmp_path, text)


# Own rules


OWN = '"""Ours."""\nclass card_is_long:\n    """The card is long."""\n    family, level, needs = "text", "note", "text"\n    def check(context):\n        {}\nRULES = [card_is_long]\n'


def own(folder, body: str):
    write(folder, OWN.format(body), "house_rules.py")
    return under(folder, 'rules = "house_rules.py"\n', code=True)


def test_own_rules_are_fixed_explained_and_held(project, capsys):
    assert cli.main(["check", *POLICY, "--fix", "models"]) == 1
    assert "1 fixed" in capsys.readouterr().out and "Otter Works" in (project / "models/bad/README.md").read_text(
        encoding="utf-8"
    )
    write(project, 'ignore = ["contact-missing"]\nselect = ["links"]\n', "cardwright.toml")
    assert "contact-missing" in {rule for *_, rule, _ in verdicts(checked(capsys, *POLICY, ".")[1])}
    card = project / "models/bad/README.md"
    card.write_text(card.read_text(encoding="utf-8").replace("phrase-forbidden", "contact-missing"), encoding="utf-8")
    assert "suppression-unknown" not in {rule for *_, rule, _ in verdicts(checked(capsys, *POLICY, ".")[1])}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return context.absent", "AttributeError: 'Context' object has no attribute 'absent' (house_rules.py, line 6)"),
        ("yield (0, 1), 'fine'; raise SystemExit(0)", "SystemExit: 0 (house_rules.py, line 6)"),
        ("return 1", "TypeError: 'int' object is not iterable"),
        ("pass", "TypeError: 'NoneType' object is not iterable"),
        ("yield 1", "TypeError: cannot unpack"),
        ("yield (0, 10**9), 'x'", "ValueError: (0, 1000000000) is no place in the card"),
        ("yield (5, 2), 'x'", "is no place in the card"),
        ("yield None, 'x'", "TypeError"),
        ("yield (0, 1), None", "None is no message"),
        ("yield (0, 1), ' '", "is no message"),
        ("yield (0, 1), 'x', 'y'", "is no Fix"),
        ("yield (0, 1), 'x', __import__('cardwright.findings').findings.replace((0, 10**6), 'x')", "is no place in the card"),
    ],
)
def test_a_rule_that_goes_wrong_is_an_error_on_the_card(tmp_path, body, message):
    found = check_text(GOOD, config=own(tmp_path, body)).findings
    last = [finding for finding in found if finding.rule == "card-is-long"][0]
    assert last.level == "error" and message in last.message and str(tmp_path) not in last.message


def test_a_rule_without_end_is_cut_off(tmp_path):
    settings = own(tmp_path, "n = 0\n        while True:\n            n += 1\n            yield (0, 1), f'{n}'")
    assert found_in(GOOD, settings).count("card-is-long") == 1001


def test_two_policies_in_a_process_do_not_mix(tmp_path):
    (tmp_path / "b").mkdir()
    one = own(tmp_path, "yield (0, 1), 'one'")
    two = own(tmp_path / "b", "yield (0, 1), 'two'")
    said = lambda settings: [f.message for f in check_text(GOOD, config=settings).findings if f.rule == "card-is-long"]
    assert (said(one), said(two), said(config.Settings())) == (["one"], ["two"], [])


MODULES = {
    "x = ": ":1: not valid Python",
    "import nothing_of_that_name\n": "house_rules.py:1: it cannot be loaded: ModuleNotFoundError",
    "\n\n1 / 0\n": "house_rules.py:3: it cannot be loaded: ZeroDivisionError: division by zero",
    "raise SystemExit(0)\n": "it cannot be loaded: SystemExit: 0",
    "": "it has no list `RULES`",
    "RULES = []\n": "it has no list `RULES`",
    "RULES = dict(a=1)\n": "it has no list `RULES`",
    "RULES = [1]\n": "RULES[0]: `` is no id",
    OWN.replace("card_is_long", "Long"): "`long` is no id",
    OWN.replace("card_is_long", "license_unknown"): "cardwright has a rule of this name",
    OWN.replace("card_is_long", "front_matter"): "cardwright has a rule of this name",
    OWN.replace("[card_is_long]", "[card_is_long] * 2"): "two rules are called `card-is-long`",
    OWN.replace('    """The card is long."""\n', ""): "it has no docstring",
    OWN.replace("def check", "def chek"): "it has no function `check`",
    OWN.replace('"note"', '"fatal"'): "`level` is 'fatal'; write one of error, warning, note, profile",
    OWN.replace('"text", "note"', '"house", "note"'): "`family` is 'house'; write one of front-matter",
    OWN.replace('"note", "text"', '"note", "code"'): "`needs` is 'code'; write one of file, text",
    OWN.replace('"note", "text"', '"note", []'): "`needs` is []",
}


@pytest.mark.parametrize("text", MODULES, ids=lambda text: MODULES[text][:40])
def test_a_module_that_is_none(tmp_path, text):
    write(tmp_path, text.replace("{}", "return ()"), "house_rules.py")
    with pytest.raises(UsageError) as caught:
        under(tmp_path, 'rules = "house_rules.py"\n', code=True)
    assert MODULES[text] in caught.value.message and "\n" not in caught.value.message


def test_code_runs_only_by_consent(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, GOOD, "README.md")
    write(tmp_path, "open('ran', 'w').close()\n" + OWN.format("return ()"), "house_rules.py")
    write(tmp_path, 'rules = "house_rules.py"\n')
    write(tmp_path, 'policy = "policy.toml"\n', "cardwright.toml")
    for arguments in ([], ["--policy", "policy.toml"], ["--allow-policy-code"], ["--jobs", "2"]):
        assert cli.main(["check", *arguments, "README.md"]) == 2 and not Path("ran").exists()
        assert "policy" in capsys.readouterr().err
    assert cli.main(["check", "--policy", "policy.toml", "--allow-policy-code", "README.md"]) == 0 and Path("ran").exists()


# Wrong input

WRONG = {
    'licences = ["mit"]': "unknown key `licences`; did you mean `licenses`?",
    'licenses = ["MIT"]': "`licenses`: the Hub has no licence `MIT`; did you mean `mit`?",
    "licenses = []": "`licenses` is an empty list",
    'licenses = "mit"': "a list of licence ids",
    'profile = "strickt"': "did you mean `strict`?",
    'phrases = ["a"]': "`phrases` is a list; it must be a table of phrases and reasons",
    '[phrases]\n"a" = ""': "`phrases.a` is the text ''; it must be the reason",
    '[phrases]\n" * " = "x"': "`phrases`: ' * ' holds no word",
    '[phrases]\n"A  b" = "x"\n"a\\nB" = "x"': "'A  b' and 'a\\nB' are the same phrase",
    f'[phrases]\n"{"a " * 101}" = "x"': "has 202 characters; 200 are the most",
    'hold = ["phrases"]': "no rule or family is called `phrases`",
    'licenses = ["mit"]\nignore = ["metadata"]': "it ignores `metadata` and asks for `license-not-allowed`",
    'rules = "../house_rules.py"': "the name of a Python file beside the policy",
    'rules = "/etc/x.py"': "the name of a Python file beside the policy",
    'rules = "absent.py"': "absent.py: no such file",
    '[[exemption]]\ncard = "*"\nrule = "text"\nuntil = 2026-12-31': "`exemption[0].reason` is missing",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = ""\nuntil = 2026-12-31': "`exemption[0].reason` is the text ''",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = " "\nuntil = 2026-12-31': "`exemption[0]`: the reason is blank",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = "x"': "`exemption[0].until` is missing",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = "x"\nuntil = "soon"': "a date such as 2026-12-31",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = "x"\nuntil = "2026-02-30"': "there is no day 2026-02-30",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = "x"\nuntil = 2026-12-31T10:00:00': "a date such as 2026-12-31",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = "x"\nuntil = 2026': "a date such as 2026-12-31",
    '[[exemption]]\ncard = "*"\nrule = "txt"\nreason = "x"\nuntil = 2026-12-31': "`exemption[0]`: no rule or family is called `txt`; did you mean `text`?",
    '[[exemption]]\ncard = "*"\nrule = []\nreason = "x"\nuntil = 2026-12-31': "a rule or family, or a list of them",
    '[[exemption]]\ncard = "*"\nrule = "text"\nreason = "x"\nuntil = 2026-12-31\nby = "me"': "holds keys that are not known: by",
    "exemption = [1]": "`exemption[0]` is the number 1",
    "exemption = 1": "`exemption` is the number 1",
    "x = ": "not valid TOML",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=lambda text: repr(text)[:60])
def test_a_mistake_is_one_line_that_names_the_file(tmp_path, text):
    with pytest.raises(UsageError) as caught:
        under(tmp_path, text, code=True)
    message = caught.value.message
    assert (
        WRONG[text] in message
        and message.startswith(str(tmp_path))
        and "\n" not in message
        and len(message) < 400 + len(str(tmp_path))
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [("policy = 1", "`policy` is the number 1"), ('policy = ""', "the path of a policy"), ('policy = "absent.toml"', "absent.toml: no such file"),
     ("[policy]\nlicences = []", "cardwright.toml: policy: unknown key `licences`"), ('[policy]\nrules = "house_rules.py"', "runs only when the command line"),
     ('policy = "."', "cannot be read: it is a folder")],
)  # fmt: skip
def test_a_configuration_that_names_none(tmp_path, text, message):
    with pytest.raises(UsageError) as caught:
        config.load(write(tmp_path, text, "cardwright.toml"))
    assert message in caught.value.message


# Phrases


def phrases(words) -> str:
    return "[phrases]\n" + "".join(f"{json.dumps(phrase)} = 'x'\n" for phrase in words)


def test_ten_thousand_phrases_find_what_a_plain_search_finds(tmp_path):
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdeé水", k=chance.randint(1, 3))) for _ in range(60)]
    texts = [" ".join(chance.choices(words, k=chance.randint(2, 5))) for _ in range(13_000)]
    listed = list({matching.words(text): text for text in texts}.values())[:10_000]
    settings = under(tmp_path, phrases(listed))
    known = {matching.words(phrase) for phrase, _ in settings.policy.phrases}
    longest = max(map(len, known))
    for _ in range(30):
        prose = " ".join(chance.choices(words, k=200))
        tokens, expected, at = matching.words(prose), 0, 0
        while at < len(tokens):
            here = [n for n in range(longest, 0, -1) if tokens[at : at + n] in known and at + n <= len(tokens)]
            expected, at = (expected + 1, at + here[0]) if here else (expected, at + 1)
        assert found_in(f"---\nlicense: mit\n---\n{prose}\n", settings).count("phrase-forbidden") == expected


def test_screened_and_full_runs_agree_under_a_policy(tmp_path):
    settings = under(tmp_path, STRICT + '"the model" = "x"\n"100%" = "x"\n"kelvin" = "x"\n', profile="strict")
    every = rules.chosen()
    cards = [path.read_bytes() for path in sorted((ROOT / "tests" / "cases").rglob("*.md"))]
    cards += ["GUARANTEED \u212aelvin".encode(), "İ guaranteed ﬀ".encode(), b"---\nlicense: [mit]\n---\n100%"]
    spoken = 0
    for card in cards:
        origin = source.decode("README.md", card)
        full = check.check_source(origin, settings, every, screen=False)
        assert check.check_source(origin, settings, every) == full
        spoken += any(finding.rule == "phrase-forbidden" for finding in full)
    assert spoken > 10


def test_findings_of_a_card_keep_what_was_exempt_on_their_way(tmp_path):
    settings = under(tmp_path, EXEMPT.format("*", '"metadata"', "2026-09-21"))
    found = check.check_source(source.decode("README.md", CARD.encode()), settings, rules.chosen())
    again = pickle.loads(pickle.dumps(found))
    assert isinstance(again, enforce.Found) and again == found and set(again.exempt) == {0} and again.met == (0,)
