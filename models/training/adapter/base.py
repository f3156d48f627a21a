"""The frozen base: a Llama-architecture model with the 4-bit values the engine will run."""

from __future__ import annotations

from pathlib import Path

import torch
from corpus.report import INPUT_MISSING, Refused
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from .packages import need


def load_tokenizer(base: Path) -> PreTrainedTokenizerBase:
    """The base's own tokenizer, from a GGUF file or a folder of safetensors."""
    if base.suffix == ".gguf":
        return AutoTokenizer.from_pretrained(base.parent, gguf_file=base.name)
    return AutoTokenizer.from_pretrained(base)


def load_base(base: Path, device: torch.device) -> torch.nn.Module:
    """
    The base with frozen weights.

    A GGUF gives its quantised values back as floats: training sees exactly the weights that the
    engine serves. A folder of safetensors is quantised to NF4 on a GPU (Dettmers et al., QLoRA,
    2023; needs bitsandbytes), and is read as it is on a CPU.
    """
    if base.suffix == ".gguf":
        model = AutoModelForCausalLM.from_pretrained(
            base.parent, gguf_file=base.name, dtype=torch.float32
        )
    elif device.type == "cuda":
        model = _in_nf4(base, device)
    else:
        model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    if model.config.model_type != "llama":
        raise Refused(
            INPUT_MISSING, f"{base} is a model of the kind {model.config.model_type}; only llama can be trained."
        )
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    model.config.use_cache = False
    # A 4-bit model is on its device already and cannot be moved.
    return model if device.type == "cpu" or base.suffix != ".gguf" else model.to(device)


def _in_nf4(base: Path, device: torch.device) -> torch.nn.Module:
    need("bitsandbytes")
    from transformers import BitsAndBytesConfig

    return AutoModelForCausalLM.from_pretrained(
        base,
        device_map={"": device},
        dtype=torch.bfloat16,
        quantization_config=BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=torch.bfloat16,
        ),
    )
