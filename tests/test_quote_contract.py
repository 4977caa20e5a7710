"""A quote we show is really there: by construction, for any text, and for every golden question."""

import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval import Library, Quote, Turn
from retrieval.answers.quoting import translate
from retrieval.types import Span, TranslatedSpan
from tests.builders import make_document

ROOT = Path(__file__).parent.parent

ODD = st.sampled_from(
    ["👩‍👩‍👧", "é", "e\u0301", "ﬁ", "\u200b", "\u00a0", "\u2028", "\0", "𝓐", "«", "שלום", "\r", "\n\n"]
)
TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | ODD, min_size=1, max_size=40
).map("".join)


@given(TEXTS, st.integers(-5, 300), st.integers(-5, 300))
def test_a_quote_is_a_slice_of_its_document_or_nothing(text: str, start: int, end: int) -> None:
    document = make_document(text)
    inside = 0 <= start < end <= len(text) and text[start:end].strip() != ""

    if inside:
        assert Quote(document, start, end).text == text[start:end]
    else:
        with pytest.raises(ValueError, match=r"in doc$"):
            Quote(document, start, end)


@given(TEXTS, st.data())
def test_a_quote_s_text_is_the_document_s_own_characters(text: str, data: st.DataObject) -> None:
    assume(text.strip())
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())

    quote = Quote(make_document(text), start, end)

    assert quote.text == text[start:end]
    assert len(quote.text) == end - start


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 99), (99, 100)])
def test_offsets_outside_the_document_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="doc"):
        Quote(make_document("Four words are here."), start, end)


@pytest.mark.parametrize("blank", [" ", "\n\n", "\t \u00a0"])
def test_white_space_is_no_quote(blank: str) -> None:
    with pytest.raises(ValueError, match="white space"):
        Quote(make_document(f"Word{blank}word"), 4, 4 + len(blank))


def test_a_quote_cannot_be_changed() -> None:
    quote = Quote(make_document("Four words are here."), 0, 4)

    with pytest.raises(AttributeError):
        quote.start = 1  # type: ignore[misc]  # what the type checker refuses is refused at run time too


@st.composite
def aligned_texts(draw: st.DrawFn) -> tuple[str, tuple[TranslatedSpan, ...]]:
    """Draw a text of sentences, most of which are aligned with a translation that names their number."""
    text, pieces = "", []
    for number in range(draw(st.integers(1, 8))):
        words = "s" * draw(st.integers(1, 6)) + "."
        if draw(st.integers(0, 5)):
            pieces.append(TranslatedSpan(Span(len(text), len(text) + len(words)), f"<{number}>"))
        text += words + " "
    return text, tuple(pieces)


@given(aligned_texts(), st.data())
def test_a_translation_covers_the_whole_quote_by_whole_pieces(
    aligned: tuple[str, tuple[TranslatedSpan, ...]], data: st.DataObject
) -> None:
    text, pieces = aligned
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(not text[start].isspace() and not text[end - 1].isspace())
    quote = Quote(make_document(text), start, end)

    translation = translate(quote, pieces)

    touched = [piece for piece in pieces if piece.span.overlaps(quote.span)]
    covered = {offset for piece in pieces for offset in range(piece.span.start, piece.span.end)}
    whole = all(offset in covered for offset in range(start, end) if text[offset] != " ")
    assert translation == (" ".join(piece.text for piece in touched) if whole else None)


def test_a_quote_of_which_the_middle_is_not_translated_has_no_translation() -> None:
    text = "Un. Deux. Trois."
    pieces = (TranslatedSpan(Span(0, 3), "One."), TranslatedSpan(Span(10, 16), "Three."))

    translation = translate(Quote(make_document(text), 0, 16), pieces)

    assert translation is None


@pytest.mark.slow
def test_every_quote_of_every_golden_question_is_in_the_file_on_disk(real_library: Library) -> None:
    corpus = real_library.read_corpus()
    paths = held_files()
    quotes: list[Quote] = []

    for question in corpus.questions:
        answer = real_library.ask(question.text, [Turn(earlier) for earlier in question.earlier])
        quotes += [citation.quote for citation in answer.citations] + list(answer.nearest)
        quotes += [check.claim.quote for check in answer.checks]

    assert len(corpus.questions) > 100
    assert len(quotes) > len(corpus.questions)
    for quote in quotes:
        on_disk = read_normalised(paths[quote.document.source.id])
        assert on_disk[quote.start : quote.end] == quote.text
        assert quote.text.strip()


def held_files() -> dict[str, Path]:
    """Return where the texts of our corpus lie, read from the manifest without the program's own reader."""
    entries = tomllib.loads((ROOT / "corpus" / "sources.toml").read_text(encoding="utf-8"))["source"]
    return {entry["id"]: ROOT / "corpus" / entry["path"] for entry in entries if entry.get("held", True)}


def read_normalised(path: Path) -> str:
    """Normalise as docs/design.md says: NFC, line feeds."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
