"""What a command says, to people or (`--json`) as one JSON object a line, and how it refuses."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

#: Exit codes. 2 is argparse's: the command was called wrongly.
PACKAGE_MISSING = 3
INPUT_MISSING = 4
TOO_LITTLE_TEXT = 5
DIFFERS = 6


class Refused(Exception):
    """A foreseeable failure: one line that says what happened and what to do, and an exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Report:
    """Prints each line at once, so that who reads along is never behind."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def line(self, text: str, **record: object) -> None:
        print(json.dumps(record, ensure_ascii=False) if self.as_json else text, flush=True)


def add_json_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="say everything as one JSON object a line")


def run_command(main: Callable[[], None]) -> None:
    """Runs a command; a refusal becomes a line `error: …` (JSON: `{"error", "code"}`) and an exit code."""
    try:
        main()
    except Refused as refused:
        if "--json" in sys.argv:
            print(json.dumps({"error": str(refused), "code": refused.code}, ensure_ascii=False), flush=True)
        else:
            print(f"error: {refused}", file=sys.stderr)
        raise SystemExit(refused.code) from None
