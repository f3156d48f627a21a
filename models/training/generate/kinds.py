"""Which sections a note of each kind has, in which order, and how likely."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .grammar import DATA
from .knowledge import read_yaml
from .note import Note
from .sections import background, conclusion, examination, history, results
from .write import Section

KINDS: dict[str, dict] = read_yaml(DATA / "kinds.yaml")
_BUILDERS: dict[str, Callable[[Note], Section | None]] = {
    "reason": history.reason,
    "history": history.presenting,
    "interval": history.interval,
    "review": history.review_of_systems,
    "past": background.past,
    "medications": background.medications,
    "allergies": background.allergies,
    "family": background.family,
    "social": background.social,
    "examination": examination.examination,
    "mental-state": examination.mental_state,
    "results": results.investigations,
    "assessment": conclusion.assessment,
    "plan": conclusion.plan,
}


def sample_kind(rng: Random) -> str:
    """A kind of note by how often it is written."""
    return rng.choices(list(KINDS), [kind["weight"] for kind in KINDS.values()])[0]


def sections_of(note: Note) -> list[Section]:
    """The sections of a note of its kind; `say:NAME` in the data file is a line of that phrase list."""
    made: list[Section] = []
    for step in KINDS[note.kind]["sections"]:
        name, _, chance = step.partition(" ")
        if chance and note.rng.random() >= float(chance):
            continue
        if name.startswith("say:"):
            made.append(Section("", (note.speaker.say(name[4:]),), "text"))
        elif name.startswith("list:"):
            title = name[5:]
            made.append(Section(title, tuple(note.speaker.some(title, 2, 5)), "auto"))
        elif (section := _BUILDERS[name](note)) is not None:
            made.append(section)
    return made
