"""From what is to be said to how this author types it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from .author import Author
from .grammar import DATA, capital
from .knowledge import read_yaml
from .typing_errors import with_errors

_AMERICAN: dict[str, str] = read_yaml(DATA / "spelling.yaml")
_AMERICAN_WORD = re.compile(
    "|".join(word if len(word) > 4 else rf"\b{word}\b" for word in sorted(_AMERICAN, key=len, reverse=True)), re.I
)
_SPAN = re.compile(r"\b(\d+) (hour|day|week|month|year)(s?)\b(?! old| pregnant| gestation| a (?:week|month|year))(?!-)")
_SLASH = {"hour": "/24", "day": "/7", "week": "/52", "month": "/12"}
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SUBJECT = re.compile(
    r"^(?:He|She|They|The patient|The child|I|We|There)"
    r"(?: (?:has been|have been|had been|has|have|had|was|were|is|are|am|will)\b(?! not))? "
)
_ARTICLE = re.compile(r"(?<=[a-z,] )(?:the|an?) (?!day|week|month|year|few|bit|lot|half|little|time)|^(?:The|An?) ")
_POSSESSIVE = re.compile(r"(?<=[a-z] )(?:his|her|their) (?!\.)")
_COPULA = re.compile(r"(?<=[a-z]) (?:is|are|was|were) (?=[a-z])")
_DOSE = re.compile(r"(?<=\d) (?=(?:mg|g|mcg|ml|mL|kg|cm|mm|units)\b)")


@dataclass(frozen=True)
class Section:
    """A part of a note. `layout`: `text` (sentences), `list`, `auto` (the author decides), `raw` (as it is)."""

    name: str
    lines: tuple[str, ...]
    layout: str = "auto"
    title: str = ""


def join_words(items: list[str], author: Author) -> str:
    """`a, b and c` in this author's way."""
    if len(items) < 2:
        return "".join(items)
    if author.joiner != ", ":
        return author.joiner.join(items)
    return ", ".join(items[:-1]) + author.final_joiner + items[-1]


def _abbreviation_pattern(author: Author) -> re.Pattern[str] | None:
    if not author.abbreviations:
        return None
    words = sorted(map(re.escape, author.abbreviations), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(words) + r")(?![\w-])", re.I)


