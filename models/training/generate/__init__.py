"""Clinical notes made from the knowledge pack, the lexicon and phrase data, as text to train on.

Nothing here copies a note that exists: who the patient is, what is found and what is said about
it are sampled from `guidelines/`, `src/note/lexicon/` and the YAML files in `data/`.
"""
