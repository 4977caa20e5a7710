"""Things that tests are about, complete but for what the story needs."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from retrieval.library import Library
from retrieval.ports import Embedder
from retrieval.settings import RetrievalSettings
from retrieval.sources.passages import cut
from retrieval.types import (
    Answer,
    Check,
    Citation,
    Claim,
    Document,
    Generation,
    GoldenQuestion,
    Kind,
    Passage,
    Question,
    Quote,
    Reference,
    Source,
    Statement,
    Status,
    Verdict,
)
from tests.fakes import FakeEmbedder

PASSAGE_CHARACTERS = 700

TINY = {
    "rivers": "# Rivers\n\nThe heron stands in the shallow river. Otters swim past the heron.\n",
    "bread": "# Bread\n\nSourdough bread needs flour, water and patience. The oven must be hot.\n",
    "clocks": "# Clocks\n\nA pendulum clock loses seconds in summer. Its brass rod grows longer.\n",
}
"""Three texts that share hardly a word."""


def make_source(identifier: str = "doc", language: str = "en", kind: Kind = Kind.DOCUMENT) -> Source:
    return Source(
        id=identifier,
        title=f"The title of {identifier}",
        kind=kind,
        language=language,
        publisher="The Gazette",
        published="2025-01-31",
        address=f"https://gazette.example/{identifier}",
    )


def make_document(text: str = "A sentence. Another one.", source: Source | None = None) -> Document:
    return Document(source or make_source(), text)


def make_passage(text: str = "A sentence. Another one.", source: Source | None = None) -> Passage:
    """Return the one passage of a document that is one paragraph."""
    (passage,) = cut(make_document(text, source), longest=4000)
    return passage


def make_quote(words: str, text: str | None = None, source: Source | None = None) -> Quote:
    document = make_document(text or words, source)
    start = document.text.index(words)
    return Quote(document, start, start + len(words))


def make_citation(
    number: int = 1, words: str = "A quoted sentence.", translation: str | None = None
) -> Citation:
    return Citation(number, make_quote(words), translation, (make_reference(),))


def make_reference(identifier: str = "report") -> Reference:
    return Reference(
        identifier, f"The {identifier}", "The Institute", "2025-02", f"https://institute.example/{identifier}"
    )


def make_check(citation: Citation, verdict: Verdict = Verdict.WRONG) -> Check:
    claim = Claim(
        "C1", citation.quote, verdict, {"en": verdict.value}, {"en": "It was otherwise."}, ("report",)
    )
    return Check(
        citation.number,
        claim,
        claim.findings["en"],
        claim.corrections["en"],
        (make_reference(),),
        (citation.number,),
    )


def make_answer(
    *citations: Citation,
    statements: tuple[Statement, ...] | None = None,
    checks: tuple[Check, ...] = (),
    text: str = "What happened?",
) -> Answer:
    said = tuple(Statement(f"Statement {each.number}.", (each.number,)) for each in citations)
    return Answer(
        question=Question(text, "en"),
        language="en",
        status=Status.ANSWERED,
        statements=said if statements is None else statements,
        citations=citations,
        checks=checks,
        generation="20250131-120000-000",
    )


def make_refusal(*nearest: Quote) -> Answer:
    return Answer(
        question=Question("Who won the cup?", "en"),
        language="en",
        status=Status.NOT_IN_SOURCES,
        nearest=nearest,
        message="Not in my sources.",
    )


def make_golden(identifier: str = "q1", text: str = "What happened?", **changes: Any) -> GoldenQuestion:
    question = GoldenQuestion(
        id=identifier,
        language="en",
        kinds=("direct",),
        text=text,
        earlier=(),
        answerable=True,
        quote=None,
        facts=("F1",),
        shows=(),
        split="open",
    )
    return replace(question, **changes)


def make_generation(identifier: str, fingerprint: str = "1/1/700/fake-1") -> Generation:
    return Generation(
        id=identifier,
        fingerprint=fingerprint,
        created="2025-01-31T12:00:00+00:00",
        passages=3,
        documents={"doc": "0123456789abcdef"},
        contents="fedcba9876543210",
    )


def manifest_entry(identifier: str, fields: str = "") -> str:
    """Return one [[source]]; `fields` are further lines of TOML."""
    return f'[[source]]\nid = "{identifier}"\ntitle = "The title of {identifier}"\n{fields}\n'


def write_corpus(folder: Path, texts: Mapping[str, str], files: Mapping[str, str] | None = None) -> Path:
    """Write a text a source and a manifest that names them; `files` add or replace, by name."""
    written = {
        **{f"{identifier}.md": text for identifier, text in texts.items()},
        "sources.toml": "".join(manifest_entry(identifier, 'language = "en"') for identifier in texts),
        **(files or {}),
    }
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def make_settings(corpus: Path, data: Path) -> RetrievalSettings:
    return RetrievalSettings(corpus=corpus, data=data, passage_characters=PASSAGE_CHARACTERS)


def make_library(corpus: Path, data: Path, embedder: Embedder | None = None) -> Library:
    """Return a library as the bot has it, but for the embedder."""
    return Library(
        make_settings(corpus, data),
        Generations(data),
        FakeEmbedder() if embedder is None else embedder,
        ChromaIndex,
    )
