"""Results of tests."""

from __future__ import annotations

from ..labs import known, results
from ..note import Note
from ..write import Section


def investigations(note: Note) -> Section | None:
    """Numbers that fit the illness, and reported findings."""
    case, rng = note.case, note.rng
    panels = case.panels or (rng.sample(["FBC", "UEC", "LFT"], rng.randint(0, 2)) if case.lab_findings else [])
    abnormal = [finding for finding in case.lab_findings if known(finding)]
    lines = results(rng, note.author, abnormal, note.patient.sex, panels) + case.results
    return Section("results", tuple(lines), "list" if len(lines) > 2 else "auto") if lines else None
