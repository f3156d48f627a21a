"""
Measures a base, and a run's adapter on it, on the text held back:
`python -m adapter.evaluate --base MODEL --corpus DIR [--run DIR] [--sample N]`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from corpus.report import TOO_LITTLE_TEXT, Refused, Report, add_json_argument, run_command

from .inputs import check_adapter, check_base, check_corpus
from .memory import keep_freed_memory
from .packages import need


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m adapter.evaluate", description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True, help="what `python -m corpus` wrote")
    parser.add_argument("--run", type=Path, help="without it the base alone is measured")
    parser.add_argument("--sample", type=int, default=40, help="documents of each source; 0 for all")
    parser.add_argument("--window", type=int, default=512, help="tokens")
    parser.add_argument("--seed", type=int, default=7, help="of the sample")
    add_json_argument(parser)
    options = parser.parse_args()
    need("torch", "transformers", "peft", "gguf", "accelerate")
    check_base(options.base)
    held = check_corpus(options.corpus, "held.jsonl")
    if options.run is not None:
        check_adapter(options.run)
    keep_freed_memory()
    evaluate(options, sample(held, options.sample, options.seed), Report(options.json))


def sample(file: Path, size: int, seed: int) -> list[dict[str, str]]:
    """At most `size` documents of each source (all where 0), the same for the same seed."""
    by_source: dict[str, list[dict[str, str]]] = defaultdict(list)
    with file.open(encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            by_source[row["source"]].append(row)
    if not by_source:
        raise Refused(TOO_LITTLE_TEXT, f"{file} is empty: no text was held back to measure on.")
    chosen: list[dict[str, str]] = []
    for source in sorted(by_source):
        rows = by_source[source]
        chosen += rows if size == 0 else random.Random(seed).sample(rows, min(size, len(rows)))
    return chosen


def evaluate(options: argparse.Namespace, documents: list[dict[str, str]], report: Report) -> None:
    """Says the figures of each source, then those of all."""
    import torch
    from peft import PeftModel

    from .base import load_base, load_tokenizer
    from .scoring import Comparison, foretold
    from .windows import beginning, tokens

    tokenizer = load_tokenizer(options.base)
    model = load_base(options.base, torch.device("cuda" if torch.cuda.is_available() else "cpu"))
    adapted = options.run is not None
    if adapted:
        model = PeftModel.from_pretrained(model, options.run / "adapter")
    model.eval()
    start = beginning(tokenizer)
    by_source: dict[str, Comparison] = defaultdict(Comparison)
    for done, document in enumerate(documents):
        text = document["text"]
        ids = tokens(tokenizer, text)
        with model.disable_adapter() if adapted else nullcontext():
            base_nats, base_right = foretold(model, start, ids, options.window)
        for comparison in (by_source[document["source"]], by_source["all"]):
            comparison.documents += 1
            _add(comparison.base, text, base_nats, base_right)
        if adapted:
            nats, right = foretold(model, start, ids, options.window)
            for comparison in (by_source[document["source"]], by_source["all"]):
                _add(comparison.adapter, text, nats, right)
                comparison.pairs.only_base += int((base_right & ~right).sum())
                comparison.pairs.only_adapter += int((right & ~base_right).sum())
        if report.as_json:
            report.line("", event="progress", done=done + 1, of=len(documents))

    total = by_source.pop("all")
    for source, comparison in [*sorted(by_source.items()), ("all", total)]:
        figures = {"base": comparison.base.figures()}
        if adapted:
            figures["adapter"] = comparison.adapter.figures()
        report.line(
            f"{source}: {comparison.documents} documents, {comparison.base.tokens} tokens, "
            f"{comparison.base.characters} characters\n"
            + "\n".join(f"  {name}: {_in_words(values)}" for name, values in figures.items()),
            event="total" if source == "all" else "source",
            source=source,
            documents=comparison.documents,
            tokens=comparison.base.tokens,
            characters=comparison.base.characters,
            **figures,
            **({"pairs": asdict(comparison.pairs)} if adapted else {}),
        )


def _add(tally, text: str, nats: float, right) -> None:
    tally.tokens += len(right)
    tally.characters += len(text)
    tally.nats += nats
    tally.right += int(right.sum())


def _in_words(values: dict[str, float]) -> str:
    return (
        f"{values['loss']:.4f} nats a token, {values['bitsPerCharacter']:.4f} bits a character, "
        f"next token right {100 * values['nextTokenRight']:.1f}%"
    )


if __name__ == "__main__":
    run_command(main)
