"""One note from a seed: kind, author, patient, illness, text."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .author import sample_author
from .case import from_condition, from_scenario, load_scenarios, span_of
from .grammar import DATA, Speaker, load_phrases
from .kinds import KINDS, sample_kind, sections_of
from .knowledge import Condition, Knowledge, read_yaml
from .medicines import load_medicines
from .note import Note
from .patient import Patient, sample_age, sample_patient
from .write import Section, Writer

_SPANS = {"emergency": ["1-12 hours", "1-3 days"], "urgent": ["1-7 days", "1-3 weeks"]}
_ACUTE = ("ed", "discharge")
_LONG_SPANS = ["2-8 weeks", "2-9 months", "1-6 weeks", "3-14 days", "1-5 years"]


@dataclass(frozen=True)
class Text:
    """A finished note."""

    kind: str
    style: str
    text: str


class Generator:
    """Makes notes from the pack, the lexicon and the phrase data; the same seed gives the same note."""

    def __init__(self, knowledge: Knowledge):
        self._knowledge = knowledge
        self._phrases = load_phrases()
        self._medicines = load_medicines()
        self._scenarios = load_scenarios()
        self._documents = [entry for path in sorted((DATA / "documents").glob("*.yaml")) for entry in read_yaml(path)]
        self._conditions = list(knowledge.conditions.values())

    def note(self, rng: Random) -> Text:
        """One note."""
        kind = sample_kind(rng)
        form = KINDS[kind]
        style = rng.choices(list(form["styles"]), list(form["styles"].values()))[0]
        author = sample_author(rng, style, "us" if form.get("region") == "us" else None)
        writer = Writer(author, rng)
        if form.get("documents"):
            sections = self._document(kind, rng)
        elif rng.random() < form.get("written", 0.5) and (fitting := self._fitting(kind)):
            sections = sections_of(self._written(kind, fitting, rng, author))
        else:
            sections = sections_of(self._from_pack(kind, rng, author))
        return Text(kind, style, writer.document(sections))

    def _fitting(self, kind: str) -> list[dict]:
        return [entry for entry in self._scenarios if kind in entry["kinds"].split()]

    def _speaker(self, rng: Random, patient: Patient, span: str, tags: set[str], weeks: tuple[int, int] = (16, 39)) -> Speaker:
        values = patient.words() | {"span": span, "gestation": str(rng.randint(*weeks))}
        values["side"] = rng.choice(["left", "right"])
        values["joint"] = rng.choice(["knee", "hip"])
        return Speaker(rng, self._phrases, values, patient.tags | frozenset(tags))

    def _written(self, kind: str, fitting: list[dict], rng: Random, author) -> Note:
        entry = rng.choices(fitting, [item.get("weight", 3) for item in fitting])[0]
        low, high = (float(bound) for bound in str(entry.get("age", "18-88")).split("-"))
        high = min(high, 15.9) if kind == "child" else high
        low = max(low, 16.0) if kind in ("us-soap", "gp", "telehealth") and high > 20 and rng.random() < 0.8 else low
        sex = entry.get("sex") or rng.choice(["female", "female", "male"] if low >= 15 else ["female", "male"])
        age = sample_age(rng, {}, low, high)
        patient = sample_patient(rng, age, sex, tuple(entry.get("has", ())))
        weeks = tuple(int(bound) for bound in entry.get("gestation", "16-39").split("-"))
        speaker = self._speaker(rng, patient, span_of(rng, entry.get("span", "2-10 days")), {kind, "written"}, weeks)
        case = from_scenario(entry, speaker, (1.25, 1.0, 0.85, 0.65)[author.brevity])
        speaker.values |= {"complaint": case.complaint, "diagnosis": case.diagnosis}
        return Note(kind, rng, author, patient, case, speaker, self._medicines)

    def _from_pack(self, kind: str, rng: Random, author) -> Note:
        place = "emergency" if kind in ("ed", "discharge", "triage", "urgent-care") else "primary"
        condition = self._sample_condition(kind, place, rng)
        sexes = {name: condition.sex.get(name, 1.0) for name in ("female", "male")}
        sex = rng.choices(list(sexes), [share + 1e-9 for share in sexes.values()])[0]
        age = sample_age(rng, condition.age, 0.02, 12) if kind == "child" else sample_age(rng, condition.age, 0.02, 92)
        patient = sample_patient(rng, age, sex, tuple(risk for risk in condition.risks if rng.random() < 0.25))
        span = span_of(rng, rng.choice(_SPANS.get(condition.urgency, _LONG_SPANS)))
        speaker = self._speaker(rng, patient, span, {kind, "pack"})
        case = from_condition(condition, self._knowledge, speaker, (1.2, 1.0, 0.8, 0.6)[author.brevity])
        speaker.values |= {"complaint": case.complaint, "diagnosis": case.diagnosis}
        return Note(kind, rng, author, patient, case, speaker, self._medicines)

    def _sample_condition(self, kind: str, place: str, rng: Random) -> Condition:
        """By how common it is there, flattened so that rare illness is written about too."""
        young = kind == "child"
        weights = [
            (item.weight[place] ** 0.7 if kind not in _ACUTE or item.urgency in ("emergency", "urgent") else 0.02) * (max(item.age.get("child", 1), item.age.get("infant", 1)) if young else 1)
            for item in self._conditions
        ]
        return rng.choices(self._conditions, weights)[0]

    def _document(self, kind: str, rng: Random) -> list[Section]:
        """A report or operation note: sections in order, one variant of findings with its own conclusion."""
        fitting = [entry for entry in self._documents if entry["kind"] == kind]
        entry = rng.choices(fitting, [item.get("weight", 1) for item in fitting])[0]
        sex = entry.get("sex") or rng.choice(["female", "male"])
        low, high = (float(bound) for bound in str(entry.get("age", "20-88")).split("-"))
        patient = sample_patient(rng, rng.uniform(low, high), sex)
        speaker = self._speaker(rng, patient, span_of(rng, entry.get("span", "2-10 days")), {kind})
        variant = rng.choice(entry["variants"]) if entry.get("variants") else {}
        sections = []
        for part in entry["sections"]:
            lines = [speaker.fill(text) for text in variant.get(part["name"], [])]
            pool = part.get("from", [])
            least, most = part.get("n", [len(pool), len(pool)])
            count = min(len(pool), rng.randint(least, most))
            lines += [speaker.fill(pool[at]) for at in sorted(rng.sample(range(len(pool)), count))]
            if lines:
                title = rng.choice(part["title"].split("|")) if part.get("title") else ""
                sections.append(Section("", tuple(lines), part.get("layout", "text"), title))
        return sections
