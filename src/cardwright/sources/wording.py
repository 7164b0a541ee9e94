"""What people call things that programs name with underscores."""

from __future__ import annotations

# Words that are not written as they are spoken.
_WRITTEN = """AI API ARC AUC AWS BBQ BLEU BoolQ CER chrF CLI COPA CRPS DROP EM F1 F2 GLUE GPQA GPU GSM8K HellaSwag HTML HumanEval
IFEval IoU JSON LAMBADA LLM MAE MATH MBPP MC1 MC2 MCC MMLU MRR MSE NDCG NER NLI OpenBookQA PII PIQA PPL QA RMSE ROC ROUGE
ROUGE-1 ROUGE-2 ROUGE-L ROUGE-Lsum SacreBLEU SciQ SQL SQuAD SuperGLUE TruthfulQA URL WER WinoGrande XNLI""".split()
_KNOWN = {word.lower().replace("-", ""): word for word in _WRITTEN}


def human(name: str) -> str:
    """`letter_count_accuracy` -> "Letter count accuracy", `pii_protection` -> "PII protection"; what is written well stays."""
    words = [_KNOWN.get(word, word) for word in name.replace("_", " ").split()]
    text = " ".join(words)
    return text if not words or words[0] in _WRITTEN else text[:1].upper() + text[1:]
