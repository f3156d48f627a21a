"""A PEFT adapter of a Llama as llama.cpp names, orders and scales its tensors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpus.report import INPUT_MISSING, Refused
from gguf import GGUFReader
from safetensors.numpy import load_file

#: Projections of a Llama block in PEFT and in llama.cpp.
NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
WEIGHT = re.compile(r"base_model\.model\.model\.layers\.(\d+)\.(\w+\.\w+)\.lora_([AB])\.weight")


@dataclass(frozen=True)
class Heads:
    """Attention heads of a base, for queries and for keys; `name` is the base's own."""

    queries: int
    keys: int
    name: str


@dataclass(frozen=True)
class Factors:
    """What is added to the weight `weight` (out × in): `scale` · `b` (out × r) · `a` (r × in)."""

    weight: str
    a: np.ndarray
    b: np.ndarray


@dataclass(frozen=True)
class Adapter:
    alpha: float
    rank: int
    factors: tuple[Factors, ...]

    @property
    def scale(self) -> float:
        return self.alpha / self.rank


def heads_of(base: Path) -> Heads:
    """Reads them from a GGUF's header, or from the config.json of a folder."""
    if base.suffix == ".gguf":
        fields = GGUFReader(base).fields
        architecture = fields["general.architecture"].contents()
        if architecture != "llama":
            raise Refused(INPUT_MISSING, f"{base} is a model of the kind {architecture}; only llama can be trained.")
        queries = fields["llama.attention.head_count"].contents()
        keys = fields.get("llama.attention.head_count_kv")
        name = fields.get("general.name")
        return Heads(queries, keys.contents() if keys else queries, name.contents() if name else base.stem)
    config = json.loads((base / "config.json").read_text("utf8"))
    queries = config["num_attention_heads"]
    return Heads(queries, config.get("num_key_value_heads", queries), base.resolve().name)


def read_adapter(folder: Path, heads: Heads) -> Adapter:
    """The adapter in the PEFT folder `folder`, its queries and keys in llama.cpp's order."""
    config = json.loads((folder / "adapter_config.json").read_text("utf8"))
    return Adapter(
        alpha=float(config["lora_alpha"]),
        rank=int(config["r"]),
        factors=tuple(_factors(load_file(folder / "adapter_model.safetensors"), heads)),
    )


def rope_order(rows: np.ndarray, heads: int) -> np.ndarray:
    """
    Rows (d × …) of a projection into `heads` heads: the halves that PyTorch's rotary embedding
    turns against each other lie apart, llama.cpp's side by side.
    """
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows.shape))


def _factors(tensors: dict[str, np.ndarray], heads: Heads) -> Iterator[Factors]:
    found: dict[tuple[int, str], dict[str, np.ndarray]] = {}
    for name, tensor in tensors.items():
        matched = WEIGHT.fullmatch(name)
        if matched is None or matched[2] not in NAMES:
            raise Refused(INPUT_MISSING, f"The adapter holds {name}, which llama.cpp has no place for.")
        found.setdefault((int(matched[1]), NAMES[matched[2]]), {})[matched[3]] = tensor
    for (layer, name), pair in sorted(found.items()):
        turned = {"attn_q": heads.queries, "attn_k": heads.keys}.get(name)
        b = pair["B"] if turned is None else rope_order(pair["B"], turned)
        yield Factors(f"blk.{layer}.{name}.weight", pair["A"], b)
