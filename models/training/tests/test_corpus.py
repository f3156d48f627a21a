"""The training text: nothing twice, and nothing of what measures."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from corpus.documents import HELD_BACK, Document, own_notes
from corpus.near_duplicates import REPEATED, without_near_duplicates

TRAINING = Path(__file__).resolve().parent.parent


def words(first: int, last: int) -> str:
    return " ".join(f"word{n}" for n in range(first, last))


def kept(*documents: Document, **options: float) -> list[str]:
    return [d.id for d in without_near_duplicates(documents, **options)]


class NearDuplicates(unittest.TestCase):
    def test_a_note_that_mostly_repeats_an_earlier_one_is_dropped(self) -> None:
        copy = words(0, 90) + " and a new end"
        self.assertEqual(kept(Document("own", "1", words(0, 100)), Document("own", "2", copy)), ["1"])

    def test_a_note_that_shares_a_turn_of_phrase_stays(self) -> None:
        other = words(0, 20) + " " + words(200, 300)
        self.assertEqual(kept(Document("own", "1", words(0, 100)), Document("own", "2", other)), ["1", "2"])

    def test_a_note_that_gives_away_a_held_one_does_not_train(self) -> None:
        leak = words(0, 30) + " " + words(200, 300)
        held = Document("mtsamples", "held", words(0, 100), held=True)
        self.assertEqual(kept(Document("own", "leak", leak), held), ["held"])

    def test_a_clinic_keeps_the_turns_of_phrase_that_its_later_notes_share(self) -> None:
        shared = words(0, 30) + " " + words(200, 300)
        held = Document("folder", "held", words(0, 100), held=True)
        self.assertEqual(kept(Document("folder", "shared", shared), held, leaked=REPEATED), ["held", "shared"])


class Corpus(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_corpus(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "corpus", *map(str, arguments), "--json"]
        return subprocess.run(command, cwd=TRAINING, capture_output=True, text=True)

    def write(self, path: str, *rows: dict[str, str]) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")

    def ids(self, name: str) -> set[str]:
        lines = (self.folder / "out" / f"{name}.jsonl").read_text("utf8").splitlines()
        return {json.loads(line)["id"] for line in lines}

    def test_what_is_held_back_never_trains(self) -> None:
        held = json.loads(HELD_BACK.read_text("utf8"))["mtsamples"][:3]
        reports = [{"id": id, "text": words(1000 * n, 1000 * n + 200)} for n, id in enumerate([*held, "free"])]
        self.write("data/notes/mtsamples.jsonl", *reports)
        section = {"section_header": "HPI", "section_text": reports[0]["text"]}
        self.write("data/summary/mts-dialog-trainingset.jsonl", section)
        self.write("data/summary/aci-bench-train.jsonl", {"note": words(9000, 9200)})
        done = self.run_corpus("--data", self.folder / "data", "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.ids("held"), set(held))
        self.assertIn("free", self.ids("train"))
        texts = (self.folder / "out" / "train.jsonl").read_text("utf8")
        for report in reports[:3]:
            self.assertNotIn(report["text"], texts)

    def test_a_folder_trains_on_its_notes_but_for_those_under_held(self) -> None:
        for name, first in (("a.txt", 0), ("held/b.txt", 500)):
            file = self.folder / "notes" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(words(first, first + 100), "utf8")
        done = self.run_corpus("--folder", self.folder / "notes", "--out", self.folder / "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.ids("train"), self.ids("held")), ({"a.txt"}, {"held/b.txt"}))
        self.assertEqual(json.loads(done.stdout.splitlines()[0])["documents"], 1)

    def test_an_empty_folder_is_refused_in_one_line(self) -> None:
        (self.folder / "notes").mkdir()
        done = self.run_corpus("--folder", self.folder / "notes", "--out", self.folder / "out")
        self.assertEqual((done.returncode, done.stderr), (5, ""))
        self.assertIn("holds no notes", json.loads(done.stdout)["error"])


class OwnNotes(unittest.TestCase):
    def test_each_has_an_id_of_its_own(self) -> None:
        ids = [note.id for note in own_notes()]
        self.assertGreater(len(ids), 100)
        self.assertEqual(len(ids), len(set(ids)))


if __name__ == "__main__":
    unittest.main()
