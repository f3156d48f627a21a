"""Vital signs that fit the age and the illness, as an author types them."""

from __future__ import annotations

from random import Random

from .author import Author
from .patient import Patient

_CHILD_HEART = ((1, 135, 38), (3, 118, 28), (6, 104, 24), (12, 90, 20), (200, 76, 16))


def sample_vitals(rng: Random, patient: Patient, flags: frozenset[str]) -> dict[str, str]:
    """Temperature, pulse, pressure, breathing, saturation by name, worse where the illness makes them so."""
    heart, breaths = next((h, b) for limit, h, b in _CHILD_HEART if patient.age < limit)
    rate = rng.gauss(heart, 8 if patient.age > 12 else 11)
    temperature = rng.gauss(36.7, 0.25)
    breath = rng.gauss(breaths, 1.6)
    saturation = min(100, round(rng.gauss(98, 1)))
    systolic = rng.gauss(118 + max(0, patient.age - 40) * 0.35, 9) if patient.age > 12 else rng.gauss(92 + 2 * patient.age, 6)
    if "fever" in flags:
        temperature = rng.triangular(38.0, 40.0, 38.6)
        rate += 9 * (temperature - 37)
        breath += 2
    if "tachycardia" in flags:
        rate = max(rate + 20, heart * 1.38 + rng.gauss(0, 7))
    if "bradycardia" in flags:
        rate = rng.uniform(36, 52)
    if "hypotension" in flags:
        systolic = rng.uniform(76, 95)
    if "raised-blood-pressure" in flags:
        systolic = rng.uniform(144, 176)
    if "severely-raised-blood-pressure" in flags:
        systolic = rng.uniform(182, 220)
    if "tachypnoea" in flags or "respiratory-distress" in flags:
        breath = breaths * 1.5 + rng.uniform(0, 5)
    if "hypoxia" in flags:
        saturation = rng.randint(85, 93)
    diastolic = systolic * rng.uniform(0.56, 0.66)
    signs = {"T": f"{temperature:.1f}", "HR": str(round(rate)), "RR": str(round(breath)), "SpO2": str(saturation)}
    if patient.age >= 3:
        signs["BP"] = f"{round(systolic)}/{round(diastolic)}"
    return signs


def write_vitals(rng: Random, signs: dict[str, str], author: Author, complete: bool) -> list[str]:
    """One line of vital signs, or one line each."""
    names = {
        "T": rng.choice(["T", "Temp", "Temp", "T"]), "HR": rng.choice(["HR", "HR", "P", "Pulse", "PR"]),
        "BP": "BP", "RR": rng.choice(["RR", "RR", "Resp rate" if author.brevity < 2 else "RR"]),
        "SpO2": rng.choice(["SpO2", "Sats", "O2 sats", "SaO2", "sats"]),
    }  # fmt: skip
    order = rng.choice([["T", "HR", "BP", "RR", "SpO2"], ["BP", "HR", "T", "RR", "SpO2"], ["HR", "BP", "RR", "SpO2", "T"]])
    shown = [key for key in order if key in signs and (complete or rng.random() < (0.9 if key in ("BP", "HR") else 0.65))]
    after = {
        "T": rng.choice(["", "", "°C", "C"]), "HR": rng.choice(["", "", " reg", " regular", "/min", " bpm"]),
        "BP": rng.choice(["", "", "", " mmHg"]), "RR": rng.choice(["", "", "/min"]),
        "SpO2": rng.choice(["%", "%", "% RA", "% on RA", "% on room air"]),
    }  # fmt: skip
    if author.region == "us" and "T" in signs and rng.random() < 0.7:
        signs = signs | {"T": f"{float(signs['T']) * 1.8 + 32:.1f}"}
        after["T"] = rng.choice(["", "F", "°F"])
    mark = ": " if author.vitals_form in ("colons", "lines") else " "
    written = [f"{names[key]}{mark}{signs[key]}{after[key]}" for key in shown]
    if author.vitals_form == "lines" and complete:
        return written
    glue = {"spaced": " ", "commas": ", ", "colons": ", ", "lines": ", ", "slash": " | "}[author.vitals_form]
    return [glue.join(written)] if written else []
