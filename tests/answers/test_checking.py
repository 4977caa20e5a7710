"""A message is held against the village's texts: what they bear out, what they contradict, what they know nothing of."""

import time
from pathlib import Path

import pytest

from retrieval.answers.checking import Checker
from retrieval.types import Answer, Assessment, Status
from tests.builders import write_corpus
from tests.mill import Opened


def check(mill: Opened, text: str) -> Answer:
    return Checker(mill.retriever, mill.keywords, mill.snapshot, mill.answerer, quotes=3).check(text)


@pytest.mark.parametrize(
    ("text", "assessment"),
    [
        ("The mill of Orval was built in 1820.", Assessment.CONTRADICTED),
        ("Le moulin d'Orval a été construit en 1820.", Assessment.CONTRADICTED),
        ("The mill of Orval was built in 1791.", Assessment.SUPPORTED),
        ("Le moulin d'Orval a été construit en 1791.", Assessment.SUPPORTED),
        ("The mill produces more than 40 tonnes of flour every year.", Assessment.CONTRADICTED),
        ("Le moulin produit plus de 40 tonnes de farine.", Assessment.CONTRADICTED),
        ("The mill of Orval grinds about 35 tonnes of flour a year.", Assessment.SUPPORTED),
        ("The mill of Orval grinds 90 tonnes of flour a year.", Assessment.CONTRADICTED),
        ("A fire damaged the mill of Orval in 1902.", Assessment.SUPPORTED),
        ("The wheel of the mill is made of oak and six metres wide.", Assessment.SUPPORTED),
        ("The wheel of the mill is not made of oak and not six metres wide.", Assessment.CONTRADICTED),
        ("Herons nest on the roof of the mill every spring.", Assessment.SUPPORTED),
        ("Herons might nest on the roof of the mill every spring.", Assessment.UNDECIDED),
        ("The station of Springfield has two platforms.", Assessment.NOT_IN_SOURCES),
        ("La gare de Trouville a deux quais.", Assessment.NOT_IN_SOURCES),
    ],
)
def test_a_message_is_assessed(mill: Opened, text: str, assessment: Assessment) -> None:
    assert check(mill, text).assessment is assessment


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("The mill of Orval was built in 1820.", "These sources contradict this."),
        ("Le moulin d'Orval a été construit en 1791.", "Ces sources le confirment."),
        ("The station of Springfield has two platforms.", "This is not in these sources."),
    ],
)
def test_the_headline_is_in_the_message_s_language(mill: Opened, text: str, headline: str) -> None:
    assert check(mill, text).message == headline


def test_what_repeats_a_wrong_claim_gets_its_check_and_the_article_s_words(mill: Opened) -> None:
    answer = check(mill, "The mill of Orval was built in 1820.")

    assert answer.checks[0].claim.id == "BUILT"
    assert answer.statements[0].text == "Wrong: The mill of Orval was built in 1791."
    assert answer.citations[0].quote.text == "Le moulin d'Orval a été construit en 1820."
    assert answer.citations[0].translation == "The mill of Orval was built in 1820."


def test_what_is_not_in_the_sources_cites_nothing(mill: Opened) -> None:
    answer = check(mill, "The mill of Orval paid a fine of 300 francs.")

    assert (answer.status, answer.assessment) == (Status.NOT_IN_SOURCES, Assessment.NOT_IN_SOURCES)
    assert (answer.statements, answer.citations, answer.checks) == ((), (), ())
    assert len(answer.nearest) <= 2


def test_one_contradicted_sentence_is_enough(mill: Opened) -> None:
    answer = check(mill, "A fire damaged the mill of Orval in 1902. The mill of Orval was built in 1820!")

    assert answer.assessment is Assessment.CONTRADICTED
    assert answer.message == "These sources contradict part of this."
    assert len(answer.statements) == 2


def test_all_sentences_must_be_supported(mill: Opened) -> None:
    answer = check(
        mill, "A fire damaged the mill of Orval in 1902. The mill of Orval paid a fine of 300 francs."
    )

    assert answer.assessment is Assessment.UNDECIDED
    assert answer.message == "These sources support only part of this."


def test_at_most_three_sentences_are_checked_with_three_quotes(mill: Opened) -> None:
    text = (
        "The mill of Orval was built in 1820. The mill grinds 90 tonnes of flour. The fire of the mill was in 1903. "
        "Herons nest on the roof of the mill. Gaston Leroux owned the mill of Orval."
    )

    answer = check(mill, text)

    assert len(answer.statements) <= 3
    assert len(answer.citations) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "> The mill of Orval was built in 1820 <@8123>",
        "https://mill.example/a?b=1 @miller **The mill of Orval** was built in 1820!!! 😀 :mill:",
        "<https://mill.example|look> The mill of Orval was built in 1820",
        "Who knows? The mill of Orval was built in 1820.",
    ],
)
def test_noise_changes_nothing(mill: Opened, text: str) -> None:
    answer = check(mill, text)

    assert answer.assessment is Assessment.CONTRADICTED
    assert answer.statements[0].text == "Wrong: The mill of Orval was built in 1791."


@pytest.mark.parametrize(
    "text", ["😀😀😀", "https://mill.example/a <@1> <#2>", "?!", "Who built the mill?", "1" * 2000]
)
def test_a_message_that_states_nothing_is_told_so(mill: Opened, text: str) -> None:
    answer = check(mill, text)

    assert answer.message == "There is nothing here that these sources could check."
    assert answer.assessment is Assessment.NOT_IN_SOURCES
    assert answer.question.text


def test_another_language_is_never_decided_by_the_few_words_that_are_known(mill: Opened) -> None:
    answer = check(mill, "El molino de Orval fue construido en el año 1791 por la familia.")

    assert answer.assessment in (Assessment.UNDECIDED, Assessment.NOT_IN_SOURCES)


@pytest.mark.parametrize(
    ("text", "assessment"),
    [
        ("The zoo of Lille opened in 1950.", Assessment.SUPPORTED),
        ("The zoo of Lille opened in 1960.", Assessment.CONTRADICTED),
        ("The zoo keeps 450 animals.", Assessment.SUPPORTED),
        ("The zoo keeps 450 otters.", Assessment.UNDECIDED),
        ("Nvidia lost 593 billion dollars.", Assessment.NOT_IN_SOURCES),
    ],
)
def test_a_corpus_without_claims_is_checked_against_too(
    tmp_path: Path, text: str, assessment: Assessment
) -> None:
    texts = {
        "zoo": "# Zoo\n\nThe zoo of Lille opened in 1950. The zoo keeps 450 animals and 12 otters.\n",
        "park": "# Park\n\nThe park is not open at night. Dogs are allowed in the park on a lead.\n",
    }
    opened = Opened(write_corpus(tmp_path / "corpus", texts), tmp_path / "index")

    answer = check(opened, text)

    opened.snapshot.close()
    assert answer.assessment is assessment


@pytest.mark.parametrize(
    "text",
    [
        "R1 1 " * 800,
        "5.6 million tonnes, " * 200,
        "27 January 2025 " * 250,
        "may " * 1000,
        "<" * 4000,
        "of the year " * 330,
    ],
)
def test_no_message_takes_long(mill: Opened, text: str) -> None:
    check(mill, "The mill of Orval was built in 1820.")
    started = time.perf_counter()

    check(mill, f"The mill of Orval {text}")

    assert time.perf_counter() - started < 1.5
