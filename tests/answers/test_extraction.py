"""Whatever the hits are: an answer quotes, corrects what it quotes, says nothing twice and stays short."""

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.layout import plain_text
from bot.locales import word
from retrieval.answers.asking import take_apart
from retrieval.answers.claims import MUST_SHOW, overlapping
from retrieval.answers.wording import say
from retrieval.types import Answer, Question, Status
from tests.mill import Opened

PASSAGES = 13
few = settings(max_examples=30)
QUESTIONS = {
    "en": [
        "When was the mill of Orval built?",
        "Is it true that the mill was built in 1820?",
        "Is it true that a fire destroyed the mill?",
        "How many tonnes of flour does the mill grind?",
        "What does the article say about the mill and its fire?",
        "Is it true that the villagers wept?",
        "Who owned it?",
    ],
    "fr": [
        "Quand le moulin d'Orval a-t-il été construit ?",
        "C'est vrai que le moulin a été construit en 1820 ?",
        "C'est vrai qu'un incendie a détruit le moulin ?",
        "Combien de tonnes de farine moud le moulin ?",
        "Que dit l'article du moulin et de l'incendie ?",
        "C'est vrai que les habitants ont pleuré longtemps ?",
        "Qui le possédait ?",
    ],
}
IN_DETAIL = {"en": "in detail", "fr": "en détail"}

any_question = st.one_of(
    *(st.tuples(st.just(language), st.sampled_from(asked)) for language, asked in QUESTIONS.items())
)
any_hits = st.dictionaries(st.integers(0, PASSAGES - 1), st.floats(0, 1), min_size=1)


def answer(
    mill: Opened, asked: tuple[str, str], found: dict[int, float], statements: int = 3, quotes: int = 3
) -> Answer:
    """Answer from these hits alone."""
    language, text = asked
    question = Question(text, language)
    extractor = mill.extractor(statements, quotes)
    taken = take_apart(question, mill.keywords.lexicon(language))
    selection = extractor.select(taken, mill.hits(*found.items()), language)
    return extractor.answer(question, taken, selection, language)


def ask(mill: Opened, language: str, text: str) -> Answer:
    """Answer as the bot does."""
    answered = mill.answerer.answer(Question(text, language))
    assert answered.status is Status.ANSWERED, answered.message
    return answered


def test_there_are_as_many_passages_as_are_drawn_from(mill: Opened) -> None:
    assert len(mill.corpus.passages) == PASSAGES


@given(any_question, any_hits)
def test_a_quote_of_a_wrong_claim_always_carries_its_check(
    mill: Opened, asked: tuple[str, str], found: dict[int, float]
) -> None:
    answered = answer(mill, asked, found)

    for citation in answered.citations:
        due = {
            claim.id
            for claim in overlapping(citation.quote, mill.corpus.claims)
            if claim.verdict in MUST_SHOW
        }
        assert due <= {check.claim.id for check in answered.checks if check.citation == citation.number}


@few
@given(any_question, any_hits)
def test_a_check_stands_by_a_quote_of_its_claim_once(
    mill: Opened, asked: tuple[str, str], found: dict[int, float]
) -> None:
    answered = answer(mill, asked, found)

    by_number = {citation.number: citation for citation in answered.citations}
    for check in answered.checks:
        assert check.claim.quote.span.overlaps(by_number[check.citation].quote.span)
        assert check.finding == check.claim.findings[asked[0]]
        assert check.correction == check.claim.corrections[asked[0]]
        assert set(check.citations) <= by_number.keys() - {check.citation}
    shown = Counter((check.citation, check.claim.id) for check in answered.checks)
    assert set(shown.values()) <= {1}


