"""What an address or a file would be as a source is shown first; a source that is known by its address is fetched."""

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval import FetchError, Reason, SourceError, State, Upload
from retrieval.sources.added import read_added
from tests.pdfs import make_pdf
from tests.sources.additions import (
    FAR,
    answering,
    library_that_fetches,
    make_proposal,
    refused,
    states,
    tiny_library,
)
from tests.web import Internet, page


@pytest.mark.slow
def test_a_source_of_the_manifest_is_fetched_and_becomes_held(tmp_path: Path) -> None:
    library = library_that_fetches(tmp_path, answering(b"The owl sees in the dark."))

    fetched = library.fetch("owls")

    assert (fetched.first, fetched.changed, fetched.characters) == (True, True, 26)
    assert library.document("owls").text == "The owl sees in the dark.\n"
    source = library.read_corpus().sources["owls"]
    assert (source.held, source.address, source.licence, source.published) == (True, FAR, "CC0", "2024")
    assert states(library)["owls"] is State.NEW


@pytest.mark.slow
def test_a_second_fetch_says_whether_the_text_has_changed(tmp_path: Path) -> None:
    contents = (b"One text.", b"One text.\r\n", b"Another text.")
    library = library_that_fetches(tmp_path, answering(*contents))

    changes = [library.fetch("owls").changed for _ in contents]

    assert changes == [True, False, True]
    assert library.document("owls").text == "Another text.\n"


@pytest.mark.slow
def test_a_fetch_that_fails_leaves_the_text_that_was_there(tmp_path: Path) -> None:
    library = library_that_fetches(
        tmp_path,
        answering(b"One text.", FetchError(Reason.OTHER_STATUS, host="far.example", status="404"), b"\0\0"),
    )
    library.fetch("owls")

    for _ in range(2):
        refused(FetchError, library.fetch, "owls")

    assert library.document("owls").text == "One text.\n"


@pytest.mark.slow
def test_a_removed_source_of_the_manifest_is_held_again_when_it_is_fetched(tmp_path: Path) -> None:
    library = library_that_fetches(tmp_path, answering(b"One text."))
    library.remove_source("owls")
    assert "owls" not in library.read_corpus().sources

    assert library.fetch("owls").first
    assert library.read_corpus().sources["owls"].held


def test_a_text_of_the_corpus_itself_is_not_fetched(tmp_path: Path) -> None:
    assert "part of the corpus" in refused(SourceError, tiny_library(tmp_path).fetch, "rivers")


def test_a_source_that_was_added_as_a_file_cannot_be_fetched(tmp_path: Path) -> None:
    library = tiny_library(tmp_path)
    library.add_source(make_proposal(address=None))

    assert "no address" in refused(SourceError, library.fetch, "owls")


@pytest.mark.slow
def test_a_page_is_proposed_as_a_source_and_added_as_corrected(internet: Internet, tmp_path: Path) -> None:
    html = (
        "<html><head><title>Les chouettes</title></head><body><article><h1>Les chouettes</h1>"
        "<p>La chouette chasse la nuit, quand tout le monde dort dans la maison.</p></article></body></html>"
    )
    with internet.site({"/chouettes": page(html.encode(), "text/html; charset=utf-8")}):
        library = library_that_fetches(tmp_path, internet.fetcher().fetch)
        proposal = library.propose("http://site.example/chouettes#top")
    source = library.add_source(replace(proposal, title="Corrected", published="2025-01"))

    assert (proposal.id, proposal.title, proposal.language) == ("les-chouettes", "Les chouettes", "fr")
    assert (proposal.address, proposal.publisher) == ("http://site.example/chouettes", "site.example")
    assert "La chouette chasse la nuit" in proposal.preview
    assert (source.id, source.title, source.published) == ("les-chouettes", "Corrected", "2025-01")
    assert next(iter(read_added(tmp_path / "data" / "sources"))).entry.sha256 == proposal.sha256


@pytest.mark.slow
def test_nothing_is_written_by_a_proposal(tmp_path: Path) -> None:
    library = tiny_library(tmp_path)

    library.propose(Upload("owls.md", b"Owls."))

    assert not (tmp_path / "data").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("owls.md", b"# Owls\n\nThe owl hunts.", "Owls"),
        ("../../owls in winter.txt", "The owl hunts.".encode("utf-16"), "owls in winter"),
        ("C:\\x\\owls.pdf", make_pdf("The owl hunts."), "owls"),
        ("owls.html", b"<html><body><p>The owl hunts at night, and so on.</p></body></html>", "owls"),
    ],
)
def test_a_file_is_proposed_under_its_bare_name(
    tmp_path: Path, name: str, content: bytes, title: str
) -> None:
    proposal = tiny_library(tmp_path).propose(Upload(name, content))

    assert proposal.title == title
    assert "The owl hunts" in proposal.text
    assert (proposal.address, proposal.publisher) == (None, None)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    content = b"a" * 20_000_001

    assert "larger than 20 MB" in refused(FetchError, tiny_library(tmp_path).propose, Upload("a.md", content))


def test_an_address_that_is_known_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    library = library_that_fetches(tmp_path, answering())

    assert "source fetch owls" in refused(SourceError, library.propose, FAR)


@pytest.mark.slow
def test_two_texts_of_one_title_get_two_ids(tmp_path: Path) -> None:
    library = tiny_library(tmp_path)
    library.add_source(library.propose(Upload("owls.md", b"One text.")))

    assert library.propose(Upload("owls.md", b"Another text.")).id == "owls-2"
