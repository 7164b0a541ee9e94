"""What comparing a card with its files costs: `cardwright render --check` beside `cardwright check` of the same card.

python bench/render.py [--quick]      Markdown tables; --quick ends at 100 repositories

First one card in a fresh process (a hook waits for it), paired: the two commands run one right after the other, and the median of
the pairs counts. Then 100 to 1,000 repositories in one process: CPU time and peak memory for each.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys

import peers
from measure import spend

PLACE = peers.CACHE / "render"
PAIRS = 31
CONFIG = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 2048, "num_hidden_layers": 24,
          "vocab_size": 128256, "max_position_embeddings": 65536, "transformers_version": "4.55.4"}  # fmt: skip
TRAINING = {"model_name": "HuggingFaceTB/SmolLM3-3B", "trainer_type": "sft", "batch_size": 16, "gradient_accumulation_steps": 4,
            "learning_rate": 8e-06, "optimizer": "adamw_torch", "scheduler": "cosine", "bf16": True, "num_train_epochs": 1,
            "dataset_name": "HuggingFaceTB/smoltalk", "max_seq_length": 8192}  # fmt: skip
CARD = """\
repo_name: example-team/model-{number}
license: apache-2.0
language: en
author_name: Ada Example
model_description: Model {number} answers questions about the hundred manuals that it was trained on.
primary_uses: [Drafting answers that a person reads before they are sent]
out_of_scope: [Anything that nobody reads]
limitations:
- name: Facts
  description: It states wrong things with confidence; nothing here was checked against the manuals.
metrics:
- {{name: accuracy, value: 0.{number:04}, baseline: 0.5, n: 500, dataset: manuals}}
"""


def repositories(count: int) -> None:
    """`count` folders with a model's files and the card that they make."""
    shutil.rmtree(PLACE, ignore_errors=True)
    for number in range(count):
        folder = PLACE / "models" / f"model-{number:04}"
        folder.mkdir(parents=True)
        (folder / "config.json").write_text(json.dumps(CONFIG))
        (folder / "tokenizer_config.json").write_text(json.dumps({"chat_template": "{{ messages }}"}))
        (folder / "training_config.json").write_text(json.dumps(TRAINING | {"learning_rate": (1 + number % 9) * 1e-6}))
        (folder / "train_results.json").write_text(json.dumps({"train_loss": 1.1423, "train_runtime": 5321.7, "epoch": 1.0}))
        (folder / "eval_results.json").write_text(json.dumps({"eval_loss": 1.0987 + number * 1e-4}))
        (folder / "card.yaml").write_text(CARD.format(number=number + 1000))
    (PLACE / ".git").mkdir()
    subprocess.run([command(), "render", *sorted(map(str, (PLACE / "models").iterdir()))], check=True, stderr=subprocess.DEVNULL)


def command() -> str:
    return str(peers.python_venv("cardwright") / "cardwright")


def cold() -> str:
    folder = PLACE / "models" / "model-0000"
    python = str(peers.python_venv("clean") / "python")
    runs = {
        "`python -c pass` (clean venv)": [python, "-c", "pass"],
        "`cardwright check README.md`": [command(), "check", str(folder / "README.md")],
        "**`cardwright render --check`**": [command(), "render", "--check", str(folder)],
    }
    for each in runs.values():
        spend(each)
    found = [{name: spend(each)[0] for name, each in runs.items()} for _ in range(PAIRS)]
    base, check, _ = runs
    lines = ["| command | CPU s | to `python -c pass` | to `cardwright check` | [min-max] |", "|---|---|---|---|---|"]
    for name in runs:
        to_check = [pair[name] / pair[check] for pair in found]
        lines.append(
            f"| {name} | {statistics.median(pair[name] for pair in found):.3f}"
            f" | {statistics.median(pair[name] / pair[base] for pair in found):.2f}"
            f" | **{statistics.median(to_check):.2f}** | {min(to_check):.2f}-{max(to_check):.2f} |"
        )
    return "\n".join(lines)


def many(counts) -> str:
    lines = ["| repositories in one process | CPU s | ms each | peak MiB |", "|---|---|---|---|"]
    folders = sorted(map(str, (PLACE / "models").iterdir()))
    for count in counts:
        cpu, peak = spend([command(), "render", "--check", *folders[:count]], (0,))
        lines.append(f"| `render --check`, {count:,} | {cpu:.2f} | {cpu / count * 1000:.1f} | {peak:.0f} |")
        cpu, peak = spend([command(), "check", *folders[:count]], (0,))
        lines.append(f"| `check`, {count:,} | {cpu:.2f} | {cpu / count * 1000:.1f} | {peak:.0f} |")
    return "\n".join(lines)


def main() -> None:
    counts = (10, 100) if "--quick" in sys.argv else (10, 100, 300, 1000)
    try:
        repositories(counts[-1])
        print(cold(), many(counts), sep="\n\n")
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)


if __name__ == "__main__":
    main()
