"""The frozen base: a Llama-architecture model with the 4-bit values the engine will run."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase


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
        from transformers import BitsAndBytesConfig

        model = AutoModelForCausalLM.from_pretrained(
            base,
            device_map={"": device},
            quantization_config=BitsAndBytesConfig(
                load_in_4bit=True,
                bnb_4bit_quant_type="nf4",
                bnb_4bit_use_double_quant=True,
                bnb_4bit_compute_dtype=torch.bfloat16,
            ),
        )
    else:
        model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    model.config.use_cache = False
    return model if device.type == "cpu" else model.to(device)
