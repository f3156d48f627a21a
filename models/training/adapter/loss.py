"""Cross-entropy of the next token, without ever holding the logits of a whole batch."""

from __future__ import annotations

import torch

#: Positions whose logits (49,152 floats each) are held at a time.
ROWS = 256


class NextTokenLoss(torch.autograd.Function):
    """
    Mean cross-entropy of `hidden` (n × d) through the frozen output matrix `head` (v × d) against
    `targets` (n). The gradient is worked out on the way forward, a few rows at a time, since the
    head itself is never trained.
    """

    @staticmethod
    def forward(ctx, hidden, head, targets):
        gradient = torch.empty_like(hidden)
        total = torch.zeros((), dtype=torch.float32, device=hidden.device)
        for start in range(0, len(hidden), ROWS):
            rows = slice(start, start + ROWS)
            wanted = targets[rows, None]
            logits = (hidden[rows] @ head.T).float()
            normaliser = logits.logsumexp(1, keepdim=True)
            total += (normaliser - logits.gather(1, wanted)).sum()
            logits.sub_(normaliser).exp_()
            logits.scatter_add_(1, wanted, torch.full_like(wanted, -1, dtype=logits.dtype))
            torch.matmul(logits.to(head.dtype), head, out=gradient[rows])
        ctx.save_for_backward(gradient / len(hidden))
        return total / len(hidden)

    @staticmethod
    def backward(ctx, upstream):
        (gradient,) = ctx.saved_tensors
        return gradient * upstream, None, None


def language_loss(model: torch.nn.Module, ids: torch.Tensor) -> torch.Tensor:
    """Mean loss in nats a token of a Llama model, with adapter or without, on `ids` (b × t)."""
    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    hidden = inner.model(input_ids=ids).last_hidden_state[:, :-1]
    head = inner.lm_head.weight
    return NextTokenLoss.apply(
        hidden.reshape(-1, hidden.shape[-1]).to(head.dtype), head, ids[:, 1:].reshape(-1)
    )
