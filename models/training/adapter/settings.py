"""What a run was begun with: it can only go on with the same."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.report import INPUT_MISSING, Refused

#: Options that shape the adapter or the order of the text.
FIXED = ("rank", "alpha", "dropout", "window", "batch", "accumulate", "seed")


def hold_to_settings(run: Path, options: dict[str, object], base: Path) -> None:
    """Writes them for a new run; refuses where a run goes on with others."""
    wanted = {"base": base.name, **{name: options[name] for name in FIXED}}
    file = run / "settings.json"
    if not file.is_file():
        file.write_text(json.dumps(wanted, indent=1) + "\n", "utf8")
        return
    begun = json.loads(file.read_text("utf8"))
    differing = [name for name in wanted if begun.get(name) != wanted[name]]
    if differing:
        was = ", ".join(f"{name} {begun.get(name)}" for name in differing)
        raise Refused(INPUT_MISSING, f"The run in {run} was begun with {was}: use the same, or another --run.")
