"""Cuts documents into the windows of tokens that training reads."""

from __future__ import annotations

import json
import random
from pathlib import Path

import torch
from transformers import PreTrainedTokenizerBase


def read_windows(
    file: Path, tokenizer: PreTrainedTokenizerBase, length: int, seed: int | None
) -> torch.Tensor:
    """
    Windows (n × length) of the documents of a corpus file, shuffled unless `seed` is None. Each
    begins with a line break, as every prompt of the engine does: models rest their attention on
    the first token, whatever it is.
    """
    start = tokenizer("\n")["input_ids"]
    stream: list[int] = []
    for line in file.read_text("utf8").splitlines():
        stream += start + tokenizer(json.loads(line)["text"])["input_ids"]
    body = length - len(start)
    windows = [start + stream[i : i + body] for i in range(0, len(stream) - body + 1, body)]
    if not windows:
        raise SystemExit(f"{file} holds less than one window of {length} tokens: give more notes.")
    if seed is not None:
        random.Random(seed).shuffle(windows)
    return torch.tensor(windows)
