"""Cuts documents into the windows of tokens that training reads."""

from __future__ import annotations

import json
import random
from pathlib import Path

import torch
from corpus.report import TOO_LITTLE_TEXT, Refused
from transformers import PreTrainedTokenizerBase


def beginning(tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """
    What is read before a text, as the engine's prompts have it: the model's BOS where it wants one,
    else a line break. Models rest their attention on the first token, whatever it is.
    """
    line_break = tokens(tokenizer, "\n")
    with_special = tokenizer("\n")["input_ids"]
    return with_special[:1] if with_special != line_break else line_break


def tokens(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    """The tokens of `text` alone."""
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def read_windows(
    file: Path, tokenizer: PreTrainedTokenizerBase, length: int, seed: int | None
) -> torch.Tensor:
    """
    Windows (n × length) of the documents of a corpus file, shuffled unless `seed` is None. Each
    window and each document begins with `beginning`. What is left at the end is not read.
    """
    start = beginning(tokenizer)
    stream: list[int] = []
    with file.open(encoding="utf8") as lines:
        for line in lines:
            stream += start + tokens(tokenizer, json.loads(line)["text"])
    body = length - len(start)
    windows = [start + stream[i : i + body] for i in range(0, len(stream) - body + 1, body)]
    if not windows:
        raise Refused(
            TOO_LITTLE_TEXT, f"The notes make {len(stream)} tokens, less than one window of {length}: give more notes."
        )
    if seed is not None:
        random.Random(seed).shuffle(windows)
    return torch.tensor(windows)
