"""What a language model is asked for, and how its draft is read: statement by statement, while it is being written."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.answers.claims import overlapping
from retrieval.answers.prompts import english_name, instructions
from retrieval.answers.quoting import translate
from retrieval.errors import DraftBroken, GenerationFailed
from retrieval.index.snapshot import Snapshot
from retrieval.ports import Generator
from retrieval.types import Passage, ProposedQuote, ProposedStatement, Question, Quote, Usage

_LONGEST = 30_000
"""Characters of a draft that are read at most."""
_MOST = 20
"""Statements of a draft that are read at most."""
_AFTER_THE_END = 100
"""Pieces that are read after the last statement."""
_STATEMENTS = re.compile(r'"statements"\s*:\s*\[')
_OPENING = 64
"""Characters that the beginning of the list may be spread over."""
_CLOSES = frozenset("}]")
_BETWEEN = re.compile(r"[\s,]*")


class DraftedQuote(BaseModel):
    """A sentence copied from a passage."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    passage: int = Field(description="The number of the passage.")
    quote: str = Field(description="A sentence of that passage, copied character for character.")


class DraftedStatement(BaseModel):
    """One sentence of the answer and what it rests on."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    text: str = Field(description="One plain sentence in the language of the answer.")
    quotes: list[DraftedQuote] = Field(description="One to three quotes that carry the sentence.")


class Draft(BaseModel):
    """An answer to the question: statements, each with the quotes that it rests on."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    statements: list[DraftedStatement] = Field(
        description="The most direct statement first; none if no passage answers."
    )


def draft(
    generator: Generator,
    material: str,
    language: str,
    statements: int,
    seconds: float,
    spent: Callable[[Usage], None],
) -> Iterator[ProposedStatement]:
    """Yield the statements as they come. Raises GenerationFailed, and DraftBroken where a second try may help."""
    told = instructions("answer", language, statements=statements)
    with closing(generator.write(told, material, Draft, seconds, spent)) as pieces:
        for drafted in read_statements(pieces):
            quotes = tuple(ProposedQuote(each.passage, each.quote) for each in drafted.quotes)
            yield ProposedStatement(drafted.text, quotes)
        with suppress(GenerationFailed):
            _read_out(pieces)


def _read_out(pieces: Iterable[str]) -> None:
    """Wait for the end, where providers tell what was used; of what else comes, take a little only."""
    for number, _ in enumerate(pieces):
        if number >= _AFTER_THE_END:
            return


def question_material(
    question: Question, passages: Sequence[Passage], language: str, snapshot: Snapshot
) -> str:
    """Return question and passages as JSON: what is in it cannot end it."""
    numbered = [
        _passage(number, passage, language, snapshot) for number, passage in enumerate(passages, start=1)
    ]
    return json.dumps({"question": question.text, "passages": numbered}, ensure_ascii=False, indent=1)


def read_statements(pieces: Iterable[str]) -> Iterator[DraftedStatement]:
    """Yield each statement of a draft as soon as its last character is there. Raises DraftBroken."""
    text, place = "", -1
    decoder = json.JSONDecoder()
    found = 0
    for piece in pieces:
        text += piece
        if len(text) > _LONGEST:
            raise DraftBroken(f"the draft has more than {_LONGEST:,} characters")
        if place < 0 and (opened := _STATEMENTS.search(text, max(0, len(text) - len(piece) - _OPENING))):
            place = opened.end()
        elif not _CLOSES & set(piece):
            continue  # nothing is complete before a bracket closes, and trying is not free
        while place >= 0:
            place = _skip(text, place)
            if text.startswith("]", place):
                return
            record, after = _decode(decoder, text, place)
            if after is None:
                break
            yield _drafted(record)
            place, found = after, found + 1
            if found >= _MOST:
                return
    raise DraftBroken("the draft is no JSON of the shape that was asked for, or ends before its end")


def _skip(text: str, place: int) -> int:
    match = _BETWEEN.match(text, place)
    return match.end() if match else place


def _decode(decoder: json.JSONDecoder, text: str, place: int) -> tuple[Any, int | None]:
    """Return the value that begins at a place and where it ends; None while it is not all there."""
    if not text.startswith("{", place):
        if place < len(text):
            raise DraftBroken("a statement of the draft is no object")
        return None, None
    try:
        return decoder.raw_decode(text, place)
    except (json.JSONDecodeError, RecursionError):
        return None, None


def _drafted(record: Any) -> DraftedStatement:  # noqa: ANN401 - JSON
    try:
        return DraftedStatement.model_validate(record)
    except ValidationError as error:
        raise DraftBroken(f"a statement of the draft has {error.error_count()} faults of structure") from None


def _passage(number: int, passage: Passage, language: str, snapshot: Snapshot) -> Mapping[str, object]:
    source = passage.document.source
    quote = Quote(passage.document, passage.start, passage.end)
    corrections = [
        {
            "of": claim.quote.text,
            "finding": claim.findings[language],
            "correction": claim.corrections[language],
        }
        for claim in overlapping(quote, snapshot.claims)
        if language in claim.corrections
    ]
    translation = (
        None
        if source.language == language
        else translate(quote, snapshot.translations.get((source.id, language), ()))
    )
    told = {
        "number": number,
        "source": ", ".join(filter(None, (source.title, source.publisher, source.published))),
        "language": english_name(source.language),
        "headings": list(passage.headings),
        "text": passage.text,
        "our translation, not to be quoted": translation,
        "corrections": corrections,
    }
    return {name: value for name, value in told.items() if value not in (None, [])}
