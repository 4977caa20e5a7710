"""Every index finds the nearest first; the fake does as Chroma does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexBroken
from retrieval.index import chroma
from retrieval.ports import Index, Vector
from tests.fakes import FakeEmbedder, FakeIndex

TEXTS = [
    "Otters swim in the shallow river.",
    "Sourdough bread needs flour and water.",
    "A pendulum clock loses seconds in summer.",
    "Bread by the river.",
]


def write_chroma(folder: Path, vectors: Vector) -> Path:
    np.save(folder / chroma.VECTORS, vectors)
    chroma.write(folder / "chroma")
    return folder / "chroma"


def open_chroma(folder: Path, vectors: Vector) -> Index:
    return chroma.ChromaIndex(write_chroma(folder, vectors))


def open_fake(_folder: Path, vectors: Vector) -> Index:
    return FakeIndex(vectors)


Opener = Callable[[Path, Vector], Index]


@pytest.fixture(scope="module", params=[open_fake, open_chroma], ids=["fake", "chroma"])
def opener(request: pytest.FixtureRequest) -> Opener:
    chosen: Opener = request.param
    return chosen


@pytest.fixture(scope="module")
def index(opener: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    opened = opener(tmp_path_factory.mktemp("index"), FakeEmbedder().embed_passages(TEXTS))
    yield opened
    opened.close()


def test_the_nearest_comes_first(index: Index) -> None:
    found = index.search(FakeEmbedder().embed_query("bread river"), 4)

    assert found[0][0] == "3"
    assert {found[1][0], found[2][0]} == {"0", "1"}
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize("row", range(len(TEXTS)))
def test_a_passage_finds_itself_with_similarity_one(index: Index, row: int) -> None:
    ((found, similarity),) = index.search(FakeEmbedder().embed_query(TEXTS[row]), 1)

    assert found == str(row)
    assert similarity == pytest.approx(1, abs=1e-3)


def test_asking_for_more_than_there_is_gives_all(index: Index) -> None:
    found = index.search(FakeEmbedder().embed_query("summer"), 100)

    assert sorted(name for name, _ in found) == ["0", "1", "2", "3"]


def test_a_search_among_many_finds_the_true_neighbours(opener: Opener, tmp_path: Path) -> None:
    vectors = np.random.default_rng(7).normal(size=(500, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = opener(tmp_path, vectors)

    found = index.search(vectors[123], 5)
    index.close()

    exact = np.sort(vectors @ vectors[123])[::-1][:5]
    assert found[0][0] == "123"
    assert [score for _, score in found] == pytest.approx(list(exact), abs=1e-3)


def test_a_probe_accepts_what_was_written(tmp_path: Path) -> None:
    directory = write_chroma(tmp_path, FakeEmbedder().embed_passages(TEXTS))

    chroma.probe(directory)


def test_a_probe_refuses_when_a_passage_is_missing(tmp_path: Path) -> None:
    directory = write_chroma(tmp_path, FakeEmbedder().embed_passages(TEXTS))
    np.save(tmp_path / chroma.VECTORS, FakeEmbedder().embed_passages([*TEXTS, "one more"]))

    with pytest.raises(IndexBroken, match="4 of 5"):
        chroma.probe(directory)


def test_a_probe_refuses_when_passages_do_not_find_themselves(tmp_path: Path) -> None:
    directory = write_chroma(tmp_path, FakeEmbedder().embed_passages(TEXTS))
    np.save(tmp_path / chroma.VECTORS, FakeEmbedder().embed_passages(["other", "words", "than", "these"]))

    with pytest.raises(IndexBroken, match="does not find itself"):
        chroma.probe(directory)


@pytest.mark.parametrize("content", [None, b"", b"no database " * 1000])
def test_what_is_no_index_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    directory = tmp_path / "chroma"
    directory.mkdir()
    if content is not None:
        (directory / "chroma.sqlite3").write_bytes(content)

    with pytest.raises(IndexBroken) as caught:
        chroma.ChromaIndex(directory)

    assert "reindex" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_index_that_was_mended_opens_again_in_the_same_process(tmp_path: Path) -> None:
    directory = write_chroma(tmp_path, FakeEmbedder().embed_passages(TEXTS))
    whole = (directory / "chroma.sqlite3").read_bytes()
    (directory / "chroma.sqlite3").write_bytes(b"no database " * 1000)
    with pytest.raises(IndexBroken):
        chroma.ChromaIndex(directory)
    (directory / "chroma.sqlite3").write_bytes(whole)

    index = chroma.ChromaIndex(directory)

    assert index.count() == len(TEXTS)
    index.close()
