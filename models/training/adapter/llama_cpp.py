"""llama.cpp's own converters, from the source that the npm package node-llama-cpp carries."""

from __future__ import annotations

import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
BUNDLE = PROJECT / "node_modules" / "node-llama-cpp" / "llama" / "gitRelease.bundle"


def source(folder: Path) -> Path:
    """llama.cpp's source tree, unpacked to `folder` once. Exits with what to do where it is missing."""
    if not (folder / "convert_lora_to_gguf.py").exists():
        if not BUNDLE.exists():
            raise SystemExit(f"{BUNDLE} is missing: run `npm ci` in {PROJECT} first.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "clone", "--quiet", str(BUNDLE), str(folder)], check=True)
    return folder
