"""Why the patient came and what they tell."""

from __future__ import annotations

from ..note import Note
from ..write import Section, join_words


def reason(note: Note) -> Section:
    """The complaint in a few words."""
    return Section("reason", (note.speaker.say("reason"),), "text")


def presenting(note: Note) -> Section:
    """The history of the complaint, with what is absent."""
    speaker, case, author = note.speaker, note.case, note.author
    lines = [speaker.say(_opening(note))] if note.rng.random() < 0.94 else []
    story = list(case.story)
    if case.positives:
        words = list(case.positives)
        first = words[: note.rng.randint(2, 4)]
        speaker.values["list"] = join_words(first, author)
        lines.append(speaker.say("complains"))
        rest = words[len(first) :]
        if rest:
            speaker.values["list"] = join_words(rest, author)
            lines.append(speaker.say("also"))
    lines += story
    if note.rng.random() < 0.35 and not case.planned:
        lines.append(speaker.say("extra-history"))
    lines += negatives(note)
    if note.rng.random() < 0.25:
        lines.append(speaker.say("concern"))
    headed = note.kind != "letter" or note.rng.random() < 0.3
    return Section("history" if headed else "", tuple(lines), "auto")


def _opening(note: Note) -> str:
    if note.case.planned:
        return "opening-planned"
    return "opening-prose" if note.author.brevity == 0 else "opening"


def negatives(note: Note) -> list[str]:
    """Sentences that say what the patient has not."""
    words = note.case.negatives
    if not words:
        return []
    author, speaker = note.author, note.speaker
    parts = [words] if len(words) < 5 or note.rng.random() < 0.6 else [words[:3], words[3:]]
    lines = []
    for part in parts:
        last = " or " if author.brevity < 2 and author.final_joiner == " and " else author.final_joiner
        joined = join_words(part, author)
        if author.joiner == ", " and len(part) > 1:
            joined = ", ".join(part[:-1]) + (last if last != " and " else " or ") + part[-1]
        speaker.values["list"] = joined
        lines.append(speaker.say(f"negative-{author.no_word}"))
    return lines


def review_of_systems(note: Note) -> Section | None:
    """A systematic inquiry, mostly negative."""
    lines = note.speaker.some("systems-review", 3, 7)
    return Section("review", tuple(lines), "list" if note.rng.random() < 0.7 else "auto")


def interval(note: Note) -> Section:
    """What happened since the last visit."""
    lines = note.speaker.some("interval", 1, 3) + note.case.story + negatives(note)
    return Section("history", tuple(lines), "auto")
