"""An index is built beside the one that answers; whatever goes wrong, the old one goes on answering."""

import shutil
from pathlib import Path

import pytest

from retrieval import (
    CorpusError,
    Library,
    RetrievalError,
)
from tests.builders import TINY, make_library, manifest_entry, write_corpus
from tests.fakes import FakeEmbedder
from tests.index.libraries import append, best, library_of, silent


def test_a_search_finds_the_text_that_is_about_it(library: Library) -> None:
    assert [best(library, question) for question in ("otters and herons", "flour for bread", "pendulum")] == [
        "rivers",
        "bread",
        "clocks",
    ]


def test_nothing_changed_is_nothing_to_do(library: Library) -> None:
    plan = library.plan()

    assert not plan.needed
    assert (plan.added, plan.changed, plan.removed) == ((), (), ())
    assert set(plan.unchanged) == set(TINY)
    assert plan.embed == 0


def test_before_the_first_build_everything_is_added(tmp_path: Path) -> None:
    library = make_library(write_corpus(tmp_path / "corpus", TINY), tmp_path / "data")

    plan = library.plan()

    assert plan.needed
    assert plan.added == tuple(TINY)
    assert plan.embed == plan.passages == len(library.read_corpus().passages)
    assert not (tmp_path / "data").exists()


def test_a_plan_says_what_was_added_changed_removed_and_kept(tiny: Path, library: Library) -> None:
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")
    (tiny / "corpus" / "stars.md").write_text("Stars shine at night.\n", encoding="utf-8")
    manifest = "".join(manifest_entry(name, 'language = "en"') for name in ("stars", "rivers", "bread"))
    (tiny / "corpus" / "sources.toml").write_text(manifest, encoding="utf-8")

    plan = library.plan()

    assert plan.needed
    assert (plan.added, plan.changed, plan.removed, plan.unchanged) == (
        ("stars",),
        ("rivers",),
        ("clocks",),
        ("bread",),
    )
    assert plan.embed == 2


def test_a_plan_writes_nothing(tiny: Path, library: Library) -> None:
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")
    before = {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()}

    library.plan()

    assert {path: path.stat().st_mtime_ns for path in tiny.rglob("*") if path.is_file()} == before


def test_a_new_title_asks_for_a_build_but_for_no_embedding(tiny: Path, library: Library) -> None:
    manifest = tiny / "corpus" / "sources.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("title of rivers", "name of rivers"))

    plan = library.plan()

    assert plan.needed
    assert plan.embed == 0


@pytest.mark.slow
def test_only_changed_passages_are_embedded(tiny: Path) -> None:
    embedder = FakeEmbedder()
    library = library_of(tiny, embedder)
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")

    library.reindex(silent)

    assert len(embedder.embedded) == 1
    assert "Beavers build dams." in embedder.embedded[0]
    assert best(library, "Which animals are dams built by? Beavers") == "rivers"
    assert not library.plan().needed
    library.close()


@pytest.mark.slow
def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    texts = {f"text{number}": f"Text number {number}.\n" for number in range(40)}
    library = make_library(write_corpus(tmp_path / "corpus", texts), tmp_path / "data")
    told: list[tuple[int, int]] = []

    library.reindex(lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert told[-1] == (40, 40)
    assert {total for _, total in told} == {40}


@pytest.mark.slow
def test_a_lost_index_is_rebuilt_without_embedding(tiny: Path) -> None:
    shutil.rmtree(tiny / "data" / "generations")
    embedder = FakeEmbedder()
    library = library_of(tiny, embedder)

    library.reindex(silent)

    assert embedder.embedded == []
    assert best(library, "otters") == "rivers"
    library.close()


@pytest.mark.slow
def test_a_running_reader_notices_the_new_index(tiny: Path, library: Library) -> None:
    assert best(library, "Which animals build dams? Beavers") != "dams"
    (tiny / "corpus" / "dams.md").write_text("Beavers build dams.\n", encoding="utf-8")
    append(tiny / "corpus" / "sources.toml", manifest_entry("dams", 'language = "en"'))

    library_of(tiny).reindex(silent)

    assert best(library, "Which animals build dams? Beavers") == "dams"


@pytest.mark.slow
def test_an_old_quote_stays_true_when_the_corpus_moves_on(tiny: Path, library: Library) -> None:
    (tiny / "corpus" / "rivers.md").write_text("Something else entirely.\n", encoding="utf-8")

    hit = library.search("otters", 1)[0]

    assert library.document("rivers").text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert "Otters" in hit.passage.text


@pytest.mark.slow
def test_a_data_folder_may_have_any_name(tmp_path: Path) -> None:
    data = tmp_path / '50% off, été #1 & what?mode=it\'s "so"'
    library = make_library(write_corpus(tmp_path / "corpus", {"rivers": TINY["rivers"]}), data)

    library.reindex(silent)

    assert best(library, "otters") == "rivers"
    library.close()


def test_a_broken_corpus_leaves_the_old_index_answering(tiny: Path, library: Library) -> None:
    (tiny / "corpus" / "bread.md").write_bytes(b"\xff\xff")

    with pytest.raises(CorpusError):
        library.reindex(silent)

    assert best(library, "flour") == "bread"
    assert library.document("bread").text == TINY["bread"]


def test_a_build_that_is_interrupted_leaves_the_old_index_answering(tiny: Path, library: Library) -> None:
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.reindex(interrupt)

    assert best(library, "otters") == "rivers"
    assert list((tiny / "data" / "generations").glob("building-*")) == []


def test_a_corpus_without_a_passage_is_refused_in_one_line(tmp_path: Path) -> None:
    library = make_library(
        write_corpus(tmp_path / "corpus", {"bare": "# Only a heading\n"}), tmp_path / "data"
    )

    with pytest.raises(RetrievalError) as caught:
        library.reindex(silent)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"no database " * 100])
def test_planning_writes_nothing(tiny: Path, content: bytes | None) -> None:
    store = tiny / "data" / "vectors.sqlite"
    if content is not None:
        store.write_bytes(content)
    append(tiny / "corpus" / "rivers.md", "\nBeavers build dams.\n")
    before = _files(tiny / "data")

    plan = library_of(tiny).plan()

    assert _files(tiny / "data") == before
    assert plan.embed == (1 if content is None else 4)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
