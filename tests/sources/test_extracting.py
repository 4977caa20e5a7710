"""Untrusted bytes become a text within bounds of time and memory, or one line that says why not."""

import os
import time
from pathlib import Path

import pytest

from retrieval.errors import FetchError
from retrieval.reasons import Reason
from retrieval.sources.extracting import Bounds, Extract, extract
from retrieval.sources.media import Medium
from tests.pdfs import endless_pdf, make_pdf, self_drawing_pdf, swollen_pdf

pytestmark = pytest.mark.slow

PAGE = """<html lang="fr"><head><title>Le titre &lt;b&gt;</title>
<meta property="og:site_name" content="La Gazette">
<meta property="article:published_time" content="2025-01-30T10:00:00Z"></head>
<body><nav>Accueil Abonnement</nav><article><h1>Le grand titre</h1>
<p>Un paragraphe avec du <b>gras</b> et un <a href="x">lien</a>,
   assez long pour être gardé par qui le lit.</p>
<h2>Une partie</h2><ul><li>un point</li><li>un <i>autre</i> point</li></ul>
<table><tr><th>nom</th><th>prix</th></tr><tr><td>R1</td><td>2,19</td></tr></table>
<p>Un second paragraphe, assez long lui aussi pour être gardé dans le texte.</p></article>
<script>alert("jamais")</script><footer>Mentions légales</footer></body></html>"""


def read(content: bytes, medium: Medium, bounds: Bounds | None = None) -> Extract:
    return extract(content, medium, bounds or Bounds(30))


def refused(content: bytes, medium: Medium, bounds: Bounds | None = None) -> str:
    with pytest.raises(FetchError) as caught:
        read(content, medium, bounds)

    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_page_becomes_its_own_text_without_what_stands_around_it() -> None:
    found = read(PAGE.encode(), Medium.HTML)

    assert found.text.split("\n\n") == [
        "# Le grand titre",
        "Un paragraphe avec du gras et un lien, assez long pour être gardé par qui le lit.",
        "## Une partie",
        "- un point",
        "- un autre point",
        "- nom | prix",
        "- R1 | 2,19",
        "Un second paragraphe, assez long lui aussi pour être gardé dans le texte.",
    ]


def test_a_page_says_who_published_it_and_when() -> None:
    found = read(PAGE.encode(), Medium.HTML)

    assert (found.published, found.publisher) == ("2025-01-30", "La Gazette")
    assert found.title == "Le grand titre"


def test_a_pdf_becomes_paragraphs_and_words_that_were_divided_are_whole_again() -> None:
    pdf = make_pdf("The quick\nbrown fox con-\ntinues to jump.", "Page two.", about="/Title (Foxes)")

    found = read(pdf, Medium.PDF)

    assert found.text == "The quick brown fox continues to jump.\n\nPage two."
    assert found.title == "Foxes"


def test_a_pdf_says_when_it_was_made() -> None:
    assert (
        read(make_pdf("A text.", about="/CreationDate (D:20250130101010Z)"), Medium.PDF).published
        == "2025-01-30"
    )


def test_a_plain_text_stays_as_it_is() -> None:
    assert read("# Été\n\nUn texte.\n".encode(), Medium.PLAIN).text == "# Été\n\nUn texte.\n"


@pytest.mark.parametrize("text", ["# Only\n\n## Headings\n", "<!-- only a comment -->", "---\n"])
def test_a_text_without_a_paragraph_is_refused(text: str) -> None:
    assert "no paragraph to quote" in refused(text.encode(), Medium.PLAIN)


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<html><script>let a = 1</script>", "<div>" * 200_000]
)  # fmt: skip
def test_a_page_without_a_text_is_refused(page: str) -> None:
    assert "holds no text" in refused(page.encode(), Medium.HTML)


def test_a_huge_page_ends_within_its_time() -> None:
    page = b"<html><body>" + b"<p>Some words that would be a paragraph of a page.</p>" * 1_900_000
    assert len(page) > 100_000_000
    began = time.monotonic()

    said = refused(page, Medium.HTML, Bounds(2))

    assert time.monotonic() - began < 10
    assert "took longer than 2 s" in said or "takes too much memory" in said or "holds no text" in said


def test_a_pdf_that_keeps_its_reader_busy_is_left_at_the_deadline() -> None:
    began = time.monotonic()

    said = refused(endless_pdf(), Medium.PDF, Bounds(1.5))

    assert "took longer than 1.5 s" in said
    assert time.monotonic() - began < 6


def test_a_pdf_whose_pages_contain_themselves_is_refused() -> None:
    assert "broken" in refused(make_pdf("a").replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), Medium.PDF)


def test_a_pdf_that_draws_itself_is_refused() -> None:
    refused(self_drawing_pdf(), Medium.PDF)


def test_a_pdf_that_unpacks_to_a_gigabyte_is_refused() -> None:
    refused(swollen_pdf(), Medium.PDF)


def test_a_document_that_wants_more_memory_than_it_may_have_is_refused() -> None:
    said = refused(PAGE.encode() + b"<p>filler</p>" * 400_000, Medium.HTML, Bounds(30, megabytes=200))

    assert "takes too much memory" in said


@pytest.mark.parametrize("content", [b"%PDF-1.7\n garbage", b"%PDF-", make_pdf("a")[:300]])
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    assert "PDF" in refused(content, Medium.PDF)


def test_a_pdf_without_letters_is_refused() -> None:
    assert "pictures" in refused(make_pdf(""), Medium.PDF)


def test_a_text_that_is_too_long_is_refused() -> None:
    assert "more than 1,000 characters" in refused(b"word " * 300, Medium.PLAIN, Bounds(30, characters=1000))


def test_a_text_of_crumbs_is_refused() -> None:
    assert "pieces" in refused(b"a.\n\n" * 300, Medium.PLAIN, Bounds(30, passages=200))


def test_the_process_that_reads_gets_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    spy = f"import os, pathlib\npathlib.Path({str(seen)!r}).write_text(repr(dict(os.environ)))\n"
    (tmp_path / "sitecustomize.py").write_text(spy, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")

    read(b"A text.", Medium.PLAIN)

    assert "PATH" in seen.read_text(encoding="utf-8")
    assert "very-secret" not in seen.read_text(encoding="utf-8")


def test_the_reason_of_a_refusal_comes_out_of_the_process_with_its_values() -> None:
    with pytest.raises(FetchError) as caught:
        read(b"A heron nests on the roof.\n" * 10, Medium.PLAIN, Bounds(30, characters=100))

    assert (caught.value.reason, caught.value.values) == (Reason.TEXT_TOO_LONG, {"most": 100})
