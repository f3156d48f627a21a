"""How well a model foretells a text: what the base and the adapter are compared by."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch

from .loss import ROWS


@dataclass
class Tally:
    """Sums over texts: `nats` of surprise at `tokens` that spell `characters`; tokens guessed right."""

    tokens: int = 0
    characters: int = 0
    nats: float = 0.0
    right: int = 0

    def figures(self) -> dict[str, float]:
        """Nats a token, bits a character, share of next tokens that were the most probable one."""
        return {
            "loss": round(self.nats / max(1, self.tokens), 4),
            "bitsPerCharacter": round(self.nats / math.log(2) / max(1, self.characters), 4),
            "nextTokenRight": round(self.right / max(1, self.tokens), 4),
        }


@dataclass
class Pairs:
    """Tokens that one model alone foretold: what McNemar's test is made of."""

    only_base: int = 0
    only_adapter: int = 0


@dataclass
class Comparison:
    documents: int = 0
    base: Tally = field(default_factory=Tally)
    adapter: Tally = field(default_factory=Tally)
    pairs: Pairs = field(default_factory=Pairs)


def foretold(
    model: torch.nn.Module, start: list[int], text: list[int], window: int
) -> tuple[float, torch.Tensor]:
    """
    Nats of surprise at the tokens `text`, and for each whether it was the most probable one. Reads
    windows of `window` tokens, each beginning with `start`, as training did.
    """
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    head = inner.lm_head.weight
    body = window - len(start)
    nats = 0.0
    right: list[torch.Tensor] = []
    with torch.no_grad():
        for at in range(0, len(text), body):
            part = text[at : at + body]
            ids = torch.tensor([start + part], device=head.device)
            hidden = inner.model(input_ids=ids).last_hidden_state[0, len(start) - 1 : -1].to(head.dtype)
            for row in range(0, len(part), ROWS):
                wanted = ids[0, len(start) + row : len(start) + row + ROWS]
                logits = (hidden[row : row + ROWS] @ head.T).float()
                nats += torch.nn.functional.cross_entropy(logits, wanted, reduction="sum").item()
                right.append((logits.argmax(1) == wanted).cpu())
    return nats, torch.cat(right) if right else torch.zeros(0, dtype=torch.bool)
