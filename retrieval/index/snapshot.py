"""The texts that a generation was built from, kept beside it: a quote stays true when the corpus moves on."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from retrieval.errors import IndexBroken
from retrieval.reasons import Reason
from retrieval.sources.corpus import Corpus
from retrieval.sources.terms import fold, stem
from retrieval.types import (
    About,
    Claim,
    Document,
    Kind,
    Passage,
    Precedent,
    Quote,
    Reference,
    Source,
    Span,
    TranslatedSpan,
    Verdict,
)

FORMAT = "10"
"""Raise it when the tables or their contents change: older generations are then refused with a remedy."""

_TABLES = """
create table sources (id text primary key, record text not null, text text);
create table passages (number integer primary key, source text not null, record text not null);
create index passages_of_source on passages (source);
create table parts (name text primary key, record text not null);
"""


def write_snapshot(path: Path, corpus: Corpus) -> None:
    """Write everything that answers need from the corpus into a new SQLite file."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(_TABLES)
        connection.executemany("insert into sources values (?, ?, ?)", _source_rows(corpus))
        connection.executemany("insert into passages values (?, ?, ?)", _passage_rows(corpus.passages))
        connection.executemany("insert into parts values (?, ?)", _parts(corpus).items())
    connection.close()


def contents(corpus: Corpus) -> Iterable[str]:
    """Return all that a snapshot would hold, as texts: equal contents need no new generation."""
    for row in (*_source_rows(corpus), *_passage_rows(corpus.passages), *_parts(corpus).items()):
        yield json.dumps(row)


