"""What the visit is about: one illness as this patient has it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from .grammar import DATA, Speaker, fits
from .knowledge import Condition, Finding, Knowledge, read_yaml
from .labs import known

_COURSES: dict[str, list[str]] = read_yaml(DATA / "courses.yaml")
_ORDERS: dict[str, str] = read_yaml(DATA / "orders.yaml")
_SKIP = re.compile(r"biops|autops|^normal-|^long-|-free|eruption$|^(?:pain|tenderness|swelling|skin-lesion|facial|mass)$")
_RARE_WORDS = re.compile(r"[():]|\b(?:on|in) (?:biopsy|microscopy)\b")
_VISIT = re.compile(r"\b(?:check|checkup|visit|review|results?|follow up|scripts?|prescriptions|consult|excision)\b")
_VITAL_FLAGS = frozenset(
    "tachycardia bradycardia hypotension raised-blood-pressure severely-raised-blood-pressure tachypnoea hypoxia".split()
) | {"respiratory-distress"}
_FEVERS = frozenset({"fever", "high-fever"})


@dataclass
class Case:
    """Everything said about the illness, in full sentences or noun phrases, before any author's habits."""

    diagnosis: str
    complaint: str
    span: str
    story: list[str] = field(default_factory=list)
    positives: list[str] = field(default_factory=list)
    negatives: list[str] = field(default_factory=list)
    exam: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    lab_findings: list[str] = field(default_factory=list)
    panels: list[str] = field(default_factory=list)
    impression: list[str] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    prescriptions: list[str] = field(default_factory=list)
    safety: list[str] = field(default_factory=list)
    flags: frozenset[str] = frozenset()
    urgent: bool = False
    written: bool = False

    @property
    def planned(self) -> bool:
        """Whether the visit was booked for a check or results and not for a symptom."""
        return bool(_VISIT.search(self.complaint))


def load_scenarios() -> list[dict]:
    """The presentations written out in `data/scenarios`."""
    return [entry for path in sorted((DATA / "scenarios").glob("*.yaml")) for entry in read_yaml(path)]


def _some(speaker: Speaker, phrases: list[str], least: int, most: int) -> list[str]:
    """A sample in the order it was written, so that a story keeps its sense."""
    fitting = [phrase for phrase in phrases if fits(phrase, speaker.tags)]
    count = min(len(fitting), speaker.rng.randint(least, most))
    chosen = sorted(speaker.rng.sample(range(len(fitting)), count))
    return [speaker.fill(fitting[at]) for at in chosen]


def span_of(rng: Random, text: str) -> str:
    """`2-7 days` as one duration."""
    low, high, unit = re.match(r"(\d+)-(\d+) (\w+)", text).groups()
    count = rng.randint(int(low), int(high))
    return f"{count} {unit.rstrip('s')}{'' if count == 1 else 's'}"


def from_scenario(entry: dict, speaker: Speaker, detail: float) -> Case:
    """A case from a written presentation; `detail` scales how much of it is told."""
    rng = speaker.rng

    def some(key: str, least: int, most: int) -> list[str]:
        return _some(speaker, entry.get(key, []), max(1, round(least * detail)), max(1, round(most * detail)))

    return Case(
        diagnosis=speaker.fill(rng.choice(entry["names"])),
        complaint=speaker.fill(rng.choice(entry["for"])),
        span=speaker.values["span"],
        story=some("story", 3, 6),
        negatives=some("neg", 2, 6),
        exam=some("exam", 2, 6),
        systems=list(entry.get("look", [])),
        results=some("results", 1, 2) if rng.random() < 0.6 else [],
        lab_findings=[key for key, chance in (entry.get("labs") or {}).items() if rng.random() < chance],
        panels=list(entry.get("panels", [])),
        impression=some("imp", 0, 2) if rng.random() < 0.6 else [],
        plan=some("plan", 3, 6),
        prescriptions=_some(speaker, entry.get("rx", []), 1, 1) if rng.random() < 0.8 else [],
        safety=_some(speaker, entry.get("net", []), 1, 1) if rng.random() < 0.8 else [],
        flags=frozenset(key for key, chance in (entry.get("flags") or {}).items() if rng.random() < chance),
        urgent=entry.get("urgent", False),
        written=True,
    )


def name_of(finding: Finding, rng: Random) -> str:
    """What a note calls a finding: its name mostly, else one of its first synonyms or abbreviations."""
    if finding.abbreviations and rng.random() < 0.12:
        return rng.choice(finding.abbreviations[:2])
    near = [word for word in finding.synonyms[:4] if 2 < len(word) < 34]
    return rng.choice(near) if near and rng.random() < 0.3 else finding.name


