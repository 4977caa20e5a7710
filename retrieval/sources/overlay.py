"""What a corpus is with the sources that admins added laid over it, and without those they removed (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from retrieval.errors import CorpusError
from retrieval.reasons import Reason
from retrieval.sources.added import Added
from retrieval.sources.agreeing import normalise
from retrieval.sources.corpus import Corpus
from retrieval.sources.language import detect_language
from retrieval.sources.manifest import AddedEntry
from retrieval.sources.passages import cut
from retrieval.sources.questions import standing
from retrieval.types import Document, Passage, Source


def lay_over(corpus: Corpus, added: Sequence[Added], longest: int, folder: Path) -> Corpus:
    """Return the corpus as quotes may be cut from it. Raises CorpusError if nothing is left.

    A text that the corpus itself holds is stronger than one fetched for the same id. What rests on a removed source
    (claims, translations, golden questions, precedents) goes with it.
    """
    if not added:
        return corpus
    removed = {each.entry.id for each in added if each.entry.removed}
    fresh = {
        each.entry.id: document_of(each.entry, each.text)
        for each in added
        if not each.entry.removed and each.entry.id not in corpus.documents
    }
    kept = {name: document for name, document in corpus.documents.items() if name not in removed}
    documents = {**kept, **fresh}
    sources = {name: source for name, source in corpus.sources.items() if name not in removed}
    passages = (
        *(passage for passage in corpus.passages if passage.document.source.id in kept),
        *(passage for document in fresh.values() for passage in cut_untrusted(document, longest)),
    )
    if not passages:
        raise CorpusError(folder, "", Reason.ALL_REMOVED)
    return replace(
        corpus,
        sources={**sources, **{name: document.source for name, document in fresh.items()}},
        documents=documents,
        passages=passages,
        claims=tuple(claim for claim in corpus.claims if claim.quote.document.source.id in kept),
        translations={key: spans for key, spans in corpus.translations.items() if key[0] in kept},
        precedents=standing(corpus.precedents, passages),
        questions=tuple(
            question
            for question in corpus.questions
            if not removed
            or not question.quote
            or any(question.quote in document.text for document in documents.values())
        ),
    )


def cut_untrusted(document: Document, longest: int) -> Iterator[Passage]:
    """Yield the passages of a text that is not ours: it cannot say which references it rests on."""
    for passage in cut(document, longest):
        yield replace(passage, references=(), facts=())


def document_of(entry: AddedEntry, text: str) -> Document:
    """Return an added source with its text."""
    source = Source(
        id=entry.id,
        title=entry.title,
        kind=entry.kind,
        language=entry.language or detect_language(text),
        publisher=entry.publisher,
        published=entry.published,
        address=entry.address,
        licence=entry.licence,
    )
    return Document(source, normalise(text))
