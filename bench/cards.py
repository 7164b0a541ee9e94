"""Complete, clean model cards of our own words: 4 to 8 KB, 20 headings, three fences, the shape most cards on the Hub have."""

from __future__ import annotations

import random
from pathlib import Path

_WORDS = """\
the model reads short support messages and sorts them into topics so that a person can answer the urgent ones first
it was trained on letters that customers agreed to share with names and numbers removed before anyone saw them
results are best for plain everyday language in paragraphs of up to two hundred words and weaker for lists tables
and poems which the training data hardly holds we looked at mistakes by hand every month and noted what kind of text
leads to them the team keeps a public list of these notes""".split()

# (level, heading, paragraphs)
_SECTIONS = (
    (2, "Model Details", 1), (3, "Model Description", 2), (3, "Model Sources", 1), (2, "Uses", 1), (3, "Direct Use", 1),
    (3, "Downstream Use", 1), (3, "Out-of-Scope Use", 1), (2, "Bias, Risks, and Limitations", 2), (3, "Recommendations", 1),
    (2, "How to Get Started with the Model", 0), (2, "Training Details", 1), (3, "Training Data", 1),
    (3, "Training Procedure", 1),
    (2, "Evaluation", 1), (3, "Results", 0), (2, "Environmental Impact", 1), (2, "Technical Specifications", 1),
    (2, "Citation", 0), (2, "Model Card Contact", 1),
)  # fmt: skip

_FRONT = """\
---
license: apache-2.0
language:
- en
- de
library_name: transformers
pipeline_tag: text-classification
base_model: distilbert/distilbert-base-uncased
datasets:
- nyu-mll/glue
metrics:
- accuracy
- f1
tags:
- text-classification
- customer-support
model-index:
- name: {name}
  results:
  - task:
      type: text-classification
      name: Text classification
    dataset:
      name: GLUE SST-2
      type: nyu-mll/glue
      config: sst2
      split: validation
    metrics:
    - type: accuracy
      value: {accuracy}
      name: Accuracy
    - type: f1
      value: {f1}
      name: F1
---
"""

_CODE = """\
```bash
pip install transformers torch
```

```python
from transformers import pipeline

classifier = pipeline("text-classification", model="example-team/{name}")
print(classifier("My parcel arrived broken, what now?"))
```
"""

_RESULTS = """\
| Data | Accuracy | F1 |
|---|---|---|
| validation | {accuracy} | {f1} |
| letters of 2024 | {older} | {f1} |
"""

_CITATION = """\
```bibtex
@misc{{{name},
  title = {{Sorting support messages}},
  author = {{Example Team}},
  year = {{2025}}
}}
```
"""


def card(seed: int = 0, size: int = 6000) -> str:
    """One card of about `size` bytes; the same seed gives the same card."""
    pick = random.Random(seed)
    numbers = {key: f"0.{pick.randint(8100, 9600)}" for key in ("accuracy", "f1", "older")}
    values = {"name": f"support-sorter-{seed:04}", **numbers}
    fixed = {"How to Get Started with the Model": _CODE, "Results": _RESULTS, "Citation": _CITATION}
    written = sum(map(len, (_FRONT, _CODE, _RESULTS, _CITATION))) + sum(len(title) + 6 for _, title, _ in _SECTIONS)
    share = (size - 450 - written) // (sum(count for *_, count in _SECTIONS) + 1)
    parts = [_FRONT.format(**values), f"\n# {values['name']}\n\n{_paragraph(pick, share)}\n"]
    for level, title, paragraphs in _SECTIONS:
        body = (
            fixed[title].format(**values)
            if title in fixed
            else "\n\n".join(_paragraph(pick, share) for _ in range(paragraphs)) + "\n"
        )
        parts.append(f"\n{'#' * level} {title}\n\n{body}")
    return "".join(parts)


def _paragraph(pick: random.Random, size: int) -> str:
    words = []
    while sum(map(len, words)) + len(words) < size - 12:
        start = pick.randrange(len(_WORDS) - 14)
        sentence = _WORDS[start : start + pick.randint(8, 14)]
        words += [sentence[0].capitalize(), *sentence[1:-1], sentence[-1] + "."]
        if pick.random() < 0.1:
            words[-2] = f"`{words[-2]}`"
    return "\n".join(" ".join(words[i : i + 18]) for i in range(0, len(words), 18))


def write(folder: Path, count: int) -> None:
    """`count` cards of 4 to 8 KB, each a README.md in a folder of its own."""
    for seed in range(count):
        place = folder / f"model-{seed:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "README.md").write_text(card(seed, 4000 + seed * 7919 % 4000), encoding="utf-8")


def corpus(folder: Path) -> list[Path]:
    """The cards of a corpus: the Markdown files of its folder `cards` where it has one, else its own and those below."""
    inner = folder / "cards"
    return sorted((inner if inner.is_dir() else folder).rglob("*.md"))