class Snapshot:
    """Reads on demand and keeps what was read. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open for reading. Raises IndexBroken when it is no snapshot."""
        self._path = path
        self._lock = Lock()
        self._documents: dict[str, Document] = {}
        self._passages: dict[int, Passage] = {}
        self._of_source: dict[str, tuple[Passage, ...]] = {}
        try:
            # immutable: nothing writes here any more, so no lock files are needed on a read-only disk
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self.sources = self._read_sources()
        except sqlite3.Error as error:
            raise IndexBroken(Reason.INDEX_NOT_READ, path=str(path), detail=str(error)) from error

    def document(self, source: str) -> Document:
        """Return a held source's text. Raises KeyError if there is none."""
        if source not in self._documents:
            (text,) = self._row("select text from sources where id = ?", source)
            if text is None:
                raise KeyError(source)
            self._documents[source] = Document(self.sources[source], text)
        return self._documents[source]

    def passage(self, number: int) -> Passage:
        """Return a passage by its number in the generation. Raises KeyError if there is none."""
        if number not in self._passages:
            (record,) = self._row("select record from passages where number = ?", number)
            self._passages[number] = self._passage(json.loads(record))
        return self._passages[number]

    def passages(self) -> Iterator[Passage]:
        """Yield all passages in the order of their numbers."""
        (count,) = self._row("select count(*) from passages where number >= ?", 0)
        for number in range(int(count)):
            yield self.passage(number)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every passage's source and text."""
        with self._lock:
            rows = self._connection.execute("select record from passages order by number").fetchall()
        for (record,) in rows:
            passage = self._passage(json.loads(record))
            yield passage.document.source.id, passage.text

    def passages_of(self, source: str) -> tuple[Passage, ...]:
        """Return a source's passages in the order of its text."""
        if source not in self._of_source:
            with self._lock:
                rows = self._connection.execute(
                    "select number from passages where source = ?", (source,)
                ).fetchall()
            found = [self.passage(number) for (number,) in rows]
            self._of_source[source] = tuple(sorted(found, key=lambda passage: passage.start))
        return self._of_source[source]

    def passage_at(self, quote: Quote) -> Passage:
        """Return the passage that a quote begins in. Raises KeyError if it begins in none."""
        for passage in self.passages_of(quote.document.source.id):
            if passage.start <= quote.start < passage.end:
                return passage
        raise KeyError(quote.document.source.id)

    @cached_property
    def about(self) -> Mapping[str, About]:
        """What the corpus is about, by language; empty where its manifest does not say."""
        return {
            record["language"]: About(record["topic"], tuple(record["questions"]))
            for record in self._part("about")
        }

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The public documents, by id."""
        return {record["id"]: Reference(**record) for record in self._part("references")}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What is known about claims of the sources."""
        return tuple(
            Claim(
                id=record["id"],
                quote=Quote(self.document(record["source"]), record["start"], record["end"]),
                verdict=Verdict(record["verdict"]),
                findings=record["findings"],
                corrections=record["corrections"],
                references=tuple(record["references"]),
                facts=tuple(record["facts"]),
            )
            for record in self._part("claims")
        )

    @cached_property
    def translations(self) -> Mapping[tuple[str, str], tuple[TranslatedSpan, ...]]:
        """Our translations, by source id and language."""
        return {
            (record["source"], record["language"]): tuple(
                TranslatedSpan(Span(start, end), text) for start, end, text in record["spans"]
            )
            for record in self._part("translations")
        }

    @cached_property
    def synonyms(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By language of the texts: the stems that mean the same as a stem, whatever the language of the latter."""
        found: dict[str, dict[str, list[str]]] = {}
        for group in self._part("thesaurus"):
            for language, alike in group.items():
                stems = list(dict.fromkeys(stem(fold(word), language) for word in alike))
                table = found.setdefault(language, {})
                for word in (word for words in group.values() for word in words):
                    own = stem(fold(word), language)
                    known = table.setdefault(own, [])
                    known.extend(other for other in stems if other != own and other not in known)
        return found

    @cached_property
    def precedents(self) -> tuple[Precedent, ...]:
        """The questions of which it is known whether the texts answer them."""
        return tuple(Precedent(**record) for record in self._part("precedents"))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _read_sources(self) -> dict[str, Source]:
        rows = self._connection.execute("select record from sources order by rowid")
        records = [json.loads(record) for (record,) in rows]
        return {record["id"]: Source(**{**record, "kind": Kind(record["kind"])}) for record in records}

    def _passage(self, record: dict[str, Any]) -> Passage:
        source, spans, headings, references, facts = record.values()
        sentences = tuple(Span(start, end) for start, end in spans)
        document = self.document(str(source))
        return Passage(
            document,
            sentences[0].start,
            sentences[-1].end,
            sentences,
            tuple(headings),
            tuple(references),
            tuple(facts),
        )

    def _part(self, name: str) -> list[dict[str, Any]]:
        (record,) = self._row("select record from parts where name = ?", name)
        part: list[dict[str, Any]] = json.loads(record)
        return part

    def _row(self, query: str, key: str | int) -> tuple[str, ...]:
        with self._lock:
            row = self._connection.execute(query, (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        found: tuple[str, ...] = row
        return found


def _source_rows(corpus: Corpus) -> list[tuple[str, str, str | None]]:
    texts = {identifier: document.text for identifier, document in corpus.documents.items()}
    return [
        (source.id, json.dumps(asdict(source)), texts.get(source.id)) for source in corpus.sources.values()
    ]


def _passage_rows(passages: Sequence[Passage]) -> list[tuple[int, str, str]]:
    return [
        (
            number,
            passage.document.source.id,
            json.dumps(
                {
                    "source": passage.document.source.id,
                    "sentences": [(span.start, span.end) for span in passage.sentences],
                    "headings": passage.headings,
                    "references": passage.references,
                    "facts": passage.facts,
                }
            ),
        )
        for number, passage in enumerate(passages)
    ]


def _parts(corpus: Corpus) -> dict[str, str]:
    claims = [
        {
            "id": claim.id,
            "source": claim.quote.document.source.id,
            "start": claim.quote.start,
            "end": claim.quote.end,
            "verdict": claim.verdict,
            "findings": claim.findings,
            "corrections": claim.corrections,
            "references": claim.references,
            "facts": claim.facts,
        }
        for claim in corpus.claims
    ]
    translations = [
        {
            "source": source,
            "language": language,
            "spans": [(piece.span.start, piece.span.end, piece.text) for piece in pieces],
        }
        for (source, language), pieces in corpus.translations.items()
    ]
    references = [asdict(reference) for reference in corpus.references.values()]
    about = [
        {"language": language, "topic": each.topic, "questions": each.questions}
        for language, each in corpus.about.items()
    ]
    parts = {
        "about": about,
        "claims": claims,
        "translations": translations,
        "references": references,
        "thesaurus": list(corpus.thesaurus),
        # Not by asdict, which takes 20 times as long: there are many.
        "precedents": [
            {"text": each.text, "fact": each.fact, "answered": each.answered} for each in corpus.precedents
        ],
    }
    return {name: json.dumps(records) for name, records in parts.items()}
