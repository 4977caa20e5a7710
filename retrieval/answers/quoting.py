"""Which sentences of a passage to quote for a question (pure)."""

from collections.abc import Iterable

from retrieval.sources.terms import terms
from retrieval.types import Passage, Quote, Span, TranslatedSpan


def quote_best_sentence(
    question: str, language: str, passage: Passage, translation: Iterable[TranslatedSpan] = ()
) -> Quote:
    """Quote the sentence that shares most terms with the question; the first of them where several do.

    Where the question is in another language than the passage, our translation is compared instead.
    """
    wanted = set(terms(question, language))
    pieces = tuple(translation)
    best = max(
        passage.sentences,
        key=lambda span: (_shared(wanted, passage, span, language, pieces), -span.start),
    )
    return Quote(passage.document, best.start, best.end)


def translate(quote: Quote, pieces: Iterable[TranslatedSpan]) -> str | None:
    """Return our translation of the sentences a quote touches, or None if some of it has none."""
    touched = [piece for piece in pieces if piece.span.overlaps(quote.span)]
    if not touched or touched[0].span.start > quote.start or touched[-1].span.end < quote.end:
        return None
    return " ".join(piece.text for piece in touched)


def _shared(
    wanted: set[str], passage: Passage, span: Span, language: str, pieces: tuple[TranslatedSpan, ...]
) -> int:
    if passage.document.source.language == language or not pieces:
        text = passage.document.text[span.start : span.end]
    else:
        text = translate(Quote(passage.document, span.start, span.end), pieces) or ""
    return len(wanted & set(terms(text, language)))
