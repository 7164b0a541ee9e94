"""The Hub, through the unmodified client: what is there, one commit, a tag. Every failure becomes one line and a way out."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager

from ..errors import CardwrightError, UsageError
from . import plan as plans

_PATIENCE = (1, 2, 4, 8)  # seconds between attempts at what can be asked again without harm


class Hub:
    """One repository of models on the Hub (HF_ENDPOINT).

    Credentials are the client's own: a Trusted Publisher's exchange where HF_OIDC_RESOURCE is set, else HF_TOKEN, else who is
    logged in here. They are never an argument and never in a message.
    """

    def __init__(self, repo: str, watched: bool = False) -> None:
        import logging

        import huggingface_hub

        logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
        if not watched:
            huggingface_hub.utils.disable_progress_bars()
        self.repo = repo
        self._api = huggingface_hub.HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None, library_name="cardwright")

    @property
    def page(self) -> str:
        return f"{self._api.endpoint}/{self.repo}"

    def refs(self) -> tuple[dict, dict] | None:
        """(branch -> commit, tag -> commit), or None where there is no such repository, or none that we may see."""
        import huggingface_hub

        try:
            found = self._again(lambda: self._api.list_repo_refs(self.repo, repo_type="model"))
        except huggingface_hub.errors.RepositoryNotFoundError:
            return None
        return {one.name: one.target_commit for one in found.branches}, {one.name: one.target_commit for one in found.tags}

    def tree(self, revision: str) -> dict:
        """name -> plan.Remote of every file at a commit."""
        from huggingface_hub.hf_api import RepoFile

        entries = self._again(lambda: list(self._api.list_repo_tree(self.repo, recursive=True, revision=revision)))
        files = [one for one in entries if isinstance(one, RepoFile)]
        return {one.path: plans.Remote(one.path, one.size, one.blob_id, one.lfs.sha256 if one.lfs else None) for one in files}

    def text(self, name: str, revision: str) -> str:
        """A small text file at a commit."""
        from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

        def ask() -> str:
            url = f"{self._api.endpoint}/{self.repo}/resolve/{_quoted(revision)}/{name}"
            answer = get_session().get(url, headers=build_hf_headers(token=self._api.token), follow_redirects=True)
            hf_raise_for_status(answer)
            return answer.content.decode("utf-8", "replace")

        return self._again(ask)

    def create(self, private: bool) -> None:
        self._again(lambda: self._api.create_repo(self.repo, private=private or None, repo_type="model", exist_ok=True))

    def branch(self, name: str, start: str) -> None:
        self._again(lambda: self._api.create_branch(self.repo, branch=name, revision=start, exist_ok=True))

    def ignored(self, files, branch: str, gitignore: str | None) -> list[str]:
        """Names that the server would leave out of a commit without a word, by the .gitignore in it or its own."""
        import base64

        from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

        found = []
        for first in range(0, len(files), 256):
            part = []
            for one in files[first : first + 256]:
                with open(one.path, "rb") as file:
                    part.append({"path": one.name, "sample": base64.b64encode(file.read(512)).decode(), "size": one.size})
            body = {"files": part} | ({"gitIgnore": gitignore} if gitignore else {})
            url = f"{self._api.endpoint}/api/models/{self.repo}/preupload/{_quoted(branch)}"

            def ask(url=url, body=body):
                answer = get_session().post(url, json=body, headers=build_hf_headers(token=self._api.token))
                hf_raise_for_status(answer)
                return answer.json()

            found += [one["path"] for one in self._again(ask)["files"] if one.get("shouldIgnore")]
        return found

    def commit(self, plan, message: str, pull_request: bool) -> tuple[str, str]:
        """(commit, its page, or a pull request's) of a Plan, on the head it was planned for and no other. Never tried again."""
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        operations = [CommitOperationAdd(one.name, one.path) for one in (*plan.new, *plan.changed)]
        operations += [CommitOperationDelete(name, is_folder=False) for name in plan.deleted]
        done = self._api.create_commit(
            self.repo,
            operations,
            commit_message=message,
            revision=plan.branch,
            parent_commit=plan.head,
            create_pr=pull_request or None,
        )
        return done.oid, done.pr_url or done.commit_url

    def tag(self, name: str, commit: str) -> None:
        """Set a tag. It is an error where it is on another commit already."""
        from huggingface_hub.errors import HfHubHTTPError

        try:
            self._again(lambda: self._api.create_tag(self.repo, tag=name, revision=commit))
        except HfHubHTTPError as error:
            if _status(error) != 409:
                raise
            there = (self.refs() or ({}, {}))[1].get(name)
            if there != commit:
                raise tag_elsewhere(name, there, commit) from None

    def _again(self, job):
        """What a job gives, tried again after answers and failures that pass. It must do no harm twice."""
        for pause in (*_PATIENCE, None):
            try:
                return job()
            except Exception as error:
                if pause is None or not _passes(error):
                    raise
                time.sleep(min(30.0, max(pause, _asked_to_wait(error))))


def tag_elsewhere(name: str, there: str | None, wanted: str | None) -> CardwrightError:
    return CardwrightError(
        f"the tag {name} is on commit {str(there)[:12]} already, and this is {str(wanted)[:12] if wanted else 'another'}",
        "a tag that was published is never moved: choose a new version",
    )


def _quoted(revision: str) -> str:
    from urllib.parse import quote

    return quote(revision, safe="")


def _status(error) -> int:
    response = getattr(error, "response", None)
    return getattr(response, "status_code", 0) or 0


def _passes(error) -> bool:
    """Whether a failure may be gone in a while: a busy server, a connection that broke."""
    from huggingface_hub.utils import httpx

    return _status(error) in (408, 429, 500, 502, 503, 504) or isinstance(error, (httpx.TransportError, ConnectionError))


def _asked_to_wait(error) -> float:
    response = getattr(error, "response", None)
    text = response.headers.get("Retry-After", "") if response is not None else ""
    return float(text) if text.isdigit() and len(text) < 6 else 0.0


def is_lost(error: Exception) -> bool:
    """Whether a commit may have been made although its answer is an error."""
    return _passes(error)


@contextmanager
def in_words(repo: str):
    """Failures of the client and of what it stands on, as one line each. Their messages are not shown: they hold addresses."""
    try:
        from huggingface_hub import errors as theirs
        from huggingface_hub.utils import httpx
    except ImportError as error:
        raise CardwrightError(
            f"the Hub's client is not installed ({error})", 'python -m pip install "huggingface_hub>=1.30"'
        ) from None
    try:
        yield
    except (CardwrightError, KeyboardInterrupt):
        raise
    except theirs.HfHubHTTPError as error:
        raise _refused(repo, error) from error
    except (httpx.TransportError, ConnectionError, TimeoutError) as error:
        raise CardwrightError(
            f"the connection to the Hub broke ({type(error).__name__}) while {repo} was published",
            "run the same command again: what was uploaded is not uploaded twice; if it fails each time, the token may not write",
        ) from error
    except ValueError as error:
        raise _value(repo, error) from error
    except RuntimeError as error:
        cause = error.__cause__
        if isinstance(cause, theirs.HfHubHTTPError):
            raise _refused(repo, cause) from error
        raise CardwrightError(
            f"an upload to {repo} failed", "run the same command again: what was uploaded is not uploaded twice"
        ) from error


def _client():
    """The client's errors, and those of what it stands on."""
    try:
        from huggingface_hub import errors
        from huggingface_hub.utils import httpx
    except ImportError as error:
        raise CardwrightError(
            f"the Hub's client is not installed ({error})", 'python -m pip install "huggingface_hub>=1.30"'
        ) from None
    return errors, httpx


# Errors that the client tells apart by X-Error-Code.
_NAMED = {
    "GatedRepoError": ("is gated", "ask for access on its page, with the account of the token"),
    "RevisionNotFoundError": ("has no such revision", "a branch must be there, or be made from `main`"),
    "RepositoryNotFoundError": (
        "is not there, or this token may not see it",
        "check its name, and that the token is of its owner",
    ),
}
_REFUSALS = {
    400: ("the Hub refused the commit as malformed", "an object may be missing: run the same command again"),
    401: ("the Hub knows no such token", "set HF_TOKEN to one that is valid, or set up a Trusted Publisher (HF_OIDC_RESOURCE)"),
    402: ("the account has no room or no plan for this", "free some room, or change the plan"),
    403: (
        "the token may not write there, or an address to upload to has expired",
        "use a token with write access to the repository, and run again",
    ),
    409: ("something of that name is there already", "choose another name"),
    412: (
        "somebody else has published since: the branch has moved",
        "run the same command again, and look at the new plan first (--dry-run)",
    ),
    413: ("the Hub takes no request that large", "publish fewer or smaller files at a time"),
    429: ("the Hub has had too many requests", "wait a few minutes and run the same command again"),
}


def _refused(repo: str, error) -> CardwrightError:
    if type(error).__name__ in _NAMED:
        what, way = _NAMED[type(error).__name__]
        return CardwrightError(f"{repo} {what}", way)
    status = _status(error)
    if str(getattr(getattr(error, "response", None), "url", "")).endswith("/oauth/token"):
        return CardwrightError(
            f"{repo}: the Hub does not trust this workflow's identity ({status})",
            "its Trusted Publisher must name repository, branch and workflow exactly; and is the clock right here?",
        )
    what, way = _REFUSALS.get(
        status, (f"the Hub failed ({status})", "run the same command again: what was uploaded is not uploaded twice")
    )
    return CardwrightError(f"{repo}: {what} ({status})", way)


def _value(repo: str, error: Exception) -> CardwrightError:
    """The client raises ValueError for a quota, a card that the Hub's validator refuses, and an answer that is no JSON."""
    import json

    text = str(error)
    if isinstance(error, json.JSONDecodeError):
        return CardwrightError("the Hub answered with something that is no JSON", "run the same command again")
    if "quota" in text.lower() or "storage" in text.lower():
        return CardwrightError(f"{repo}: the account has no room left", "free some room, or change the plan")
    if "metadata" in text.lower() or "yaml" in text.lower():
        return CardwrightError(
            f"the Hub's validator refuses the card: {' '.join(text.split())[:200]}", "`cardwright check --online` says more"
        )
    return UsageError(f"{repo}: {' '.join(text.split())[:200]}", "")
