"""Checkpoints that lie, machines that say no, runs that are killed: one line each, the source untouched, no half variant."""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import tinymodels

pytestmark = pytest.mark.torch
pytest.importorskip("torchao")

from cardwright import cli, heavy  # noqa: E402
from cardwright.quantize import apply, checkpoint, plan, schemes, streaming, tree  # noqa: E402


@pytest.fixture(scope="session")
def good(tmp_path_factory):
    return Path(tinymodels.random(tmp_path_factory.mktemp("good") / "model", "llama", "bfloat16", "300KB"))


@pytest.fixture
def model(good, tmp_path):
    return Path(shutil.copytree(good, tmp_path / "model"))


def digests(folder: Path) -> dict:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def said(capsys, *words) -> tuple[int, str]:
    code = cli.main(["quantize", *map(str, words)])
    return code, capsys.readouterr().err


def edit(path: Path, change) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def first_shard(model: Path) -> Path:
    return sorted(model.glob("*.safetensors"))[0]


def header(path: Path, change) -> None:
    """Rewrite the header of a safetensors file."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    table = json.loads(data[8 : 8 + length])
    change(table)
    text = json.dumps(table).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data[8 + length :])


def number(path: Path, value: bytes) -> None:
    """Write one bfloat16 into the middle of the first matrix of a file."""
    data = bytearray(path.read_bytes())
    (length,) = struct.unpack("<Q", data[:8])
    table = json.loads(data[8 : 8 + length])
    start = next(entry["data_offsets"][0] for name, entry in table.items() if name.endswith("proj.weight"))
    data[8 + length + start + 100 : 8 + length + start + 102] = value
    path.write_bytes(data)


TROUBLE = {
    "a truncated file": (lambda m: first_shard(m).write_bytes(first_shard(m).read_bytes()[:-100]), 3, "the file is cut off"),
    "a header that lies": (
        lambda m: header(first_shard(m), lambda t: next(v for k, v in t.items() if k != "__metadata__").update(shape=[7, 7])),
        3, "offsets that do not fit its shape",
    ),
    "a header of a terabyte": (lambda m: first_shard(m).write_bytes(struct.pack("<Q", 1 << 40) + b"{}"), 3, "its header claims"),
    "an empty file": (lambda m: first_shard(m).write_bytes(b""), 3, "it has 0 bytes"),
    "NaN": (lambda m: number(first_shard(m), b"\xc0\x7f"), 3, "infinite or NaN"),
    "infinity": (lambda m: number(first_shard(m), b"\x80\x7f"), 3, "infinite or NaN"),
    "a missing shard": (lambda m: first_shard(m).unlink(), 3, "is not there"),
    "an unknown architecture": (lambda m: edit(m / "config.json", lambda c: c.update(model_type="otter", architectures=["OtterLM"])), 3,
                                "has no architecture 'otter'"),
    "code of its own": (lambda m: edit(m / "config.json", lambda c: c.update(model_type="otter", auto_map={"AutoModel": "m.X"})), 3,
                        "brings code of its own, which is never run"),
    "a class that is none": (lambda m: edit(m / "config.json", lambda c: c.update(architectures=["os.system"])), 3, "has no os.system"),
    "sizes that do not go together": (lambda m: edit(m / "config.json", lambda c: c.update(num_attention_heads=0)), 3, "config.json"),
    "a configuration of another model": (lambda m: edit(m / "config.json", lambda c: c.update(hidden_size=64)), 3, "do not belong together"),
    "more layers than there are": (lambda m: edit(m / "config.json", lambda c: c.update(num_hidden_layers=3)), 3, "holds no model.layers.2"),
    "a configuration that is no JSON": (lambda m: (m / "config.json").write_text("{"), 3, "is not JSON"),
    "no configuration": (lambda m: (m / "config.json").unlink(), 2, "has no config.json"),
    "quantized already": (lambda m: edit(m / "config.json", lambda c: c.update(quantization_config={"quant_method": "gptq"})), 3,
                          "is quantized already (gptq)"),
    "pickles": (lambda m: [path.unlink() for path in m.glob("*.safetensors*")] and (m / "pytorch_model.bin").write_bytes(b"x"), 3,
                "is a pickle, which may run code"),
    "an adapter": (lambda m: ((m / "config.json").unlink(), (m / "adapter_config.json").write_text("{}")), 3, "holds an adapter"),
    "no weights": (lambda m: [path.unlink() for path in m.glob("*.safetensors*")], 2, "holds no weights in safetensors"),
    "a pointer of Git LFS": (
        lambda m: first_shard(m).write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 123456\n"), 3,
        "Git LFS has not fetched it",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLE)
def test_one_line_and_nothing_left(name, model, tmp_path, capsys):
    change, code, words = TROUBLE[name]
    change(model)
    before = digests(model)
    got, err = said(capsys, model, "--scheme", "int8", "--output", tmp_path / "out")
    assert (got, words in err) == (code, True), err
    assert "Traceback" not in err and not list((tmp_path / "out").glob("*")) and not list((tmp_path / "out").glob(".*"))
    assert digests(model) == before


def test_a_tensor_of_no_size_is_kept(tmp_path):
    torch = heavy.libraries().torch
    from safetensors.torch import load_file, save_file

    folder = Path(tinymodels.random(tmp_path / "model", "llama"))
    weights = load_file(folder / "model.safetensors")
    weights["model.layers.0.self_attn.rotary_emb.inv_freq"] = torch.empty(0)
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    found = checkpoint.opened(str(folder))
    made = plan.made(found, schemes.find("int8"), plan.Choice(), tree.grown(found))
    assert apply.done(made, str(tmp_path / "out"))
    assert not any("inv_freq" in one.name for one in made.outputs), "transformers passes it over too"


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        ({"torchao": None}, "torchao is not installed"),
        ({"torchao": "0.17.0"}, "torchao 0.17.0 is installed; this is tested with 0.18.0"),
        ({"transformers": "4.57.6"}, "transformers 4.57.6 is installed"),
        ({"torch": None}, "torch is not installed"),
    ],
)
def test_other_packages_are_named_with_the_line_that_installs_them(versions, words, model, capsys, monkeypatch):
    real = heavy.version
    heavy.libraries.cache_clear()
    monkeypatch.setattr(heavy, "version", lambda package: versions.get(package, real(package)))
    try:
        code, err = said(capsys, model, "--scheme", "int8", "--dry-run")
    finally:
        heavy.libraries.cache_clear()
    assert code == 3 and words in err and "python -m pip install" in err


def test_a_full_disk(model, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 0))
    code, err = said(capsys, model, "--scheme", "int8", "--output", tmp_path / "out")
    assert code == 3 and "bytes and 0 are free" in err and not os.listdir(tmp_path / "out")
    monkeypatch.undo()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    code, err = said(capsys, model, "--scheme", "int8", "--output", tmp_path / "out")
    assert code == 3 and "No space left on device" in err and not os.listdir(tmp_path / "out")


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory")])
def test_too_little_memory(error, model, tmp_path, capsys, monkeypatch):
    def none(*_):
        raise error

    monkeypatch.setattr(streaming, "read", none)
    code, err = said(capsys, model, "--scheme", "int8", "--output", tmp_path / "out")
    assert code == 3 and "too little memory" in err and not os.listdir(tmp_path / "out")


def test_two_runs_into_one_folder(model, tmp_path, capsys):
    half = tmp_path / "out" / ".int8.half-made"
    half.mkdir(parents=True)
    descriptor = os.open(half, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    code, err = said(capsys, model, "--scheme", "int8", "--output", tmp_path / "out")
    assert code == 3 and "another run is writing" in err and half.exists(), "what the other run makes is left alone"
    os.close(descriptor)
    assert said(capsys, model, "--scheme", "int8", "--output", tmp_path / "out")[0] == 0


def test_a_run_that_is_killed_leaves_no_half_variant_and_the_next_makes_the_same(model, tmp_path):
    """SIGKILL at ten calls of the system that write, spread over a run, over an empty folder and over a variant that stands there."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED, str(model), str(tmp_path)], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.split()[-1] == "20"


