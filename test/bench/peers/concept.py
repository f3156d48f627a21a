"""Marks a concept in a document as its only entity."""

import re

from spacy.util import filter_spans


def mark(doc, concept):
    """Sets the first occurrence of the concept, whatever its case and spacing, as the entity."""
    pattern = r"\s+".join(re.escape(piece) for piece in concept.split())
    found = re.search(rf"(?<!\w){pattern}(?!\w)", doc.text, re.IGNORECASE) or re.search(
        pattern, doc.text, re.IGNORECASE
    )
    if found:
        span = doc.char_span(found.start(), found.end(), label="CONCEPT", alignment_mode="expand")
        doc.ents = filter_spans([span])
    return doc
