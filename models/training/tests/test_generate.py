"""What the made-up notes promise."""

import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from random import Random

TRAINING = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TRAINING))

from generate.author import sample_author  # noqa: E402
from generate.case import load_scenarios  # noqa: E402
from generate.compose import Generator  # noqa: E402
from generate.grammar import DATA, Speaker, load_phrases  # noqa: E402
from generate.kinds import KINDS  # noqa: E402
from generate.knowledge import load, read_yaml  # noqa: E402
from generate.labs import _ANALYTES, _PANELS  # noqa: E402
from generate.medicines import load_medicines  # noqa: E402
from generate.typing_errors import with_errors  # noqa: E402
from generate.write import Writer  # noqa: E402

KNOWLEDGE = load()
GENERATOR = Generator(KNOWLEDGE)
NOTES = [GENERATOR.note(Random(f"test:{number}")) for number in range(400)]


class Notes(unittest.TestCase):
    def test_the_same_seed_gives_the_same_note(self):
        self.assertEqual(NOTES[11], GENERATOR.note(Random("test:11")))

    def test_every_kind_of_note_is_made(self):
        self.assertEqual(set(KINDS), {note.kind for note in NOTES})

    def test_no_slot_or_choice_is_left_unfilled(self):
        for note in NOTES:
            self.assertNotRegex(note.text, r"[{}<]|\[[^\]\n]*\|", note.text)

    def test_no_two_notes_are_the_same(self):
        self.assertEqual(len(NOTES), len({note.text for note in NOTES}))

    def test_notes_have_substance_and_no_runaway_length(self):
        for note in NOTES:
            self.assertTrue(60 < len(note.text) < 6000, f"{len(note.text)}: {note.text}")

    def test_a_temperature_is_a_living_one(self):
        for note in NOTES:
            for value in re.findall(r"\bTemp:? (\d+\.\d)", note.text):
                self.assertTrue(35 <= float(value) <= 41 or 95 <= float(value) <= 106, value)

    def test_the_command_writes_json_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "notes.jsonl"
            command = [sys.executable, "-m", "generate", "--notes", "3", "--seed", "7", "--out", str(out)]
            subprocess.run(command, cwd=TRAINING, check=True)
            rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(["g7-000000", "g7-000001", "g7-000002"], [row["id"] for row in rows])
        self.assertEqual({"id", "kind", "style", "text"}, set(rows[0]))


class Habits(unittest.TestCase):
    def test_shorthand_says_days_as_a_fraction(self):
        writer = self.writer(duration_form="slash")
        self.assertIn("3/7", writer.sentence("She has had a cough for 3 days"))

    def test_prose_keeps_the_sentence(self):
        author = sample_author(Random(1), "prose", "uk")
        text = Writer(author, Random(1)).sentence("The cough is dry.")
        self.assertEqual("The cough is dry", text)

    def test_american_authors_spell_as_americans(self):
        author = sample_author(Random(2), "prose", "us")
        self.assertIn("anemia", Writer(author, Random(2)).sentence("She has anaemia"))

    def test_a_typing_error_never_touches_a_number(self):
        text = "perindopril 5 mg daily, 10.5 mmol/L and 120/80 recorded yesterday"
        for seed in range(60):
            self.assertEqual(re.findall(r"\d[\d./]*", text), re.findall(r"\d[\d./]*", with_errors(text, 0.4, Random(seed))))

    @staticmethod
    def writer(**habits):
        for seed in range(500):
            author = sample_author(Random(seed), "shorthand", "au")
            if all(getattr(author, name) == value for name, value in habits.items()):
                return Writer(author, Random(seed))
        raise AssertionError(f"no author has the habits {habits}")


class Data(unittest.TestCase):
    def test_every_phrase_can_be_said(self):
        values = dict.fromkeys(
            "span complaint diagnosis list drug sign result tests age years agesex noun adult-noun he him his sex partner "
            "parent gestation side joint".split(),
            "x",
        )
        phrases = load_phrases()
        for name, texts in phrases.items():
            for text in texts:
                with self.subTest(name=name, text=text):
                    Speaker(Random(0), phrases, values, frozenset()).fill(text)

    def test_chronic_problems_name_drugs_with_doses(self):
        medicines = load_medicines()
        for problem in read_yaml(DATA / "history.yaml"):
            for options in problem.get("drugs", []):
                for name in filter(None, options.split("|")):
                    self.assertIn(name, medicines)

    def test_presentations_name_kinds_panels_and_results_that_exist(self):
        results = {word for item in _ANALYTES.values() for side in ("low", "high") for word in str(item.get(f"{side}_finding")).split()}
        for entry in load_scenarios():
            with self.subTest(names=entry["names"]):
                self.assertLessEqual(set(entry["kinds"].split()), set(KINDS))
                self.assertLessEqual(set(entry.get("panels", [])), set(_PANELS))
                self.assertLessEqual(set(entry.get("labs") or {}), results)

    def test_lab_findings_are_concepts_of_the_lexicon(self):
        for name, item in _ANALYTES.items():
            for side in ("low_finding", "high_finding"):
                for finding in str(item.get(side, "")).split():
                    self.assertTrue(finding in KNOWLEDGE.findings, f"{name}: {finding}")


if __name__ == "__main__":
    unittest.main()
