"""Reads JSON lines {"id", "sentence", "concept"}; prints negspacy's NegEx reading of each.

No trained model: a blank English tokeniser, a sentencizer and NegEx with its clinical terms, with
the concept given as the entity, so that only the assertion is compared. NegEx knows no history.
"""

import json
import sys
import time

import spacy
from concept import mark
from negspacy.negation import Negex  # noqa: F401  registers "negex"
from negspacy.termsets import termset

nlp = spacy.blank("en")
sentencizer = nlp.add_pipe("sentencizer")
negex = nlp.add_pipe("negex", config={"neg_termset": termset("en_clinical").get_patterns()})


def read(row):
    doc = mark(sentencizer(nlp.make_doc(row["sentence"])), row["concept"])
    if not doc.ents:
        return {"negated": False}
    return {"negated": negex(doc).ents[0]._.negex}


rows = [json.loads(line) for line in sys.stdin if line.strip()]
for row in rows[:20]:
    read(row)
for row in rows:
    started = time.perf_counter()
    answer = read(row)
    answer["ms"] = 1000 * (time.perf_counter() - started)
    print(json.dumps({"id": row["id"], **answer}))
