"""A summary that a model writes keeps the promises of an answer, or it is the extracted one."""

import logging
from collections.abc import Callable

import pytest

from retrieval.answers.writing import MOST_POINTS
from retrieval.types import Answer, Mode, Question, Status, Summary
from tests.generation.conftest import Desk
from tests.generation.points import THREAD, TOPICS, TRUE, extracted, summarise, texts
from tests.generation.promises import assert_promises
from tests.generation.servers import Play, always, instructions, material, quoting

Make = Callable[..., Desk]

each_language = pytest.mark.parametrize("language", ["en", "fr"])


@each_language
def test_a_topic_is_summarised_in_the_model_s_words_with_the_corrections_that_are_due(
    desk: Make, language: str
) -> None:
    made = desk()
    made.server.part = quoting(*TRUE[language])

    answer = summarise(made, language)

    assert_promises(answer, language)
    assert answer.mode is Mode.GENERATIVE
    assert answer.generation == "g1"
    assert texts(answer)[:5] == [text for text, _ in TRUE[language]]
    assert {check.claim.id for check in answer.checks} == {"BUILT", "FIRE", "WHEN"}
    assert 4 <= len(answer.statements) <= MOST_POINTS


@each_language
def test_who_worded_a_summary_is_said_above_it(desk: Make, language: str) -> None:
    made = desk()
    made.server.part = quoting(*TRUE[language])

    lead = summarise(made, language).message or ""

    assert {"en": "worded by a language model", "fr": "mots d'un modèle de langue"}[language] in lead
    assert lead.startswith((extracted(made, language).message or "").rstrip(" \u202f:"))


