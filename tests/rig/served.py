"""A Hub on loopback beside containers on the host's network. It says its address, then for each line that it is given what it has, as JSON.

python served.py TOKEN REPOSITORY OWNER/CODE: the token may write, and the workflows of OWNER/CODE are trusted once REPOSITORY is there.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hub import Hub  # noqa: E402


def state(hub: Hub, repo: str, token: str) -> dict:
    """Commits without the one that makes a repository, tags, files as they are at the head, and whether the token is in one."""
    if ("models", repo) not in hub.repos:
        return {"commits": 0, "tags": {}, "files": {}, "card": "", "token": False, "errors": hub.errors}
    there = hub.repo(repo)
    tree = there.tree("main")
    return {
        "commits": len(there.commits) - 1,
        "head": there.branches["main"],
        "tags": there.tags,
        "files": {name: [len(data), hashlib.sha256(data).hexdigest()] for name, data in tree.items()},
        "card": tree.get("README.md", b"").decode(),
        "token": any(token.encode() in data for data in tree.values()),
        "errors": hub.errors,
    }


def main() -> None:
    token, repo, code = sys.argv[1:]
    with Hub() as hub:
        hub.add_token(token, user=repo.split("/")[0], role="write")
        hub.ci_claims = {"repository": code}
        print(hub.url, hub.ci_url, hub.ci_secret, flush=True)
        for line in sys.stdin:
            if line.strip() == "trust":
                hub.trust(repo, repository=code)
            print(json.dumps(state(hub, repo, token)), flush=True)


if __name__ == "__main__":
    main()