@few
@given(any_question, any_hits)
def test_every_citation_is_used_and_every_one_used_exists(
    mill: Opened, asked: tuple[str, str], found: dict[int, float]
) -> None:
    answered = answer(mill, asked, found)

    numbers = [citation.number for citation in answered.citations]
    used = [number for statement in answered.statements for number in statement.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(used) == set(numbers)
    assert all(statement.citations for statement in answered.statements)


@few
@given(any_question, any_hits)
def test_nothing_is_said_twice(mill: Opened, asked: tuple[str, str], found: dict[int, float]) -> None:
    answered = answer(mill, asked, found)

    said = [statement.text for statement in answered.statements]
    quotes = [citation.quote for citation in answered.citations]
    assert len(set(said)) == len(said)
    for number, quote in enumerate(quotes):
        assert not any(
            quote.document == other.document and quote.span.overlaps(other.span)
            for other in quotes[number + 1 :]
        )


@few
@given(any_question, any_hits)
def test_at_most_three_things_are_said(mill: Opened, asked: tuple[str, str], found: dict[int, float]) -> None:
    answered = answer(mill, asked, found)

    assert 1 <= len(answered.statements) <= 3
    assert 1 <= len(answered.citations) <= 3


@few
@given(any_question, any_hits)
def test_at_most_twice_as_much_is_said_in_detail(
    mill: Opened, asked: tuple[str, str], found: dict[int, float]
) -> None:
    language, text = asked

    answered = answer(mill, (language, f"{text} {IN_DETAIL[language]}"), found)

    assert 1 <= len(answered.statements) <= 6
    assert 1 <= len(answered.citations) <= 6


def test_more_is_said_in_detail_where_there_is_more(mill: Opened) -> None:
    everything = dict.fromkeys(range(PASSAGES), 0.5)

    answered = answer(mill, ("en", "Tell me about the mill of Orval in detail"), everything)

    assert len(answered.statements) > 3


@few
@given(any_question, any_hits, st.integers(1, 5), st.integers(1, 5))
@example(("en", QUESTIONS["en"][1]), {0: 0.5, 3: 0.6}, 1, 1)
def test_no_more_is_said_and_quoted_than_the_settings_allow(
    mill: Opened, asked: tuple[str, str], found: dict[int, float], statements: int, quotes: int
) -> None:
    answered = answer(mill, asked, found, statements, quotes)

    assert len(answered.statements) <= statements
    assert len(answered.citations) <= quotes


@few
@given(any_question, any_hits)
def test_a_statement_is_a_source_s_sentence_a_correction_or_an_announcement(
    mill: Opened, asked: tuple[str, str], found: dict[int, float]
) -> None:
    answered = answer(mill, asked, found)

    by_number = {citation.number: citation for citation in answered.citations}
    corrections = [claim.corrections[asked[0]] for claim in mill.corpus.claims]
    for statement in answered.statements:
        carried = [by_number[number] for number in statement.citations]
        assert (
            any(statement.text in (each.quote.text, each.translation) for each in carried)
            or any(statement.text.endswith(correction) for correction in corrections)
            or statement.text == say(asked[0], "article-says")
        )


@few
@given(any_question, any_hits)
def test_a_foreign_quote_has_our_translation_where_there_is_one(
    mill: Opened, asked: tuple[str, str], found: dict[int, float]
) -> None:
    answered = answer(mill, asked, found)

    for citation in answered.citations:
        expected = asked[0] == "en" and citation.quote.document.source.id == "article"
        assert (citation.translation is not None) is expected


LABELS = ("our-translation", "check", "near-not-answer", "no-publisher", "no-date")


@few
@given(any_question, any_hits)
def test_an_answer_has_the_labels_of_its_language_alone(
    mill: Opened, asked: tuple[str, str], found: dict[int, float]
) -> None:
    language, other = asked[0], "fr" if asked[0] == "en" else "en"

    shown = plain_text(answer(mill, asked, found))

    own = {word(language, label) for label in LABELS} | {say(language, "article-says")}
    foreign = {word(other, label) for label in LABELS} | {say(other, "article-says")}
    assert [
        label for label in foreign - own if re.search(rf"(^|· ){re.escape(label)}", shown, re.MULTILINE)
    ] == []


@pytest.mark.parametrize(
    ("language", "text", "verdict", "better", "claim"),
    [
        ("en", "Is it true that the mill was built in 1820?", "Wrong", "1791", "BUILT"),
        ("fr", "C'est vrai que le moulin a été construit en 1820 ?", "Faux", "1791", "BUILT"),
        ("en", "Is it true that the mill produces 40 tonnes of flour?", "Imprecise", "35 tonnes", "FLOUR"),
        ("fr", "Est-ce vrai que le moulin produit 40 tonnes de farine ?", "Imprécis", "35 tonnes", "FLOUR"),
        ("en", "Is it true that the wheel measures six metres?", "Supported", "six metres", "WHEEL"),
        ("fr", "Vrai ou faux : la roue mesure six mètres", "Confirmé", "six mètres", "WHEEL"),
    ],
)
def test_a_true_or_false_question_leads_with_the_verdict(
    mill: Opened, language: str, text: str, verdict: str, better: str, claim: str
) -> None:
    answered = ask(mill, language, text)

    assert answered.statements[0].text.startswith(verdict)
    assert better in answered.statements[0].text
    assert claim in {check.claim.id for check in answered.checks}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Is it true that the building of the mill dates to 1791?"),
        ("fr", "C'est vrai que le moulin a été construit en 1791 ?"),
        ("en", "Is it true that the mill produces 35 tonnes of flour?"),
        ("fr", "C'est vrai que l'incendie du moulin date de 1902 ?"),
    ],
)
def test_who_states_the_better_figure_is_not_told_to_be_wrong(mill: Opened, language: str, text: str) -> None:
    answered = ask(mill, language, text)

    findings = [claim.findings[language] for claim in mill.corpus.claims if claim.verdict in MUST_SHOW]
    assert not answered.statements[0].text.casefold().startswith(tuple(findings))


