"""Training changes the adapter alone, and a kill changes nothing."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

from needed import need

need("torch", "transformers", "peft", "gguf", "accelerate")

import torch
from adapter.base import load_base, load_tokenizer
from adapter.evaluate import evaluate, sample
from adapter.loss import language_loss
from adapter.train import arguments, train
from adapter.windows import beginning, read_windows, tokens
from corpus.report import Refused, Report
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file
from tiny import write_base, write_corpus

STEPS = 6


class Killed(BaseException):
    pass


class Lines(Report):
    """Keeps what is said; `kill_at` ends the run at that step as a kill would, saving nothing."""

    def __init__(self, kill_at: int | None = None) -> None:
        super().__init__(as_json=True)
        self.kill_at = kill_at
        self.records: list[dict[str, object]] = []

    def line(self, text: str, **record: object) -> None:
        self.records.append(record)
        if record.get("event") == "step" and record["step"] == self.kill_at:
            raise Killed


class Training(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.base = write_base(cls.folder / "tiny.gguf")
        cls.corpus = write_corpus(cls.folder / "corpus")
        cls.tokenizer = load_tokenizer(cls.base)

    def train(self, run: str, report: Report, *more: str, stop=lambda: False) -> dict[str, torch.Tensor]:
        given = ["--base", self.base, "--corpus", self.corpus, "--run", self.folder / run]
        given += ["--window", 32, "--batch", 2, "--rank", 4, "--dropout", 0.1, "--save-every", 0]
        options = arguments([*map(str, given), *more])
        options.epochs = STEPS * options.batch / len(self.windows(7))
        train(options, report, stop)
        return load_file(self.folder / run / "adapter" / "adapter_model.safetensors")

    def windows(self, seed: int | None) -> torch.Tensor:
        return read_windows(self.corpus / "train.jsonl", self.tokenizer, 32, seed)

    def test_a_killed_run_that_goes_on_ends_where_an_uninterrupted_one_does(self) -> None:
        whole = self.train("whole", Lines())
        with self.assertRaises(Killed):
            self.train("killed", Lines(kill_at=4))
        goes_on = Lines()
        killed = self.train("killed", goes_on)
        # Step 4 was done but not yet saved.
        self.assertEqual(goes_on.records[0]["step"], 3)
        self.assertEqual(goes_on.records[-1]["event"], "done")
        self.assertEqual(whole.keys(), killed.keys())
        for name in whole:
            self.assertTrue(torch.equal(whole[name], killed[name]), name)
        self.assertTrue(any(tensor.any() for name, tensor in whole.items() if "lora_B" in name))

        figures = Lines()
        options = arguments(["--base", str(self.base), "--corpus", str(self.corpus), "--run", str(self.folder / "whole")])
        evaluate(options, sample(self.corpus / "held.jsonl", 1, 7), figures)
        total = figures.records[-1]
        self.assertEqual((total["event"], total["documents"]), ("total", 2))
        self.assertNotEqual(total["base"]["loss"], total["adapter"]["loss"])

    def test_a_run_asked_to_stop_says_so_and_leaves_an_adapter(self) -> None:
        lines = Lines()
        self.train("stopped", lines, stop=lambda: len(lines.records) > 2)
        self.assertEqual((lines.records[-1]["event"], lines.records[-1]["step"]), ("paused", 2))

    def test_a_run_goes_on_only_with_what_it_was_begun_with(self) -> None:
        self.train("fixed", Lines(), stop=lambda: True)
        with self.assertRaisesRegex(Refused, "begun with alpha 32"):
            self.train("fixed", Lines(), "--alpha", "8")

    def test_the_base_stays_as_it_is(self) -> None:
        model = get_peft_model(
            load_base(self.base, torch.device("cpu")),
            LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM"),
        )
        before = {name: value.clone() for name, value in model.state_dict().items()}
        optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=0.1)
        language_loss(model, self.windows(7)[:2]).backward()
        optimiser.step()
        changed = {name for name, value in model.state_dict().items() if not torch.equal(value, before[name])}
        self.assertTrue(changed)
        self.assertTrue(all("lora_" in name for name in changed), changed)

    def test_windows_are_the_same_for_the_same_seed(self) -> None:
        self.assertTrue(torch.equal(self.windows(7), self.windows(7)))
        self.assertFalse(torch.equal(self.windows(7), self.windows(8)))
        self.assertEqual(sorted(map(tuple, self.windows(7).tolist())), sorted(map(tuple, self.windows(None).tolist())))

    def test_windows_hold_the_text_each_after_a_line_break(self) -> None:
        start = beginning(self.tokenizer)
        self.assertEqual(start, tokens(self.tokenizer, "\n"))
        rows = (self.corpus / "train.jsonl").read_text("utf8").splitlines()
        stream = [t for row in rows for t in start + tokens(self.tokenizer, json.loads(row)["text"])]
        windows = self.windows(None)
        self.assertTrue((windows[:, 0] == start[0]).all())
        self.assertEqual(windows[:, 1:].flatten().tolist(), stream[: windows[:, 1:].numel()])

    def test_too_little_text_is_refused(self) -> None:
        with self.assertRaisesRegex(Refused, "give more notes"):
            read_windows(self.corpus / "train.jsonl", self.tokenizer, 100_000, 7)


if __name__ == "__main__":
    unittest.main()
