"""Variants against transformers' own: the same tensors, metadata, configuration and logits, and the plan equal to what was written."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tinymodels

pytestmark = pytest.mark.torch
pytest.importorskip("torchao")

from cardwright import cli  # noqa: E402
from cardwright.errors import CardwrightError, UsageError  # noqa: E402
from cardwright.heavy import libraries  # noqa: E402
from cardwright.quantize import apply, checkpoint, packing, plan, planned, readback, record, schemes, streaming, tree  # noqa: E402

# What is made here: (architecture, dtype, largest file of the source). Tied and untied, one file and several.
MODELS = (
    ("llama", "bfloat16", "5GB"), ("llama-tied", "float32", "5GB"), ("llama-odd", "bfloat16", "400KB"), ("qwen2", "bfloat16", "5GB"),
    ("qwen3", "float16", "5GB"), ("smollm3", "bfloat16", "300KB"), ("gemma2", "float32", "300KB"), ("gpt2", "bfloat16", "5GB"),
    ("qwen3-moe", "bfloat16", "5GB"),
)  # fmt: skip
CPU = [scheme.name for scheme in schemes.SCHEMES if "cpu" in scheme.makes]
# transformers cannot make int4 on a CPU, and torchao's NVFP4 takes no float16.
OURS_ALONE = {"int4"}


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    """name -> the folder of each of MODELS."""
    root = tmp_path_factory.mktemp("sources")
    return {row[0]: tinymodels.random(root / row[0], *row) for row in MODELS}


def planned_of(folder, scheme: str, **choice) -> plan.Plan:
    found = checkpoint.opened(str(folder))
    chosen = plan.Choice(**choice)
    return plan.made(found, schemes.find(scheme), chosen, tree.grown(found, chosen.dtype))


def tensors(folder) -> tuple[dict, dict]:
    """(name -> tensor, metadata) of the safetensors files in a folder."""
    from safetensors import safe_open

    found, metadata = {}, {}
    for path in sorted(Path(folder).glob("*.safetensors")):
        with safe_open(path, "pt") as file:
            metadata |= file.metadata() or {}
            found |= {name: file.get_tensor(name) for name in file.keys()}
    return found, metadata


def equal(one, other) -> bool:
    """Bit for bit, whatever the dtype."""
    torch = libraries().torch
    plain = lambda tensor: tensor.reshape(-1).view(torch.uint8)
    return one.dtype == other.dtype and one.shape == other.shape and torch.equal(plain(one), plain(other))


def digests(folder) -> dict:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(Path(folder).iterdir())}


def reloaded(root, folder: str, name: str):
    """A variant as anybody loads it; nothing missing, nothing unexpected."""
    model, info = getattr(libraries().transformers, name).from_pretrained(root, subfolder=folder, output_loading_info=True)
    assert not any(info.values()), info
    return model.eval()


def logits(model):
    torch = libraries().torch
    with torch.inference_mode():
        return model(torch.arange(3, 60)[None] % model.config.vocab_size).logits


@pytest.mark.parametrize("scheme", CPU)
@pytest.mark.parametrize("name", [row[0] for row in MODELS])
def test_a_variant_is_what_was_planned_and_what_transformers_makes(sources, name, scheme, tmp_path):
    if (name, scheme) == ("qwen3", "nvfp4"):
        with pytest.raises(CardwrightError, match="takes BF16 or F32 and the model is F16"):
            planned_of(sources[name], scheme)
        return
    made = planned_of(sources[name], scheme)
    place = apply.done(made, str(tmp_path))
    for file in made.files:
        assert os.path.getsize(os.path.join(place, file.name)) == file.size
    own, metadata = tensors(place)
    assert sum(tensor.numel() * tensor.element_size() for tensor in own.values()) == sum(
        place.size for place in made.places.values()
    )
    real = readback.quantized(metadata)
    assert sum(real.values()) == sum(bool(one.scheme) for one in made.layers) == len(made.schemes)
    ours = reloaded(tmp_path, scheme, made.tree.model)
    if scheme in OURS_ALONE:
        return
    transformers = libraries().transformers
    theirs = getattr(transformers, made.tree.model).from_pretrained(
        sources[name],
        dtype="auto",
        quantization_config=transformers.TorchAoConfig(packing.configuration(made.scheme, made.group)),
    )
    assert equal(logits(ours), logits(theirs.eval()))
    with tinymodels._silent():
        theirs.save_pretrained(tmp_path / "theirs")
    saved, told = tensors(tmp_path / "theirs")
    assert own.keys() == saved.keys()
    assert all(equal(own[key], saved[key]) for key in own)
    tied = set(made.tree.tied)  # transformers lists the tied output layer, which it does not save
    assert {key: text for key, text in told.items() if key not in tied | {"tensor_names"}} == {
        key: text for key, text in metadata.items() if key != "tensor_names"
    }
    assert [key for key in json.loads(told["tensor_names"]) if key not in tied] == json.loads(metadata["tensor_names"])
    assert (Path(place) / "config.json").read_text() == (tmp_path / "theirs" / "config.json").read_text()


@pytest.mark.parametrize("scheme", CPU)
def test_chunks_jobs_and_runs_make_no_difference(sources, scheme, tmp_path, monkeypatch):
    made = planned_of(sources["llama-odd"], scheme)
    whole = digests(apply.done(made, str(tmp_path / "whole"), jobs=1))
    monkeypatch.setattr(streaming, "_CHUNK", 2000)
    monkeypatch.setattr(streaming, "_COPIED", 1024)
    assert digests(apply.done(made, str(tmp_path / "small"), jobs=3)) == whole
    assert digests(apply.done(planned_of(sources["llama-odd"], scheme), str(tmp_path / "small"))) == whole, (
        "over what stands there"
    )


def test_int4_is_round_to_nearest_within_its_range():
    torch = libraries().torch
    from cardwright.measure import models

    weight = torch.randn(24, 256, generator=torch.Generator().manual_seed(0))
    made = packing.packed(weight, schemes.find("int4"), 64)
    back = models._plain(made, torch)
    groups = weight.reshape(24, 4, 64)
    step = (groups.amax(2) - groups.amin(2)) / 15
    assert ((weight - back).reshape(24, 4, 64).abs() <= step[..., None] / 2 + 1e-6).all()
    assert made.qdata.dtype == torch.int8 and made.qdata.shape == (24, 128) and made.scale.shape == (4, 24)


def test_it_loads_in_a_fresh_process_by_its_subfolder(sources, tmp_path):
    for scheme in ("int8", "int8-dynamic", "int4", "float8", "nvfp4"):
        apply.done(planned_of(sources["llama"], scheme), str(tmp_path))
    code = (
        "import logging, sys; logging.getLogger('torchao').setLevel('ERROR')\n"
        "from transformers import AutoModelForCausalLM\n"
        "for name in sys.argv[2:]:\n"
        "    model, info = AutoModelForCausalLM.from_pretrained(sys.argv[1], subfolder=name, output_loading_info=True)\n"
        "    assert not any(info.values()), info\n"
        "    print(name, type(model.model.layers[0].mlp.up_proj.weight.data).__name__)\n"
    )
    names = ["int8", "int8-dynamic", "int4", "float8", "nvfp4"]
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(tmp_path), *names], capture_output=True, text=True)
    assert ran.stdout.split("\n")[:-1] == [
        f"{name} {kind}" for name, kind in zip(names, ("Int8Tensor", "Int8Tensor", "Int4Tensor", "Float8Tensor", "NVFP4Tensor"))
    ], ran.stderr


def test_everything_it_needs_is_there(tmp_path):
    folder = Path(tinymodels.random(tmp_path / "model", "llama"))
    beside = (
        "tokenizer.json",
        "tokenizer_config.json",
        "chat_template.jinja",
        "LICENSE",
        "generation_config.json",
        "special_tokens_map.json",
    )
    for name in beside:
        if not (folder / name).exists():
            (folder / name).write_text(f"{name} of the model")
    for name in ("optimizer.pt", "training_args.bin", ".env", "README.md", "trainer_state.json"):
        (folder / name).write_text("not a variant's")
    place = Path(apply.done(planned_of(folder, "int8"), str(folder)))
    assert place == folder / "int8"
    assert {path.name for path in place.iterdir()} == {*beside, "config.json", "model.safetensors", "quantization.json"}
    assert (place / "LICENSE").read_bytes() == (folder / "LICENSE").read_bytes()
    assert oct(os.stat(place / "model.safetensors").st_mode)[-3:] == "644"
    config = json.loads((place / "config.json").read_text())
    assert config["quantization_config"]["quant_method"] == "torchao" and str(tmp_path) not in json.dumps(config)


def test_what_is_not_ours_stays(sources, tmp_path):
    place = Path(apply.done(planned_of(sources["llama"], "int8"), str(tmp_path)))
    (place / "README.md").write_text("my words")
    (place / "notes").mkdir()
    (place / "notes" / "a.txt").write_text("mine")
    apply.done(planned_of(sources["llama"], "int8", largest=200_000), str(tmp_path))
    assert (place / "README.md").read_text() == "my words" and (place / "notes" / "a.txt").read_text() == "mine"
    assert not (place / "model.safetensors").exists() and (place / "model.safetensors.index.json").exists()
    reloaded(tmp_path, "int8", "LlamaForCausalLM")
    other = tmp_path / "float8"
    other.mkdir()
    (other / "model.safetensors").write_text("somebody else's")
    with pytest.raises(CardwrightError, match="weights that cardwright did not write"):
        apply.done(planned_of(sources["llama"], "float8"), str(tmp_path))
    assert (other / "model.safetensors").read_text() == "somebody else's"


def test_layers_can_be_chosen(sources, tmp_path):
    made = planned_of(sources["llama"], "int4", group=32, exclude=("layers.0.*",), layers=(("down_proj", "int8"),))
    fates = {(row["name"], row["layers"], row["scheme"], row["why"]) for row in planned.rows(made)}
    assert ("model.layers.*.mlp.down_proj.weight", 1, None, "left out as asked") in fates
    assert ("model.layers.*.mlp.down_proj.weight", 1, "int8", None) in fates
    assert {one.name: one.scheme.name for one in made.layers if one.scheme}["model.layers.1.mlp.down_proj.weight"] == "int8"
    assert {one.scheme.name for one in made.layers if one.scheme} == {"int4", "int8"}
    place = apply.done(made, str(tmp_path))
    model = reloaded(tmp_path, "int4", "LlamaForCausalLM")
    kinds = {
        name: type(module.weight.data).__name__
        for name, module in model.named_modules()
        if name.endswith(("up_proj", "down_proj"))
    }
    assert kinds == {"model.layers.0.mlp.up_proj": "Tensor", "model.layers.0.mlp.down_proj": "Tensor",
                     "model.layers.1.mlp.up_proj": "Int4Tensor", "model.layers.1.mlp.down_proj": "Int8Tensor"}  # fmt: skip
    told = json.loads(Path(place, "config.json").read_text())["quantization_config"]
    assert "model.layers.0.mlp.up_proj" in told["modules_to_not_convert"] and "lm_head" in told["modules_to_not_convert"]
    assert planned_of(sources["llama"], "int8", include=("mlp.*",)).schemes.keys() == {
        f"model.layers.{layer}.mlp.{part}_proj.weight" for layer in (0, 1) for part in ("up", "down", "gate")
    }
    with pytest.raises(UsageError, match="no layer matches 'attention'"):
        planned_of(sources["llama"], "int8", exclude=("attention",))


def test_excluding_is_what_transformers_does_with_the_same_names(sources, tmp_path):
    made = planned_of(sources["llama"], "int8", exclude=("layers.0.*",))
    apply.done(made, str(tmp_path))
    transformers = libraries().transformers
    left = json.loads((tmp_path / "int8" / "config.json").read_text())["quantization_config"]["modules_to_not_convert"]
    config = transformers.TorchAoConfig(packing.configuration(made.scheme, 0), modules_to_not_convert=left)
    theirs = transformers.LlamaForCausalLM.from_pretrained(sources["llama"], dtype="auto", quantization_config=config)
    assert equal(logits(reloaded(tmp_path, "int8", "LlamaForCausalLM")), logits(theirs.eval()))
    with tinymodels._silent():
        theirs.save_pretrained(tmp_path / "theirs")
    assert (tmp_path / "theirs" / "config.json").read_text() == (tmp_path / "int8" / "config.json").read_text()


@pytest.mark.parametrize("scheme", ["int8", "int8-dynamic", "float8"])
def test_the_portable_form_loads_here_and_has_nothing_that_older_ones_refuse(sources, scheme, tmp_path):
    usual = apply.done(planned_of(sources["llama"], scheme), str(tmp_path / "usual"))
    made = planned_of(sources["llama"], scheme, portable=True)
    place = apply.done(made, str(tmp_path / "portable"))
    own, metadata = tensors(place)
    assert not any(name.endswith("zero_point") for name in own) and "reduce_range" not in json.dumps(metadata)
    config = (Path(place) / "config.json").read_text()
    assert "reduce_range" not in config and "granularity" not in config
    model = [reloaded(tmp_path / form, scheme, "LlamaForCausalLM") for form in ("usual", "portable")]
    assert equal(logits(model[0]), logits(model[1]))
    assert (
        record.minimum(made)["torchao"] == "0.16"
        and json.loads(Path(usual, "quantization.json").read_text())["requires"]["torchao"] == "0.18.0"
    )


def test_the_others_have_no_portable_form(sources):
    for scheme in ("int4", "nvfp4"):
        with pytest.raises(UsageError, match="has no portable form"):
            planned_of(sources["llama"], scheme, portable=True)


def test_a_dtype_can_be_asked_for(sources, tmp_path):
    made = planned_of(sources["llama-tied"], "int8", dtype="bfloat16")
    apply.done(made, str(tmp_path))
    own, _ = tensors(tmp_path / "int8")
    assert own["model.norm.weight"].dtype == libraries().torch.bfloat16
    transformers = libraries().transformers
    config = transformers.TorchAoConfig(packing.configuration(made.scheme, 0))
    theirs = transformers.LlamaForCausalLM.from_pretrained(sources["llama-tied"], dtype="bfloat16", quantization_config=config)
    assert equal(logits(reloaded(tmp_path, "int8", "LlamaForCausalLM")), logits(theirs.eval()))


def adapter(folder: Path, base: str, **config) -> Path:
    """A LoRA adapter of random numbers for every projection of the attention of a model."""
    torch = libraries().torch
    from safetensors.torch import load_file, save_file

    folder.mkdir()
    numbers = torch.Generator().manual_seed(1)
    weights = {}
    for name, tensor in load_file(Path(base) / "model.safetensors").items():
        if "self_attn" in name:
            stem = "base_model.model." + name.removesuffix(".weight")
            weights[f"{stem}.lora_A.weight"] = torch.randn(4, tensor.shape[1], generator=numbers)
            weights[f"{stem}.lora_B.weight"] = torch.randn(tensor.shape[0], 4, generator=numbers) * 0.02
    save_file(weights, folder / "adapter_model.safetensors", {"format": "pt"})
    told = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"], "bias": "none",
            "task_type": "CAUSAL_LM", "base_model_name_or_path": base} | config  # fmt: skip
    (folder / "adapter_config.json").write_text(json.dumps(told))
    (folder / "chat_template.jinja").write_text("of the adapter")
    return folder


@pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")  # peft's own, of transformers 5
@pytest.mark.parametrize("how", [{}, {"use_rslora": True}])
def test_an_adapter_is_merged_as_peft_merges_it(sources, how, tmp_path, capsys, monkeypatch):
    peft = pytest.importorskip("peft")
    lora = adapter(tmp_path / "lora", sources["llama"], **how)
    words = [
        "quantize",
        str(lora),
        "--merge-adapter",
        sources["llama"],
        "--scheme",
        "int8",
        "--output",
        str(tmp_path),
        "--exclude",
        "o_proj",
    ]
    assert cli.main(words) == 0, capsys.readouterr().err
    transformers = libraries().transformers
    base = transformers.LlamaForCausalLM.from_pretrained(sources["llama"], dtype="auto")
    with tinymodels._silent():
        peft.PeftModel.from_pretrained(base, lora).merge_and_unload().save_pretrained(tmp_path / "merged")
    apply.done(planned_of(tmp_path / "merged", "int8", exclude=("o_proj",)), str(tmp_path / "theirs"))
    own, theirs = tensors(tmp_path / "int8")[0], tensors(tmp_path / "theirs" / "int8")[0]
    assert own.keys() == theirs.keys() and all(equal(own[name], theirs[name]) for name in own)
    assert (tmp_path / "int8" / "chat_template.jinja").read_text() == "of the adapter"
    assert json.loads((tmp_path / "int8" / "quantization.json").read_text())["source"]["adapter"] == "lora"


@pytest.mark.parametrize(
    ("config", "words"),
    [({"use_dora": True}, "`use_dora` is True"), ({"peft_type": "IA3"}, "of type IA3"), ({"modules_to_save": ["lm_head"]}, "`modules_to_save`"),
     ({"lora_alpha": "8"}, "no number `lora_alpha`")],
)  # fmt: skip
def test_an_adapter_that_is_more_than_lora_is_refused(sources, config, words, tmp_path, capsys):
    lora = adapter(tmp_path / "lora", sources["llama"], **config)
    assert (
        cli.main(["quantize", str(lora), "--merge-adapter", sources["llama"], "--scheme", "int8", "--output", str(tmp_path)]) == 3
    )
    assert words in capsys.readouterr().err
    assert cli.main(["quantize", str(adapter(tmp_path / "b", sources["llama"])), "--merge-adapter", sources["llama-odd"], "--scheme", "int8",
                     "--output", str(tmp_path)]) == 3  # fmt: skip
    assert "do not fit its" in capsys.readouterr().err


def test_what_would_hardly_be_quantized_is_refused(sources):
    for name, share, why in (("gpt2", "0.0%", "Conv1D"), ("qwen3-moe", "23.0%", "experts")):
        made = planned_of(sources[name], "int8")
        with pytest.raises(CardwrightError, match=f"quantize {share} of the parameters .* {why}"):
            plan.floor(made, 0.5)


def test_group_sizes_that_do_not_divide_are_said(sources):
    assert planned_of(sources["llama-odd"], "int4").group == 64, "192 and 576 columns"
    forced = planned_of(sources["llama-odd"], "int4", group=128)
    assert not forced.schemes and plan.share(forced) == 0
    (problem,) = [text for text in forced.problems if "multiple" in text]
    assert problem == "14 of 14 layers are not quantized, for their width is no multiple of 128; --group-size 64 fits all of them"
    with pytest.raises(UsageError, match="groups of 128, 64, 32, not of 100"):
        planned_of(sources["llama-odd"], "int4", group=100)


# Percentages of the bf16 checkpoint and layers left at groups of 128, as shared/spec/quantization.md 4 measured and computed them.
# Dimensions: config.json of each repository on the Hub (HuggingFaceTB, Qwen, meta-llama); the number of parameters that comes of them
# is the one that the repository's page tells.
SHAPES = {
    "SmolLM2-135M": ("llama", 576, 1536, 30, 9, 3, 64, 49152, True, 134_515_008, (60.8, 85.5, 45.7, 87.3, 43.4), 180, 210),
    "SmolLM2-360M": ("llama", 960, 2560, 32, 15, 5, 64, 49152, True, 361_821_120, (56.7, 84.0, 40.2, 85.2, 37.6), 192, 224),
    "SmolLM2-1.7B": ("llama", 2048, 8192, 24, 32, 32, 64, 49152, True, 1_711_376_384, (53.0, 30.9, 35.3, 30.9, 32.4), 0, 168),
    "Qwen2.5-0.5B": ("qwen2", 896, 4864, 24, 14, 2, None, 151936, True, 494_032_768, (63.9, 46.8, 50.2, 49.1, 47.9), 0, 168),
    "Qwen3-0.6B": ("qwen3", 1024, 3072, 28, 16, 8, 128, 151936, True, 596_049_920, (63.2, 45.7, 49.2, 45.7, 46.9), 0, 196),
    "Qwen3-1.7B": ("qwen3", 2048, 6144, 28, 16, 8, 128, 151936, True, 1_720_574_976, (59.1, 39.8, 43.7, 39.8, 41.1), 0, 196),
    "Qwen3-4B": ("qwen3", 2560, 9728, 36, 32, 8, 128, 151936, True, 4_022_468_096, (54.9, 33.7, 37.9, 37.1, 35.1), 0, 252),
    "Qwen3-8B": ("qwen3", 4096, 12288, 36, 32, 8, 128, 151936, False, 8_190_735_360, (57.6, 37.7, 41.7, 37.7, 39.0), 0, 252),
    "Llama-3.2-1B": ("llama", 2048, 8192, 16, 32, 8, 64, 128256, True, 1_235_814_400, (60.7, 42.2, 45.9, 42.2, 43.4), 0, 112),
    "Llama-3.1-8B": ("llama", 4096, 14336, 32, 32, 8, 128, 128256, False, 8_030_261_248, (56.6, 36.2, 40.2, 36.2, 37.5), 0, 224),
}
COLUMNS = (("int8", 0), ("int4", 128), ("int4", 32), ("int4-tile", 128), ("nvfp4", 0))


@pytest.mark.parametrize("name", SHAPES)
def test_the_plan_of_a_real_model_from_its_shape_alone(name, tmp_path):
    kind, hidden, inner, layers, heads, shared, head, words, tied, parameters, percentages, skipped, linears = SHAPES[name]
    config = {"model_type": kind, "architectures": [f"{kind.capitalize()}ForCausalLM"], "hidden_size": hidden, "intermediate_size": inner,
              "num_hidden_layers": layers, "num_attention_heads": heads, "num_key_value_heads": shared, "vocab_size": words,
              "tie_word_embeddings": tied, "dtype": "bfloat16"} | ({"head_dim": head} if head else {})  # fmt: skip
    (tmp_path / "config.json").write_text(json.dumps(config))
    found = checkpoint.opened(str(tmp_path))
    grown = tree.grown(found)
    for (scheme, group), percentage in zip(COLUMNS, percentages):
        made = plan.made(found, schemes.find(scheme), plan.Choice(group=group), grown)
        assert made.parameters == parameters
        assert abs(100 * plan.size(made) / made.source_bytes - percentage) <= 0.2, (scheme, group)
        inside = [one for one in made.layers if one.kind == "linear" and one.name not in made.tree.kept]
        assert len(inside) == linears
        if (scheme, group) == ("int4", 128):
            assert sum(not one.scheme for one in inside) == skipped


def test_the_command_line(sources, tmp_path, capsys):
    run = lambda *words: (cli.main(["quantize", *map(str, words)]), *capsys.readouterr())
    code, out, err = run(sources["llama"], "--scheme", "int8,int4_weight_only", "--output", tmp_path)
    assert code == 0 and out.count(" linear layers quantized") == 2 and "int8: started" in err
    code, out, err = run(sources["llama"], "--scheme", "int8", "--dry-run")
    assert code == 0 and "model.layers.*.mlp.up_proj.weight" in out and "2 x  256 x 128  int8" in out
    code, out, err = run(sources["llama"], "--scheme", "int8", "--dry-run", "--format", "json")
    told = json.loads(out)[0]
    assert told["files"] == [{"name": "model.safetensors", "bytes": os.path.getsize(tmp_path / "int8" / "model.safetensors")}]
    assert not (Path(sources["llama"]) / "int8").exists(), "a dry run writes nothing"
    code, out, err = run(sources["gpt2"], "--scheme", "int8,float8", "--output", tmp_path / "none")
    assert code == 3 and err.count("fewer than 10%") == 2 and not list((tmp_path / "none").glob("*"))
    code, out, err = run(sources["llama"], "--scheme", "int9")
    assert code == 2 and "there is no scheme 'int9'; did you mean `int8`?" in err
    assert run(sources["llama"])[0] == 2 and run(tmp_path / "nothing", "--scheme", "int8")[0] == 2
    code, out, err = run(sources["llama"], "--scheme", "int4-tile,int8", "--output", tmp_path / "part")
    assert code == 3 and "int4-tile cannot be made here" in err and (tmp_path / "part" / "int8").exists(), "the others are made"


def test_schemes_says_what_this_machine_can(capsys):
    assert cli.main(["schemes"]) == 0
    text = capsys.readouterr().out
    assert all(f"{scheme.name}: {scheme.title}" in text for scheme in schemes.SCHEMES)
    assert cli.main(["schemes", "--format", "json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["int8"]["makes"] is True and rows["int8"]["runs"] is True
    if not libraries().torch.cuda.is_available():
        assert rows["int4"]["makes"] is True and "CUDA only" in rows["int4"]["runs"] and "CUDA only" in rows["int4-tile"]["makes"]
