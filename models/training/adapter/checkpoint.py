"""A run's state on disk: a killed run goes on from its last checkpoint."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from peft import get_peft_model_state_dict, set_peft_model_state_dict


@dataclass
class Progress:
    """Optimiser steps done, of `total` planned; the losses so far, in nats a token."""

    step: int = 0
    total: int = 0
    seconds: float = 0.0
    loss: float = 0.0


def save(run: Path, model, optimiser, progress: Progress) -> None:
    """Written beside and moved into place: a kill in the middle leaves the one before."""
    partial = run / "checkpoint.pt.partial"
    torch.save(
        {
            "adapter": get_peft_model_state_dict(model),
            "optimiser": optimiser.state_dict(),
            "progress": asdict(progress),
            "random": torch.get_rng_state(),
        },
        partial,
    )
    os.replace(partial, run / "checkpoint.pt")


def restore(run: Path, model, optimiser) -> Progress:
    """Loads the run's last checkpoint into `model` and `optimiser`; a new run's has done nothing."""
    file = run / "checkpoint.pt"
    if not file.exists():
        return Progress()
    state = torch.load(file, map_location="cpu", weights_only=True)
    set_peft_model_state_dict(model, state["adapter"])
    optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"])
    return Progress(**state["progress"])
