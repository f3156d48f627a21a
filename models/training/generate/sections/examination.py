"""What was seen, felt, heard and measured."""

from __future__ import annotations

from ..note import Note
from ..vitals import sample_vitals, write_vitals
from ..write import Section


def examination(note: Note) -> Section:
    """Vital signs, general look, what is abnormal, what is normal elsewhere."""
    rng, author, speaker, case = note.rng, note.author, note.speaker, note.case
    full = note.kind in ("ed", "us-soap", "urgent-care", "letter", "discharge", "triage")
    lines = []
    if rng.random() < (0.95 if full or case.flags else 0.6):
        signs = sample_vitals(rng, note.patient, case.flags)
        told = " ".join(case.exam)
        signs = {name: value for name, value in signs.items() if name not in told and not (name == "HR" and "Pulse" in told)}
        lines += write_vitals(rng, signs, author, full)
    if rng.random() < 0.6:
        lines.insert(0, speaker.say("looks-unwell" if case.urgent and case.flags else "looks-well"))
    lines += case.exam
    systems = list(case.systems) if case.written else rng.sample(["heart", "chest", "abdomen", "neuro", "skin", "ent"], 3)
    rng.shuffle(systems)
    for system in systems[: rng.randint(1, 3)]:
        if not any(word.lower().startswith(system[:4]) for word in case.exam):
            lines.append(speaker.say(f"normal-{system}"))
    return Section("examination", tuple(lines), "auto")


def mental_state(note: Note) -> Section:
    """A mental state examination, by its usual headings."""
    speaker = note.speaker
    parts = [
        "mse-appearance", "mse-behaviour", "mse-speech", "mse-mood", "mse-affect", "mse-thought", "mse-perception",
        "mse-cognition", "mse-insight",
    ]  # fmt: skip
    lines = [speaker.say(part) for part in parts if note.rng.random() < 0.75]
    return Section("mental-state", tuple(lines), "auto")
