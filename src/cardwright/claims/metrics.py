"""What metrics are called, which way is better, and how far they can go. Data; `named` reads a name."""

from __future__ import annotations

from collections import namedtuple
from functools import cache

Metric = namedtuple("Metric", "key better kind")
Metric.__doc__ = """A metric.

key     its canonical name
better  "higher" or "lower"
kind    "share" lies within 0 and 1 (or 0 and 100 %) · "free" has no upper bound, and no per cent · "" neither is sure
"""

# key | better | kind | other names
_ROWS = """
accuracy | higher | share | acc, accuracy score, exact accuracy, categorical accuracy, classification accuracy
balanced accuracy | higher | share | balanced acc
f1 | higher | share | f1 score, f score, f measure, fmeasure, fscore
precision | higher | share |
recall | higher | share | sensitivity
specificity | higher | share |
exact match | higher | share | em, exact
auc | higher | share | roc auc, auroc, auc roc, area under the curve
map | higher | share | mean average precision
mrr | higher | share |
iou | higher | share | miou, mean iou, jaccard
dice | higher | share | dice score
pass rate | higher | share |
success rate | higher | share |
win rate | higher | share | winrate
wer | lower | | word error rate
cer | lower | | character error rate
eer | lower | share | equal error rate
bleu | higher | | bleu score
sacrebleu | higher | |
chrf | higher | |
rouge1 | higher | share | rouge 1
rouge2 | higher | share | rouge 2
rougel | higher | share | rouge l
rougelsum | higher | share | rouge lsum
meteor | higher | |
bertscore | higher | |
perplexity | lower | free | ppl
loss | lower | free | cross entropy loss
mse | lower | free | mean squared error
rmse | lower | free | root mean squared error
mae | lower | | mean absolute error
fid | lower | free |
levenshtein distance | lower | | edit distance, levenshtein
r2 | higher | | r squared, r2 score
mcc | higher | | matthews correlation, matthews corrcoef, matthews correlation coefficient
spearman | higher | | spearmanr, spearman correlation
pearson | higher | | pearsonr, pearson correlation
kappa | higher | | cohen kappa, cohens kappa
ndcg | higher | share |
"""
# Words that say on what, or how, a metric was measured: two numbers are the same only when these are.
SPLITS = dict.fromkeys(("eval", "evaluation", "val", "valid", "validation", "dev"), "validation")
SPLITS |= {"test": "test", "train": "train", "training": "train"}
_HOW = frozenset(("macro", "micro", "weighted", "samples", "binary", "strict", "normalized", "normalised", "norm", "top"))
_EMPTY = frozenset("score result results final overall avg average the set value averaged mean best rate".split())

_BETTER_HIGHER = frozenset(
    """accuracy acc f1 recall precision pass success blocked block resistance protection satisfaction helpfulness removal
    reduction detection mitigation bleu rouge auc coverage win quality throughput compliance robustness safe""".split()
)
_SURELY_HIGHER = frozenset(
    "blocked resistance protection pass passed removal reduction detection mitigation refused avoided".split()
)
_BETTER_LOWER = frozenset(
    """loss perplexity ppl error errors wer cer distance latency gap bias toxicity toxic hallucination hallucinations mse rmse
    mae violation violations failure failures leakage leak size memory rank fid harmful jailbreak attack false""".split()
)


@cache
def _known() -> dict[str, Metric]:
    known = {}
    for row in _ROWS.strip().splitlines():
        key, better, kind, names = (part.strip() for part in row.split("|"))
        for name in (key, *names.split(",")):
            known[name.strip()] = Metric(key, better, kind)
    known.pop("", None)
    return known


Name = namedtuple("Name", "metric split how")
Name.__doc__ = """What a name says: the Metric, its split ("validation", "test", "train" or "") and how it was averaged."""

_SIGNS = str.maketrans(dict.fromkeys("_-/()[]:%↑↓⬆⬇*#", " "))


@cache
def named(text: str) -> Name | None:
    """The metric that a name such as "Eval accuracy (%)" or "eval_loss" means; None unless every word of it is known."""
    if len(text) > 60:
        return None
    known, split, how, left = _known(), "", [], []
    for word in text.lower().translate(_SIGNS).split():
        if word in SPLITS:
            split = SPLITS[word]
        elif word in _HOW:
            how.append(word)
        else:
            left.append(word)
    metric = known.get(" ".join(left)) or known.get(" ".join(word for word in left if word not in _EMPTY))
    return Name(metric, split, " ".join(sorted(how))) if metric else None


def kind_of(text: str) -> str:
    """The kind of metric whose name a longer name ends in: "Tool selection accuracy (%)" is a share. "" when not sure."""
    name = named(text)
    if name:
        return name.metric.kind
    words = text.lower().translate(_SIGNS).split()
    metric = _known().get(words[-1]) if 1 < len(words) < 7 else None
    return metric.kind if metric and metric.key in ("accuracy", "f1", "precision", "recall", "perplexity") else ""


def better(text: str) -> str:
    """Which way is better for a name, "higher" or "lower"; "" when it does not say, or says both."""
    if "↑" in text or "↓" in text:
        return "higher" if "↑" in text else "lower"
    name = named(text)
    if name:
        return name.metric.better
    words = frozenset(text.lower().translate(_SIGNS).split())
    if words & _SURELY_HIGHER and not words & frozenset(("fail", "failure", "error", "false")):
        return "higher"
    higher, lower = bool(words & _BETTER_HIGHER), bool(words & _BETTER_LOWER)
    return "" if higher == lower else "higher" if higher else "lower"
