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
from .near_duplicates import without_near_duplicates


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
    options = parser.parse_args()
    if options.folder is None and options.data is None:
        parser.error("give --data or --folder")

    chance = random.Random(options.seed)
    documents = list(without_near_duplicates(_gather(options)))
    chance.shuffle(documents)
    train = [
        d
        for d in documents
        if not d.held and (d.source != "mtsamples" or chance.random() < options.share)
    ]
    held = [d for d in documents if d.held]
    options.out.mkdir(parents=True, exist_ok=True)
    _write(options.out / "train.jsonl", train)
    _write(options.out / "held.jsonl", held)
    for name, part in (("train", train), ("held", held)):
        characters = Counter()
        for document in part:
            characters[document.source] += len(document.text)
        print(f"{name}: {len(part)} documents, characters {dict(characters)}")


def _gather(options: argparse.Namespace) -> list[Document]:
    if options.folder is not None:
        return list(folder_notes(options.folder))
    documents = [*own_notes(), *mtsamples(options.data), *mts_dialog(options.data), *aci_bench(options.data)]
    if options.generated is not None:
        documents += generated_notes(options.generated)
    return documents


def _write(file: Path, documents: list[Document]) -> None:
    with file.open("w", encoding="utf8") as out:
        for d in documents:
            out.write(json.dumps({"source": d.source, "id": d.id, "text": d.text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
