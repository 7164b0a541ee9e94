"""Quantizing on Ray: the weights of a model shared out to workers, and the same bytes as without."""

from pathlib import Path

import pytest
import tinymodels

pytest.importorskip("ray")
pytest.importorskip("torchao")

from cardwright import cli  # noqa: E402
from cardwright.quantize import streaming  # noqa: E402

pytestmark = [pytest.mark.ray, pytest.mark.torch, pytest.mark.filterwarnings("ignore")]


def files(folder: Path) -> dict:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("shard", ["5GB", "400KB"], ids=["one file", "shards"])
def test_the_files_are_the_same_bytes(shard, tmp_path, monkeypatch):
    """From a relative path, in many tasks: whole files and pieces of one."""
    monkeypatch.chdir(tmp_path)
    tinymodels.random("otter", "llama", shard=shard)
    monkeypatch.setattr(streaming, "_TASK", 100_000)
    for scheme in ("int8", "int4"):
        assert cli.main(["quantize", "otter", "--scheme", scheme, "--output", "here"]) == 0
    assert cli.main(["quantize", "otter", "--scheme", "int8,int4", "--output", "there", "--engine", "ray", "--jobs", "2"]) == 0
    for scheme in ("int8", "int4"):
        assert files(tmp_path / "here" / scheme) == files(tmp_path / "there" / scheme)


def test_a_damaged_weight_is_told_and_nothing_is_left(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    weights = Path(tinymodels.random("otter", "llama"), "model.safetensors")
    weights.write_bytes(weights.read_bytes()[:-2] + b"\x80\x7f")  # the last number is infinite
    assert cli.main(["quantize", "otter", "--scheme", "int8", "--output", "there", "--engine", "ray", "--jobs", "1"]) == 3
    assert "infinite or NaN" in capsys.readouterr().err
    assert not list((tmp_path / "there").iterdir())


@pytest.mark.parametrize(("words", "code", "message"), [
    (["--engine", "ray", "--address", "127.0.0.1:1"], 3, "no Ray cluster at 127.0.0.1:1"),
    (["--address", "auto"], 2, "--address goes with --engine ray"),
    (["--engine", "ray", "--jobs", "1", "--device", "cuda"], 3, "torch sees no CUDA device"),
])  # fmt: skip
def test_what_is_not_there(words, code, message, tmp_path, capsys):
    tinymodels.random(tmp_path / "otter", "llama")
    assert cli.main(["quantize", str(tmp_path / "otter"), "--scheme", "int8", *words]) == code
    assert message in capsys.readouterr().err
