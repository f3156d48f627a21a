"""What the sections of one note are written from."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .author import Author
from .case import Case
from .grammar import Speaker
from .medicines import Medicine
from .patient import Patient


@dataclass(frozen=True)
class Note:
    """One note in the making."""

    kind: str
    rng: Random
    author: Author
    patient: Patient
    case: Case
    speaker: Speaker
    medicines: dict[str, Medicine]
