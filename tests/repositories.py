"""Repositories as people publish them, made for tests: real layouts and sizes, sparse files, no weight in them."""

from __future__ import annotations

import json
import os
from pathlib import Path

BYTES = {"F32": 4, "F16": 2, "BF16": 2, "I32": 4, "I8": 1, "U8": 1}
LFS = " filter=lfs diff=lfs merge=lfs -text\n"
HUB_ATTRIBUTES = (
    "".join(f"*.{kind}{LFS}" for kind in ("7z", "bin", "ckpt", "gz", "onnx", "safetensors", "zip")) + f"*tfevents*{LFS}"
)
TOKENIZER = dict.fromkeys(("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "generation_config.json"), "{}")


def write(folder: Path, files: dict) -> Path:
    """Write files: text as it is, mappings as JSON, Store as safetensors, a number as that many bytes of GGUF or nothing."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Store):
            content.write(path)
        elif isinstance(content, int):
            path.write_bytes(b"GGUF\3\0\0\0" if name.endswith(".gguf") else b"")
            os.truncate(path, content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder


class Store:
    """A safetensors file of tensors name -> (dtype, shape)."""

    def __init__(self, tensors: dict, **metadata: str) -> None:
        self.tensors, self.metadata = tensors, metadata

    def write(self, path: Path) -> None:
        header, at = {"__metadata__": {"format": "pt", **self.metadata}}, 0
        for name, (dtype, shape) in self.tensors.items():
            end = at + BYTES[dtype] * count(shape)
            header[name], at = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, end]}, end
        raw = json.dumps(header).encode()
        path.write_bytes(len(raw).to_bytes(8, "little") + raw)
        os.truncate(path, 8 + len(raw) + at)


def count(shape) -> int:
    product = 1
    for length in shape:
        product *= length
    return product


def llama(hidden: int, inner: int, layers: int, vocabulary: int, key_value: int, tied: bool, dtype: str = "BF16") -> dict:
    """The tensors of a dense model in the way of Llama."""
    tensors = {"model.embed_tokens.weight": (dtype, (vocabulary, hidden)), "model.norm.weight": (dtype, (hidden,))}
    for layer in range(layers):
        at = f"model.layers.{layer}"
        for name, shape in {
            "self_attn.q_proj": (hidden, hidden), "self_attn.k_proj": (key_value, hidden), "self_attn.v_proj": (key_value, hidden),
            "self_attn.o_proj": (hidden, hidden), "mlp.gate_proj": (inner, hidden), "mlp.up_proj": (inner, hidden),
            "mlp.down_proj": (hidden, inner), "input_layernorm": (hidden,), "post_attention_layernorm": (hidden,),
        }.items():  # fmt: skip
            tensors[f"{at}.{name}.weight"] = (dtype, shape)
    return tensors if tied else {**tensors, "lm_head.weight": (dtype, (vocabulary, hidden))}


def torchao(tensors: dict) -> Store:
    """The tensors as torchao's int8 weight-only scheme stores them."""
    packed, names = {}, []
    for name, (dtype, shape) in tensors.items():
        if "proj" in name:
            stem = name.removesuffix("weight")
            packed[f"{stem}_weight_qdata"] = ("I8", shape)
            packed[f"{stem}_weight_scale"] = (dtype, (shape[0], 1))
            names.append(name)
        else:
            packed[name] = (dtype, shape)
    return Store(packed, tensor_names=json.dumps(names))


def sharded(tensors: dict, parts: int) -> dict:
    """The files of weights in several shards with their index."""
    names, files, where = list(tensors), {}, {}
    step = -(-len(names) // parts)
    for part in range(parts):
        name = f"model-{part + 1:05}-of-{parts:05}.safetensors"
        files[name] = Store({key: tensors[key] for key in names[part * step : (part + 1) * step]})
        where.update(dict.fromkeys(names[part * step : (part + 1) * step], name))
    size = sum(BYTES[dtype] * count(shape) for dtype, shape in tensors.values())
    return {**files, "model.safetensors.index.json": {"metadata": {"total_size": size}, "weight_map": where}}


def front(**keys) -> str:
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items())
    return f"---\n{lines}---\n\n"


CAUSAL = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "dtype": "bfloat16"}
SMALL = llama(960, 2560, 32, 49152, 320, tied=True)  # 362 M, as SmolLM2-360M
LARGE = llama(4096, 11008, 32, 32000, 4096, tied=False)  # 6.74 B, as Llama-2-7B
INT8 = {"quant_method": "torchao", "quant_type": {"default": {"_type": "Int8WeightOnlyConfig", "_version": 2, "_data": {}}}}
MIT = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n... without restriction\n"
APACHE = "\n                                 Apache License\n                           Version 2.0, January 2004\n"
TEXT = {"license": "apache-2.0", "language": ["en"], "pipeline_tag": "text-generation"}

MERGED = {
    "README.md": front(**TEXT, library_name="transformers", base_model="HuggingFaceTB/SmolLM2-360M") + """# Sorter-360M

A 362M parameter language model that sorts support tickets, made from a teacher with 70B parameters.

| Property | Value |
|---|---|
| Parameters | 362M |
| Tensor type | BF16 |
| Model size | 724 MB |
| Context length | 8192 |

## Training

- Precision: bf16
- Epochs: 2 on 80,000 tickets (1.2 GB of text)

## Files

```
sorter/
├── README.md
├── config.json            # architecture
├── model.safetensors      (724 MB)
├── tokenizer.json
└── tokenizer_config.json
```
""",
    "config.json": {**CAUSAL, "hidden_size": 960, "vocab_size": 49152, "tie_word_embeddings": True},
    "model.safetensors": Store(SMALL),
    "training_args.bin": 5000,
    "LICENSE": APACHE,
    ".gitattributes": HUB_ATTRIBUTES,
    **TOKENIZER,
}  # fmt: skip

SHARDED = {
    "README.md": front(license="other", license_name="tiny-community", license_link="LICENSE", library_name="transformers")
    + """# Big-7B-Instruct

- **Parameters:** 7B
- Number of Parameters: 6.74B
- Number of Parameters (Non-Embedding): 6.48B
- Download size: 13.5 GB
- dtype: `bfloat16`

It beats models with 13 billion parameters and needs 16 GB of memory.
""",
    "config.json": {**CAUSAL, "hidden_size": 4096, "vocab_size": 32000, "tie_word_embeddings": False},
    **sharded(LARGE, 3),
    "LICENSE": "Our own conditions. You may use it as long as you say so.\n",
    **TOKENIZER,
}

ADAPTER = {
    "README.md": front(
        library_name="peft", base_model="meta-llama/Llama-2-7b-hf", license="llama2", pipeline_tag="text-generation"
    )
    + "# Ticket sorter, an adapter for Llama-2-7B\n\nParameters: 4.2M trainable of 6.7B. Precision: bf16. Adapter size: 17 MB.\n",
    "adapter_config.json": {"peft_type": "LORA", "r": 8, "base_model_name_or_path": "unsloth/llama-2-7b-hf-bnb-4bit"},
    "adapter_model.safetensors": Store({f"l{n}.lora_{side}": ("F32", (8, 4096)) for n in range(64) for side in "AB"}),
    "checkpoint-500/optimizer.pt": 9000,
    "training_args.bin": 5000,
    **TOKENIZER,
}

VARIANTS = {
    "README.md": front(**TEXT, library_name="transformers", base_model="HuggingFaceTB/SmolLM2-360M") + """# Sorter-360M

**Parameters:** 362M

| Variant | Folder | Size |
|---|---|---|
| bfloat16 | `/` | 724 MB |
| int8 weight-only | `int8/` | 411 MB |

```python
model = AutoModelForCausalLM.from_pretrained("alice/sorter", subfolder="int8")
```

```
├── config.json
├── int8/
│   ├── README.md
│   ├── config.json
│   └── model.safetensors
├── model.safetensors
└── README.md
```
""",
    "config.json": {**CAUSAL, "hidden_size": 960, "vocab_size": 49152},
    "model.safetensors": Store(SMALL),
    "int8/README.md": front(**TEXT, library_name="transformers", base_model="alice/sorter", base_model_relation="quantized", tags=["torchao", "8-bit"])
    + "# Sorter-360M in 8 bits\n\n**Parameters:** 362M\n\n**Model size:** 410 MB\n\n**Tensor type:** BF16 and I8\n",
    "int8/config.json": {**CAUSAL, "quantization_config": INT8},
    "int8/model.safetensors": torchao(SMALL),
    **TOKENIZER,
}  # fmt: skip

GGUF = {
    "README.md": front(license="mit", base_model="example/big-7b", base_model_relation="quantized", tags=["gguf", "4-bit"]) + """# Big-7B-GGUF

| Name | Bits | Size | Max RAM |
|---|---|---|---|
| [big-7b.Q2_K.gguf](./big-7b.Q2_K.gguf) | 2 | 2.83 GB | 5.33 GB |

| Name | Size |
|---|---|
| [big-7b.Q4_K_M.gguf](https://example.com/big-7b.Q4_K_M.gguf) | 4.08 GB |
| `big-7b.Q8_0.gguf` | 6.7GiB |
""",
    "big-7b.Q2_K.gguf": 2_825_940_672,
    "big-7b.Q4_K_M.gguf": 4_081_004_224,
    "big-7b.Q8_0.gguf": 7_161_089_728,
    "config.json": {"model_type": "llama"},
}  # fmt: skip

DIFFUSERS = {
    "README.md": front(license="creativeml-openrail-m", library_name="diffusers", pipeline_tag="text-to-image") + """# Painter-1B

A latent diffusion model; its text encoder has 123M parameters.

```python
vae = AutoencoderKL.from_pretrained("alice/painter", subfolder="vae")
```

```
├── model_index.json
├── unet
│   └── diffusion_pytorch_model.safetensors
└── vae
```
""",
    "model_index.json": {"_class_name": "StableDiffusionPipeline"},
    "painter.safetensors": Store({"w": ("F16", (1000, 1000))}),
    "painter-pruned.safetensors": Store({"w": ("F16", (500, 500))}),
    "unet/config.json": {},
    "unet/diffusion_pytorch_model.safetensors": Store({"w": ("F16", (1000, 1000))}),
    "vae/config.json": {},
    "scheduler/scheduler_config.json": {},
}  # fmt: skip

SENTENCES = {
    "README.md": front(license="apache-2.0", library_name="sentence-transformers", pipeline_tag="sentence-similarity") + """# tickets-minilm

Maps sentences to 384 numbers.

- **Model size:** 91 MB
- **Parameters:** 22.7 million
- **Maximum sequence length:** 256
""",
    "modules.json": [{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"}],
    "config.json": {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": 384, "vocab_size": 30522},
    "model.safetensors": Store({"embeddings": ("F32", (30522, 384)), "rest": ("F32", (10_992_768,))}),
    "1_Pooling/config.json": {},
    "onnx/model.onnx": 90_000_000,
    "onnx/model_qint8_avx512.onnx": 23_000_000,
    "pytorch_model.bin": 90_900_000,
    **TOKENIZER,
}  # fmt: skip

CLASSIFIER = {
    "README.md": front(
        license="mit", library_name="transformers", pipeline_tag="text-classification", base_model="distilbert-base-uncased"
    )
    + "# Ticket kinds\n\n| Metric | Value |\n|---|---|\n| Precision | 0.91 |\n| Parameters | 67M |\n",
    "config.json": {
        "architectures": ["DistilBertForSequenceClassification"],
        "vocab_size": 30522,
        "dim": 768,
        "dtype": "float32",
    },
    "model.safetensors": Store({"embeddings": ("F32", (30522, 768)), "rest": ("F32", (43_515_650,))}),
    "LICENSE": MIT,
    ".gitattributes": HUB_ATTRIBUTES,
    ".eval_results/tickets.yaml": '- dataset: {id: alice/tickets, task_id: kinds}\n  value: 0.91\n  date: "2026-03-01"\n',
    **TOKENIZER,
}

AWQ = {
    "README.md": front(
        license="llama2", base_model="example/big-7b", base_model_relation="quantized", tags=["awq", "4-bit", "text-generation"]
    )
    + "# Big-7B-AWQ\n\n**Parameters:** 7B\n\n**Precision:** 4-bit\n\nFile size: 3.9 GB\n",
    "config.json": {**CAUSAL, "quantization_config": {"quant_method": "awq", "bits": 4, "group_size": 128}},
    "model.safetensors": Store({"q.qweight": ("I32", (4096, 210_000)), "q.scales": ("F16", (4096, 55_000))}),
    **TOKENIZER,
}

EXPERTS = {
    "README.md": front(license="apache-2.0", library_name="transformers")
    + "# Crowd-8x1B\n\n47B parameters, of which 13B are active.\n",
    "config.json": {**CAUSAL, "num_local_experts": 8, "num_experts_per_tok": 2},
    **sharded(SMALL, 2),
    "consolidated.safetensors": Store(SMALL),
}

ALL = {
    "merged": MERGED, "sharded": SHARDED, "adapter": ADAPTER, "variants": VARIANTS, "gguf": GGUF, "diffusers": DIFFUSERS,
    "sentences": SENTENCES, "classifier": CLASSIFIER, "awq": AWQ, "experts": EXPERTS,
}  # fmt: skip
