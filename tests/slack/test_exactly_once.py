"""Whatever is repeated, cut off or killed, a question gets one answer and none is lost."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.slack.hearing import Heard, Kind
from bot.storage.database import open_database
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox
from retrieval import Answer, Statement
from tests.bot.libraries import FakeLibrary
from tests.builders import make_answer, make_citation
from tests.slack.running import bot_on
from tests.slack.workspace import BOT, Json, Workspace


def long_answer(text: str) -> Answer:
    """Return an answer that takes two messages."""
    said = tuple(Statement(f"Statement {number}. " + "word " * 800, (1,)) for number in (1, 2, 3))
    return make_answer(make_citation(), statements=said, text=text)


async def leave(data: Path, heard: Heard) -> None:
    """Take an event as a process that dies right after."""
    database = await open_database(f"sqlite:///{data / 'bot.sqlite'}")
    inbox = Inbox(database)
    await inbox.take(f"slack:{heard.event}", "slack", heard.record())
    await inbox.release(f"slack:{heard.event}")
    await database.close()


def heard_from(message: Json, event: str = "Ev-left") -> Heard:
    return Heard(
        Kind.ASKED,
        event,
        "T1",
        message["channel"],
        message["user"],
        "What happened?",
        message["ts"],
        message["ts"],
    )


async def test_an_event_that_is_sent_again_is_answered_once(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        message = slack.say("C1", f"<@{BOT}> What happened?")
        body = await slack.event({**message, "type": "app_mention"})
        await asyncio.gather(*(slack.send("events_api", body) for _ in range(3)))
        await bot.answers(1)
        await slack.send("events_api", body)
        await asyncio.sleep(0.2)

    assert len(slack.posted()) == 1
    assert len(bot.library.asked) == 1


async def test_an_event_that_is_sent_again_after_a_restart_is_answered_once(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        message = slack.say("C1", f"<@{BOT}> What happened?")
        body = await slack.event({**message, "type": "app_mention"})
        await bot.answers(1)

    slack.opened.clear()
    async with bot_on(slack, tmp_path) as bot:
        await slack.send("events_api", body)
        await asyncio.sleep(0.2)

    assert len(slack.posted()) == 1


async def test_a_question_that_a_dead_process_had_taken_is_answered(slack: Workspace, tmp_path: Path) -> None:
    message = slack.say("C1", f"<@{BOT}> What happened?")
    await leave(tmp_path, heard_from(message))

    async with bot_on(slack, tmp_path) as bot:
        (answer,) = await bot.answers(1)

    assert answer["thread_ts"] == message["ts"]


async def test_an_answer_that_a_dead_process_had_posted_is_not_posted_again(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        message = slack.say("C1", f"<@{BOT}> What happened?")
        await slack.event({**message, "type": "app_mention"}, "Ev-1")
        await bot.answers(1)
        await asyncio.sleep(0.1)
        # It died before it could write down what it had done.
        kept = await bot.services.answered.to_message(f"slack:C1:{message['ts']}")
        assert kept is not None
        await bot.services.answered.posted(kept.id)
    await leave(tmp_path, heard_from(message, "Ev-1b"))
    for posted in slack.posted():
        posted["metadata"]["event_payload"]["event"] = "Ev-1b"

    slack.opened.clear()
    async with bot_on(slack, tmp_path) as bot:
        await slack.until(lambda: slack.made("conversations.replies"))
        await asyncio.sleep(0.2)
        kept = await bot.services.answered.to_message(f"slack:C1:{message['ts']}")

    assert len(slack.posted()) == 1
    assert kept is not None
    assert kept.messages == (f"slack:C1:{slack.posted()[0]['ts']}",)


async def test_without_metadata_the_first_block_tells_what_is_posted_already(
    slack: Workspace, tmp_path: Path
) -> None:
    message = slack.say("C1", f"<@{BOT}> What happened?")
    slack.faults.unanswered["chat.postMessage"] = 1
    async with bot_on(slack, tmp_path) as bot:
        original = slack._post

        def forget_metadata(given: Json) -> Json:
            done = original(given)
            slack.messages["C1"][-1].pop("metadata", None)
            return done

        slack._post = forget_metadata  # type: ignore[method-assign]  # a Slack that keeps no metadata
        await slack.event({**message, "type": "app_mention"})
        await slack.until(lambda: slack.made("conversations.replies"))
        await asyncio.sleep(0.2)

    assert len(slack.posted()) == 1
    assert len(bot.library.asked) == 1


async def test_a_post_whose_reply_was_cut_off_is_not_sent_again(slack: Workspace, tmp_path: Path) -> None:
    slack.faults.unanswered["chat.postMessage"] = 1
    async with bot_on(slack, tmp_path) as bot:
        message = await bot.mention("What happened?")
        await slack.until(lambda: slack.made("conversations.replies"))
        await asyncio.sleep(0.2)
        kept = await bot.services.answered.to_message(f"slack:C1:{message['ts']}")

    assert len(slack.posted()) == 1
    assert kept is not None
    assert kept.messages


async def test_only_the_missing_part_of_a_long_answer_is_posted_later(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path, FakeLibrary(long_answer)) as bot:
        slack.faults.refused["chat.postMessage"] = "internal_error"
        message = await bot.mention("What happened?")
        await slack.until(lambda: [call for call in slack.calls if call.method == "chat.postMessage"])
        del slack.faults.refused["chat.postMessage"]
        slack.faults.unanswered["chat.postMessage"] = 1
        await bot.answers(2)
        await asyncio.sleep(0.3)
        kept = await bot.services.answered.to_message(f"slack:C1:{message['ts']}")

    parts = [posted["metadata"]["event_payload"]["part"] for posted in slack.posted()]
    assert parts == [0, 1]
    assert kept is not None
    assert len(kept.messages) == 2


async def test_too_many_requests_are_waited_out(slack: Workspace, tmp_path: Path) -> None:
    slack.faults.limited["chat.postMessage"] = 1
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("What happened?")
        (_,) = await bot.answers(1)

    limited, posted = [call for call in slack.calls if call.method == "chat.postMessage"]
    assert limited.error == "ratelimited"
    assert posted.error is None
    assert len(bot.library.asked) == 1


async def test_an_event_that_cannot_be_stored_is_not_acknowledged(
    slack: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with bot_on(slack, tmp_path) as bot:

        async def fail(*_given: object) -> list[bool]:
            raise StorageError("the disk is full")

        take = bot.services.inbox.take_all
        bot.services.inbox.take_all = fail  # type: ignore[method-assign, assignment]  # a database that fails for a while
        with pytest.raises(TimeoutError), caplog.at_level(logging.ERROR):
            async with asyncio.timeout(0.5):
                await bot.mention("What happened?")
        bot.services.inbox.take_all = take  # type: ignore[method-assign]
        message = slack.messages["C1"][0]
        await slack.event({**message, "type": "app_mention"})
        await bot.answers(1)

    assert any("send again" in record.getMessage() for record in caplog.records)
    assert len(slack.posted()) == 1


async def test_a_question_under_way_is_answered_before_the_bot_stops(
    slack: Workspace, tmp_path: Path
) -> None:
    slack.faults.seconds["chat.postMessage"] = 0.5
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("What happened?")

    assert len(slack.posted()) == 1
    assert bot.task.cancelled()


async def test_what_cannot_be_finished_in_time_is_left_for_another_process(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.platform.DRAIN_SECONDS", 0.2)
    slack.faults.refused["chat.postMessage"] = "internal_error"
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("What happened?")
        await slack.until(lambda: [call for call in slack.calls if call.method == "chat.postMessage"])
    del slack.faults.refused["chat.postMessage"]

    slack.opened.clear()
    async with bot_on(slack, tmp_path) as bot:
        await bot.answers(1)

    assert len(slack.posted()) == 1
