"""Refuses inputs that are not there, in words, before anything slow begins."""

from __future__ import annotations

from pathlib import Path

from corpus.report import INPUT_MISSING, Refused


def check_base(base: Path) -> None:
    """`base` must be a GGUF file, or a folder with a model's config.json."""
    if base.is_file() and base.suffix == ".gguf":
        with base.open("rb") as file:
            if file.read(4) != b"GGUF":
                raise Refused(INPUT_MISSING, f"{base} is not a GGUF file: fetch the model again.")
    elif not (base / "config.json").is_file():
        raise Refused(
            INPUT_MISSING,
            f"There is no model at {base}: give a GGUF file, or a folder with config.json and safetensors.",
        )


def check_corpus(corpus: Path, name: str) -> Path:
    """The file `name` that `python -m corpus` wrote to `corpus`."""
    file = corpus / name
    if not file.is_file():
        raise Refused(INPUT_MISSING, f"{file} is missing: run `python -m corpus --out {corpus}` first.")
    return file


def check_adapter(run: Path) -> Path:
    """The folder of the adapter that a run wrote when it ended or paused."""
    adapter = run / "adapter"
    if not (adapter / "adapter_model.safetensors").is_file():
        todo = "go on with it" if (run / "checkpoint.pt").is_file() else "begin one"
        raise Refused(INPUT_MISSING, f"{run} holds no adapter yet: {todo} with `python -m adapter.train`.")
    return adapter
