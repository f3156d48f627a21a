"""Skips tests whose packages are not here, and says which."""

from __future__ import annotations

import importlib.util
import os
import shutil
import unittest
from pathlib import Path

# Threads of a tiny model wait for each other longer than they work.
os.environ.setdefault("OMP_NUM_THREADS", "1")

PROJECT = Path(__file__).resolve().parents[3]


def need(*packages: str) -> None:
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        raise unittest.SkipTest(f"{', '.join(missing)} missing: pip install -r requirements.txt")


def need_engine() -> None:
    if shutil.which("node") is None or not (PROJECT / "node_modules" / "node-llama-cpp").is_dir():
        raise unittest.SkipTest("node-llama-cpp missing: run `npm ci` in the project")
