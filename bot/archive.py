"""Answers and summaries as records and back: documents are named, never copied; quotes keep their words.

What is kept can be shown again as long as every quoted word still stands in its source, at the same place or another.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from cattrs import BaseValidationError, Converter

from retrieval import Document, KeptQuote, Quote, RetrievalError

Kept = TypeVar("Kept")
Record = dict[str, Any]
FindDocument = Callable[[str], Document]
"""From a source's id to its document as it is now; raises RetrievalError if there is none."""


class Outdated(Exception):
    """Quoted words no longer stand in their source, or the record was kept by another version."""


def to_record(kept: object) -> Record:
    """Return a frozen dataclass of retrieval as JSON-ready values."""
    return cast("Record", _writer.unstructure(kept))


def read_record(record: Record, kind: type[Kept], find: FindDocument) -> Kept:
    """Return what `to_record` kept, with its quotes where they stand now. Raises Outdated."""
    reader = Converter()
    reader.register_structure_hook(Quote, lambda value, _kind: _find_again(value, find))
    try:
        return reader.structure(record, kind)
    except BaseValidationError as error:
        raise Outdated(_first(error)) from error
    except (Outdated, RetrievalError, KeyError, TypeError, ValueError) as error:
        raise Outdated(str(error)) from error


def kept_quotes(record: Record) -> list[KeptQuote]:
    """Return the words of the citations in the record of an answer or a summary."""
    answer = record.get("answer", record)
    return [
        KeptQuote(quote["source"], quote["text"])
        for quote in (citation["quote"] for citation in answer["citations"])
    ]


def kept_checks(record: Record) -> Iterator[tuple[str, str]]:
    """Yield claim and correction of every check in the record of an answer or a summary."""
    for check in record.get("answer", record)["checks"]:
        yield check["claim"]["id"], check["correction"]


def _name_quote(quote: Quote) -> Record:
    document = quote.document
    return {
        "source": document.source.id,
        "revision": document.revision,
        "start": quote.start,
        "text": quote.text,
    }


def _find_again(value: Record, find: FindDocument) -> Quote:
    document, text, start = find(value["source"]), value["text"], value["start"]
    if document.revision != value["revision"]:
        before, after = document.text.rfind(text, 0, start + len(text)), document.text.find(text, start)
        start = min(
            (place for place in (before, after) if place >= 0),
            key=lambda place: abs(place - start),
            default=-1,
        )
    if start < 0 or document.text[start : start + len(text)] != text:
        raise Outdated(f"words quoted from {value['source']} do not stand there any more")
    return Quote(document, start, start + len(text))


def _first(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error)


_writer = Converter(unstruct_collection_overrides={tuple: list})
_writer.register_unstructure_hook(Quote, _name_quote)
