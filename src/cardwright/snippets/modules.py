"""Where names of snippets come from: the import line that a snippet forgot. Usage names what real cards import most."""

from __future__ import annotations

_LINES = {
    "import torch": "torch",
    "import torch.nn as nn": "nn",
    "import torch.nn.functional as F": "F",
    "import numpy as np": "np numpy",
    "import pandas as pd": "pd",
    "import tensorflow as tf": "tf",
    "import matplotlib.pyplot as plt": "plt",
    "import soundfile as sf": "sf",
    "import gymnasium as gym": "gym",
    "import re": "re",
    "import os": "os",
    "import json": "json",
    "import sys": "sys",
    "import time": "time",
    "import random": "random",
    "import requests": "requests",
    "import transformers": "transformers",
    "import torchaudio": "torchaudio",
    "import librosa": "librosa",
    "import joblib": "joblib",
    "from io import BytesIO": "BytesIO",
    "from pathlib import Path": "Path",
    "from collections import OrderedDict": "OrderedDict",
    "from PIL import Image": "Image",
    "from torchvision import transforms": "transforms",
    "from datasets import {}": "load_dataset",
    "from peft import {}": "PeftModel PeftConfig LoraConfig get_peft_model AutoPeftModelForCausalLM",
    "from sentence_transformers import {}": "SentenceTransformer CrossEncoder",
    "from huggingface_hub import {}": "hf_hub_download snapshot_download InferenceClient HfApi",
    "from diffusers import {}": "DiffusionPipeline StableDiffusionPipeline StableDiffusionXLPipeline FluxPipeline AutoencoderKL",
    "from unsloth import {}": "FastLanguageModel",
    "from vllm import {}": "LLM SamplingParams",
    "from torchao.quantization import {}": "quantize_ Int8WeightOnlyConfig Int4WeightOnlyConfig Int8DynamicActivationInt8WeightConfig",
    "from transformers import {}": "pipeline set_seed Trainer TrainingArguments BitsAndBytesConfig TorchAoConfig GenerationConfig TextStreamer"
    " TextIteratorStreamer EncoderDecoderModel VisionEncoderDecoderModel EvalPrediction",
}
HOMES = {name: line.format(name) for line, names in _LINES.items() for name in names.split()}
_ENDINGS = (
    "Tokenizer", "TokenizerFast", "ForCausalLM", "LMHeadModel", "ForMaskedLM", "ForSequenceClassification", "ForTokenClassification",
    "ForQuestionAnswering", "ForSeq2SeqLM", "ForConditionalGeneration", "ForSpeechSeq2Seq", "ForCTC", "ForImageClassification",
    "ForPreTraining", "WithLMHead", "ForImageTextToText", "FeatureExtractor", "Processor",
)  # fmt: skip
# Model families whose classes transformers itself has; a class of another name may be the card's own code.
_FAMILIES = (
    "Auto", "TFAuto", "Albert", "Bart", "Bert", "BigBird", "Blip", "Camembert", "CLIP", "Deberta", "DistilBert", "Electra", "GPT2",
    "Gemma", "Llama", "Longformer", "MBart", "MT5", "Marian", "Mistral", "Pegasus", "ProphetNet", "Qwen", "Reformer", "Roberta", "T5",
    "ViT", "Wav2Vec2", "Whisper", "XLMRoberta",
)  # fmt: skip
_AUTO = frozenset(("AutoModel", "AutoConfig", "AutoProcessor", "AutoTokenizer", "AutoImageProcessor", "AutoFeatureExtractor"))


def home(name: str) -> str:
    """The import line that binds a well-known name, or ""."""
    if name in HOMES:
        return HOMES[name]
    if name in _AUTO or name.endswith(_ENDINGS) and name.startswith(_FAMILIES):
        return f"from transformers import {name}"
    return ""
