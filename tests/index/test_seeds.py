"""Vectors that a corpus brings along: true ones, of these very texts, and never in the way."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.embedding import BundledEmbedder
from retrieval.index.seeds import SEEDS, brought, write_seeds
from retrieval.index.vectors import VectorStore
from retrieval.sources.corpus import read_corpus
from tests.fakes import FakeEmbedder

TEXTS = ["who grinds the flour", "what does a sack cost", "is the mill open on Sundays"]
CORPUS = Path("corpus")


def test_vectors_come_back_as_they_were_written_but_for_a_thousandth(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    write_seeds(tmp_path, embedder, TEXTS)

    with closing(VectorStore(tmp_path / "vectors.sqlite", "questions")) as store:
        brought(tmp_path, embedder.name).put_into(store, TEXTS)

        likeness = [store.get([text])[0] @ embedder.embed_query(text) for text in TEXTS]

    assert min(likeness) > 0.999


def test_vectors_that_are_there_are_kept_and_only_new_texts_are_embedded(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    write_seeds(tmp_path, embedder, TEXTS[:2])
    first = (tmp_path / SEEDS).read_bytes()
    write_seeds(tmp_path, embedder, TEXTS)
    write_seeds(tmp_path, embedder, TEXTS[:2])

    assert embedder.asked == TEXTS
    assert brought(tmp_path, embedder.name).lacks(TEXTS) == TEXTS[2:]
    assert (tmp_path / SEEDS).read_bytes() == first


def test_only_texts_that_nothing_was_brought_for_are_lacking(tmp_path: Path) -> None:
    write_seeds(tmp_path, FakeEmbedder(), TEXTS[:2])

    assert brought(tmp_path, "fake-1").lacks(TEXTS) == TEXTS[2:]


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_without_a_readable_file_every_text_is_lacking(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / SEEDS).write_bytes(content)

    assert brought(tmp_path, "fake-1").lacks(TEXTS) == TEXTS


def test_vectors_of_another_embedder_are_not_taken(tmp_path: Path) -> None:
    write_seeds(tmp_path, FakeEmbedder(), TEXTS)

    assert brought(tmp_path, "another").lacks(TEXTS) == TEXTS


def test_the_corpus_brings_a_vector_for_each_of_its_precedents() -> None:
    texts = [precedent.text for precedent in read_corpus(CORPUS, 1200).precedents]

    assert brought(CORPUS, BundledEmbedder().name).lacks(texts) == []  # else run `make vectors`


@pytest.mark.slow
def test_the_corpus_brings_the_vectors_that_the_bundled_embedder_makes(tmp_path: Path) -> None:
    embedder = BundledEmbedder()
    texts = [precedent.text for precedent in read_corpus(CORPUS, 1200).precedents][::200]
    with closing(VectorStore(tmp_path / "vectors.sqlite", "questions")) as store:
        brought(CORPUS, embedder.name).put_into(store, texts)

        likeness = np.array([store.get([text])[0] @ embedder.embed_query(text) for text in texts])

    assert likeness.min() > 0.999
