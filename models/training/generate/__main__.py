"""`python -m generate --notes 2000 --seed 7 --out notes.jsonl`: one JSON object a line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

from .compose import Generator
from .knowledge import PROJECT, load


def main() -> None:
    """Writes notes as `{"id", "kind", "style", "text"}`; a note depends on the seed and its number alone."""
    parser = argparse.ArgumentParser(prog="generate", description="Write made-up clinical notes to train on.")
    parser.add_argument("--notes", type=int, default=2000, help="how many")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True, help="file of JSON lines to write")
    parser.add_argument("--project", type=Path, default=PROJECT, help="folder that holds guidelines/ and src/")
    chosen = parser.parse_args()
    generator = Generator(load(chosen.project))
    with chosen.out.open("w", encoding="utf-8") as out:
        for number in range(chosen.notes):
            made = generator.note(Random(f"{chosen.seed}:{number}"))
            row = {"id": f"g{chosen.seed}-{number:06d}", "kind": made.kind, "style": made.style, "text": made.text}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