def test_what_is_right_in_the_article_is_not_checked_unasked(mill: Opened) -> None:
    answered = ask(mill, "en", "What does the article say about the wheel?")

    assert "Sa roue mesure six mètres." in {citation.quote.text for citation in answered.citations}
    assert answered.checks == ()


def test_two_wrong_claims_in_one_sentence_are_both_corrected(mill: Opened) -> None:
    answered = ask(mill, "en", "What does the article say about the fire?")

    assert {check.claim.id for check in answered.checks} == {"FIRE", "WHEN"}


def test_a_check_points_at_the_quote_that_carries_the_better_figure(mill: Opened) -> None:
    answered = ask(mill, "fr", "Combien de farine produit le moulin chaque année ?")

    (check,) = answered.checks
    carrying = [citation for citation in answered.citations if citation.number in check.citations]
    assert check.claim.id == "FLOUR"
    assert [citation.quote.document.source.id for citation in carrying] == ["mill-fr"]
    assert [reference.id for reference in check.references] == ["ledger"]


@pytest.mark.parametrize(
    ("language", "text", "leads"),
    [
        ("en", "Who owned the mill?", "Gaston Leroux"),
        ("fr", "Qui possédait le moulin ?", "Gaston Leroux"),
        ("en", "How many tonnes of flour a year?", "35 tonnes"),
        ("fr", "Combien de tonnes de farine par an ?", "35 tonnes"),
        ("en", "Why was there a fire in the mill?", "because"),
    ],
)
def test_the_lead_holds_what_is_asked_for(mill: Opened, language: str, text: str, leads: str) -> None:
    answered = ask(mill, language, text)

    assert leads in answered.statements[0].text
    assert answered.citations[0].quote.document.source.language == language


def test_who_asks_what_the_article_says_gets_its_words_first(mill: Opened) -> None:
    answered = ask(mill, "en", "What does the article say about the fire?")

    first = answered.citations[0]
    assert first.quote.text == "Un terrible incendie l'a détruit en 1903."
    assert first.translation == answered.statements[0].text == "A terrible fire destroyed it in 1903."


def test_the_article_is_left_out_where_it_does_not_speak_of_the_matter(mill: Opened) -> None:
    answered = ask(mill, "en", "Do herons nest on the roof?")

    assert {citation.quote.document.source.id for citation in answered.citations} == {"mill-en"}
