"""Quantizing: how long and how much memory, beside transformers' own path and the floor, in turns and in fresh processes.

    python bench/quantize.py [FOLDER] [--big] [--repeats N]

Models of random numbers are made in FOLDER (default build/bench) and deleted after. --big also does 7 G parameters (14 GB, and the
variant's 8 GB) under a limit of 4 GiB of anonymous memory. The floor reads the checkpoint and writes as many bytes as the variant has,
to the disk, and makes the same torch calls on weights that are in memory already, with the same threads.
"""

import argparse
import importlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

# name -> sizes of a Llama; parameters in the name
MODELS = {
    "5M": dict(
        hidden_size=256, intermediate_size=512, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=4, vocab_size=4096
    ),
    "100M": dict(
        hidden_size=768,
        intermediate_size=2048,
        num_hidden_layers=11,
        num_attention_heads=12,
        num_key_value_heads=12,
        vocab_size=16384,
    ),
    "1G": dict(
        hidden_size=2048,
        intermediate_size=6144,
        num_hidden_layers=18,
        num_attention_heads=16,
        num_key_value_heads=8,
        vocab_size=32768,
    ),
    "7G": dict(
        hidden_size=4096,
        intermediate_size=11008,
        num_hidden_layers=32,
        num_attention_heads=32,
        num_key_value_heads=32,
        vocab_size=32000,
    ),
}


def made(folder: Path, name: str) -> str:
    """A checkpoint of random bfloat16 numbers, a shard a layer, by its headers alone: no model is ever in memory."""
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    sizes = MODELS[name]
    config = {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "dtype": "bfloat16",
        "tie_word_embeddings": False,
        "max_position_embeddings": 2048,
    } | sizes
    (place / "config.json").write_text(json.dumps(config))
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, "--worker", "make", str(place), ""], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return str(place)


def make(place: str, _) -> dict:
    from safetensors.torch import save_file

    from cardwright.heavy import libraries
    from cardwright.quantize import checkpoint, tree

    torch = libraries().torch
    found, _ = tree.grown(checkpoint.opened(place))
    groups: dict = {}
    for name, weight in found.weights.items():
        groups.setdefault(name.split(".")[2] if ".layers." in name else name, {})[name] = weight.shape
    where, numbers = {}, torch.Generator().manual_seed(0)
    for at, (_, shapes) in enumerate(groups.items(), 1):
        file = f"model-{at:05}-of-{len(groups):05}.safetensors"
        save_file(
            {name: torch.randn(shape, generator=numbers).mul_(0.02).bfloat16() for name, shape in shapes.items()},
            f"{place}/{file}",
            {"format": "pt"},
        )
        where |= dict.fromkeys(shapes, file)
    (Path(place) / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": where}))
    return {}


def watched(job) -> dict:
    """Seconds of a job, and the most anonymous memory above that before it."""

    def anonymous() -> int:
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("RssAnon"))

    base, peak, ended = anonymous(), [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.004):
            peak[0] = max(peak[0], anonymous())

    thread = threading.Thread(target=watch)
    thread.start()
    began = time.perf_counter()
    more = job() or {}
    took = time.perf_counter() - began
    ended.set()
    thread.join()
    return {"seconds": took, "memory": max(0, peak[0] - base)} | more


def ours(place: str, scheme: str) -> dict:
    from cardwright.heavy import libraries
    from cardwright.quantize import apply, checkpoint, packing, plan, schemes, tree

    libraries()
    packing.configuration(schemes.find(scheme), 128)
    importlib.import_module("transformers.models.llama.modeling_llama")  # an import, and no work

    def job() -> dict:
        found = checkpoint.opened(place)
        made = plan.made(found, schemes.find(scheme), plan.Choice(), tree.grown(found))
        apply.done(made, place + "-out")
        largest = max(tensor.size for tensor in found.tensors.values())
        return {"bytes": plan.size(made), "largest": largest, "parameters": made.parameters}

    return watched(job)


def limited(place: str, scheme: str) -> dict:
    resource.setrlimit(resource.RLIMIT_DATA, (4 * 2**30, 4 * 2**30))
    return ours(place, scheme)


def theirs(place: str, scheme: str) -> dict:
    from cardwright.heavy import libraries
    from cardwright.quantize import packing, schemes

    transformers = libraries().transformers
    importlib.import_module("transformers.models.llama.modeling_llama")

    def job() -> None:
        config = transformers.TorchAoConfig(packing.configuration(schemes.find(scheme), 128))
        model = transformers.LlamaForCausalLM.from_pretrained(place, dtype="auto", quantization_config=config)
        model.save_pretrained(place + "-theirs")

    return watched(job)


