"""What was embedded once is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.vectors import VectorStore
from tests.fakes import FakeEmbedder

TEXTS = ["Otters swim.", "Bread rises.", "Clocks tick."]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    with closing(VectorStore(tmp_path / "vectors.sqlite", "fake-1")) as opened:
        yield opened


def test_what_was_put_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    vectors = FakeEmbedder().embed_passages(TEXTS)
    with closing(VectorStore(tmp_path / "vectors.sqlite", "fake-1")) as store:
        store.put(TEXTS, vectors)

    with closing(VectorStore(tmp_path / "vectors.sqlite", "fake-1")) as store:
        found = store.get(TEXTS)

    assert np.array_equal(found, vectors)


def test_vectors_come_back_in_the_order_asked_for(store: VectorStore) -> None:
    vectors = FakeEmbedder().embed_passages(TEXTS)
    store.put(TEXTS, vectors)

    found = store.get([TEXTS[2], TEXTS[0], TEXTS[2]])

    assert np.array_equal(found, vectors[[2, 0, 2]])


def test_what_is_missing_is_listed_once_and_in_order(store: VectorStore) -> None:
    store.put(TEXTS[1:2], FakeEmbedder().embed_passages(TEXTS[1:2]))

    missing = store.missing([TEXTS[2], TEXTS[1], TEXTS[0], TEXTS[2]])

    assert missing == [TEXTS[2], TEXTS[0]]


def test_thousands_of_texts_are_asked_for_at_once(store: VectorStore) -> None:
    texts = [f"text {number}" for number in range(3000)]
    store.put(texts, np.ones((3000, 2), dtype=np.float32))

    assert store.missing([*texts, "new"]) == ["new"]
    assert store.get(texts).shape == (3000, 2)


def test_a_text_without_a_vector_is_a_key_error(store: VectorStore) -> None:
    with pytest.raises(KeyError):
        store.get(["never put"])


def test_embedders_do_not_share_vectors(store: VectorStore, tmp_path: Path) -> None:
    store.put(TEXTS, FakeEmbedder().embed_passages(TEXTS))

    with closing(VectorStore(tmp_path / "vectors.sqlite", "fake-2")) as other:
        assert other.missing(TEXTS) == TEXTS


@pytest.mark.parametrize("garbage", [b"no database " * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_replaced(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(garbage)

    with closing(VectorStore(path, "fake-1")) as store:
        store.put(TEXTS, FakeEmbedder().embed_passages(TEXTS))

        assert store.missing(TEXTS) == []


def test_a_missing_folder_is_no_broken_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        VectorStore(tmp_path / "nowhere" / "vectors.sqlite", "fake-1")
