"""Near-duplicates: documents that share most of their runs of eight words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .documents import Document

RUN = 8
#: Share of a document's runs that earlier ones hold: above it the document teaches nothing new.
REPEATED = 0.5
#: Of a document that only measures, less than this may have been seen in training.
LEAKED = 0.1


def runs(text: str) -> set[int]:
    """Hashes of each run of eight words, whatever their case and punctuation."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1)}


def without_near_duplicates(documents: Iterable[Document], leaked: float = LEAKED) -> Iterator[Document]:
    """
    Documents in their order, held ones first, without those that repeat what came before. `leaked`
    is the share of a training document's runs that held ones may hold.
    """
    ordered = sorted(documents, key=lambda d: not d.held)
    held: set[int] = set()
    seen: set[int] = set()
    for document in ordered:
        mine = runs(document.text)
        if document.held:
            held |= mine
        elif mine:
            if len(mine & held) > leaked * len(mine) or len(mine & seen) > REPEATED * len(mine):
                continue
            seen |= mine
        yield document
