"""Publishing: what it costs beyond the bare client's calls, over loopback.

    python bench/publish.py [FOLDER] [--repeats N]

The floor is what the unmodified client needs to do the same: create_commit of the same operations, create_tag. Both in fresh processes,
in turns, against an empty repository of the test Hub; LFS, so that the figures are of this code and not of Xet's own.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
TOKEN = "hf_of_the_loopback_hub_alone"
CARD = "---\nlicense: mit\nlanguage: en\n---\n# Otter\n\nA model of otters.\n"


def made(folder: Path, kind: str) -> Path:
    """1 GB in 10 weights files, or 5,000 small files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(CARD)
    if kind == "large":
        for number in range(10):
            size = 100_000_000
            header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
            (folder / f"part-{number}.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + os.urandom(size))
    else:
        for number in range(5000):
            place = folder / f"data{number // 500}"
            place.mkdir(exist_ok=True)
            (place / f"{number}.txt").write_text(f"{number}\n" * 50)
    return folder


def ours(folder: str) -> None:
    from cardwright import cli

    assert cli.main(["publish", folder, "--repo", "team/otter", "--tag", "v1"]) == 0


def bare(folder: str) -> None:
    from huggingface_hub import CommitOperationAdd, HfApi

    api, root = HfApi(endpoint=os.environ["HF_ENDPOINT"]), Path(folder)
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    done = api.create_commit(
        "team/otter", [CommitOperationAdd(path.relative_to(root).as_posix(), path) for path in files], commit_message="x"
    )
    api.create_tag("team/otter", tag="v1", revision=done.oid)


def worked(kind: str, folder: Path, again: bool = False) -> dict:
    from hub import Hub

    with Hub() as hub:
        hub.add_token(TOKEN, user="team")
        hub.add_repo("team/otter")
        environment = {
            **os.environ,
            "HF_ENDPOINT": hub.url,
            "HF_TOKEN": TOKEN,
            "HF_HUB_DISABLE_XET": "1",
            "PYTHONPATH": str(ROOT / "src"),
        }
        words = ["/usr/bin/env", sys.executable, "-W", "ignore", __file__, "--worker", kind, str(folder)]
        for _ in range(1 + again):
            first, began = len(hub.requests), time.perf_counter()
            child = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            errors = child.stderr.read()
            _, status, usage = os.wait4(child.pid, 0)
            took, requests = time.perf_counter() - began, len(hub.requests) - first
            assert status == 0, errors.decode()[-2000:]
    return {"seconds": took, "memory": usage.ru_maxrss * 1024, "requests": requests}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="build/bench")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--worker", nargs=2)
    asked = parser.parse_args()
    if asked.worker:
        return globals()[asked.worker[0]](asked.worker[1])
    print("                                 seconds   ratio   peak MB   requests   again, nothing changed: requests")
    for kind, name in (("large", "1 GB in 10 files"), ("small", "5,000 small files")):
        folder = made(Path(asked.folder).resolve() / "publish", kind)
        rows = {who: [] for who in ("bare", "ours")}
        for _ in range(asked.repeats):
            for who in rows:
                rows[who].append(worked(who, folder))
        for who, label in (("bare", "the client's own calls"), ("ours", "cardwright publish")):
            ratio = statistics.median(own["seconds"] / base["seconds"] for own, base in zip(rows[who], rows["bare"]))
            more = worked("ours", folder, again=True)["requests"] if who == "ours" else ""
            seconds, memory = (statistics.median(row[key] for row in rows[who]) for key in ("seconds", "memory"))
            print(
                f"{name}, {label:24}  {seconds:7.2f}  {ratio:6.2f}  {memory / 1e6:8.0f}  {rows[who][0]['requests']:9}  {more}",
                flush=True,
            )
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
