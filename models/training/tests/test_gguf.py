"""An adapter means the same to PyTorch, to llama.cpp and in a merged base."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from needed import need, need_engine

need("torch", "transformers", "peft", "gguf")

import numpy as np
import torch
from adapter import compare, llama_cpp
from adapter.base import load_base
from adapter.export import export
from adapter.merge import merge
from gguf import GGMLQuantizationType, GGUFReader
from peft import PeftModel
from tiny import write_adapter, write_base

TEXT = "\nHx: 3/52 cough, nil fever. The chest is clear."
#: Of log-probabilities in nats. 0.0054 was measured on these weights.
TOLERANCE = 0.02
CPU = torch.device("cpu")


def tensors(file: Path) -> dict[str, tuple[GGMLQuantizationType, tuple[int, ...], bytes]]:
    return {
        t.name: (t.tensor_type, tuple(int(n) for n in t.shape), np.ascontiguousarray(t.data).tobytes())
        for t in GGUFReader(file).tensors
    }


class Gguf(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.base = write_base(cls.folder / "tiny.gguf")
        cls.adapter = write_adapter(cls.base, cls.folder / "run") / "adapter"

    def test_the_export_is_that_of_llama_cpp_bit_for_bit(self) -> None:
        if not llama_cpp.BUNDLE.is_file():
            self.skipTest("llama.cpp's source missing: run `npm ci` in the project")
        # q8_0 shows f16 too: the rows of B are shorter than a block.
        export(self.base, self.adapter, self.folder / "ours.gguf", "q8_0")
        llama_cpp.convert(self.base, self.adapter, self.folder / "theirs.gguf", "q8_0")
        ours, theirs = tensors(self.folder / "ours.gguf"), tensors(self.folder / "theirs.gguf")
        self.assertEqual({kind.name for kind, *_ in ours.values()}, {"Q8_0", "F16"})
        self.assertEqual(ours, theirs)
        alphas = [GGUFReader(self.folder / f).fields["adapter.lora.alpha"].contents() for f in ("ours.gguf", "theirs.gguf")]
        self.assertEqual(alphas, [16.0, 16.0])

    def test_the_engine_gives_pytorchs_probabilities(self) -> None:
        need_engine()
        export(self.base, self.adapter, self.folder / "f32.gguf", "f32")
        model = load_base(self.base, CPU)
        alone = compare.difference(model, self.base, None, (TEXT,))
        adapted = PeftModel.from_pretrained(model, self.adapter)
        both = compare.difference(adapted, self.base, self.folder / "f32.gguf", (TEXT,))
        # An adapter whose rotary halves lie as PyTorch has them is what the tolerance must tell apart.
        with mock.patch("adapter.gguf_lora.rope_order", lambda rows, heads: rows):
            export(self.base, self.adapter, self.folder / "unturned.gguf", "f32")
        unturned = compare.difference(adapted, self.base, self.folder / "unturned.gguf", (TEXT,))
        for found in (alone, both):
            self.assertEqual(found.same_top, found.positions)
            self.assertLess(found.largest, TOLERANCE)
        self.assertGreater(unturned.largest, 10 * TOLERANCE)

    def test_a_merged_base_is_base_and_adapter(self) -> None:
        merge(self.base, self.adapter, self.folder / "merged.gguf", "f16")
        ids = torch.arange(3, 60)[None]
        with torch.no_grad():
            adapted = PeftModel.from_pretrained(load_base(self.base, CPU), self.adapter).eval()(input_ids=ids).logits
            merged = load_base(self.folder / "merged.gguf", CPU)(input_ids=ids).logits
        self.assertLess((adapted - merged).abs().max().item(), 0.05)

    def test_a_merged_base_keeps_its_metadata_and_all_that_the_adapter_leaves_alone(self) -> None:
        base = write_base(self.folder / "q.gguf", GGMLQuantizationType.Q4_1)
        merge(base, self.adapter, self.folder / "m.gguf", "q8_0")
        before, after = GGUFReader(base), GGUFReader(self.folder / "m.gguf")
        differing = [
            name
            for name, field in before.fields.items()
            if not name.startswith("GGUF.") and after.fields[name].contents() != field.contents()
        ]
        self.assertEqual(differing, ["general.file_type"])
        kinds = {t.name: t.tensor_type.name for t in after.tensors}
        self.assertEqual(kinds["blk.1.attn_q.weight"], "Q8_0")
        self.assertEqual(tensors(base)["token_embd.weight"], tensors(self.folder / "m.gguf")["token_embd.weight"])


if __name__ == "__main__":
    unittest.main()
