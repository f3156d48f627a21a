"""llama.cpp's own converter, from the source that the npm package node-llama-cpp carries."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from corpus.report import INPUT_MISSING, Refused

from .packages import need

PROJECT = Path(__file__).resolve().parents[3]
BUNDLE = PROJECT / "node_modules" / "node-llama-cpp" / "llama" / "gitRelease.bundle"
SOURCE = Path(tempfile.gettempdir()) / "chartside-llama.cpp"


def convert(base: Path, adapter: Path, out: Path, outtype: str) -> None:
    """Converts the PEFT folder `adapter` of `base` to `out`."""
    need("torch", "transformers", "gguf")
    converter = source(SOURCE) / "convert_lora_to_gguf.py"
    with tempfile.TemporaryDirectory() as folder:
        # The converter reads the base's shapes, never its weights.
        if base.suffix == ".gguf":
            from transformers import AutoConfig

            config = AutoConfig.from_pretrained(base.parent, gguf_file=base.name)
            config.architectures = ["LlamaForCausalLM"]
            config.save_pretrained(folder)
        done = subprocess.run(
            [sys.executable, converter, "--base", folder if base.suffix == ".gguf" else base]
            + ["--outtype", outtype, "--outfile", out, adapter],
            capture_output=True,
            text=True,
        )
    if done.returncode != 0:
        raise Refused(1, f"llama.cpp's converter failed: {done.stderr.strip().splitlines()[-1:]}")


def source(folder: Path) -> Path:
    """llama.cpp's source tree, unpacked to `folder` once."""
    if not (folder / "convert_lora_to_gguf.py").exists():
        if not BUNDLE.exists():
            raise Refused(INPUT_MISSING, f"{BUNDLE} is missing: run `npm ci` in {PROJECT} first.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "clone", "--quiet", str(BUNDLE), str(folder)], check=True)
    return folder
