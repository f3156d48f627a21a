"""Reads JSON lines {"id", "sentence", "concept"}; prints medspaCy's ConText reading of each.

No trained model: a blank English tokeniser, a sentencizer and ConText, with the concept given as
the entity, so that only the assertion is compared.
"""

import json
import sys
import time

import spacy
from concept import mark
from medspacy.context import ConText

nlp = spacy.blank("en")
sentencizer = nlp.add_pipe("sentencizer")
context = ConText(nlp)


def read(row):
    doc = mark(sentencizer(nlp.make_doc(row["sentence"])), row["concept"])
    if not doc.ents:
        return {"negated": False, "historical": False}
    entity = context(doc).ents[0]
    return {"negated": entity._.is_negated, "historical": entity._.is_historical}


rows = [json.loads(line) for line in sys.stdin if line.strip()]
for row in rows[:20]:
    read(row)
for row in rows:
    started = time.perf_counter()
    answer = read(row)
    answer["ms"] = 1000 * (time.perf_counter() - started)
    print(json.dumps({"id": row["id"], **answer}))