def floor(place: str, scheme: str) -> dict:
    from concurrent.futures import ThreadPoolExecutor

    from cardwright.heavy import libraries
    from cardwright.quantize import checkpoint, packing, plan, schemes, streaming, tree

    torch = libraries().torch
    found = checkpoint.opened(place)
    made = plan.made(found, schemes.find(scheme), plan.Choice(), tree.grown(found))
    shapes = [found.tensors[one.source].shape for one in made.outputs if one.part == "qdata"]
    weights = {shape: torch.randn(shape).mul_(0.02).bfloat16() for shape in set(shapes)}
    jobs = os.cpu_count()
    torch.set_num_threads(max(1, torch.get_num_threads() // jobs))

    def calls(shape) -> None:
        rows = max(1, streaming._CHUNK // (2 * shape[1]))
        for first in range(0, shape[0], rows):
            packing.packed(weights[shape][first : first + rows], made.scheme, made.group)

    def job() -> None:
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(calls, shapes))
        buffer, left = bytearray(8 * 2**20), plan.size(made)
        with open(place + "-floor", "wb", buffering=0) as target:
            for name in sorted({tensor.file for tensor in found.tensors.values()}):
                with open(f"{place}/{name}", "rb", buffering=0) as source:
                    while count := source.readinto(buffer):
                        left -= target.write(memoryview(buffer)[: min(count, left)]) if left > 0 else 0
            os.fsync(target.fileno())

    return watched(job)


def planning(place: str, scheme: str) -> dict:
    began = time.perf_counter()
    from cardwright.heavy import libraries
    from cardwright.quantize import checkpoint, plan, schemes, tree

    libraries()
    imported = time.perf_counter()
    found = checkpoint.opened(place)
    plan.made(found, schemes.find(scheme), plan.Choice(), tree.grown(found))
    return {"seconds": time.perf_counter() - imported, "imports": imported - began}


def reading(place: str, _) -> dict:
    """Our reading back and transformers' loading, of models with more and more layers of 64 numbers."""
    from cardwright.heavy import libraries
    from cardwright.quantize import apply, checkpoint, plan, readback, schemes, tree

    transformers = libraries().transformers
    import tinymodels

    found = {}
    for layers in (16, 32, 64, 128):
        folder = tinymodels.random(
            f"{place}/{layers}", "llama-tied", hidden_size=64, intermediate_size=64, num_hidden_layers=layers
        )
        checkpoint_ = checkpoint.opened(folder)
        made = plan.made(checkpoint_, schemes.find("int8"), plan.Choice(), tree.grown(checkpoint_))
        variant = apply.done(made, folder)
        began = time.perf_counter()
        readback.compared(made, variant)
        ours_ = time.perf_counter() - began
        began = time.perf_counter()
        if layers <= 64:
            transformers.LlamaForCausalLM.from_pretrained(folder, subfolder="int8")
        found[7 * layers] = (ours_, time.perf_counter() - began if layers <= 64 else None)
    return {"reading": found}


def worked(kind: str, place: str, scheme: str = "") -> dict:
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, "--worker", kind, place, scheme], capture_output=True, text=True
    )
    assert ran.returncode == 0, f"{kind} {scheme}: {ran.stderr[-2000:]}"
    for left in (place + "-out", place + "-theirs"):
        shutil.rmtree(left, ignore_errors=True)
    Path(place + "-floor").unlink(missing_ok=True)
    return json.loads(ran.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="build/bench")
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--worker", nargs=3)
    asked = parser.parse_args()
    if asked.worker:
        kind, place, scheme = asked.worker
        print(json.dumps(globals()[kind](place, scheme)))
        return
    folder = Path(asked.folder).resolve()
    middle = lambda rows, key: statistics.median(row[key] for row in rows)

    print("1G, int8, in turns            seconds   x ours   peak anonymous MB")
    place = made(folder, "1G")
    rows: dict = {kind: [] for kind in ("ours", "theirs", "floor")}
    for _ in range(asked.repeats):
        for kind in rows:
            rows[kind].append(worked(kind, place, "int8"))
    for kind, name in (("ours", "cardwright"), ("theirs", "transformers"), ("floor", "floor")):
        ratio = statistics.median(one["seconds"] / own["seconds"] for own, one in zip(rows["ours"], rows[kind]))
        print(
            f"{name:28}  {middle(rows[kind], 'seconds'):7.2f}  {ratio:7.2f}  {middle(rows[kind], 'memory') / 1e6:8.0f}",
            flush=True,
        )
    of = {kind: statistics.median(own["seconds"] / one["seconds"] for own, one in zip(rows["ours"], rows[kind])) for kind in rows}
    allowed = 2.5 * rows["ours"][0]["largest"] + 100 * 2**20
    print(
        f"of transformers' time {of['theirs']:.2f} (asked: 0.50), of the floor's {of['floor']:.2f} (asked: 1.30); memory allowed {allowed / 1e6:.0f} MB"
    )

    print("\nevery scheme, 1G              seconds   peak anonymous MB        bytes")
    for scheme in ("int8", "int8-dynamic", "int4", "float8", "nvfp4"):
        row = worked("ours", place, scheme)
        print(f"{scheme:28}  {row['seconds']:7.2f}  {row['memory'] / 1e6:8.0f}  {row['bytes']:15,}", flush=True)
    print("plan of 1G: {seconds:.2f} s, after {imports:.1f} s of imports".format(**worked("planning", place, "int8")), flush=True)
    shutil.rmtree(place)

    print("\nint8, by size                 parameters   seconds   ns a parameter   peak anonymous MB")
    for name in ("5M", "100M", "1G", *(("7G",) if asked.big else ())):
        place = made(folder, name)
        row = worked("limited", place, "int8")
        each = 1e9 * row["seconds"] / row["parameters"]
        print(f"{name:28}  {row['parameters']:13,}  {row['seconds']:7.2f}  {each:8.1f}  {row['memory'] / 1e6:8.0f}", flush=True)
        shutil.rmtree(place)

    print("\nlinear layers   reading back, s   transformers loads, s")
    for linears, (own, other) in worked("reading", str(folder / "reading"))["reading"].items():
        print(f"{linears:>13}   {own:15.3f}   {'' if other is None else f'{other:20.2f}'}")
    shutil.rmtree(folder / "reading")


if __name__ == "__main__":
    main()
