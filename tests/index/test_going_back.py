"""An earlier index answers again, and its texts are found, for as long as it is kept."""

from pathlib import Path

import pytest

from retrieval import (
    IndexMissing,
    IndexOutdated,
    Library,
    SourceError,
)
from tests.fakes import FakeEmbedder
from tests.index.libraries import append, library_of, silent


@pytest.mark.slow
def test_an_earlier_index_answers_again_after_a_rollback(tiny: Path, library: Library) -> None:
    before, _ = library.generations()
    (tiny / "corpus" / "rivers.md").write_text("Something else entirely.\n", encoding="utf-8")
    library.reindex(silent)
    assert "Otters" not in library.document("rivers").text

    library.rollback()

    assert library.generations()[0] == before
    assert "Otters" in library.search("otters", 1)[0].passage.text
    assert "Otters" in library.document("rivers").text


def test_a_rollback_without_an_earlier_index_is_refused(library: Library) -> None:
    before, _ = library.generations()

    with pytest.raises(IndexMissing):
        library.rollback()

    assert library.generations()[0] == before


@pytest.mark.parametrize("identifier", ["nonsense", "..", "../../etc", ""])
def test_a_rollback_to_what_does_not_exist_is_refused(library: Library, identifier: str) -> None:
    before, _ = library.generations()

    with pytest.raises(IndexMissing, match="generations"):
        library.rollback(identifier)

    assert library.generations()[0] == before


def test_a_rollback_to_another_embedder_s_index_is_refused(tiny: Path) -> None:
    library = library_of(tiny, FakeEmbedder("fake-2"))
    active, _ = library.generations()

    with pytest.raises(IndexOutdated):
        library.rollback(active)


@pytest.mark.slow
def test_no_more_generations_are_kept_than_the_setting_says(tiny: Path, library: Library) -> None:
    for number in range(4):
        append(tiny / "corpus" / "rivers.md", f"\nChange number {number}.\n")
        library.reindex(silent)

    active, known = library.generations()
    assert len(known) == 3
    assert active == known[0].id


@pytest.mark.slow
def test_a_text_that_an_earlier_generation_holds_is_found_by_its_revision(
    library: Library, tiny: Path
) -> None:
    old = library.document("rivers")
    (tiny / "corpus" / "rivers.md").write_text("Beavers build dams of wood.\n", encoding="utf-8")
    library.reindex(silent)

    found = library.document("rivers", old.revision)

    assert found == old
    assert library.document("rivers").text == "Beavers build dams of wood.\n"
    with pytest.raises(SourceError, match="0000000000000000"):
        library.document("rivers", "0000000000000000")


def test_the_answering_text_is_found_by_its_revision(library: Library) -> None:
    text = library.document("rivers")

    assert library.document("rivers", text.revision) == text


def test_a_generation_that_only_a_look_ahead_built_is_not_gone_back_to(tiny: Path, library: Library) -> None:
    before, _ = library.generations()
    append(tiny / "corpus" / "rivers.md", "\nIt freezes in winter.\n")
    prepared = library.prepare(silent)

    with pytest.raises(IndexMissing, match="reindex"):
        library.rollback(prepared.id)

    assert library.generations()[0] == before


@pytest.mark.slow
def test_look_aheads_at_the_same_texts_share_what_they_build(tiny: Path, library: Library) -> None:
    append(tiny / "corpus" / "rivers.md", "\nIt freezes in winter.\n")
    first = library.prepare(silent)

    again = library.prepare(silent)
    append(tiny / "corpus" / "rivers.md", "\nIt thaws in spring.\n")
    other = library.prepare(silent)

    assert again == first
    assert [each.id for each in library.generations()[1] if not each.applied] == [other.id]
