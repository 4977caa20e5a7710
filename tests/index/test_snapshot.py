"""A generation keeps its texts: what is read back is what was written."""

from contextlib import closing
from pathlib import Path

import pytest

from retrieval.errors import IndexBroken
from retrieval.index.snapshot import Snapshot, contents, write_snapshot
from retrieval.sources.corpus import read_corpus
from tests.builders import TINY, write_corpus

ROOT = Path(__file__).parents[2]


def test_our_corpus_comes_back_whole(tmp_path: Path) -> None:
    corpus = read_corpus(ROOT / "corpus", 700)
    write_snapshot(tmp_path / "texts.sqlite", corpus)

    with closing(Snapshot(tmp_path / "texts.sqlite")) as snapshot:
        assert snapshot.sources == corpus.sources
        assert {name: snapshot.document(name) for name in corpus.documents} == corpus.documents
        assert tuple(snapshot.passages()) == corpus.passages
        assert snapshot.claims == corpus.claims
        assert snapshot.translations == corpus.translations
        assert snapshot.references == corpus.references


def test_the_same_corpus_has_the_same_contents(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path, TINY)

    assert list(contents(read_corpus(folder, 700))) == list(contents(read_corpus(folder, 700)))


def test_a_source_without_a_text_has_no_document(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "texts.sqlite", read_corpus(ROOT / "corpus", 700))

    with closing(Snapshot(tmp_path / "texts.sqlite")) as snapshot, pytest.raises(KeyError):
        snapshot.document("deepseek-r1-paper")


@pytest.mark.parametrize("content", [None, b"", b"no database " * 1000])
def test_what_is_no_snapshot_is_refused_with_a_remedy(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "texts.sqlite"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(IndexBroken, match="reindex"):
        Snapshot(path)
