"""
Writes a run's adapter as GGUF, by llama.cpp's converter:
`python -m adapter.export --base MODEL.gguf --run DIR --out FILE.gguf [--type f16|q8_0|f32]`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .llama_cpp import source


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m adapter.export", description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=("f16", "q8_0", "f32"), default="f16")
    options = parser.parse_args()
    export(options.base, options.run / "adapter", options.out, options.type)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


def export(base: Path, adapter: Path, out: Path, outtype: str) -> None:
    """Converts the PEFT folder `adapter` of `base`; `out` appears only when it is whole."""
    converter = source(Path(tempfile.gettempdir()) / "chartside-llama.cpp") / "convert_lora_to_gguf.py"
    partial = out.with_name(f"{out.name}.partial")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # The converter reads the base's shapes, never its weights.
        if base.suffix == ".gguf":
            from transformers import AutoConfig

            config = AutoConfig.from_pretrained(base.parent, gguf_file=base.name)
            config.architectures = ["LlamaForCausalLM"]
            config.save_pretrained(folder)
        subprocess.run(
            [sys.executable, converter, "--base", folder if base.suffix == ".gguf" else base]
            + ["--outtype", outtype, "--outfile", partial, adapter],
            check=True,
        )
    os.replace(partial, out)


if __name__ == "__main__":
    main()
