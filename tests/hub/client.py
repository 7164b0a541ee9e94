"""Fixtures and helpers of the tests of this Hub: a running one, and the unmodified client that speaks LFS to it."""

import os

import pytest

from . import Hub

pytest.importorskip("huggingface_hub")

from huggingface_hub import CommitOperationAdd, HfApi, constants  # noqa: E402
from huggingface_hub.errors import HfHubHTTPError  # noqa: E402
from huggingface_hub.utils import close_session  # noqa: E402

QUIET = pytest.mark.filterwarnings("ignore:Use 'content=<...>'.*:DeprecationWarning")  # of huggingface_hub 2.4 by httpx2
REPO = "team/otter"
CARD = b"---\nlicense: mit\n---\n# Otter\n"
WEIGHTS = bytes(range(256)) * 8000 + b"otter" * 20_000 + bytes((at * at) % 251 for at in range(50_000))
WEIGHTS += os.urandom(64)  # hf_xet remembers on disk what a Hub at this address has, and ports come again


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda seconds: None)
    with Hub() as hub:
        hub.add_token("hf_writer", user="team")
        hub.add_token("hf_reader", user="team", role="read")
        hub.add_token("hf_stranger", user="stranger")
        yield hub
        close_session()


@pytest.fixture
def api(hub):
    api = HfApi(endpoint=hub.url, token="hf_writer")
    api.create_repo(REPO)
    return api


def commit(api, *operations, **words):
    return api.create_commit(REPO, list(operations), commit_message="Change", **words)


def add(path: str, data: bytes) -> CommitOperationAdd:
    return CommitOperationAdd(path, data)


def status_of(call, *args, **words) -> int:
    with pytest.raises(HfHubHTTPError) as caught:
        call(*args, **words)
    return caught.value.response.status_code


@pytest.fixture
def endpoint(hub, monkeypatch):
    """For create_repo(exist_ok=True), which forgets the endpoint of its HfApi after a 403; downloads do not work with it."""
    monkeypatch.setattr(constants, "ENDPOINT", hub.url)
