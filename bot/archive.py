"""Answers as records and back: what is kept names its documents by source and revision, and never copies them.

So a kept answer can be shown again only while its quotes are still in the very text they were cut from.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from cattrs import BaseValidationError, Converter

from retrieval import Answer, Document, Quote, RetrievalError

Kept = TypeVar("Kept")
Record = dict[str, Any]
FindDocument = Callable[[str, str], Document]
"""From a source's id and a revision to the document; raises RetrievalError if that text is gone."""


class Outdated(Exception):
    """What is kept rests on a text that is no longer held, or was kept by another version."""


def to_record(kept: object) -> Record:
    """Return a frozen dataclass of retrieval as JSON-ready values."""
    return cast("Record", _writer.unstructure(kept))


def read_record(record: Record, kind: type[Kept], find: FindDocument) -> Kept:
    """Return what `to_record` kept. Raises Outdated."""
    reader = Converter()
    reader.register_structure_hook(Document, lambda value, _kind: find(value["source"], value["revision"]))
    try:
        return reader.structure(record, kind)
    except BaseValidationError as error:
        raise Outdated(_first(error)) from error
    except (RetrievalError, KeyError, TypeError, ValueError) as error:
        raise Outdated(str(error)) from error


def quotes(answer: Answer) -> list[Quote]:
    """Return every quote that an answer shows, checks and near passages included."""
    cited = [citation.quote for citation in answer.citations]
    return [*cited, *answer.nearest]


def _first(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error)


def _name_document(document: Document) -> Record:
    return {"source": document.source.id, "revision": document.revision}


_writer = Converter(unstruct_collection_overrides={tuple: list})
_writer.register_unstructure_hook(Document, _name_document)
