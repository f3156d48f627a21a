"""Phrases with choices and slots, kept in data files, and how one is spoken.

`[a|b|]` is a choice, `{2-5}` a number in a range (`{10-60/10}` in steps), `{name}` a value of the note or another phrase
list, `{Name}` the same with a capital. `<tag,!other>` before a phrase limits it to notes that have
the first tag and lack the second.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from .knowledge import read_yaml

DATA = Path(__file__).parent / "data"
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)(?:/(\d+))?$")
_ARTICLE = re.compile(r"\b([Aa])(?= (?:[aei]|o(?!ne)|8|11 |18 |u[^ns]))")
_ONE = re.compile(r"(?<![\d./:-])\b1 ((?!glass)[a-z]{3,}[^s\W])s\b")
_TAGS = re.compile(r"<([^>]*)>\s*")


def load_phrases(folder: Path = DATA / "phrases") -> dict[str, list[str]]:
    """All phrase lists of a folder by name."""
    lists: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for name, phrases in read_yaml(path).items():
            lists[name] = [str(phrase) for phrase in phrases]
    return lists


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def fits(phrase: str, tags: frozenset[str]) -> bool:
    """Whether the tags before a phrase allow it in a note with these tags."""
    match = _TAGS.match(phrase)
    if not match:
        return True
    wanted = [tag.strip() for tag in match[1].split(",")]
    return all((tag[1:] not in tags) if tag.startswith("!") else (tag in tags) for tag in wanted)


class Speaker:
    """Says phrases for one note, never the same phrase of a list twice while others are left."""

    def __init__(self, rng: Random, phrases: dict[str, list[str]], values: dict[str, str], tags: frozenset[str]):
        self.rng = rng
        self.values = values
        self.tags = tags
        self._phrases = phrases
        self._used: dict[str, set[str]] = {}

    def say(self, name: str) -> str:
        """One phrase of a list, filled."""
        return self.fill(self._pick(name))

    def some(self, name: str, least: int, most: int) -> list[str]:
        """Between `least` and `most` phrases of a list, filled, each once."""
        fitting = [phrase for phrase in self._phrases[name] if fits(phrase, self.tags)]
        count = min(len(fitting), self.rng.randint(least, most))
        return [self.fill(phrase) for phrase in self.rng.sample(fitting, count)]

    def fill(self, text: str) -> str:
        """The text with choices made and slots filled."""
        text = _TAGS.sub("", text, count=1) if text.startswith("<") else text
        while (found := _CHOICE.search(text)) is not None:
            text = text[: found.start()] + self.rng.choice(found[1].split("|")) + text[found.end() :]
        text = _SLOT.sub(lambda slot: self._slot(slot[1]), text)
        text = _ONE.sub(r"1 \1", text)
        text = _ARTICLE.sub(r"\1n", text)
        return re.sub(r"  +", " ", text).strip()

    def _pick(self, name: str) -> str:
        if name not in self._phrases:
            raise KeyError(f"no phrase list or value is called {name}: add it to data/phrases")
        used = self._used.setdefault(name, set())
        fitting = [phrase for phrase in self._phrases[name] if fits(phrase, self.tags)]
        fresh = [phrase for phrase in fitting if phrase not in used] or fitting
        phrase = self.rng.choice(fresh)
        used.add(phrase)
        return phrase

    def _slot(self, name: str) -> str:
        span = _RANGE.match(name)
        if span:
            low, high = span[1], span[2]
            if "." in low or "." in high:
                return f"{self.rng.uniform(float(low), float(high)):.1f}"
            return str(self.rng.randrange(int(low), int(high) + 1, int(span[3] or 1)))
        if name in self.values:
            return self.values[name]
        if name[0].isupper():
            lower = name[0].lower() + name[1:]
            return capital(self.values[lower] if lower in self.values else self.say(lower))
        return self.say(name)
