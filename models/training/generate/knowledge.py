"""The knowledge pack and the lexicon as the generator sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[3]
HOW_OFTEN = {"always": 0.97, "usual": 0.8, "common": 0.5, "sometimes": 0.2, "rare": 0.05, "never": 0.002}
PREVALENCE = {"very-common": 40.0, "common": 14.0, "uncommon": 4.0, "rare": 0.9, "very-rare": 0.25}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> object:
    """The content of one YAML file; `ValueError` names the file that is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is not valid YAML: {error}") from error


@dataclass(frozen=True)
class Finding:
    """One concept of the lexicon: what notes call it and what kind of thing it is."""

    id: str
    name: str
    kind: str
    room: str
    synonyms: tuple[str, ...]
    abbreviations: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """One guideline: how common it is by setting, in whom, with which findings, and its text."""

    name: str
    synonyms: tuple[str, ...]
    urgency: str
    weight: dict[str, float]
    age: dict[str, float]
    sex: dict[str, float]
    risks: tuple[str, ...]
    findings: dict[str, float]
    text: dict[str, str]


@dataclass(frozen=True)
class Knowledge:
    """All conditions by name and all findings by lexicon id."""

    conditions: dict[str, Condition]
    findings: dict[str, Finding]

    def rivals(self, condition: Condition) -> list[Condition]:
        """Conditions that the guideline's own differential names."""
        text = condition.text.get("Differential", "").lower()
        found = [
            other
            for other in self.conditions.values()
            if other is not condition and len(other.name) > 4 and other.name.lower() in text
        ]
        return found


def _frequency(value: object) -> float:
    if isinstance(value, dict):
        value = value.get("often", "sometimes")
    return HOW_OFTEN[value] if isinstance(value, str) else float(value)


def _condition(path: Path) -> Condition | None:
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.M)
    if len(parts) != 3 or parts[0].strip():
        return None
    front = yaml.load(parts[1], Loader=_Loader)
    sections = {
        name: re.sub(r"\n(?!\s*(?:-|\d+\.))", " ", body).strip()
        for name, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", parts[2], re.M | re.S)
    }
    return Condition(
        name=front["condition"],
        synonyms=tuple(front.get("synonyms") or ()),
        urgency=front["urgency"],
        weight={place: PREVALENCE[word] for place, word in front["common"].items()},
        age=front.get("age") or {},
        sex=front.get("sex") or {},
        risks=tuple(front.get("risks") or ()),
        findings={key: _frequency(value) for key, value in front["findings"].items()},
        text=sections,
    )


def load(project: Path = PROJECT) -> Knowledge:
    """Reads every guideline with front matter and every lexicon file of the project."""
    findings: dict[str, Finding] = {}
    for path in sorted((project / "src/note/lexicon").glob("*.yaml")):
        for entry in read_yaml(path)["findings"]:
            findings[entry["id"]] = Finding(
                id=entry["id"],
                name=entry["name"],
                kind=entry["kind"],
                room=path.stem,
                synonyms=tuple(str(word) for word in entry.get("synonyms") or ()),
                abbreviations=tuple(str(word) for word in entry.get("abbreviations") or ()),
            )
    conditions = (_condition(path) for path in sorted((project / "guidelines").glob("*.md")))
    return Knowledge({item.name: item for item in conditions if item}, findings)
