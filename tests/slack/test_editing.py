"""Questions that are edited or deleted take their answers along."""

import asyncio
from pathlib import Path

import pytest

from retrieval import Answer
from tests.bot.libraries import FakeLibrary
from tests.builders import make_answer, make_citation
from tests.slack.rules import texts
from tests.slack.running import bot_on
from tests.slack.workspace import BOT, Json, Workspace


def changed(before: Json, words: str, seconds: float = 5.0, **more: object) -> Json:
    edited = {"user": before["user"], "ts": f"{float(before['ts']) + seconds:.6f}"}
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": before["channel"],
        "channel_type": "channel",
        "ts": edited["ts"],
        "message": {**before, "text": words, "edited": edited, **more},
        "previous_message": before,
    }


def answer_with_the_question(text: str) -> Answer:
    return make_answer(make_citation(1, f"Quote for {text}"), text=text)


async def test_an_edited_question_gets_its_answer_updated(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path, FakeLibrary(answer_with_the_question)) as bot:
        asked = await bot.mention("What hapened?")
        (before,) = await bot.answers(1)
        ts = before["ts"]
        await slack.event(changed(asked, f"<@{BOT}> What happened?"))
        await slack.until(lambda: slack.made("chat.update"))

    (answer,) = slack.posted()
    assert answer["ts"] == ts
    assert "Quote for What happened?" in list(texts(answer["blocks"]))


@pytest.mark.parametrize(("words", "seconds"), [("Something else?", 130), (f"<@{BOT}> What happened?", 5)])
async def test_late_edits_and_unfolded_links_change_nothing(
    slack: Workspace, tmp_path: Path, words: str, seconds: float
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)
        await slack.event(changed(asked, words, seconds))
        await asyncio.sleep(0.15)

    assert slack.made("chat.update") == []
    assert len(bot.library.asked) == 1


async def test_a_deleted_question_takes_its_answer_along(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)
        gone = {"type": "message", "subtype": "message_deleted", "channel": "C1", "channel_type": "channel"}
        await slack.event({**gone, "deleted_ts": asked["ts"], "ts": slack.time()})
        await slack.until(lambda: slack.made("chat.delete"))
        await asyncio.sleep(0.15)
        kept = await bot.services.answered.to_message(f"slack:C1:{asked['ts']}")

    assert slack.posted() == []
    assert kept is not None
    assert kept.deleted


async def test_a_question_deleted_under_its_thread_takes_the_answer_along(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)
        await slack.event(changed(asked, "This message was deleted.", subtype="tombstone"))
        await slack.until(lambda: slack.made("chat.delete"))

    assert slack.posted() == []
