"""Results of blood and urine tests, abnormal where the illness makes them so."""

from __future__ import annotations

from random import Random

from .author import Author
from .grammar import DATA
from .knowledge import read_yaml

_ANALYTES: dict[str, dict] = read_yaml(DATA / "labs.yaml")["analytes"]
_PANELS: dict[str, list[str]] = read_yaml(DATA / "labs.yaml")["panels"]
_MEANING: list[tuple[str, str, str]] = [
    (finding, name, side)
    for name, analyte in _ANALYTES.items()
    for side in ("low", "high")
    for finding in str(analyte.get(f"{side}_finding", "")).split()
]
_KNOWN = frozenset(finding for finding, _, _ in _MEANING)


def known(finding: str) -> bool:
    """Whether a lexicon id is a result that has numbers here."""
    return finding in _KNOWN


def results(rng: Random, author: Author, findings: list[str], sex: str, panels: list[str]) -> list[str]:
    """Lines of results: the panels asked for and whatever the findings make abnormal."""
    abnormal = {name: side for finding, name, side in _MEANING if finding in findings}
    lines = []
    shown: set[str] = set()
    for panel in panels:
        items = [name for name in _PANELS[panel] if name in abnormal or rng.random() < 0.75]
        shown |= set(items)
        if author.labs_form == "words" and not any(name in abnormal for name in items):
            lines.append(f"{panel} {rng.choice(['normal', 'unremarkable', 'NAD', 'within normal limits', 'normal range'])}")
        elif items:
            written = [_value(rng, author, name, abnormal.get(name), sex) for name in items]
            label = rng.choice([f"{panel}: ", f"{panel} - ", f"{panel}: ", ""])
            lines.append(label + ", ".join(written))
    rest = [name for name in abnormal if name not in shown]
    lines += [_value(rng, author, name, abnormal[name], sex) for name in rest]
    return lines


def _value(rng: Random, author: Author, name: str, side: str | None, sex: str) -> str:
    analyte = _ANALYTES[name]
    american = author.region == "us" and "us" in analyte
    unit, low, high, *places = analyte["us"] if american else analyte.get(sex) or analyte["si"]
    decimals = places[0] if places else 0
    factor = analyte["us"][2] / analyte["si"][2] if american else 1.0
    if side:
        start, end = (bound * factor for bound in analyte[side])
        value = rng.triangular(start, end, start + (end - start) * 0.3)
    else:
        value = rng.triangular(low, high)
    text = f"{name if not american else analyte.get('us_name', name)} {value:.{decimals}f}"
    form = author.labs_form
    if form in ("unit", "range") or analyte.get("always_unit"):
        text += f"{'' if unit == '%' else ' '}{unit}"
    if form == "range" and rng.random() < 0.6:
        text += f" ({low:g}-{high:g})"
    if side and (form == "flag" or rng.random() < 0.2):
        text += rng.choice([" (H)", " H", " ↑", "*"] if side == "high" else [" (L)", " L", " ↓", "*"])
    return text
