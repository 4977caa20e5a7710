"""Our corpus says what was verified, in both languages, and quotes the article as it came."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from retrieval.settings import RetrievalSettings
from retrieval.sources.corpus import Corpus, read_corpus
from retrieval.sources.terms import words
from retrieval.types import Claim, Kind, Passage, TranslatedSpan, Verdict
from tests.corpus.figures import figures, mentioned

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "fr")
VERIFIED, UNCONFIRMED = ("P", "S", "A"), "K"
ARTICLE = "6e816f321011b9074c9aa015b9eb119c5603600312cf098a87af551df31cb78e"
"""SHA-256 of the article as it reached us, normalised."""

INCOMPARABLE: dict[tuple[str, str], dict[float, str]] = {}
"""By fact and language: a figure of the statement that the notes rightly word otherwise, and why."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One verified (or unconfirmed) statement of the facts file."""

    id: str
    level: str
    date: str
    statement: str


@cache
def corpus() -> Corpus:
    return read_corpus(ROOT / "corpus", RetrievalSettings().passage_characters)


@cache
def facts() -> dict[str, Fact]:
    records = json.loads((Path(__file__).parent / "facts.json").read_text(encoding="utf-8"))
    return {record["id"]: Fact(**record) for record in records}


def notes(language: str) -> list[Passage]:
    return [
        passage
        for passage in corpus().passages
        if passage.document.source.kind is Kind.NOTE and passage.document.source.language == language
    ]


def article_passages() -> list[Passage]:
    return [passage for passage in corpus().passages if passage.document.source.id == "article"]


def translations() -> tuple[TranslatedSpan, ...]:
    return corpus().translations["article", "en"]


def short(values: Iterable[Claim | TranslatedSpan]) -> list[str]:
    """Name test cases by claim, or by the first words."""
    return [value.id if isinstance(value, Claim) else value.text[:30] for value in values]


def test_the_article_is_the_original_word_for_word() -> None:
    text = corpus().documents["article"].text

    assert hashlib.sha256(text.encode()).hexdigest() == ARTICLE


def test_the_article_says_what_is_unknown_about_it() -> None:
    source = corpus().sources["article"]

    assert (source.language, source.published, source.publisher, source.address) == (
        "fr",
        "2025-01-31",
        None,
        None,
    )


@pytest.mark.parametrize(
    "caption", ["deepseek us tech bubble", "Image: Forbes", "deepseek nvidia", "deepseek opinion"]
)
def test_no_caption_of_the_article_can_be_quoted_as_a_sentence(caption: str) -> None:
    assert caption in corpus().documents["article"].text
    assert [passage.text for passage in article_passages() if caption in passage.text] == []


def test_every_sentence_of_the_article_has_exactly_one_translation() -> None:
    sentences = [span for passage in article_passages() for span in passage.sentences]

    covering = [[piece for piece in translations() if piece.span.overlaps(span)] for span in sentences]

    assert [len(pieces) for pieces in covering] == [1] * len(sentences)
    assert len({piece.span for (piece,) in covering}) == len(sentences) == len(translations())


@pytest.mark.parametrize("piece", translations(), ids=short(translations()))
def test_a_translation_has_the_figures_of_its_sentence(piece: TranslatedSpan) -> None:
    original = corpus().documents["article"].text[piece.span.start : piece.span.end]

    assert sorted(figures(piece.text, "en")) == sorted(figures(original, "fr"))


def test_there_are_42_claims_with_a_verdict_each() -> None:
    claims = corpus().claims

    assert len(claims) == 42
    assert {claim.verdict for claim in claims} == set(Verdict)
    assert sum(claim.verdict is Verdict.WRONG for claim in claims) >= 5


@pytest.mark.parametrize("claim", corpus().claims, ids=short(corpus().claims))
def test_a_correction_says_the_same_figures_in_both_languages(claim: Claim) -> None:
    assert set(figures(claim.corrections["fr"], "fr")) == set(figures(claim.corrections["en"], "en"))


@pytest.mark.parametrize("claim", corpus().claims, ids=short(corpus().claims))
def test_a_verdict_rests_on_references_unless_there_are_none_to_find(claim: Claim) -> None:
    assert claim.references or claim.verdict is Verdict.UNVERIFIABLE
    assert set(claim.facts) <= facts().keys()
    assert claim.findings.keys() == claim.corrections.keys() == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "fact", [each for each in facts().values() if each.level in VERIFIED], ids=lambda fact: fact.id
)
def test_a_verified_fact_stands_in_the_notes_with_its_figures(fact: Fact, language: str) -> None:
    stating = [passage.text for passage in notes(language) if fact.id in passage.facts]

    assert stating
    said = set().union(*(mentioned(text, language) for text in stating))
    excused = INCOMPARABLE.get((fact.id, language), {})
    assert [
        value for value in figures(fact.statement, "en") if value not in said and value not in excused
    ] == []


@pytest.mark.parametrize(
    "fact", [each for each in facts().values() if each.level == UNCONFIRMED], ids=lambda fact: fact.id
)
def test_an_unconfirmed_fact_is_listed_by_no_paragraph(fact: Fact) -> None:
    assert [passage.text for passage in corpus().passages if fact.id in passage.facts] == []


def test_every_paragraph_of_a_note_rests_on_references_and_known_facts() -> None:
    paragraphs = [*notes("en"), *notes("fr")]

    assert len(paragraphs) > 100
    assert [paragraph.text for paragraph in paragraphs if not paragraph.references] == []
    assert {fact for paragraph in paragraphs for fact in paragraph.facts} <= facts().keys()


def test_both_languages_have_the_same_topics() -> None:
    english, french = (
        {passage.document.source.id.removesuffix(f"-{language}") for passage in notes(language)}
        for language in LANGUAGES
    )

    assert english == french
    assert len(english) == 13


def test_every_reference_is_used() -> None:
    used = {name for passage in corpus().passages for name in passage.references}
    used |= {name for claim in corpus().claims for name in claim.references}

    assert corpus().references.keys() - used == set()


def test_the_facts_of_every_golden_question_exist() -> None:
    asked = {fact for question in corpus().questions for fact in question.facts}

    assert len(corpus().questions) > 100
    assert asked <= facts().keys()


def test_an_answerable_golden_question_names_what_answers_it() -> None:
    bare = [
        question.id
        for question in corpus().questions
        if question.answerable and not (question.facts or question.quote)
    ]

    assert bare == []


def test_no_golden_question_is_a_precedent() -> None:
    known = {tuple(words(precedent.text)) for precedent in corpus().precedents}

    assert [question.id for question in corpus().questions if tuple(words(question.text)) in known] == []


def test_precedents_are_as_many_of_each_kind() -> None:
    answered = sum(precedent.answered for precedent in corpus().precedents)

    assert 0.4 < answered / len(corpus().precedents) < 0.6
