"""What was known before: past history, drugs, allergies, family, habits."""

from __future__ import annotations

from ..medicines import order
from ..note import Note
from ..write import Section


def past(note: Note) -> Section | None:
    """Long-standing problems and operations."""
    problems = [note.speaker.fill(problem) for problem in note.patient.problems]
    if note.rng.random() < 0.35 and note.patient.age > 16:
        problems += note.speaker.some("operations", 1, 2)
    if not problems:
        return Section("past", (note.speaker.say("no-past"),), "text")
    if note.rng.random() < 0.5:
        problems = [_with_detail(note, problem) for problem in problems]
    if note.author.brevity >= 2 and note.rng.random() < 0.4:
        return Section("past", (", ".join(problems),), "text")
    return Section("past", tuple(problems), "list" if note.rng.random() < 0.75 else "text")


def _with_detail(note: Note, problem: str) -> str:
    return f"{problem} {note.speaker.say('problem-detail')}" if note.rng.random() < 0.3 else problem


def medications(note: Note) -> Section | None:
    """Regular medicines with doses."""
    drugs = [order(note.medicines[name], note.author, note.rng) for name in note.patient.drugs if name in note.medicines]
    if not drugs:
        return Section("medications", (note.speaker.say("no-medicines"),), "text")
    drugs += note.speaker.some("over-the-counter", 0, 1) if note.rng.random() < 0.4 else []
    if note.author.medicine_form == "commas":
        return Section("medications", (", ".join(drugs),), "text")
    return Section("medications", tuple(drugs), "list")


def allergies(note: Note) -> Section:
    """Allergies, or that there are none."""
    return Section("allergies", (note.speaker.say("allergy" if note.rng.random() < 0.28 else "no-allergy"),), "text")


def family(note: Note) -> Section:
    """Family history."""
    return Section("family", tuple(note.speaker.some("family", 1, 3) if note.rng.random() < 0.7 else [note.speaker.say("no-family")]), "text")


def social(note: Note) -> Section:
    """Home, work, smoking, alcohol, function."""
    if note.patient.age < 16:
        return Section("social", tuple(note.speaker.some("social-child", 1, 3)), "text")
    speaker = note.speaker
    lines = [speaker.say(name) for name in ("home", "work", "smoking", "alcohol", "activity") if note.rng.random() < 0.66]
    return Section("social", tuple(lines or [speaker.say("smoking")]), "auto")