def test_the_prompt_asks_for_points_in_the_language_of_the_reader(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(*TRUE["fr"])

    summarise(made, "fr")

    request = made.server.requests[0]
    assert "Write the summary in French" in instructions(request)
    assert "Write 4 to 6 points" in instructions(request)
    assert material(request)["topic"] == TOPICS["fr"]
    assert not request.get("tools")


def test_a_thread_is_summarised_from_the_passages_and_its_messages_are_not_sent(desk: Make) -> None:
    made = desk()
    owner = (
        "In those days Gaston Leroux owned the mill.",
        "Gaston Leroux owned the mill then, says the register.",
    )
    made.server.part = quoting(*TRUE["en"][:2], owner)

    found = made.summariser.of_thread(THREAD, "en")

    assert isinstance(found, Summary)
    assert found.answer.mode is Mode.GENERATIVE
    assert_promises(found.answer)
    assert not any(text in str(request) for request in made.server.requests for text in THREAD)
    assert len(made.server.requests) == 1


def test_what_the_sources_do_not_say_is_refused_before_the_model_is_asked(desk: Make) -> None:
    made = desk()

    topic = made.summariser.of_topic("the price of bananas", "en")
    thread = made.summariser.of_thread(["hi all", "lunch?"], "en")

    assert isinstance(topic, Answer)
    assert isinstance(thread, Answer)
    assert topic.status is thread.status is Status.NOT_IN_SOURCES
    assert made.server.requests == []


def test_the_revisions_are_those_of_the_quotes_that_are_shown(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(*TRUE["en"])

    found = made.summariser.of_topic(TOPICS["en"], "en")

    assert isinstance(found, Summary)
    assert found.revisions == {
        citation.quote.document.source.id: citation.quote.document.revision
        for citation in found.answer.citations
    }


@each_language
def test_too_few_points_that_hold_leave_the_extracted_summary_and_the_log_says_why(
    desk: Make, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = desk()
    false = {"en": "The mill grinds 99 tonnes of flour.", "fr": "Le moulin moud 99 tonnes de farine."}
    first, (_, flour), *others = TRUE[language]
    made.server.part = quoting(first, *others[:2], (false[language], flour))

    answer = summarise(made, language)

    assert answer.mode is Mode.EXTRACTIVE
    assert answer.statements == extracted(made, language).statements
    assert answer.message == extracted(made, language).message
    assert "extraction answers: only 3 of 4 statements were kept (1 figure)" in caplog.text


def test_a_thread_of_which_little_is_known_may_have_fewer_points(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(TRUE["en"][1])

    found = made.summariser.of_thread([THREAD[1]], "en", points=1)

    assert isinstance(found, Summary)
    assert found.answer.mode is Mode.GENERATIVE
    assert texts(found.answer)[0] == TRUE["en"][1][0]


@pytest.mark.parametrize("points", [1, 6, 8])
def test_a_summary_never_has_more_than_eight_points(desk: Make, points: int) -> None:
    made = desk()
    made.server.part = quoting(
        *TRUE["en"], *(pair[::-1] for pair in TRUE["en"]), *((q, q) for _, q in TRUE["en"])
    )

    answer = summarise(made, points=points)

    assert_promises(answer)
    assert len(answer.statements) <= MOST_POINTS


def test_a_broken_structure_is_tried_once_more(desk: Make) -> None:
    made = desk()
    good = quoting(*TRUE["en"])
    made.server.part = lambda request: Play("{") if len(made.server.requests) == 1 else good(request)

    answer = summarise(made)

    assert answer.mode is Mode.GENERATIVE
    assert len(made.server.requests) == 2


def test_a_draft_that_broke_off_too_early_is_tried_once_more_and_nothing_is_said_twice(desk: Make) -> None:
    made = desk()
    good = quoting(*TRUE["en"])
    broken = quoting(*TRUE["en"][:2])
    made.server.part = lambda request: (
        Play(broken(request).text[:-2]) if len(made.server.requests) == 1 else good(request)
    )

    answer = summarise(made)

    assert texts(answer)[:5] == [text for text, _ in TRUE["en"]]
    assert len(made.server.requests) == 2


def test_failures_and_budget_hold_for_summaries_as_for_answers(desk: Make) -> None:
    tired, poor = desk(failures=1), desk(tokens_per_day=1)
    tired.server.part = always("broken")
    summarise(tired)
    summarise(poor)
    asked = len(tired.server.requests)

    fallbacks = [made and made.fallback for made in (summarise(tired).writing, summarise(poor).writing)]

    assert fallbacks == ["the model failed 1 times in a row and rests", "the day's 1 tokens are used up"]
    assert len(tired.server.requests) == asked


def test_who_asks_for_the_same_summary_gets_the_kept_one_and_a_question_does_not(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(*TRUE["en"])
    first = summarise(made)

    second = summarise(made)
    question = made.answerer.answer(Question(TOPICS["en"], "en"), written=True)

    assert second.statements == first.statements
    assert second.writing is not None
    assert second.writing.cached
    assert len(made.server.requests) == 2
    assert question.statements != first.statements


def test_what_a_summary_took_is_logged_and_what_it_says_is_not(
    desk: Make, caplog: pytest.LogCaptureFixture
) -> None:
    made = desk(price_read=2.0)
    made.server.part = quoting(*TRUE["en"])

    with caplog.at_level(logging.INFO):
        summarise(made)

    logged = " ".join(record.getMessage() for record in caplog.records if record.levelno >= logging.INFO)
    assert "1000 tokens read, 100 written, cost 0.002000, 5 statements kept" in logged
    assert "flour" not in logged


def test_the_article_may_be_quoted_twice_and_each_time_with_its_correction(desk: Make) -> None:
    made = desk()
    article = (
        ("The mill of Orval was built in 1820.", "Le moulin d'Orval a été construit en 1820."),
        ("A fire destroyed the mill in 1903.", "Un terrible incendie l'a détruit en 1903."),
    )
    made.server.part = quoting(*article, *TRUE["en"][1:])

    answer = summarise(made)

    assert texts(answer)[:2] == ["The article says:", "The article says:"]
    assert answer.statements[0].citations != answer.statements[1].citations
    assert {check.claim.id for check in answer.checks} == {"BUILT", "FIRE", "WHEN"}
    assert texts(answer)[2:6] == [text for text, _ in TRUE["en"][1:]]
