"""A run can begin with an adapter that the engine has."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from needed import need

need("torch", "transformers", "peft", "gguf")

import torch
from adapter.begin import begin
from adapter.checkpoint import restore
from adapter.base import load_base
from adapter.export import export
from corpus.report import Refused
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import load_file
from tiny import write_adapter, write_base


class Begin(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.base = write_base(cls.folder / "tiny.gguf")
        cls.trained = write_adapter(cls.base, cls.folder / "trained") / "adapter"
        cls.file = cls.folder / "a.gguf"
        export(cls.base, cls.trained, cls.file, "f32")

    def test_it_begins_with_the_very_weights(self) -> None:
        run = self.folder / "run"
        self.assertEqual(begin(self.base, self.file, run), (8, 16))
        wanted = load_file(self.trained / "adapter_model.safetensors")
        found = load_file(run / "adapter" / "adapter_model.safetensors")
        self.assertEqual(wanted.keys(), found.keys())
        for name in wanted:
            self.assertTrue(torch.equal(wanted[name], found[name]), name)

    def test_training_goes_on_from_it(self) -> None:
        run = self.folder / "other"
        begin(self.base, self.file, run)
        model = get_peft_model(
            load_base(self.base, torch.device("cpu")),
            LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM"),
        )
        optimiser = torch.optim.AdamW(p for p in model.parameters() if p.requires_grad)
        self.assertEqual(restore(run, model, optimiser).step, 0)
        wanted = load_file(self.trained / "adapter_model.safetensors")
        for name, weight in get_peft_model_state_dict(model).items():
            self.assertTrue(torch.equal(weight, wanted[name]), name)

    def test_it_begins_once(self) -> None:
        run = self.folder / "once"
        begin(self.base, self.file, run)
        with self.assertRaises(Refused):
            begin(self.base, self.file, run)

    def test_a_model_is_no_adapter(self) -> None:
        with self.assertRaises(Refused):
            begin(self.base, self.base, self.folder / "none")


if __name__ == "__main__":
    unittest.main()
