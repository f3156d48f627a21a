"""What the clinician makes of it and does about it."""

from __future__ import annotations

from ..note import Note
from ..write import Section, join_words


def assessment(note: Note) -> Section:
    """The diagnosis, how sure, what else was thought of."""
    speaker, case, rng = note.speaker, note.case, note.rng
    speaker.values["diagnosis"] = case.diagnosis
    lines = [speaker.say("impression-prose" if note.author.brevity == 0 else "impression")]
    lines += case.impression
    if case.rivals and rng.random() < 0.55:
        rivals = [name if name.isupper() or "-" in name[:3] else name[0].lower() + name[1:] for name in case.rivals]
        speaker.values["list"] = join_words(rng.sample(rivals, min(len(rivals), rng.randint(1, 3))), note.author)
        lines.append(speaker.say("considered"))
    elif rng.random() < 0.2:
        lines.append(speaker.say("impression-extra"))
    return Section("assessment", tuple(lines), "auto")


def plan(note: Note) -> Section:
    """Treatment, tests, advice, when to come back."""
    speaker, case, rng = note.speaker, note.case, note.rng
    lines = []
    for drug in case.prescriptions:
        speaker.values["drug"] = drug
        lines.append(speaker.say("prescribe"))
    lines += case.plan
    if len(lines) < 4 or rng.random() < 0.35:
        lines += speaker.some("plan-extra", 1, 3 if not case.plan else 1)
    lines += case.safety or ([speaker.say("safety-net")] if not (case.written or case.urgent) and rng.random() < 0.6 else [])
    if rng.random() < 0.65:
        lines.append(speaker.say("review-urgent" if case.urgent else "review"))
    lines += [speaker.say(name) for name, chance in (("consent", 0.1), ("closing", 0.2)) if rng.random() < chance]
    return Section("plan", tuple(lines), "list" if rng.random() < 0.8 else "auto")
