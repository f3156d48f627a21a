"""Slips of a hurried typist."""

from __future__ import annotations

import re
from random import Random

_WORD = re.compile(r"\b[a-z]{4,}\b")
_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def slip(word: str, rng: Random) -> str:
    """One word with one typing error; words with digits are never touched, so no dose changes."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.random()
    if kind < 0.35:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.55:
        return word[:at] + word[at] + word[at:]
    if kind < 0.8:
        return word[:at] + word[at + 1 :]
    return word[:at] + rng.choice(_NEAR[word[at]]) + word[at + 1 :]


def with_errors(text: str, rate: float, rng: Random) -> str:
    """The text with slips in about `rate` of its words, a third of that in missing spaces."""
    if not rate:
        return text
    text = _WORD.sub(lambda word: slip(word[0], rng) if rng.random() < rate else word[0], text)
    return re.sub(r"(?<=[a-z]),? (?=[a-z])", lambda gap: gap[0].strip() if rng.random() < rate / 3 else gap[0], text)
