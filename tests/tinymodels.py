"""Models made on the spot: of any architecture with random weights, and a small one that has learnt from Python's own documentation."""

from __future__ import annotations

import contextlib
import os
import pydoc_data.topics
import sys

SIZES = dict(hidden_size=128, intermediate_size=256, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
             vocab_size=512, max_position_embeddings=256, bos_token_id=1, eos_token_id=2, pad_token_id=0)  # fmt: skip

# name -> (configuration class, what it has beside SIZES)
ARCHITECTURES = {
    "llama": ("LlamaConfig", dict(tie_word_embeddings=False)),
    "llama-tied": ("LlamaConfig", dict(tie_word_embeddings=True)),
    "llama-odd": ("LlamaConfig", dict(hidden_size=192, intermediate_size=576, tie_word_embeddings=True)),
    "qwen2": ("Qwen2Config", dict(tie_word_embeddings=True)),
    "qwen3": ("Qwen3Config", dict(head_dim=32, tie_word_embeddings=True)),
    "smollm3": ("SmolLM3Config", {}),
    "gemma2": ("Gemma2Config", dict(head_dim=32)),
    "gpt2": ("GPT2Config", dict(n_embd=128, n_layer=2, n_head=4, n_positions=256)),
    "qwen3-moe": ("Qwen3MoeConfig", dict(head_dim=32, moe_intermediate_size=64, num_experts=4, num_experts_per_tok=2)),
}


def random(folder, architecture: str, dtype: str = "bfloat16", shard: str = "5GB", **sizes) -> str:
    """Save a model with random weights, the same every time, and return its folder."""
    import torch
    import transformers

    name, own = ARCHITECTURES[architecture]
    config = getattr(transformers, name)(**{**SIZES, **own, **sizes})
    torch.manual_seed(0)
    model = transformers.AutoModelForCausalLM.from_config(config, dtype=getattr(torch, dtype))
    with _silent():
        model.save_pretrained(folder, max_shard_size=shard)
    return str(folder)


@contextlib.contextmanager
def _silent():
    """transformers draws a bar even where nobody looks."""
    with open(os.devnull, "w") as nothing, contextlib.redirect_stderr(nothing):
        yield


def texts() -> tuple[str, str]:
    """(text to train on, text held out) of the documentation that comes with Python."""
    parts = "\n\n".join(text for _, text in sorted(pydoc_data.topics.topics.items())).split("\n\n")
    held = [number % 10 == 9 for number in range(len(parts))]
    return tuple("\n\n".join(part for part, kept in zip(parts, held) if kept == wanted) for wanted in (False, True))


def trained(folder, steps: int = 200, vocabulary: int = 2048, **sizes) -> str:
    """Train a Llama on Python's documentation, seeded, about a minute on two cores; save it with its tokenizer and its held-out text."""
    import tokenizers
    import torch
    import transformers

    os.makedirs(folder, exist_ok=True)
    learn, held = texts()
    raw = tokenizers.Tokenizer(tokenizers.models.BPE())
    raw.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = tokenizers.decoders.ByteLevel()
    alphabet = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=["<pad>", "<s>", "</s>"], initial_alphabet=alphabet,
                                             show_progress=False)  # fmt: skip
    raw.train_from_iterator([learn], trainer)
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="<pad>", bos_token="<s>", eos_token="</s>")
    ids = torch.tensor(tokenizer(learn, add_special_tokens=False, verbose=False)["input_ids"])
    torch.manual_seed(0)
    config = transformers.LlamaConfig(**{**SIZES, "vocab_size": vocabulary, "hidden_size": 256, "intermediate_size": 512,
                                         "num_hidden_layers": 4, "tie_word_embeddings": True, **sizes})  # fmt: skip
    model = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    rows = torch.Generator().manual_seed(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    for _ in range(steps):
        starts = torch.randint(0, len(ids) - 128, (8,), generator=rows)
        batch = torch.stack([ids[start : start + 128] for start in starts])
        loss = model(batch, labels=batch).loss
        loss.backward()
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    with _silent():
        model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    with open(os.path.join(folder, "held-out.txt"), "w", encoding="utf-8") as file:
        file.write(held)
    return str(folder)


if __name__ == "__main__":
    trained(sys.argv[1])
