#!/usr/bin/env python3
"""A whole release on this machine alone (`make demo-release`): a tiny model is trained, quantized, measured, published to a Hub
on loopback and verified. Nothing leaves the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
PLACE = ROOT / "build" / "demo-release"
TOKEN = "hf_of_the_loopback_hub_alone"
CARD = """\
model_name: Otter
repo_name: example-team/otter
license: apache-2.0
language: [en]
author_name: Ada Example
model_description: A tiny model that has read the documentation of Python. It is good for nothing but this demonstration.
primary_uses: [Showing how a release works]
limitations: [It repeats itself, and what it says means nothing.]
"""


def main() -> int:
    import tinymodels
    from hub import Hub

    shutil.rmtree(PLACE, ignore_errors=True)
    folder = PLACE / "otter"
    print("training a tiny model on Python's documentation, about a minute on two cores ...", flush=True)
    tinymodels.trained(folder, steps=100)
    (folder / "held-out.txt").rename(PLACE / "held-out.txt")
    (folder / "card.yaml").write_text(CARD, encoding="utf-8")
    words = ["release", str(folder), "--repo", "example-team/otter", "--tag", "v1.0.0", "--scheme", "int8,int4",
             "--text", str(PLACE / "held-out.txt"),
             "--chart", "--window", "128", "--tokens", "1500", "--prompt", "32", "--new", "8", "--repeats", "3",
             "--report", str(PLACE / "report.html")]  # fmt: skip
    with Hub() as hub:
        hub.add_token(TOKEN, user="example-team", role="write")
        environment = {**os.environ, "HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "1",
                       "HF_HOME": str(PLACE / "home"),                       "PYTHONPATH": str(ROOT / "src")}  # fmt: skip
        code = subprocess.run([sys.executable, "-m", "cardwright", *words], env=environment).returncode
        if code:
            return code
        repository = hub.repo("example-team/otter")
        print(f"\nOn the loopback Hub: {len(repository.commits) - 1} commit, tag v1.0.0, and these files:")
        for name, data in sorted(repository.tree("v1.0.0").items()):
            print(f"  {len(data):>10,}  {name}")
    print(f"\nThe card: {(folder / 'README.md').relative_to(ROOT)}; the report: {(PLACE / 'report.html').relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
