"""
Gathers the training text: `python -m corpus --data DIR --out DIR [--generated FILE]`, or of a
clinician's own notes alone: `python -m corpus --folder DIR --out DIR`.
Writes `train.jsonl` and `held.jsonl` ({"source", "id", "text"} a line) and prints their sizes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from .documents import Document, aci_bench, folder_notes, generated_notes, mts_dialog, mtsamples, own_notes
from .near_duplicates import LEAKED, REPEATED, without_near_duplicates
from .report import INPUT_MISSING, TOO_LITTLE_TEXT, Refused, Report, add_json_argument, run_command


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m corpus", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the development data")
    parser.add_argument("--generated", type=Path, help="notes of `python -m generate`")
    parser.add_argument("--folder", type=Path, help="a folder of notes, in place of all the above")
    parser.add_argument(
        "--share", type=float, default=1.0, help="of MTSamples that trains (0 to 1; the rest is left out)"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    add_json_argument(parser)
    options = parser.parse_args()
    if options.folder is None and options.data is None:
        parser.error("give --data or --folder")

    chance = random.Random(options.seed)
    gathered = _gather(options)
    # A clinic's own notes repeat its own turns of phrase, the later ones too: they are to be learnt.
    leaked = LEAKED if options.folder is None else REPEATED
    documents = list(without_near_duplicates(gathered, leaked))
    chance.shuffle(documents)
    train = [
        d
        for d in documents
        if not d.held and (d.source != "mtsamples" or chance.random() < options.share)
    ]
    held = [d for d in documents if d.held]
    if not train:
        raise Refused(TOO_LITTLE_TEXT, "No text is left to train on: give more notes.")
    options.out.mkdir(parents=True, exist_ok=True)
    report = Report(options.json)
    for name, part in (("train", train), ("held", held)):
        _write(options.out / f"{name}.jsonl", part)
        characters = Counter()
        for document in part:
            characters[document.source] += len(document.text)
        report.line(
            f"{name}: {len(part)} documents, characters {dict(characters)}",
            event=name,
            documents=len(part),
            characters=dict(characters),
        )
    dropped = len(gathered) - len(documents)
    report.line(f"left out as near-duplicates: {dropped}", event="dropped", documents=dropped)


def _gather(options: argparse.Namespace) -> list[Document]:
    for given in (options.data, options.generated, options.folder):
        if given is not None and not given.exists():
            raise Refused(INPUT_MISSING, f"There is nothing at {given}.")
    if options.folder is not None:
        notes = list(folder_notes(options.folder))
        if not notes:
            raise Refused(TOO_LITTLE_TEXT, f"{options.folder} holds no notes: they are text files, *.txt.")
        return notes
    documents = [*own_notes(), *mtsamples(options.data), *mts_dialog(options.data), *aci_bench(options.data)]
    if options.generated is not None:
        documents += generated_notes(options.generated)
    return documents


def _write(file: Path, documents: list[Document]) -> None:
    with file.open("w", encoding="utf8") as out:
        for d in documents:
            out.write(json.dumps({"source": d.source, "id": d.id, "text": d.text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    run_command(main)
