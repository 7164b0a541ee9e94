"""The action as GitHub's runner starts it: environment in, files and annotations out."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

from cardwright import __version__, cli

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GOOD = "---\nlicense: mit\n---\n# A model\n"
BAD = "---\nlicense: MIT\n---\n# A model\n"
SUMMARY = "no findings in 1 card"


def entrypoint() -> list[str]:
    """What the Dockerfile says, with this Python."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    words = json.loads(next(line for line in lines if line.startswith("ENTRYPOINT")).removeprefix("ENTRYPOINT"))
    assert words[0] == "python"
    return [sys.executable, *words[1:]]


class Job:
    """A workspace, and the runner's files beside it."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "workspace"
        self.output, self.page = folder / "set_output", folder / "step_summary"
        self.workspace.mkdir()
        self.output.touch()
        self.page.touch()

    def write(self, name: str, text: str) -> None:
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, **inputs: str) -> subprocess.CompletedProcess:
        """The runner passes every input, as an empty text when it is not set, and keeps hyphens."""
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        defaults = {name: about["default"] for name, about in ACTION["inputs"].items()}
        values = defaults | {"select": "license-unknown"} | given
        environment = {f"INPUT_{name.upper()}": value for name, value in values.items()}
        runner = {
            "PATH": os.environ["PATH"],
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.page),
            "SECRET_TOKEN": "hf_do_not_read_me",
        }
        return subprocess.run(
            entrypoint(), cwd=self.workspace, env=runner | environment, capture_output=True, encoding="utf-8", timeout=60
        )

    @property
    def outputs(self) -> dict[str, str]:
        lines = self.output.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    @property
    def summary(self) -> str:
        return self.page.read_text(encoding="utf-8")


@pytest.fixture
def job(tmp_path):
    return Job(tmp_path)


def test_clean_card(job):
    job.write("models/a/MODEL_CARD.md", GOOD)
    ran = job.run()
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{SUMMARY}\n", "")
    assert job.outputs == {"errors": "0", "warnings": "0", "notes": "0", "files": "1", "sarif-file": ""}
    assert job.summary == f"## Model cards: {SUMMARY}\n"


def test_findings_are_annotations_and_a_summary(job):
    job.write("a/README.md", BAD)
    job.write("b/README.md", GOOD)
    job.write("c/README.md", "# No card\n")
    ran = job.run(sarif_file="out.sarif")
    assert ran.returncode == 1 and ran.stderr == ""
    first, summary, end = ran.stdout.split("\n")
    properties = "file=a/README.md,line=2,endLine=2,col=10,endColumn=13,title=license-unknown"
    assert first.startswith(f"::error {properties}::a/README.md:2:10: ")
    assert (summary, end) == ("1 error in 2 cards", "")
    assert job.outputs == {"errors": "1", "warnings": "0", "notes": "0", "files": "2", "sarif-file": "out.sarif"}
    assert "### a/README.md" in job.summary and "`license-unknown`" in job.summary
    sarif = json.loads((job.workspace / "out.sarif").read_text(encoding="utf-8"))
    assert len(sarif["runs"][0]["results"]) == 1
    assert sorted(path.name for path in job.workspace.iterdir()) == ["a", "b", "c", "out.sarif"]


def test_fail_on_and_several_paths(job):
    job.write("a b/README.md", BAD)
    job.write("-c.md", BAD)
    job.write("left-out.md", BAD)
    ran = job.run(paths="a b\r\n\n  -c.md  \n", fail_on="never")
    assert ran.returncode == 0
    assert job.outputs["errors"] == job.outputs["files"] == "2"


def test_absolute_paths_of_the_workspace_are_relative_in_reports(job):
    job.write("a/README.md", BAD)
    ran = job.run(paths=str(job.workspace / "a"), sarif_file=str(job.workspace / "x.sarif"))
    assert ran.stdout.startswith("::error file=a/README.md,")
    assert job.outputs["sarif-file"] == "x.sarif"


def test_configuration_of_the_workspace_and_of_the_input(job):
    job.write("README.md", BAD)
    job.write("cardwright.toml", 'fail-on = "never"\n')
    job.write("ci/strict.toml", 'fail-on = "note"\n')
    assert job.run().returncode == 0
    assert job.run(config="ci/strict.toml").returncode == 1


@pytest.mark.parametrize(
    "inputs, says",
    [
        ({"render_check": "perhaps"}, "render-check: 'perhaps' is neither true nor false"),
        ({"paths": "../runner"}, "paths: ../runner is outside the workspace"),
        ({"paths": "/etc"}, "paths: /etc is outside the workspace"),
        ({"paths": "a\tb"}, "holds a control character"),
        ({"paths": "README.md\nabsent"}, "absent: no such file or folder"),
        ({"config": "/etc/os-release"}, "/etc/os-release: it is outside the folder that is checked"),
        ({"config": "absent.toml"}, "absent.toml: no such file"),
        ({"select": "licence"}, "no rule or family is called `licence`"),
        ({"select": "--help"}, "no rule or family is called `--help`"),
        ({"profile": "strictest"}, "argument --profile: invalid choice: 'strictest'"),
        ({"fail_on": "fatal"}, "argument --fail-on: invalid choice: 'fatal'"),
        ({"sarif_file": "../out.sarif"}, "sarif-file: .. is outside the workspace"),
        ({"sarif_file": "no/folder/out.sarif"}, "there is no such folder to write it to"),
        ({"sarif_file": "a\nerrors=0"}, "there is no such folder to write it to"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_usage_errors_are_one_line_and_code_2(job, inputs, says):
    job.write("README.md", GOOD)
    ran = job.run(**inputs)
    assert ran.returncode == 2 and says in ran.stderr
    assert "Traceback" not in ran.stderr
    assert sorted(path.name for path in job.workspace.iterdir()) == ["README.md"]


def test_render_check_compares_what_was_rendered(job):
    job.write("otter/card.yaml", "model_name: Otter\nlicense: mit\n")
    job.write("mine/README.md", GOOD)
    assert cli.main(["render", str(job.workspace / "otter")]) == 0
    ran = job.run(render_check="true")
    assert ran.returncode == 0 and "1 rendered card compared, none to render again" in ran.stderr, ran.stderr
    job.write("otter/card.yaml", "model_name: Otter\nlicense: apache-2.0\n")
    ran = job.run(render_check="true")
    assert ran.returncode == 1 and "\n::error file=otter/README.md,title=render::" in ran.stdout
    assert "-license: mit\n" in ran.stdout and "+license: apache-2.0\n" in ran.stdout
    assert job.run().returncode == 0


def test_no_card_is_code_3(job):
    ran = job.run()
    assert ran.returncode == 3 and "no model card in ." in ran.stderr
    assert job.outputs == {}


def test_the_manifest_keeps_its_contract():
    inputs = "paths profile select ignore fail-on config policy allow-policy-code sarif-file render-check".split()
    assert list(ACTION["inputs"]) == inputs
    assert set(ACTION["outputs"]) == {"errors", "warnings", "notes", "files", "sarif-file"}
    assert ACTION["runs"] == {"using": "docker", "image": "Dockerfile"}
    assert entrypoint()[1:] == ["-I", "-m", "cardwright.action"]
    assert ACTION["inputs"]["render-check"]["default"] == ACTION["inputs"]["allow-policy-code"]["default"] == "false"
    assert not [about for about in ACTION["inputs"].values() if "token" in about["description"].lower()]


class TestPullRequestOfAFork:
    """Everything in the workspace is a stranger's."""

    @pytest.mark.parametrize("target", ["/proc/self/environ", "../secret.md"])
    def test_a_link_out_of_the_workspace_is_not_read(self, job, target):
        (job.workspace.parent / "secret.md").write_text("---\nlicense: hf_do_not_read_me\n---\n")
        (job.workspace / "README.md").symlink_to(target)
        job.write("config.json", "{}")
        ran = job.run(select="", sarif_file="out.sarif")
        assert ran.returncode == 1 and "file-unreadable" in ran.stdout
        written = ran.stdout + ran.stderr + job.summary + (job.workspace / "out.sarif").read_text()
        assert "hf_do_not_read_me" not in written

    @pytest.mark.parametrize("name", ["cardwright.toml", "pyproject.toml"])
    def test_configuration_is_not_read_through_a_link(self, job, name):
        (job.workspace.parent / "secret.toml").write_text("hf_do_not_read_me = 1\n[tool.cardwright]\nhf_do_not_read_me = 1\n")
        job.write("README.md", GOOD)
        (job.workspace / name).symlink_to("../secret.toml")
        ran = job.run()
        assert ran.returncode == 2 and "outside the folder" in ran.stderr
        assert "hf_do_not_read_me" not in ran.stdout + ran.stderr

    def test_configuration_above_the_workspace_is_not_used(self, job):
        (job.workspace.parent / "cardwright.toml").write_text('fail-on = "never"\n')
        job.write("README.md", BAD)
        assert job.run().returncode == 1

    def test_a_folder_that_is_a_link_is_neither_read_nor_written_to(self, job):
        (job.workspace.parent / "runner").mkdir()
        (job.workspace / "out").symlink_to("../runner")
        job.write("README.md", GOOD)
        assert "outside the workspace" in job.run(paths="out").stderr
        assert "outside the workspace" in job.run(sarif_file="out/x.sarif").stderr
        assert not list((job.workspace.parent / "runner").iterdir())

    def test_the_sarif_file_replaces_a_link(self, job):
        victim = job.workspace.parent / "victim"
        victim.write_text("as it was")
        (job.workspace / "out.sarif").symlink_to(victim)
        job.write("README.md", GOOD)
        assert job.run(sarif_file="out.sarif").returncode == 0
        assert victim.read_text() == "as it was" and not (job.workspace / "out.sarif").is_symlink()

    def test_code_in_the_workspace_is_not_imported(self, job):
        job.write("README.md", BAD)
        for module in ("yaml.py", "json.py", "cardwright/__init__.py", "cardwright/action.py", "sitecustomize.py"):
            job.write(module, "raise SystemExit('imported from the workspace')\n")
        ran = job.run()
        assert ran.returncode == 1 and "imported" not in ran.stdout + ran.stderr

    @pytest.mark.parametrize(
        "name",
        ["::error::x", "x\n::set-output name=errors::0", "%0A::warning::x", "##[add-mask]a", "caf\udce9", "\x1b[2Jx", "a,line=1"],
        ids=range(7),
    )
    def test_names_cannot_speak_to_the_runner(self, job, name):
        job.write(f"{name}/README.md", BAD)
        ran = job.run(sarif_file="out.sarif")
        assert ran.returncode == 1
        commands = [line for line in ran.stdout.split("\n") if line.lstrip().startswith("::") or "##[" in line]
        assert len(commands) == 1 and commands[0].startswith("::error file=")
        assert "\x1b" not in ran.stdout + job.summary
        assert job.outputs["errors"] == "1" and len(job.outputs) == 5

    def test_complaints_are_annotations_of_their_own(self, job):
        job.write("README.md", GOOD)
        complaint, end = job.run(paths="##[add-mask]a%0A").stderr.split("\n")
        hint = "check the spelling; paths are relative to the current folder"
        assert complaint == f"::error title=cardwright::##[add-mask]a%250A: no such file or folder%0A{hint}"

    def test_the_command_shows_a_card_as_text(self, job):
        job.write("README.md", BAD.replace("MIT", "'##[add-mask]MIT'"))
        ran = subprocess.run(
            [sys.executable, "-m", "cardwright", "check", "--select=license-unknown", "README.md"],
            cwd=job.workspace, env={**os.environ, "GITHUB_ACTIONS": "true"}, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        lines = ran.stdout.splitlines()
        token = lines[0].removeprefix("::stop-commands::")
        assert len(token) == 32 and f"::{token}::" in lines[1:] and "##[add-mask]MIT" in ran.stdout


def usable_by(user: int) -> bool:
    # Without its own library a Python may find another's; then it is not this one that runs.
    same = f"import sys, cardwright.cli; sys.exit(sys.base_prefix != {sys.base_prefix!r})"
    test = [sys.executable, "-c", same]
    try:
        return not subprocess.run(test, user=user, group=user, extra_groups=[], capture_output=True).returncode
    except PermissionError:
        return False


def test_root_becomes_the_owner_of_the_workspace():
    """tests/rig/ does the same in the real container."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    if not usable_by(1001):
        pytest.skip("this Python lies where others may not read it")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        job = Job(Path(folder))
        job.write("README.md", BAD)
        for path in (job.workspace, job.workspace / "README.md"):
            os.chown(path, 1001, 1002)
        ran = job.run(sarif_file="out.sarif")
        assert ran.returncode == 1, ran.stderr
        written = (job.workspace / "out.sarif").stat()
        assert (written.st_uid, written.st_gid) == (1001, 1002)
        assert job.outputs["errors"] == "1" and job.summary


def test_version_is_static():
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