# Children are forked before torch has started a thread; each dies at the n-th call.
KILLED = textwrap.dedent("""
    import hashlib, os, shutil, signal, sys
    from cardwright.quantize import apply, checkpoint, plan, schemes, streaming, tree
    from cardwright.heavy import libraries

    libraries().torch.set_num_threads(1)
    model, root = sys.argv[1:]
    found = checkpoint.opened(model)
    made = plan.made(found, schemes.find("int8"), plan.Choice(), tree.grown(found))
    streaming._COPIED = streaming._CHUNK = 30_000
    CALLS = ("pwrite", "fsync", "rename", "ftruncate", "unlink", "open")

    def forked(out, dies_at):
        child = os.fork()
        if not child:
            count = [0]
            for name in CALLS:
                def counted(*words, _call=getattr(os, name), **more):
                    count[0] += 1
                    if count[0] == dies_at:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return _call(*words, **more)
                setattr(os, name, counted)
            apply.done(made, out, jobs=1)
            os.write(1, b"%d\\n" % count[0])
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def digests(folder):
        return {name: hashlib.sha256(open(os.path.join(folder, name), "rb").read()).hexdigest() for name in sorted(os.listdir(folder))}

    assert forked(f"{root}/whole", 0) == 0
    wanted, calls = digests(f"{root}/whole/int8"), 0
    counted = [0]
    before = os.dup(1)
    reader, writer = os.pipe()
    os.dup2(writer, 1)
    assert forked(f"{root}/counted", 0) == 0
    os.dup2(before, 1)
    calls = int(os.read(reader, 100))
    kills = 0
    for again in (False, True):
        for point in range(10):
            at = 1 + point * (calls - 1) // 9
            out = f"{root}/killed-{again}-{point}"
            if again:
                shutil.copytree(f"{root}/whole", out)
            code = forked(out, at)
            assert code == -signal.SIGKILL, (code, at)
            kills += 1
            if os.path.isdir(f"{out}/int8"):
                assert digests(f"{out}/int8") == wanted, "a half variant"
            assert forked(out, 0) == 0
            assert digests(f"{out}/int8") == wanted and os.listdir(out) == ["int8"], os.listdir(out)
    print(kills)
""")
