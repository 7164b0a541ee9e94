"""A model by its id on the Hub: real HTTP on loopback, the unmodified client, a cache of its own."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
import tinymodels

pytestmark = pytest.mark.torch
pytest.importorskip("torchao")
huggingface_hub = pytest.importorskip("huggingface_hub")

from cardwright import cli  # noqa: E402

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """As much of the Hub as a download asks for (shared/spec/publishing.md 1: info, tree, download)."""

    folder: Path
    asked: list = []

    def do_GET(self):
        self.asked.append(self.path)
        path = unquote(self.path.partition("?")[0])
        if path.startswith(("/api/models/gated/otter", "/gated/otter")):
            return self._answer(403, b"{}", {"X-Error-Code": "GatedRepo"})
        if not path.startswith(("/api/models/team/otter", "/team/otter/")):
            return self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
        files = sorted(file for file in self.folder.iterdir() if file.is_file())
        if path.startswith("/api/"):
            revision = path.removeprefix("/api/models/team/otter").split("/")[2] if path.count("/") > 4 else "main"
            if revision not in ("main", "v1.0", COMMIT):
                return self._answer(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
            siblings = [{"rfilename": file.name, "size": file.stat().st_size} for file in files]
            tree = [{"type": "file", "path": file.name, "size": file.stat().st_size, "oid": "0" * 40} for file in files]
            info = {
                "id": "team/otter",
                "sha": COMMIT,
                "private": False,
                "siblings": siblings,
                "tags": [],
                "downloads": 0,
                "likes": 0,
            }
            return self._answer(200, json.dumps(tree if "/tree/" in path else info).encode())
        file = self.folder / path.rpartition("/")[2]
        data = file.read_bytes() if file.is_file() else b""
        if not data:
            return self._answer(404, b"", {"X-Error-Code": "EntryNotFound"})
        self._answer(200, data, {"ETag": f'"{hashlib.sha1(data).hexdigest()}"', "X-Repo-Commit": COMMIT})

    do_HEAD = do_GET

    def _answer(self, status: int, data: bytes, headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A Hub with team/otter at main and v1.0, gated/otter, and nothing else."""
    Hub.folder, Hub.asked = Path(tinymodels.random(tmp_path / "on-the-hub", "llama")), []
    (Hub.folder / "pytorch_model.bin").write_bytes(b"a pickle")
    (Hub.folder / "modeling_otter.py").write_text("raise SystemExit")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    for module in (huggingface_hub.constants,):
        monkeypatch.setattr(module, "ENDPOINT", address)
        monkeypatch.setattr(module, "HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(module, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    yield
    server.shutdown()
    server.server_close()


def test_an_id_with_a_revision_is_as_good_as_a_folder(hub, tmp_path, capsys):
    words = ["quantize", "team/otter", "--revision", "v1.0", "--scheme", "int8", "--output", str(tmp_path / "out")]
    assert cli.main(words) == 0, capsys.readouterr().err
    told = json.loads((tmp_path / "out" / "int8" / "quantization.json").read_text())["source"]
    assert (told["name"], told["revision"]) == ("team/otter", COMMIT)
    fetched = {path.rpartition("/")[2] for path in Hub.asked if "/resolve/" in path}
    assert "model.safetensors" in fetched and not fetched & {"pytorch_model.bin", "modeling_otter.py"}
    assert cli.main(["quantize", Hub.folder.as_posix(), "--scheme", "int8", "--output", str(tmp_path / "local")]) == 0
    assert (tmp_path / "local" / "int8" / "model.safetensors").read_bytes() == (
        tmp_path / "out" / "int8" / "model.safetensors"
    ).read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["team/beaver"], 3, "team/beaver is neither a folder here nor a model on the Hub"),
        (["gated/otter"], 3, "gated/otter is gated"),
        (["team/otter", "--revision", "v9"], 3, "team/otter has no revision v9"),
        (["nothing here"], 2, "there is no folder nothing here"),
    ],
)
def test_what_is_not_there(hub, words, code, message, tmp_path, capsys):
    assert cli.main(["quantize", *words, "--scheme", "int8", "--output", str(tmp_path / "out")]) == code
    assert message in capsys.readouterr().err


def test_an_id_needs_a_place_for_its_variants(hub, capsys):
    assert cli.main(["quantize", "team/otter", "--scheme", "int8"]) == 2
    assert "say where the variants of team/otter go with --output" in capsys.readouterr().err
