"""Precedents are read as they are written, and hold only as long as a text states what they ask."""

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import CorpusError
from retrieval.sources.corpus import read_corpus
from retrieval.sources.questions import standing
from retrieval.types import Precedent
from tests.builders import write_corpus

NOTE = "The cat was cheap.\n<!-- refs: report | facts: F1 -->\n"
REFERENCE = '[[reference]]\nid = "report"\ntitle = "The report"\npublisher = "The parish"\nread = "page"\n'
PRECEDENTS = """
[[about]]
fact = "F1"
answered.en = ["What did the cat cost?", "cat expensive?"]
answered.fr = ["Le chat était cher ?"]
unanswered.en = ["Who sold the cat?"]

[[about]]
unanswered.fr = ["Quel temps fait-il ?"]
"""


def write(folder: Path, precedents: str) -> Path:
    manifest = '[[source]]\nid = "note"\ntitle = "The cat"\nkind = "note"\nlanguage = "en"\n'
    return write_corpus(
        folder,
        {},
        {
            "sources.toml": manifest,
            "note.md": NOTE,
            "precedents.toml": precedents,
            "references.toml": REFERENCE,
        },
    )


def test_questions_are_read_with_their_fact_and_whether_it_answers_them(tmp_path: Path) -> None:
    corpus = read_corpus(write(tmp_path, PRECEDENTS), 700)

    assert corpus.precedents == (
        Precedent("What did the cat cost?", "F1", answered=True),
        Precedent("cat expensive?", "F1", answered=True),
        Precedent("Le chat était cher ?", "F1", answered=True),
        Precedent("Who sold the cat?", "F1", answered=False),
        Precedent("Quel temps fait-il ?", "", answered=False),
    )


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('fact = "F1"', 'fact = "F9"', "F9"),
        ("Who sold the cat?", "cat expensive?", "twice"),
        ("unanswered.en", "refused.en", "refused"),
    ],
)
def test_what_cannot_hold_is_refused_in_one_line(tmp_path: Path, before: str, after: str, named: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(write(tmp_path, PRECEDENTS.replace(before, after)), 700)

    assert "precedents.toml" in str(caught.value)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_no_passage_states_any_more_answers_nothing(tmp_path: Path) -> None:
    corpus = read_corpus(write(tmp_path, PRECEDENTS), 700)
    silent = [replace(passage, facts=()) for passage in corpus.passages]

    held = standing(corpus.precedents, silent)

    assert held == tuple(each for each in corpus.precedents if not each.answered)
