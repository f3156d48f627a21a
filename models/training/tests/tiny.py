"""A tiny random Llama as GGUF, and a random adapter of it: two blocks, 64 wide, a token a byte."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
from gguf import GGMLQuantizationType, quants

WIDTH, HIDDEN, BLOCKS, HEADS, KEY_HEADS = 64, 128, 2, 4, 2
MERGES = ("Ġ t", "h e", "i n")


def vocabulary() -> list[str]:
    """GPT-2's characters for the 256 bytes, between control tokens and a few pairs."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in printable]
    names = {b: chr(b) for b in printable} | {b: chr(256 + n) for n, b in enumerate(others)}
    return [
        "<|endoftext|>",
        "<|im_start|>",
        "<|im_end|>",
        *(names[b] for b in range(256)),
        *(pair.replace(" ", "") for pair in MERGES),
    ]


def write_base(file: Path, kind: GGMLQuantizationType = GGMLQuantizationType.F32) -> Path:
    """Weights are the same at each call, rounded to `kind`."""
    random = np.random.default_rng(3)
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_name("Tiny")
    writer.add_block_count(BLOCKS)
    writer.add_context_length(512)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_rope_freq_base(10_000.0)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    words = vocabulary()
    writer.add_vocab_size(len(words))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(words)
    writer.add_token_types([3, 3, 3] + [1] * (len(words) - 3))
    writer.add_token_merges(list(MERGES))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(2)
    writer.add_add_bos_token(False)

    def add(name: str, rows: int, columns: int, kind: GGMLQuantizationType = kind) -> None:
        weight = random.normal(0, 1.5 / np.sqrt(columns), (rows, columns)).astype(np.float32)
        writer.add_tensor(name, quants.quantize(weight, kind), raw_dtype=kind)

    add("token_embd.weight", len(words), WIDTH, GGMLQuantizationType.F32)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    keys = WIDTH // HEADS * KEY_HEADS
    for block in range(BLOCKS):
        for norm in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{block}.{norm}.weight", np.ones(WIDTH, np.float32))
        add(f"blk.{block}.attn_q.weight", WIDTH, WIDTH)
        add(f"blk.{block}.attn_k.weight", keys, WIDTH)
        add(f"blk.{block}.attn_v.weight", keys, WIDTH)
        add(f"blk.{block}.attn_output.weight", WIDTH, WIDTH)
        add(f"blk.{block}.ffn_gate.weight", HIDDEN, WIDTH)
        add(f"blk.{block}.ffn_up.weight", HIDDEN, WIDTH)
        add(f"blk.{block}.ffn_down.weight", WIDTH, HIDDEN)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def write_adapter(base: Path, run: Path) -> Path:
    """A run's folder whose adapter of `base` changes every projection."""
    import torch
    from adapter.base import load_base
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(5)
    model = get_peft_model(
        load_base(base, torch.device("cpu")),
        LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM"),
    )
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.2)
    model.save_pretrained(run / "adapter")
    return run


def write_corpus(folder: Path, characters: int = 3000) -> Path:
    """What `python -m corpus` writes, of a few made-up lines."""
    import json

    folder.mkdir(parents=True, exist_ok=True)
    line = "Hx: 3/52 cough, nil fever. BP 120/80 HR 72 reg. Plan: rest, fluids, r/v in 2/52. "
    for name in ("train", "held"):
        rows = [
            {"source": source, "id": str(n), "text": f"{source} {n} {line * (characters // 400)}"}
            for source in ("own", "mtsamples")
            for n in range(2)
        ]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    return folder
