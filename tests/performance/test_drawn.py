"""A generated corpus is of the size asked for, and the same in every run."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.drawn import DrawnEmbedder, write_drawn_corpus
from retrieval.sources.corpus import read_corpus
from tests.fakes import FakeEmbedder

QUESTIONS = ["What swims in the river?", "Who bakes bread?"]


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 230])
def test_a_drawn_corpus_has_as_many_passages_as_asked_for(tmp_path: Path, size: int) -> None:
    write_drawn_corpus(tmp_path / "drawn", size, ["the mill grinds the flour"])

    corpus = read_corpus(tmp_path / "drawn", 4000)

    assert len(corpus.passages) == size
    assert len({passage.text for passage in corpus.passages}) == size


@pytest.mark.slow
def test_the_same_corpus_is_drawn_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_drawn_corpus(tmp_path / name, 5, ["the mill grinds the flour"])

    assert (tmp_path / "one" / "text-0.md").read_text() == (tmp_path / "other" / "text-0.md").read_text()


def test_a_drawn_vector_has_length_one_and_lies_near_a_question() -> None:
    embedder = DrawnEmbedder(FakeEmbedder(), QUESTIONS)

    vectors = embedder.embed_passages(["one text", "another text", "one text"])

    near = vectors @ np.stack([embedder.embed_query(question) for question in QUESTIONS]).T
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert np.all(near.max(axis=1) > 0.7)
    assert np.array_equal(vectors[0], vectors[2])
    assert not np.array_equal(vectors[0], vectors[1])


def test_questions_are_embedded_for_real_and_timed() -> None:
    embedder = DrawnEmbedder(FakeEmbedder(), ())

    vector = embedder.embed_query("What swims?")

    assert np.array_equal(vector, FakeEmbedder().embed_query("What swims?"))
    assert embedder.seconds > 0
    assert embedder.name != FakeEmbedder().name
