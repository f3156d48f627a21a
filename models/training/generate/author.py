"""Who writes: habits that stay the same through a note."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .grammar import DATA
from .knowledge import read_yaml

_ABBREVIATIONS: list[dict] = read_yaml(DATA / "abbreviations.yaml")
_HEADINGS: dict[str, dict[str, list[str]]] = read_yaml(DATA / "headings.yaml")


@dataclass(frozen=True)
class Author:
    """Persistent habits of one writer.

    `brevity` goes from 0 (sentences) to 3 (shorthand); rates are probabilities.
    """

    region: str
    brevity: int
    abbreviations: dict[str, str]
    headings: dict[str, str]
    heading_form: str
    heading_inline: bool
    bullet: str
    listing: bool
    plan_bullet: str
    joiner: str
    final_joiner: str
    no_word: str
    duration_form: str
    dose_space: bool
    number_words: bool
    arrows: bool
    full_stops: bool
    lower_case: bool
    blank_lines: int
    trailing_spaces: bool
    error_rate: float
    vitals_form: str
    labs_form: str
    medicine_form: str


def sample_author(rng: Random, register: str, region: str | None = None) -> Author:
    """A writer for notes of a register: `prose`, `plain`, `terse` or `shorthand`."""
    brevity = {"prose": 0, "plain": 1, "terse": 2, "shorthand": 3}[register]
    region = region or rng.choices(["au", "uk", "us", "nz", "ca"], [46, 16, 26, 6, 6])[0]
    rate = [0.04, 0.35, 0.68, 0.92][brevity]
    chosen = {}
    for entry in _ABBREVIATIONS:
        if region in entry.get("not", ()) or (entry.get("only") and region not in entry["only"]):
            continue
        if rng.random() < min(0.99, rate * entry.get("rate", 1.0)):
            chosen[entry["full"]] = rng.choice(entry["short"])
    return Author(
        region=region,
        brevity=brevity,
        abbreviations=chosen,
        headings={name: rng.choice(_heading_names(kinds, brevity)) for name, kinds in _HEADINGS.items()},
        heading_form=rng.choices(["Title", "UPPER", "lower"], [72, 22 if brevity < 3 else 8, 2 if brevity < 2 else 14])[0]
        + rng.choices([":", "", " -", ": "], [70, 18, 6, 6])[0],
        heading_inline=rng.random() < [0.3, 0.35, 0.5, 0.65][brevity],
        bullet=rng.choice(["- ", "- ", "* ", "• ", "-", "", "", ". "]),
        listing=rng.random() < [0.05, 0.35, 0.55, 0.6][brevity],
        plan_bullet=rng.choice(["- ", "- ", "- ", "1. ", "1. ", "1) ", "* ", "• ", "-", "", "-> " if brevity > 1 else "- "]),
        joiner=rng.choices([", ", "/", " + "], [88, 6, 6])[0] if brevity > 1 else ", ",
        final_joiner=rng.choices([" and ", ", ", " & ", " + "], [85, 5, 8, 2] if brevity < 2 else [35, 40, 15, 10])[0],
        no_word=rng.choices(
            ["no", "nil", "denies", "without"],
            [[60, 2, 38, 0], [55, 15, 30, 0], [42, 38, 20, 0], [40, 48, 12, 0]][brevity],
        )[0]
        if region in ("au", "nz")
        else rng.choices(["no", "nil", "denies"], [50, 6, 44])[0],
        duration_form=rng.choices(
            ["words", "slash", "tight"],
            [[100, 0, 0], [88, 8, 4], [45, 40, 15], [15, 58, 27]][brevity] if region != "us" else [85 - 20 * brevity, 2, 10 + 15 * brevity],
        )[0],
        dose_space=rng.random() < [0.85, 0.55, 0.35, 0.2][brevity],
        number_words=brevity == 0 and rng.random() < 0.6,
        arrows=brevity >= 2 and rng.random() < 0.5,
        full_stops=rng.random() < [1.0, 0.93, 0.6, 0.25][brevity],
        lower_case=rng.random() < [0, 0.01, 0.12, 0.3][brevity],
        blank_lines=rng.choices([0, 1, 2], [30, 62, 8])[0],
        trailing_spaces=rng.random() < 0.12,
        error_rate=rng.choice([0, 0, 0, 0.001]) if brevity == 0 else rng.choice([0, 0, 0.002, 0.005, 0.011]) * (0.5 + brevity / 3),
        vitals_form=rng.choice(["spaced", "spaced", "commas", "commas", "colons", "lines", "slash"]),
        labs_form=rng.choice(["bare", "bare", "unit", "range", "flag", "words"]),
        medicine_form=rng.choice(["lines", "lines", "lines", "numbered", "commas"]),
    )


def _heading_names(kinds: dict[str, list[str]], brevity: int) -> list[str]:
    full, short = kinds.get("full", []), kinds.get("short", [])
    return [full or short, full + short, full + short * 2, short * 3 + full][brevity]
