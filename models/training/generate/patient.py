"""Who the patient is: age, sex, past, drugs, habits."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .grammar import DATA
from .knowledge import read_yaml

_BANDS = {
    "newborn": (0.0, 0.07), "infant": (0.1, 1.9), "child": (2, 11.9), "adolescent": (12, 17.9),
    "adult": (18, 44.9), "middle-aged": (45, 64.9), "old": (65, 92),
}  # fmt: skip
_BAND_SHARE = {"newborn": 1, "infant": 5, "child": 11, "adolescent": 7, "adult": 32, "middle-aged": 22, "old": 24}
_PROBLEMS: list[dict] = read_yaml(DATA / "history.yaml")


@dataclass(frozen=True)
class Patient:
    """One person. `age` in years; `problems` are long-standing, `drugs` the names of regular medicines."""

    age: float
    sex: str
    problems: tuple[str, ...]
    drugs: tuple[str, ...]
    tags: frozenset[str]

    def words(self) -> dict[str, str]:
        """Values for phrases: how the patient is called and spoken of."""
        female = self.sex == "female"
        if self.age < 0.08:
            age, noun = f"{max(2, int(self.age * 365))} day old", "baby"
        elif self.age < 2:
            age, noun = f"{max(1, int(self.age * 12))} month old", "infant"
        else:
            noun = ("girl" if female else "boy") if self.age < 16 else ("woman" if female else "man")
            age = f"{int(self.age)} year old"
        number = str(int(self.age)) if self.age >= 2 else age.split()[0]
        return {
            "age": age,
            "years": number,
            "agesex": number + ("" if self.age >= 2 else "mo" if "month" in age else "d") + ("F" if female else "M"),
            "noun": noun,
            "adult-noun": "lady" if female and self.age > 60 else "gentleman" if self.age > 60 else noun,
            "he": "she" if female else "he",
            "him": "her" if female else "him",
            "his": "her" if female else "his",
            "sex": self.sex,
            "partner": "husband" if female else "wife",
            "parent": "mother",
        }


def _band(age: float) -> str:
    return next(name for name, (_, high) in _BANDS.items() if age < high + 0.1 or name == "old")


def sample_age(rng: Random, weights: dict[str, float], low: float, high: float) -> float:
    """An age in years between `low` and `high`, by the condition's odds for each band."""
    spans = {
        name: (max(low, start), min(high, end))
        for name, (start, end) in _BANDS.items()
        if start <= high and end >= low and min(high, end) - max(low, start) >= 0
    }
    shares = [_BAND_SHARE[name] * weights.get(name, 1) + 1e-6 for name in spans]
    start, end = spans[rng.choices(list(spans), shares)[0]]
    return rng.uniform(start, end)


def sample_patient(rng: Random, age: float, sex: str, extra: tuple[str, ...] = (), busy: float = 1.0) -> Patient:
    """A person of an age and sex; `busy` scales how many long-standing problems."""
    problems, drugs = [], []
    for problem in _PROBLEMS:
        low, high = problem["ages"]
        if not low <= age <= high or problem.get("sex", sex) != sex:
            continue
        rise = 0.5 + (age - low) / max(10, high - low)
        if problem["name"] in extra or rng.random() < problem["rate"] * rise * busy:
            problems.append(rng.choice(problem.get("said", [problem["name"]])))
            for options in problem.get("drugs", []):
                choice = rng.choice(options.split("|"))
                if choice and choice not in drugs:
                    drugs.append(choice)
    rng.shuffle(problems)
    tags = {_band(age), sex, "child" if age < 16 else "grown"}
    if age < 2:
        tags.add("baby")
    if sex == "female" and 14 <= age <= 50:
        tags.add("fertile")
    if age >= 66:
        tags.add("elderly")
    if age < 12:
        tags.add("brought")
    return Patient(age, sex, tuple(problems[:9]), tuple(drugs[:12]), frozenset(tags))
