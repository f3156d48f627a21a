"""
Compares what PyTorch and the engine's llama.cpp make of the same tokens:
`python -m adapter.compare --base MODEL.gguf [--run DIR [--adapter FILE.gguf]]`.
Exits with 6 where they differ beyond tolerance.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.report import DIFFERS, PACKAGE_MISSING, Refused, Report, add_json_argument, run_command

from .inputs import check_adapter, check_base
from .packages import need

ENGINE = Path(__file__).with_name("engine.mjs")
TEXTS = (
    "\nSubjective: 54F with chest pain, no SOB.\nBP 132/84 HR 78 reg",
    "\nPLAN:  The patient will return in two weeks for follow-up.",
    "\nHx:\n3/52 cough, worse at night. Nil fever, nil haemoptysis.\nO/E: chest clear",
)
#: Of log-probabilities in nats, on a 4-bit base: llama.cpp rounds activations to 8 bits before each
#: product with 4-bit weights, PyTorch does not. An unquantised base agrees far more closely (see the tests).
MEAN_TOLERANCE = 0.15
AGREEMENT = 0.95


@dataclass(frozen=True)
class Difference:
    """Of the engine's most probable tokens at each of `positions`, |Δ log p| in nats."""

    positions: int
    mean: float
    largest: float
    largest_after_first: float
    same_top: int
    mean_of_ten: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m adapter.compare", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="GGUF file")
    parser.add_argument("--run", type=Path, help="without it the base alone is compared")
    parser.add_argument("--adapter", type=Path, help="the run's adapter for the engine; else it is exported")
    add_json_argument(parser)
    options = parser.parse_args()
    need("torch", "transformers", "peft", "gguf")
    check_base(options.base)

    import torch

    from .base import load_base

    report = Report(options.json)
    model = load_base(options.base, torch.device("cpu"))
    found = {"base": difference(model, options.base, None)}
    if options.run is not None:
        from peft import PeftModel

        from .export import export

        adapter = check_adapter(options.run)
        with tempfile.TemporaryDirectory() as folder:
            exported = options.adapter
            if exported is None:
                exported = Path(folder) / "adapter.gguf"
                export(options.base, adapter, exported, "f16")
            adapted = PeftModel.from_pretrained(model, adapter)
            found["adapter"] = difference(adapted, options.base, exported)
    for name, d in found.items():
        report.line(
            f"{name}: most probable token the same at {d.same_top} of {d.positions}; its log-probability "
            f"differs by {d.mean:.4f} in the mean, {d.largest:.4f} at most",
            event=name,
            **asdict(d),
        )
    if any(d.mean > MEAN_TOLERANCE or d.same_top < AGREEMENT * d.positions for d in found.values()):
        raise Refused(DIFFERS, "The engine and PyTorch differ beyond tolerance.")


def difference(
    model, base: Path, adapter: Path | None, texts: tuple[str, ...] = TEXTS
) -> Difference:
    """Between `model` and the engine with the GGUF files `base` and `adapter`."""
    import torch

    model.eval()
    first: list[float] = []
    top: list[float] = []
    ten: list[float] = []
    same = 0
    for sequence in engine(base, adapter, texts):
        ids = torch.tensor([[position["token"] for position in sequence]])
        with torch.no_grad():
            ours = model(input_ids=ids).logits[0].float().log_softmax(-1)
        for i, position in enumerate(sequence):
            apart = [abs(ours[i, token].item() - theirs) for token, theirs in position["after"]]
            (top if i > 0 else first).append(apart[0])
            ten += apart
            same += int(ours[i].argmax()) == position["after"][0][0]
    both = first + top
    return Difference(
        positions=len(both),
        mean=round(sum(both) / len(both), 5),
        largest=round(max(both), 5),
        largest_after_first=round(max(top), 5),
        same_top=same,
        mean_of_ten=round(sum(ten) / len(ten), 5),
    )


def engine(base: Path, adapter: Path | None, texts: tuple[str, ...]) -> list[list[dict]]:
    """What the engine says after each token of each text: its ten most probable, with log-probabilities."""
    request = {
        "model": str(base.resolve()),
        "adapter": None if adapter is None else str(adapter.resolve()),
        "texts": texts,
    }
    try:
        done = subprocess.run(
            ["node", ENGINE], input=json.dumps(request), capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise Refused(PACKAGE_MISSING, "node is not on the path: install Node 20.") from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Refused(PACKAGE_MISSING, f"The engine cannot be run ({last}): run `npm ci` in the project first.")
    return json.loads(done.stdout)


if __name__ == "__main__":
    run_command(main)