class Writer:
    """Renders sections as one author would type them."""

    def __init__(self, author: Author, rng: Random):
        self.author = author
        self.rng = rng
        self._shorten = _abbreviation_pattern(author)

    def sentence(self, text: str) -> str:
        """One sentence or list item in the author's wording, without its final full stop."""
        text = text.rstrip(". ") if not text.endswith("...") else text
        text = self._telegraphic(text)
        text = _SPAN.sub(self._span, text)
        if self._shorten:
            text = self._shorten.sub(self._short_form, text)
        if self.author.region == "us":
            text = _AMERICAN_WORD.sub(self._american, text)
        if not self.author.dose_space:
            text = _DOSE.sub("", text)
        if self.author.arrows:
            text = re.sub(r"\b[Ii]ncreas(?:e|ed|ing) (?!risk)", "↑ ", text)
            text = re.sub(r"\b(?:[Rr]educ|[Dd]ecreas)(?:e|ed|ing) (?=[a-z])", "↓ ", text)
        if not self.author.lower_case:
            text = re.sub(r"(?<=[a-z]{2}\. )[a-z]", lambda letter: letter[0].upper(), text)
            return capital(text)
        return text[:1].lower() + text[1:] if text[1:2].islower() and not text.startswith("I ") else text

    def document(self, sections: list[Section]) -> str:
        """The whole note."""
        blocks = [block for section in sections if section.lines and (block := self._block(section))]
        gap = "\n" * (1 + self.author.blank_lines)
        text = gap.join(blocks)
        text = with_errors(text, self.author.error_rate, self.rng)
        if self.author.trailing_spaces:
            text = "\n".join(line + self.rng.choice(["", "  ", " "]) for line in text.split("\n"))
        return re.sub(r"[ ]{2,}(?=[^\n ])", " ", text).strip("\n")

    def _block(self, section: Section) -> str:
        author = self.author
        if section.layout == "raw":
            body = "\n".join(section.lines)
            listed = len(section.lines) > 1
        else:
            lines = [self.sentence(line) for line in section.lines if line.strip()]
            planned = section.layout == "list"
            listed = len(lines) > 1 and (planned or (section.layout == "auto" and author.listing))
            body = self._list(lines, planned) if listed else self._paragraph(lines)
        title = section.title or (author.headings.get(section.name, "") if section.name else "")
        if not title:
            return body
        heading = self._heading(title)
        inline = author.heading_inline and not listed
        if inline and not heading.endswith((":", "-", ": ")):
            return f"{heading} {body}" if author.brevity >= 2 and len(title) < 6 else f"{heading}: {body}"
        return f"{heading} {body}" if inline else f"{heading.rstrip()}\n{body}"

    def _heading(self, title: str) -> str:
        form = self.author.heading_form
        if form.startswith("UPPER"):
            return title.upper() + form[5:]
        if form.startswith("lower"):
            return title.lower() + form[5:]
        return title + form[5:]

    def _list(self, lines: list[str], planned: bool) -> str:
        bullet = self.author.plan_bullet if planned else self.author.bullet
        stop = "." if self.author.full_stops and self.author.brevity < 2 else ""
        if bullet.startswith("1"):
            return "\n".join(f"{at}{bullet[1:]}{line}{stop}" for at, line in enumerate(lines, 1))
        return "\n".join(f"{bullet}{line}{stop}" for line in lines)

    def _paragraph(self, lines: list[str]) -> str:
        author = self.author
        if author.brevity == 3 and not author.full_stops:
            return self.rng.choice([", ", "\n", "\n", ". "]).join(lines)
        text = ". ".join(lines)
        return text + "." if text and author.full_stops and text[-1] not in ".?!:," else text

    def _telegraphic(self, text: str) -> str:
        level = self.author.brevity
        if level == 0:
            return text
        roll = self.rng.random
        if roll() < (0, 0.35, 0.85, 1)[level]:
            text = capital(_SUBJECT.sub("", text))
        if level >= 2:
            text = _ARTICLE.sub(lambda word: "" if roll() < (0.7 if level == 2 else 0.97) else word[0], text)
            text = _POSSESSIVE.sub(lambda word: "" if roll() < (0.5 if level == 2 else 0.95) else word[0], text)
        if level == 3:
            text = _COPULA.sub(lambda word: " " if roll() < 0.6 else word[0], text)
        return capital(text)

    def _span(self, match: re.Match[str]) -> str:
        count, unit = match[1], match[2]
        form = self.author.duration_form
        if count != "1" and not match[3]:
            return match[0]
        if form == "slash" and unit in _SLASH and (unit != "hour" or (self.author.brevity == 3 and int(count) <= 24)):
            return count + _SLASH[unit]
        if form == "tight":
            return count + {"hour": "h", "day": "d", "week": "w", "month": "mo", "year": "y"}[unit]
        if form == "slash" and unit == "year":
            return f"{count} yrs" if count != "1" else "1 yr"
        if self.author.number_words and int(count) <= 10:
            return f"{_WORDS[int(count)]} {unit}{'' if count == '1' else 's'}"
        return f"{count} {unit}{'' if count == '1' else 's'}"

    def _short_form(self, match: re.Match[str]) -> str:
        word = match[0]
        short = self.author.abbreviations[word.lower()]
        starts = match.start() == 0 and word[:1].isupper()
        return capital(short) if starts and short.isalpha() and short.islower() and not self.author.lower_case else short

    def _american(self, match: re.Match[str]) -> str:
        word = match[0]
        replaced = _AMERICAN[word.lower()]
        return capital(replaced) if word[:1].isupper() else replaced
