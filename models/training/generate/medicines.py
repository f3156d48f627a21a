"""Drugs with the doses they are usually given in."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .author import Author
from .grammar import DATA
from .knowledge import read_yaml


@dataclass(frozen=True)
class Medicine:
    """A drug: usual single doses, usual frequencies, what it is for, and its American name."""

    name: str
    doses: tuple[str, ...]
    times: tuple[str, ...]
    uses: tuple[str, ...]
    american: str


def load_medicines() -> dict[str, Medicine]:
    """The drug list by name."""
    rows = read_yaml(DATA / "medicines.yaml")
    return {
        row[0]: Medicine(
            row[0], *(tuple(part.split("|")) for part in row[1:4]), american=row[4] if len(row) > 4 else row[0]
        )
        for row in rows
    }


def order(medicine: Medicine, author: Author, rng: Random) -> str:
    """One line of a medication list, such as `perindopril 5 mg once daily`."""
    name = medicine.american if author.region in ("us", "ca") else medicine.name
    time = rng.choice(medicine.times)
    dose = rng.choice(medicine.doses)
    if author.brevity == 3 and rng.random() < 0.12:
        return name
    if author.brevity >= 2 and rng.random() < 0.12:
        return f"{name} {dose}".strip()
    return f"{name} {dose} {time}".replace("  ", " ").strip()
