"""Says which Python packages are missing before any of them is loaded."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from corpus.report import PACKAGE_MISSING, Refused

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"


def need(*packages: str) -> None:
    """Refuses with the command that installs what is missing."""
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        raise Refused(
            PACKAGE_MISSING,
            f'Python packages are missing: {", ".join(missing)}. Install them: pip install -r "{REQUIREMENTS}"',
        )
