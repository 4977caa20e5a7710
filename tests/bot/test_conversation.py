"""A message gets a reply, or a notice that says why not."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.chat import IncomingMessage, Notice, Reply, Trouble
from bot.conversation import Conversation
from bot.locales import word
from bot.settings import ConversationSettings
from retrieval import (
    Answer,
    IndexMissing,
    Library,
    MessageEmpty,
    QuestionEmpty,
    QuestionError,
    QuestionTooLong,
    Reason,
)
from tests.bot.libraries import FakeLibrary, WritingLibrary, answer_plainly, as_library
from tests.builders import make_answer, make_citation


def converse(library: FakeLibrary, *texts: str, **settings: float) -> list[Reply]:
    """Send messages of one thread, one after the other."""
    conversation = make_conversation(library, **settings)

    async def send() -> list[Reply]:
        return [await conversation.reply(IncomingMessage(text, "thread")) for text in texts]

    return asyncio.run(send())


def make_conversation(library: FakeLibrary, **settings: float) -> Conversation:
    return Conversation(as_library(library), ConversationSettings.model_validate(settings))


def raising(error: Exception) -> Callable[[str], Answer]:
    def answer(_text: str) -> Answer:
        raise error

    return answer


def test_a_question_gets_an_answer() -> None:
    (reply,) = converse(FakeLibrary(), "What happened?")

    assert isinstance(reply, Answer)
    assert reply.question.text == "What happened?"


def test_a_follow_up_brings_what_was_said_before() -> None:
    library = FakeLibrary()

    converse(library, "What happened?", "And then?")

    assert library.asked[0][1] == ()
    (turn,) = library.asked[1][1]
    assert turn.question == "What happened?"
    assert turn.answer is not None
    assert "A quoted sentence." in turn.answer


def test_a_question_that_was_worded_anew_is_remembered_so() -> None:
    def answer(text: str) -> Answer:
        rewritten = "What happened then?" if text == "And then?" else None
        return replace(answer_plainly(text), rewritten=rewritten)

    library = FakeLibrary(answer)

    converse(library, "And then?", "Why?")

    assert [turn.question for turn in library.asked[1][1]] == ["What happened then?"]


def test_threads_do_not_hear_each_other() -> None:
    library = FakeLibrary()
    conversation = make_conversation(library)

    async def send() -> None:
        await conversation.reply(IncomingMessage("What happened?", "one"))
        await conversation.reply(IncomingMessage("And then?", "other"))

    asyncio.run(send())

    assert library.asked[1] == ("And then?", ())


def test_a_thread_remembers_no_more_turns_than_the_setting_says() -> None:
    library = FakeLibrary()

    converse(library, "One?", "Two?", "Three?", "Four?", turns=2)

    assert [turn.question for turn in library.asked[3][1]] == ["Two?", "Three?"]


def test_nothing_is_remembered_when_the_setting_is_none() -> None:
    library = FakeLibrary()

    converse(library, "One?", "Two?", turns=0)

    assert library.asked[1][1] == ()


def test_the_thread_that_was_silent_longest_is_forgotten_first() -> None:
    library = FakeLibrary()
    conversation = make_conversation(library, threads=2)

    async def send() -> None:
        for thread in ("a", "b", "a", "c", "a", "b"):
            await conversation.reply(IncomingMessage(f"Asked in {thread}?", thread))

    asyncio.run(send())

    assert [len(earlier) for _, earlier in library.asked] == [0, 0, 1, 0, 2, 0]


@pytest.mark.parametrize(
    ("error", "locale", "explained"),
    [
        (QuestionEmpty(), "en", "no word in this question"),
        (QuestionEmpty(), "fr", "pas un mot dans cette question"),
        (QuestionTooLong(4_321, 2_000, "fr"), "en", "4\u202f321 caractères, et j'en lis 2\u202f000"),
        (QuestionTooLong(4_321, 2_000, "en"), "fr", "4,321 characters, and I read 2,000"),
        (QuestionTooLong(4_321, 2_000, "it"), "fr", "4,321 characters"),
        (MessageEmpty(), "fr", "rien dans ce message"),
    ],
)
def test_a_question_that_cannot_be_searched_is_explained_to_its_asker(
    error: QuestionError, locale: str, explained: str
) -> None:
    conversation = make_conversation(FakeLibrary(raising(error)))

    reply = asyncio.run(conversation.reply(IncomingMessage("?", "thread"), locale))

    assert isinstance(reply, Notice)
    assert reply.trouble is Trouble.QUESTION
    assert explained in reply.text


def test_a_failure_is_logged_under_the_reference_that_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        (reply,) = converse(
            FakeLibrary(raising(IndexMissing(Reason.NO_INDEX, data="data"))), "What happened?"
        )

    assert isinstance(reply, Notice)
    (record,) = caplog.records
    reference, _, words = record.getMessage().partition(": ")
    assert words == "there is no index in data yet: run `deepseek-bot reindex`"
    assert reply.text == word("en", "failed", reference=reference)


def test_what_was_asked_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        converse(FakeLibrary(raising(IndexMissing(Reason.NO_INDEX, data="data"))), "A very private question?")

    assert "private" not in caplog.text


def test_a_failure_is_worded_in_the_person_s_language() -> None:
    conversation = make_conversation(FakeLibrary(raising(IndexMissing(Reason.NO_INDEX, data="data"))))

    reply = asyncio.run(conversation.reply(IncomingMessage("Quoi ?", "thread"), locale="fr"))

    assert isinstance(reply, Notice)
    assert "Réessayez" in reply.text


def test_a_bug_is_an_apology_to_the_person_and_a_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        (reply,) = converse(FakeLibrary(raising(ZeroDivisionError())), "What happened?")

    assert isinstance(reply, Notice)
    (record,) = caplog.records
    assert reply.text == word("en", "failed", reference=record.getMessage().partition(": ")[0])
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_question_that_is_given_up_keeps_its_place_until_it_is_done() -> None:
    running, most, lock = 0, 0, threading.Lock()

    def answer(text: str) -> Answer:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.1)
        with lock:
            running -= 1
        return answer_plainly(text)

    converse(FakeLibrary(answer), "One?", "Two?", "Three?", "Four?", at_once=1, seconds=0.03)

    assert most == 1


def test_a_failed_question_is_not_remembered() -> None:
    failing = True

    def answer(text: str) -> Answer:
        if failing:
            raise IndexMissing(Reason.NO_INDEX, data="data")
        return answer_plainly(text)

    library = FakeLibrary(answer)
    conversation = make_conversation(library)

    async def send() -> None:
        nonlocal failing
        await conversation.reply(IncomingMessage("One?", "thread"))
        failing = False
        await conversation.reply(IncomingMessage("Two?", "thread"))

    asyncio.run(send())

    assert library.asked[1][1] == ()


def test_a_question_that_takes_too_long_is_given_up() -> None:
    released = threading.Event()

    def wait(text: str) -> Answer:
        released.wait(5)
        return answer_plainly(text)

    async def send() -> Reply:
        reply = await make_conversation(FakeLibrary(wait), seconds=0.05).reply(
            IncomingMessage("One?", "thread")
        )
        released.set()
        return reply

    reply = asyncio.run(send())

    assert isinstance(reply, Notice)
    assert "No answer within" in reply.text


def test_too_many_questions_at_once_are_turned_away_and_later_ones_are_welcome() -> None:
    released = threading.Event()

    def wait(text: str) -> Answer:
        released.wait(5)
        return answer_plainly(text)

    conversation = make_conversation(FakeLibrary(wait), at_once=1, waiting=1)

    async def send() -> tuple[list[Reply], Reply]:
        messages = [IncomingMessage("One?", f"thread {number}") for number in range(3)]
        tasks = [asyncio.create_task(conversation.reply(message)) for message in messages]
        await asyncio.sleep(0.05)
        released.set()
        replies = list(await asyncio.gather(*tasks))
        return replies, await conversation.reply(messages[0])

    replies, later = asyncio.run(send())

    assert [isinstance(reply, Answer) for reply in replies] == [True, True, False]
    assert replies[2] == Notice(word("en", "busy"), Trouble.BUSY)
    assert isinstance(later, Answer)


def test_no_more_questions_are_worked_on_at_once_than_the_setting_says() -> None:
    working, most, lock = 0, 0, threading.Lock()

    def count(text: str) -> Answer:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        threading.Event().wait(0.01)
        with lock:
            working -= 1
        return answer_plainly(text)

    conversation = make_conversation(FakeLibrary(count), at_once=2)

    async def send() -> None:
        await asyncio.gather(
            *(conversation.reply(IncomingMessage("One?", str(number))) for number in range(8))
        )

    asyncio.run(send())

    assert most == 2


async def test_slow_fetches_of_admins_take_no_questions_place() -> None:
    released = threading.Event()
    conversation = make_conversation(FakeLibrary(), at_once=1, seconds=2)
    slow = [asyncio.create_task(conversation.consult(lambda _library: released.wait(20))) for _ in range(60)]
    await asyncio.sleep(0.05)

    reply = await conversation.reply(IncomingMessage("What happened?", "thread"))
    checked = await conversation.check(IncomingMessage("The mill is old.", "thread"))
    released.set()
    done = await asyncio.gather(*slow)

    assert isinstance(reply, Answer)
    assert isinstance(checked, Answer)
    assert done == [True] * 60


async def test_what_is_no_question_is_bounded_too() -> None:
    working, most, lock = 0, 0, threading.Lock()

    def count(_library: Library) -> None:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        time.sleep(0.02)
        with lock:
            working -= 1

    conversation = make_conversation(FakeLibrary())

    await asyncio.gather(*(conversation.consult(count) for _ in range(100)))

    assert 1 < most <= 32


async def test_a_thread_is_remembered_once_something_was_answered_in_it() -> None:
    conversation = make_conversation(FakeLibrary())
    before = conversation.remembers("console:1")

    await conversation.reply(IncomingMessage("What happened?", "console:1"))

    assert (before, conversation.remembers("console:1")) == (False, True)
    assert not conversation.remembers("console:2")


async def test_verified_statements_are_handed_over_on_the_event_loop_before_the_answer() -> None:
    library = WritingLibrary(lambda text: make_answer(make_citation(1), make_citation(2), text=text))
    library.go_on(3)
    here, heard = threading.get_ident(), list[tuple[int, int]]()

    reply = await make_conversation(library).reply(
        IncomingMessage("What happened?", "thread"),
        said=lambda answer: heard.append((len(answer.statements), threading.get_ident())),
    )

    assert isinstance(reply, Answer)
    assert heard == [(1, here), (2, here)]


async def test_who_reads_along_is_not_told_that_it_takes_too_long() -> None:
    library = WritingLibrary(lambda text: make_answer(make_citation(1), make_citation(2), text=text))
    conversation = make_conversation(library, seconds=0.6)
    answering = asyncio.create_task(
        conversation.reply(IncomingMessage("What happened?", "thread"), said=lambda _answer: None)
    )

    await asyncio.sleep(0.35)
    library.go_on()
    await asyncio.sleep(0.45)
    library.go_on(2)
    reply = await answering

    assert isinstance(reply, Answer)


async def test_an_answer_that_stops_growing_is_given_up_in_the_end() -> None:
    library = WritingLibrary()
    conversation = make_conversation(library, seconds=0.2)
    library.go_on()

    reply = await conversation.reply(IncomingMessage("What happened?", "thread"), said=lambda _answer: None)
    library.go_on()

    assert isinstance(reply, Notice)
    assert reply.trouble is Trouble.LATE
