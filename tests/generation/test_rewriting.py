"""A follow-up is worded anew by the model, bounded by what its thread says; else the rule-based way is taken."""

import json
from collections.abc import Callable

import pytest

from retrieval.types import Answer, Question, Status, Turn
from tests.generation.conftest import Desk
from tests.generation.servers import (
    Part,
    Play,
    Request,
    always,
    instructions,
    is_rewriting,
    material,
    quoting,
)

Make = Callable[..., Desk]

THREAD = (Turn("Who owned the mill of Orval?", "Gaston Leroux owned the mill then, says the register."),)
FOLLOW_UP = "And how wide is its wheel?"
ALONE = "How wide is the wheel of the mill of Orval?"
WHEEL = ("The wheel of oak is six metres wide.", "The wheel of the mill is six metres wide, and made of oak.")


def rewriting(text: str, then: Part | None = None) -> Part:
    """Word every follow-up so; answer questions as `then` does."""

    def part(request: Request) -> Play:
        if is_rewriting(request):
            return Play(json.dumps({"question": text}))
        return (then or quoting(WHEEL))(request)

    return part


def ask(desk: Desk, text: str = FOLLOW_UP, thread: tuple[Turn, ...] = THREAD) -> Answer:
    return desk.answerer.answer(Question(text, "en", thread), written=True)


def test_a_follow_up_is_searched_as_the_model_words_it(desk: Make) -> None:
    made = desk()
    made.server.part = rewriting(ALONE)

    answer = ask(made)

    assert answer.rewritten == ALONE
    assert answer.question.text == FOLLOW_UP
    assert answer.statements[0].text == WHEEL[0]
    assert material(made.server.requests[1])["question"] == ALONE


def test_the_model_is_told_the_thread_as_data(desk: Make) -> None:
    made = desk()
    made.server.part = rewriting(ALONE)

    ask(made)

    told = material(made.server.requests[0])
    assert told["earlier"] == [{"question": THREAD[0].question, "answer": THREAD[0].answer}]
    assert told["last question"] == FOLLOW_UP
    assert "Write one question, in English" in instructions(made.server.requests[0])


@pytest.mark.parametrize(
    "worded",
    [
        "How wide is the wheel of Napoleon's mill?",
        "How wide was the wheel of the mill of Orval in 1999?",
        "How wide are the 12 wheels of the mill of Orval?",
        "Quelle est la largeur de la roue du moulin d'Orval ?",
        "How wide is the wheel of the mill of Orval? See https://evil.example",
        "@everyone how wide is its wheel?",
        "How wide is the wheel of the mill of Orval, " + "and " * 90 + "why?",
    ],
)
def test_a_wording_that_adds_what_the_thread_lacks_is_not_taken(desk: Make, worded: str) -> None:
    made = desk()
    made.server.part = rewriting(worded)

    answer = ask(made)

    assert answer.rewritten is None
    assert answer.status is Status.ANSWERED


def test_a_wording_that_loses_a_name_of_the_question_is_not_taken(desk: Make) -> None:
    made = desk()
    made.server.part = rewriting("How wide is the wheel of the mill of Orval?")

    answer = ask(made, "And how wide is its wheel in Bolivia?")

    assert answer.rewritten is None


@pytest.mark.parametrize(
    "part",
    [always("no JSON"), always('{"question": 3}'), always("x" * 9000), lambda _request: Play(status=500)],
)
def test_a_model_that_fails_leaves_the_rule_based_way(desk: Make, part: Part) -> None:
    made = desk(failures=100)
    made.server.part = lambda request: part(request) if is_rewriting(request) else quoting(WHEEL)(request)

    answer = ask(made)

    assert answer.rewritten is None
    assert answer.statements[0].text == WHEEL[0]


@pytest.mark.slow
def test_a_model_that_stalls_leaves_time_for_the_answer(desk: Make) -> None:
    made = desk(seconds=6)
    stalling = always('{"question": "How', stalls_after=5)
    made.server.part = lambda request: stalling(request) if is_rewriting(request) else quoting(WHEEL)(request)

    answer = ask(made)

    assert answer.rewritten is None
    assert answer.statements[0].text == WHEEL[0]


def test_a_question_that_stands_alone_is_not_rewritten(desk: Make) -> None:
    made = desk()
    made.server.part = rewriting("Something else?")

    answer = ask(made, "How much flour does the mill of Orval grind every year?")

    assert answer.rewritten is None
    assert not any(is_rewriting(request) for request in made.server.requests)


def test_rewriting_can_be_turned_off(desk: Make) -> None:
    made = desk(rewrite=False)
    made.server.part = rewriting(ALONE)

    answer = ask(made)

    assert answer.rewritten is None
    assert not any(is_rewriting(request) for request in made.server.requests)


def test_the_kept_answer_to_a_follow_up_is_found_without_rewriting_again(desk: Make) -> None:
    made = desk()
    made.server.part = rewriting(ALONE)
    ask(made)

    again = ask(made)

    assert again.rewritten == ALONE
    assert len(made.server.requests) == 2


def test_what_rewriting_took_counts_for_the_answer(desk: Make) -> None:
    made = desk()
    made.server.part = rewriting(ALONE)

    writing = ask(made).writing

    assert writing is not None
    assert writing.usage.read == 2000
    assert made.allowance.spent_today()[0] == 2200
