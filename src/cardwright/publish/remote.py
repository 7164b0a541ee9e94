"""The Hub, through the unmodified client: what is there, one commit, a tag."""

from __future__ import annotations

import os
import time

from ..errors import CardwrightError
from ..hub import patience
from . import folder as folders
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
        return _remotes((one.path, one) for one in entries if isinstance(one, RepoFile))

    def glance(self, revision: str) -> dict:
        """As tree, in one request however many files there are; what is in it is so, what is not may be there all the same."""
        found = self._again(lambda: self._api.model_info(self.repo, revision=revision, files_metadata=True))
        return _remotes((one.rfilename, one) for one in found.siblings or () if one.blob_id and one.size is not None)

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

        found = []
        for first in range(0, len(files), 256):
            part = []
            for one in files[first : first + 256]:
                with open(one.path, "rb") as file:
                    part.append({"path": one.name, "sample": base64.b64encode(file.read(512)).decode(), "size": one.size})
            body = {"files": part} | ({"gitIgnore": gitignore} if gitignore else {})
            told = self._posted(f"models/{self.repo}/preupload/{_quoted(branch)}", body)
            found += [one["path"] for one in told["files"] if one.get("shouldIgnore")]
        return found

    def objections(self, card: str) -> list[str]:
        """What the Hub's own validator has against the card of the repository's root; it would refuse the commit for it."""
        told = self._posted("validate-yaml", {"content": card, "repoType": "model"}, refuses=400)
        return [str(one.get("message")) for one in told.get("errors", ())]

    def _posted(self, path: str, body: dict, refuses: int = 0) -> dict:
        """The JSON that answers a question. `refuses`: the status that is an answer too."""
        from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

        def ask() -> dict:
            answer = get_session().post(
                f"{self._api.endpoint}/api/{path}", json=body, headers=build_hf_headers(token=self._api.token)
            )
            if answer.status_code != refuses:
                hf_raise_for_status(answer)
            return answer.json()

        return self._again(ask)

    def commit(self, plan, message: str, pull_request: bool) -> tuple[str, str]:
        """(commit, its page, or a pull request's) of a Plan, on the head it was planned for and no other. Never tried again.

        Files are uploaded first, which nobody sees, and looked at once more before the commit names them.
        """
        from huggingface_hub import CommitOperationDelete

        moved = (*plan.new, *plan.changed)
        added = [_addition(one) for one in moved]
        try:
            self._api.preupload_lfs_files(
                self.repo, added, revision=plan.branch, create_pr=pull_request or None, free_memory=False
            )
        finally:  # a file that changed is also why a store refuses it
            folders.still(moved)
        operations = [*added, *(CommitOperationDelete(name, is_folder=False) for name in plan.deleted)]
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
            if patience.status(error) != 409:
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
                if pause is None or not patience.passes(error):
                    raise
                time.sleep(min(30.0, max(pause, patience.asked_to_wait(error))))


def _remotes(files) -> dict:
    return {name: plans.Remote(name, one.size, one.blob_id, one.lfs.sha256 if one.lfs else None) for name, one in files}


def _addition(one):
    """A file as the client commits it, with the SHA-256 that the plan knows: it reads large files once less."""
    from huggingface_hub import CommitOperationAdd

    operation = CommitOperationAdd(one.name, one.path)
    operation.upload_info.sha256 = bytes.fromhex(one.sha256)
    return operation


def tag_elsewhere(name: str, there: str | None, wanted: str | None) -> CardwrightError:
    return CardwrightError(
        f"the tag {name} is on commit {str(there)[:12]} already, and this is {str(wanted)[:12] if wanted else 'another'}",
        "a tag that was published is never moved: choose a new version",
    )


def _quoted(revision: str) -> str:
    from urllib.parse import quote

    return quote(revision, safe="")


def is_lost(error: Exception) -> bool:
    """Whether a commit may have been made although its answer is an error."""
    return patience.passes(error)