def from_condition(condition: Condition, knowledge: Knowledge, speaker: Speaker, detail: float) -> Case:
    """A case sampled from a guideline by the frequency it states for each finding."""
    rng = speaker.rng
    present = [key for key, chance in condition.findings.items() if rng.random() < chance]
    kinds: dict[str, list[Finding]] = {"symptom": [], "sign": [], "test-result": []}
    for key in present:
        finding = knowledge.findings.get(key)
        usable = finding and finding.kind in kinds and not _SKIP.search(key) and not _RARE_WORDS.search(finding.name)
        if usable and key not in _VITAL_FLAGS:
            kinds[finding.kind].append(finding)
    symptoms = kinds["symptom"][: rng.randint(4, 8)]
    leading = sorted(symptoms, key=lambda item: -condition.findings[item.id])[:3]
    lead = leading[0].name if leading else condition.name.lower()
    second = [item for item in leading[1:2] if rng.random() < 0.4 and not set(item.name.split()) & set(lead.split())]
    named = [name_of(finding, rng) for finding in symptoms if finding not in leading[:1] + second]
    reported = [item for item in kinds["test-result"] if item.room == "tests" and not known(item.id)]
    return Case(
        diagnosis=_diagnosis(condition, rng),
        complaint=" and ".join([lead] + [item.name for item in second]),
        span=speaker.values["span"],
        story=[speaker.fill(rng.choice(_COURSES[key])) for key in present if key in _COURSES][:3],
        positives=named,
        negatives=_absent(condition, knowledge, present, rng, round(6 * detail)),
        exam=[_sign(finding, speaker) for finding in kinds["sign"][: rng.randint(2, 5)]],
        systems=[],
        results=[_result(item, speaker) for item in reported[: rng.randint(1, 4)]],
        lab_findings=present,
        panels=[],
        rivals=[other.name for other in knowledge.rivals(condition)][:4],
        plan=_tests(condition, speaker) + _steps(condition, rng),
        prescriptions=_doses(condition, knowledge, rng),
        flags=frozenset(key for key in present if key in _VITAL_FLAGS) | ({"fever"} if _FEVERS & set(present) else frozenset()),
        urgent=condition.urgency in ("emergency", "urgent"),
    )


def _diagnosis(condition: Condition, rng: Random) -> str:
    names = [condition.name, condition.name, *condition.synonyms[:2]]
    name = rng.choice(names)
    return name if re.match(r"[A-Z][a-z]*-?[A-Z]|[A-Z]{2}", name) else name[0].lower() + name[1:]


def _absent(condition: Condition, knowledge: Knowledge, present: list[str], rng: Random, most: int) -> list[str]:
    """Symptoms a clinician asks about and does not find: from the condition and from its rivals."""
    own = [key for key, chance in condition.findings.items() if 0.04 < chance < 0.6]
    others = [key for rival in knowledge.rivals(condition) for key, chance in rival.findings.items() if chance >= 0.5]
    pool = [
        key
        for key in dict.fromkeys(own + others)
        if key not in present
        and (finding := knowledge.findings.get(key))
        and finding.kind == "symptom"
        and not _SKIP.search(key)
        and not _RARE_WORDS.search(finding.name)
    ]
    return [knowledge.findings[key].name for key in rng.sample(pool, min(len(pool), rng.randint(1, max(2, most))))]


def _sign(finding: Finding, speaker: Speaker) -> str:
    speaker.values["sign"] = finding.name
    return speaker.say("sign-found")


def _result(finding: Finding, speaker: Speaker) -> str:
    speaker.values["result"] = finding.name
    return speaker.say("result-found")


def _sentences(text: str) -> list[str]:
    lines = [re.sub(r"^\s*(?:-|\d+\.)\s*", "", line) for line in text.split("\n")]
    return [part.strip() for line in lines for part in re.split(r"(?<=[a-z\d)])[.;] ", line) if part.strip()]


def _one(text: str, rng: Random) -> str:
    """`two or three times` and `5–7 days` made into one choice, as an order must be."""
    text = re.sub(r"(\w+) or (\w+) times", lambda m: f"{rng.choice(m.groups())} times", text)
    return re.sub(r"(\d+)[–-](\d+)(?=[ %])", lambda m: m[rng.choice((1, 2))], text)


_STEP = re.compile(
    r"(?:Refer|Review|Admit|Treat|Stop|Start|Avoid|Check|Repeat|Send|Urgent|Follow|See|Safety|Recheck|Return|Test|Offer|"
    r"Screen|Measure|Consider|Exclude|Rest|Keep|Discuss|Advise|Ask|Explain|Wean|Monitor|Same-day|Physiotherapy|Elevate)\b"
)


def _steps(condition: Condition, rng: Random) -> list[str]:
    """Short steps of the guideline that are orders a clinician would write."""
    text = "\n".join(condition.text.get(part, "") for part in ("Work-up", "Treatment", "Disposition and follow-up"))
    short = [step.rstrip(".") for step in _sentences(text) if 12 < len(step) < 80 and _STEP.match(step)]
    short = [step for step in short if not re.search(r"[:()]| (?:who|when|unless)\b", step)]
    return [_one(step, rng) for step in rng.sample(short, min(len(short), rng.randint(1, 3)))]


def _tests(condition: Condition, speaker: Speaker) -> list[str]:
    """Orders of tests that the guideline's work-up names."""
    text = condition.text.get("Work-up", "").lower()
    named = [name for words, name in _ORDERS.items() if re.search(rf"\b(?:{words})\b", text)]
    if not named or speaker.rng.random() < 0.25:
        return []
    chosen = speaker.rng.sample(named, min(len(named), speaker.rng.randint(1, 4)))
    speaker.values["tests"] = ", ".join(chosen)
    return [speaker.say("order-tests")]


_DOSE = re.compile(
    r"\b([a-z][a-z-]{4,}(?: [a-z]{4,})?) (\d[\d.,–-]*(?:/\d+)? (?:mg|micrograms|g|units)(?: [a-z\d][^.;:(,]{3,45})?)"
)


def _doses(condition: Condition, knowledge: Knowledge, rng: Random) -> list[str]:
    """Drug orders with a dose that the guideline's treatment names."""
    found = []
    for match in _DOSE.finditer(condition.text.get("Treatment", "")):
        line = re.sub(r"\s+(?:or|and|if|then|when|with|by|unless|until|in|to|plus|as)\b.*$", "", f"{match[1]} {match[2]}")
        drug = knowledge.findings.get(match[1].split()[0])
        if drug and drug.kind == "drug" and re.search(r"\b(?:daily|day|days|hours|weekly|night|once|stat)\b", line):
            found.append(_one(line, rng))
    return rng.sample(found, min(len(found), rng.randint(1, 2)))
