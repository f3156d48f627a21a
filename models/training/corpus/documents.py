"""Where the training text comes from: one reader a source, each document with its licence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .report import INPUT_MISSING, Refused

HERE = Path(__file__).resolve().parent.parent
NOTES = HERE / "notes"
HELD_BACK = HERE / "held-back.json"


@dataclass(frozen=True)
class Document:
    """`source` names the set, `id` the document in it; `held` where it may only measure."""

    source: str
    id: str
    text: str
    held: bool = False


def own_notes(folder: Path = NOTES) -> Iterator[Document]:
    """The project's own notes: files of notes divided by lines of `%%%`."""
    for file in sorted(folder.glob("*.txt")):
        for number, text in enumerate(file.read_text("utf8").split("\n%%%\n")):
            if text.strip():
                yield Document("own", f"{file.stem}:{number}", text.strip() + "\n")


def generated_notes(file: Path) -> Iterator[Document]:
    """What `python -m generate` wrote."""
    for row in _rows(file):
        yield Document("generated", str(row["id"]), row["text"])


def mtsamples(data: Path) -> Iterator[Document]:
    """Transcribed reports (CC0 as claimed upstream); those of `held-back.json` only measure."""
    held = set(json.loads(HELD_BACK.read_text("utf8"))["mtsamples"])
    for row in _rows(data / "notes" / "mtsamples.jsonl"):
        yield Document("mtsamples", str(row["id"]), row["text"], str(row["id"]) in held)


def mts_dialog(data: Path) -> Iterator[Document]:
    """Section texts written from MTSamples (CC BY 4.0)."""
    for number, row in enumerate(_rows(data / "summary" / "mts-dialog-trainingset.jsonl")):
        heading = row.get("section_header") or ""
        text = row["section_text"].strip()
        yield Document("mts-dialog", str(number), f"{heading}:\n{text}\n" if heading else f"{text}\n")


def aci_bench(data: Path) -> Iterator[Document]:
    """Notes of recorded visits (CC BY 4.0)."""
    for number, row in enumerate(_rows(data / "summary" / "aci-bench-train.jsonl")):
        yield Document("aci-bench", str(number), row["note"].strip() + "\n")


def folder_notes(folder: Path) -> Iterator[Document]:
    """Text files of a folder, by their path; those in its folder `held/` only measure."""
    for file in sorted(folder.rglob("*.txt")):
        held = "held" in file.relative_to(folder).parts[:-1]
        text = file.read_text("utf8", errors="replace")
        if text.strip():
            yield Document("folder", file.relative_to(folder).as_posix(), text, held)


def _rows(file: Path) -> Iterator[dict]:
    if not file.is_file():
        raise Refused(INPUT_MISSING, f"{file} is missing.")
    with file.open(encoding="utf8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
