"""The loss that never holds a batch's logits is the loss."""

from __future__ import annotations

import unittest

from needed import need

need("torch", "transformers", "peft", "gguf")

import torch
from adapter.loss import ROWS, NextTokenLoss


class Loss(unittest.TestCase):
    def test_it_is_torchs_cross_entropy_with_its_gradients(self) -> None:
        torch.manual_seed(1)
        head = torch.randn(97, 16, dtype=torch.float64)
        targets = torch.randint(0, 97, (2 * ROWS + 7,))
        ours = torch.randn(len(targets), 16, dtype=torch.float64, requires_grad=True)
        theirs = ours.detach().clone().requires_grad_()
        # Scaled, so that the gradient from above counts.
        loss = 3 * NextTokenLoss.apply(ours, head, targets)
        expected = 3 * torch.nn.functional.cross_entropy(theirs @ head.T, targets)
        loss.backward()
        expected.backward()
        torch.testing.assert_close(loss.double(), expected, rtol=1e-5, atol=1e-5)
        torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-4, atol=1e-7)


if __name__ == "__main__":
    unittest.main()
