"""An audit on Ray: the same bytes as the local engine, also when a worker dies, on two nodes, and no wait for a cluster that is not there."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("ray")
pytest.importorskip("pyarrow")

from test_audit import CLEAN, as_parquet, audit, files, rows, table, told  # noqa: E402

from cardwright.engines import cluster  # noqa: E402

pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore")]
RAY = Path(sys.executable).with_name("ray")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for number in range(6):
        as_parquet(f"{number}.parquet", rows()[number::6])
    return tmp_path


NAMED = [f"{number}.parquet" for number in range(6)]


def test_the_files_are_the_same_bytes_as_those_of_the_local_engine():
    audit(*NAMED, "--output", "whole")
    audit(*NAMED, "--output", "out", "--engine", "ray", "--jobs", "2")
    assert files() == files("whole")


def test_a_run_may_go_on_with_the_other_engine(folder):
    audit(*NAMED, "--output", "whole")
    audit(*NAMED[:3], "--output", "out")
    done = {path: path.stat().st_mtime_ns for path in (folder / "out" / "parts").glob("*.parquet")}
    audit(*NAMED, "--output", "out", "--engine", "ray", "--jobs", "1")
    assert files() == files("whole")
    assert all(path.stat().st_mtime_ns == time_ for path, time_ in done.items()), "what was done is left as it is"


DIES = """
import os, signal
def judge(context):
    mark = {mark!r} + context.card.text.partition("# Deadly ")[2].strip()
    if "# Deadly" in context.card.text and not os.path.exists(mark):
        if {once}:
            open(mark, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return ()
class deadly_card:
    "A card that kills its worker."
    level, needs, family, check = "note", "text", "text", staticmethod(judge)
RULES = [deadly_card]
"""


def test_workers_that_are_killed_are_replaced(folder):
    """SIGKILL of a worker at ten moments of a run."""
    (folder / "policy.toml").write_text('rules = "own.py"\n')
    (folder / "own.py").write_text(DIES.format(mark=str(folder / "died-"), once=True))
    deadly = [f"deadly-{number}.parquet" for number in range(10)]
    for number, name in enumerate(deadly):
        as_parquet(name, rows([CLEAN, f"# Deadly {number}\n", CLEAN]))
    words = (*NAMED, *deadly, "--policy", "policy.toml", "--allow-policy-code")
    for number in range(10):
        (folder / f"died-{number}").touch()
    audit(*words, "--output", "whole")
    for number in range(10):
        (folder / f"died-{number}").unlink()
    audit(*words, "--output", "out", "--engine", "ray", "--jobs", "2")
    assert len(list(folder.glob("died-*"))) == 10 and files() == files("whole")


def test_a_part_that_kills_every_worker_is_a_problem(folder, capsys):
    (folder / "policy.toml").write_text('rules = "own.py"\n')
    (folder / "own.py").write_text(DIES.format(mark="died", once=False))
    as_parquet("deadly.parquet", rows(["# Deadly\n"]))
    audit(
        "deadly.parquet",
        *NAMED,
        "--output",
        "out",
        "--policy",
        "policy.toml",
        "--allow-policy-code",
        "--engine",
        "ray",
        "--jobs",
        "1",
        code=3,
    )
    assert told()["problems"][0]["source"] == "deadly.parquet"
    assert "was lost 3 times" in capsys.readouterr().err
    assert {row["source"] for row in table("cards")} == set(NAMED)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.mark.parametrize("kind", ["nobody", "silent", "web"])
@pytest.mark.parametrize("scheme", ["", "ray://"])
def test_a_cluster_out_of_reach_is_one_line_and_soon(kind, scheme, capfd, monkeypatch):
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    with socket.socket() as listener:
        port = free_port()
        if kind != "nobody":
            listener.bind(("127.0.0.1", port))
            listener.listen()
        if kind == "web":
            threading.Thread(target=_answer, args=(listener,), daemon=True).start()
        began = time.monotonic()
        audit(*NAMED, "--output", "out", "--engine", "ray", "--address", f"{scheme}127.0.0.1:{port}", code=3)
    assert time.monotonic() - began < 15
    err = capfd.readouterr().err.splitlines()
    assert err[0].startswith(f"cardwright: no Ray cluster at {scheme}127.0.0.1:{port}: ") and len(err) == 2


def _answer(listener) -> None:
    connection, _ = listener.accept()
    connection.recv(100)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    connection.close()


def test_no_cluster_here_is_said(capfd, monkeypatch):
    for looks, nothing in (("find_gcs_addresses", set()), ("find_bootstrap_address", None)):  # another test's may run beside
        monkeypatch.setattr(f"ray._private.services.{looks}", lambda *_, nothing=nothing: nothing, raising=False)
    audit(*NAMED, "--output", "out", "--engine", "ray", "--address", "auto", code=3)
    assert "no Ray cluster at auto: " in capfd.readouterr().err


WHERE = """
import time
def judge(context):
    import ray
    if ray.is_initialized():
        open("{folder}/node-" + ray.get_runtime_context().get_node_id(), "w").close()
    time.sleep(0.02)
    return ()
class on_a_node:
    "Leaves a file where it was asked, one a node."
    level, needs, family, check = "note", "text", "text", staticmethod(judge)
RULES = [on_a_node]
"""


def test_two_nodes_share_the_work(folder):
    """A head and a second raylet, as `ray.cluster_utils` makes them; the work is an audit of its own process."""
    from ray.cluster_utils import Cluster

    (folder / "policy.toml").write_text('rules = "own.py"\n')
    (folder / "own.py").write_text(WHERE.format(folder=folder))
    words = (*NAMED, "--policy", "policy.toml", "--allow-policy-code")
    audit(*words, "--output", "whole")
    two = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        two.add_node(num_cpus=1)
        two.wait_for_nodes()
        command = [
            sys.executable,
            "-m",
            "cardwright",
            "audit",
            *words,
            "--output",
            "out",
            "--engine",
            "ray",
            "--address",
            two.address,
        ]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONWARNINGS": "ignore"})
        assert done.returncode == 0, done.stderr
    finally:
        two.shutdown()
    assert files() == files("whole")
    assert len(list(folder.glob("node-*"))) == 2, "one of the nodes did nothing"


@pytest.mark.skipif("CARDWRIGHT_CORPUS" not in os.environ, reason="CARDWRIGHT_CORPUS names no folder of real cards")
def test_real_cards_as_a_dump_give_the_same_bytes_by_either_engine(folder):
    """And in the page stand the numbers of the tables."""
    paths = sorted(Path(os.environ["CARDWRIGHT_CORPUS"]).glob("*.md"))
    as_parquet("corpus.parquet", rows([path.read_bytes().decode("utf-8", "replace") for path in paths]), row_group_size=100)
    audit("corpus.parquet", "--output", "whole")
    audit("corpus.parquet", "--output", "out", "--engine", "ray", "--jobs", "2")
    assert files() == files("whole") and len(table("cards")) == len(paths)
    assert sum(row["errors"] for row in table("cards")) == told()["counts"]["error"]
    assert len(table("findings")) == sum(told()["counts"].values())
