"""A complete corpus about a cat, of every kind of file, to be spoilt in one place."""

from pathlib import Path

import pytest

from retrieval.errors import CorpusError
from retrieval.sources.corpus import Corpus, read_corpus
from tests.builders import write_corpus

ARTICLE = "Le chat dort. Il a coûté 5,6 millions USD. Le chien veille."


CLAIM = """
[[claim]]
id = "C1"
source = "article"
quote = "Il a coûté 5,6 millions USD."
verdict = "wrong"
finding = { en = "wrong", fr = "faux" }
correction = { en = "It cost less.", fr = "Il a coûté moins." }
references = ["report"]
"""


REFERENCE = """
[[reference]]
id = "report"
title = "The report"
publisher = "The Institute"
date = 2025-02-01
address = "https://institute.example/report"
read = "page"
"""


TRANSLATION = """
source = "article"
language = "en"

[[sentence]]
original = "Le chat dort."
translation = "The cat sleeps."

[[sentence]]
original = "Le chien veille."
translation = "The dog watches."
"""


QUESTION = """
[[question]]
id = "q1"
language = "en"
question = "What did it cost?"
answerable = true
article_quote = "Il a coûté 5,6 millions USD."
shows = ["5.6|5,6"]

[[question]]
id = "q2"
language = "en"
question = "And the dog?"
after = "q1"
answerable = true

[[question]]
id = "q3"
language = "en"
question = "Really?"
after = "q2"
answerable = false
"""


MANIFEST = """
[[source]]
id = "article"
title = "Le chat"
kind = "article"
language = "fr"
published = 2025-01-31
path = "article.txt"
translations = ["translation.en.toml"]

[[source]]
id = "note"
title = "The cat"
kind = "note"
language = "en"
publisher = "Us"

[[source]]
id = "far"
title = "Far away"
language = "en"
address = "https://far.example"
held = false
"""


COMPLETE = {
    "sources.toml": MANIFEST,
    "article.txt": ARTICLE,
    "note.md": "The cat was cheap.\n<!-- refs: report | facts: F1 -->\n",
    "claims.toml": CLAIM,
    "references.toml": REFERENCE,
    "translation.en.toml": TRANSLATION,
    "questions.toml": QUESTION,
}


def read(folder: Path) -> Corpus:
    return read_corpus(folder, 700)


def refused(folder: Path) -> str:
    """Return why a folder is refused: one line."""
    with pytest.raises(CorpusError) as caught:
        read(folder)

    assert "\n" not in str(caught.value)
    return str(caught.value)


def complete(folder: Path, **changes: str) -> Path:
    """Write a corpus in which all agrees, but for the changes; a name's double underscore is a full stop."""
    changed = {name.replace("__", "."): text for name, text in changes.items()}
    assert changed.keys() <= COMPLETE.keys()
    return write_corpus(folder, {}, {**COMPLETE, **changed})
