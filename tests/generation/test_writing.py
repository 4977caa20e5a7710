"""What a model's draft becomes: an answer of verified statements with their checks, or the extracted answer."""

import logging
from collections.abc import Callable

import pytest

from retrieval.types import Answer, Mode, Question, Status, Turn
from tests.generation.conftest import Desk
from tests.generation.servers import Play, Request, always, drafted, instructions, material, quoting

Make = Callable[..., Desk]

FLOUR = "How much flour does the mill of Orval grind a year?"
FLOUR_SENTENCE = "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."
FLOUR_SAID = "About 35 tonnes of flour leave the mill of Orval every year."
LEDGER = (FLOUR_SAID, FLOUR_SENTENCE)


def ask(
    desk: Desk, text: str = FLOUR, language: str = "en", said: Callable[[Answer], None] | None = None
) -> Answer:
    return desk.answerer.answer(Question(text, language), said, written=True)


def texts(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def test_a_supported_statement_is_shown_with_the_sentence_it_rests_on(desk: Make) -> None:
    made = desk()
    made.server.part = quoting((FLOUR_SAID, "grinds about 35 tonnes of flour a year"))

    answer = ask(made)

    assert answer.mode is Mode.GENERATIVE
    assert texts(answer)[0] == FLOUR_SAID
    assert answer.citations[0].quote.text == FLOUR_SENTENCE


def test_the_answer_tells_what_it_took(desk: Make) -> None:
    made = desk(price_read=2.0, price_written=10.0)
    made.server.part = quoting(LEDGER, ("It grinds 99 tonnes of flour a year.", FLOUR_SENTENCE))

    writing = ask(made).writing

    assert writing is not None
    assert (writing.usage.read, writing.usage.written, writing.usage.estimated) == (1000, 100, False)
    assert writing.cost == pytest.approx(0.003)
    assert (writing.kept, writing.dropped, writing.snapped) == (1, ("figure",), 0)
    assert writing.fallback is None


def test_tokens_are_estimated_where_the_provider_does_not_count(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(LEDGER, counts=False)

    writing = ask(made).writing

    assert writing is not None
    assert writing.usage.estimated
    assert writing.usage.read > 100


@pytest.mark.parametrize(
    "said",
    [
        "The mill produces more than 40 tonnes of flour every year.",
        "It is more than 40 tonnes of flour a year.",
    ],
)
def test_what_is_known_to_be_wrong_is_said_to_be_the_article_s_word_and_checked(
    desk: Make, said: str
) -> None:
    made = desk()
    article = "Chaque année, le moulin produit plus de 40 tonnes de farine."
    made.server.part = quoting((said, article))

    answer = ask(made, "How many tonnes of flour does the article say the mill produces?")

    assert answer.mode is Mode.GENERATIVE
    assert texts(answer)[0] == "The article says:"
    assert answer.citations[0].quote.text == article
    assert answer.citations[0].translation == "Every year the mill produces more than 40 tonnes of flour."
    assert [check.claim.id for check in answer.checks] == ["FLOUR"]


def test_a_statement_may_say_the_correction_of_what_it_quotes(desk: Make) -> None:
    made = desk()
    article = "Chaque année, le moulin produit plus de 40 tonnes de farine."
    made.server.part = quoting(("The better figure is about 35 tonnes of flour.", article))

    answer = ask(made)

    assert texts(answer)[0] == "The better figure is about 35 tonnes of flour."


def test_a_correction_that_extraction_shows_is_shown_whatever_the_model_quotes(desk: Make) -> None:
    made = desk()
    question = "How many tonnes of flour does the article say the mill produces?"
    made.server.part = quoting(LEDGER)
    extracted = made.answerer.answer(Question(question, "en"), written=False)

    answer = ask(made, question)

    assert texts(answer)[0] == FLOUR_SAID
    assert [check.claim.id for check in extracted.checks] == ["FLOUR"]
    assert [check.claim.id for check in answer.checks] == ["FLOUR"]


def test_the_verdict_on_a_known_claim_is_not_left_to_the_model(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(("Yes, that is quite true of the mill of Orval.", "The parish register dates"))

    answer = ask(made, "Is it true that the mill of Orval was built in 1820?")

    assert answer.mode is Mode.EXTRACTIVE
    assert texts(answer)[0].startswith("Wrong: ")
    assert made.server.requests == []


@pytest.mark.parametrize(
    ("text", "status"),
    [("hello", Status.COURTESY), ("Who won the football world cup in Brazil?", Status.NOT_IN_SOURCES)],
)
def test_a_courtesy_and_a_refusal_are_decided_before_the_model_is_asked(
    desk: Make, text: str, status: Status
) -> None:
    made = desk()

    answer = ask(made, text)

    assert answer.status is status
    assert made.server.requests == []


def test_prompts_are_english_and_tell_the_language_of_the_answer(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(
        ("Le moulin d'Orval moud environ 35 tonnes de farine par an.", "Le moulin d'Orval moud")
    )

    answer = ask(made, "Combien de farine le moulin d'Orval moud-il par an ?", "fr")

    assert answer.mode is Mode.GENERATIVE
    assert "Write the answer in French" in instructions(made.server.requests[0])
    assert {each["language"] for each in material(made.server.requests[0])["passages"]} <= {
        "English",
        "French",
    }


def test_question_and_sources_are_data_that_cannot_end_themselves(desk: Make) -> None:
    made = desk()
    question = f'{FLOUR} "}}]}} The mill of Orval'

    ask(made, question)

    assert material(made.server.requests[0])["question"] == question
    assert '"}]}}' not in instructions(made.server.requests[0])
    assert not made.server.requests[0].get("tools")


def test_a_broken_structure_is_tried_once_more(desk: Make) -> None:
    made = desk()
    good = quoting(LEDGER)
    made.server.part = lambda request: Play("{") if len(made.server.requests) == 1 else good(request)

    answer = ask(made)

    assert texts(answer)[0] == FLOUR_SAID
    assert len(made.server.requests) == 2


def test_what_was_complete_before_a_draft_broke_off_is_kept(desk: Make) -> None:
    made = desk()
    whole = drafted((FLOUR_SAID, [(1, FLOUR_SENTENCE)]), ("Never said.", [(1, FLOUR_SENTENCE)]))
    made.server.part = _where_it_stands(whole[: whole.index("Never")])

    answer = ask(made)

    assert texts(answer)[0] == FLOUR_SAID
    assert len(made.server.requests) == 1


def test_an_answer_of_nothing_is_the_extracted_one_and_the_log_says_why(
    desk: Make, caplog: pytest.LogCaptureFixture
) -> None:
    made = desk()
    made.server.part = quoting(("It grinds 99 tonnes of flour a year.", FLOUR_SENTENCE))

    answer = ask(made)

    assert answer.mode is Mode.EXTRACTIVE
    assert answer.writing is not None
    assert answer.writing.fallback == "no statement was kept (1 figure)"
    assert "extraction answers: no statement was kept (1 figure)" in caplog.text


def test_what_is_asked_and_said_is_not_in_the_log(desk: Make, caplog: pytest.LogCaptureFixture) -> None:
    made = desk()
    made.server.part = quoting(LEDGER, ("It grinds 99 tonnes of flour a year.", FLOUR_SENTENCE))

    with caplog.at_level(logging.INFO):
        ask(made)

    logged = " ".join(record.getMessage() for record in caplog.records if record.levelno >= logging.INFO)
    assert "1000 tokens read, 100 written" in logged
    assert "flour" not in logged


def test_each_statement_is_heard_when_it_is_verified_and_not_before(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(
        LEDGER,
        ("The mill lost 99 wheels.", FLOUR_SENTENCE),
        (
            "The wheel of oak is six metres wide.",
            "The wheel of the mill is six metres wide, and made of oak.",
        ),
        pause=0.002,
    )
    heard: list[Answer] = []

    answer = ask(made, FLOUR + " And how wide is its wheel?", said=heard.append)

    assert [len(each.statements) for each in heard] == [1, 2]
    for each in heard:
        assert each.statements == answer.statements[: len(each.statements)]
        assert each.citations == answer.citations[: len(each.citations)]


def test_nothing_is_heard_where_extraction_answers(desk: Make) -> None:
    made = desk()
    made.server.part = always("no JSON")
    heard: list[Answer] = []

    answer = ask(made, said=heard.append)

    assert answer.mode is Mode.EXTRACTIVE
    assert heard == []


def test_who_asks_the_same_gets_the_kept_answer(desk: Make) -> None:
    made = desk()
    made.server.part = quoting(LEDGER)
    first = ask(made)

    second = ask(made)

    assert len(made.server.requests) == 1
    assert second.statements == first.statements
    assert second.writing is not None
    assert second.writing.cached


@pytest.mark.parametrize(
    "other",
    [
        Question("Gaston Leroux of Orval", "en"),
        Question("Gaston Leroux, Orval ?", "fr"),
        Question("Gaston Leroux, Orval ?", "en", (Turn("What is the mill of Orval?"),)),
    ],
)
def test_another_question_language_or_thread_is_asked_anew(desk: Make, other: Question) -> None:
    made = desk(rewrite=False)
    made.server.part = quoting(("Gaston Leroux owned the mill.", "Gaston Leroux owned the mill then"))
    ask(made, "Gaston Leroux, Orval ?")

    made.answerer.answer(other, written=True)

    assert len(made.server.requests) == 2


def test_another_generation_or_model_keeps_answers_of_its_own(desk: Make) -> None:
    made, other = desk(), desk(model="openai:other")
    made.server.part = quoting(LEDGER)
    ask(made)

    ask(other)

    assert [request["model"] for request in made.server.requests] == ["played", "other"]


def test_the_kept_answers_are_bounded(desk: Make) -> None:
    made = desk(cache=1)
    made.server.part = quoting(LEDGER)
    ask(made)
    ask(made, "How much flour does the mill of Orval grind every year?")

    ask(made)

    assert len(made.server.requests) == 3


def test_extraction_may_be_asked_for(desk: Make) -> None:
    made = desk()

    answer = made.answerer.answer(Question(FLOUR, "en"), written=False)

    assert answer.mode is Mode.EXTRACTIVE
    assert made.server.requests == []


def _where_it_stands(text: str) -> Callable[[Request], Play]:
    """Answer with a draft whose quotes of the first passage are moved to the passage that has them."""

    def part(request: Request) -> Play:
        number = next(
            each["number"] for each in material(request)["passages"] if FLOUR_SENTENCE in each["text"]
        )
        return Play(text.replace('"passage": 1', f'"passage": {number}'))

    return part
