"""
Begins a run with an adapter that the engine has:
`python -m adapter.begin --base MODEL --adapter FILE.gguf --run DIR`.
Writes the run's first checkpoint, from which `adapter.train` goes on (with the rank and alpha that are
printed), and its adapter, which `adapter.evaluate` measures.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.report import INPUT_MISSING, Refused, Report, add_json_argument, run_command

from .inputs import check_base
from .packages import need

if TYPE_CHECKING:
    import numpy as np

    from .gguf_lora import Heads


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m adapter.begin", description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="what the adapter was trained on")
    parser.add_argument("--adapter", type=Path, required=True, help="what `adapter.export` wrote")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run that begins")
    add_json_argument(parser)
    options = parser.parse_args()
    need("torch", "transformers", "peft", "gguf")
    check_base(options.base)
    rank, alpha = begin(options.base, options.adapter, options.run)
    Report(options.json).line(
        f"{options.run} begins with an adapter of rank {rank}, alpha {alpha}.",
        event="begun",
        rank=rank,
        alpha=alpha,
    )


def begin(base: Path, adapter: Path, run: Path) -> tuple[int, int]:
    """Writes `run`'s checkpoint and adapter; gives the adapter's rank and alpha."""
    import torch
    from peft import LoraConfig
    from safetensors.torch import save_file

    from .gguf_lora import NAMES, heads_of

    if (run / "checkpoint.pt").exists():
        raise Refused(INPUT_MISSING, f"{run} has begun already: go on with `python -m adapter.train`.")
    alpha, arrays = read(adapter, heads_of(base))
    weights = {name: torch.from_numpy(array) for name, array in arrays.items()}
    rank = min(min(weight.shape) for weight in weights.values())
    folder = run / "adapter"
    folder.mkdir(parents=True, exist_ok=True)
    LoraConfig(
        r=rank,
        lora_alpha=alpha,
        target_modules=[name.split(".")[-1] for name in NAMES],
        task_type="CAUSAL_LM",
        inference_mode=True,
    ).save_pretrained(str(folder))
    save_file(weights, folder / "adapter_model.safetensors")
    # An optimiser that has done nothing: as many parameters as training will have.
    fresh = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1)) for _ in weights])
    torch.save(
        {
            "adapter": weights,
            "optimiser": fresh.state_dict(),
            "progress": {"step": 0, "total": 0, "seconds": 0.0, "loss": 0.0},
            "random": torch.get_rng_state(),
        },
        run / "checkpoint.pt",
    )
    return rank, alpha


def read(adapter: Path, heads: Heads) -> tuple[int, dict[str, np.ndarray]]:
    """The alpha of an adapter's GGUF and its weights (float32) by PEFT's names, in PyTorch's order."""
    from gguf import GGUFReader
    from gguf.quants import dequantize

    from .gguf_lora import NAMES

    modules = {theirs: ours for ours, theirs in NAMES.items()}
    reader = GGUFReader(adapter)
    if "adapter.lora.alpha" not in reader.fields:
        raise Refused(INPUT_MISSING, f"{adapter} is no LoRA adapter: give what `adapter.export` wrote.")
    weights: dict[str, np.ndarray] = {}
    for tensor in reader.tensors:
        matched = re.fullmatch(r"blk\.(\d+)\.(\w+)\.weight\.lora_([ab])", tensor.name)
        if matched is None or matched[2] not in modules:
            raise Refused(INPUT_MISSING, f"{adapter} holds {tensor.name}, which no run has a place for.")
        layer, name, factor = matched.groups()
        values = dequantize(tensor.data, tensor.tensor_type).astype("float32")
        turned = {"attn_q": heads.queries, "attn_k": heads.keys}.get(name)
        if factor == "b" and turned is not None:
            values = halves_apart(values, turned)
        key = f"base_model.model.model.layers.{layer}.{modules[name]}.lora_{factor.upper()}.weight"
        weights[key] = values.copy()
    return int(reader.fields["adapter.lora.alpha"].contents()), weights


def halves_apart(rows: np.ndarray, heads: int) -> np.ndarray:
    """Undoes `gguf_lora.rope_order`."""
    pairs = rows.reshape(heads, rows.shape[0] // heads // 2, 2, *rows.shape[1:])
    return pairs.swapaxes(1, 2).reshape(rows.shape)


if __name__ == "__main__":
    run_command(main)
