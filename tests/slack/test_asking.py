"""Questions in channels, threads and direct messages, and their answers."""

import asyncio
import logging
from pathlib import Path

import pytest

from retrieval import Answer
from tests.bot.libraries import FakeLibrary
from tests.builders import make_quote, make_refusal
from tests.slack.rules import texts
from tests.slack.running import Running, bot_on
from tests.slack.workspace import BOT, Json, Workspace


async def settled(bot: Running) -> None:
    """Let the bot finish what it may have begun."""
    await asyncio.sleep(0.15)


async def test_a_mention_is_answered_in_its_thread(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")

        (answer,) = await bot.answers(1)

    assert answer["thread_ts"] == asked["ts"]
    assert answer["text"] == "Statement 1."
    assert "A quoted sentence." in list(texts(answer["blocks"]))
    assert bot.library.asked[0][0] == "What happened?"
    assert slack.refused() == []


async def test_a_question_is_read_without_slacks_markup(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("Is <https://x.example|this> &lt;true&gt; &amp; said by <@U9|ann> in <#C2|news>?")
        await bot.answers(1)

    assert bot.library.asked[0][0] == "Is this <true> & said by @ann in #news?"


async def test_a_follow_up_in_the_thread_needs_no_mention(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)

        await bot.write("and then?", "C1", thread=asked["ts"], kind="channel")

        _, second = await bot.answers(2)
    assert second["thread_ts"] == asked["ts"]
    words, earlier = bot.library.asked[1]
    assert (words, [turn.question for turn in earlier]) == ("and then?", ["What happened?"])


async def test_after_a_restart_the_thread_is_read_again(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)

    slack.opened.clear()
    async with bot_on(slack, tmp_path) as bot:
        await bot.write("and then?", "C1", thread=asked["ts"], kind="channel")
        await bot.answers(2)

    assert [turn.question for turn in bot.library.asked[0][1]] == ["What happened?"]


async def test_a_picture_in_the_bots_thread_is_left_alone(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)
        await bot.write("", "C1", thread=asked["ts"], kind="channel")
        await settled(bot)

    assert len(slack.posted()) == 1


async def test_signs_of_progress_that_are_limited_delay_no_answer(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.client._PATIENCE_SECONDS", 0.2)
    slack.faults.limited["users.info"] = slack.faults.limited["assistant.threads.setStatus"] = 50
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("What happened?")

        await asyncio.wait_for(bot.answers(1), 3)


async def test_talk_in_threads_without_the_bot_is_left_alone(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        root = slack.say("C1", "Lunch?")
        await bot.write("At noon.", "C1", thread=root["ts"], kind="channel")
        await bot.write("Not a thread at all", "C1", kind="channel")
        await settled(bot)

    assert slack.posted() == []
    assert bot.library.asked == []


async def test_a_reply_to_somebody_else_in_the_bots_thread_is_left_alone(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)
        await bot.write("<@U2> did you know?", "C1", thread=asked["ts"], kind="channel")
        await settled(bot)

    assert len(slack.posted()) == 1


async def test_a_mention_that_also_comes_as_a_message_is_answered_once(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await slack.event({**asked, "channel_type": "channel"})
        await bot.answers(1)
        await bot.mention("And this?", thread=asked["ts"])
        followed = slack.messages["C1"][-1]
        await slack.event({**followed, "channel_type": "channel"})
        await bot.answers(2)
        await settled(bot)

    assert len(slack.posted()) == 2


async def test_a_direct_message_is_answered_in_a_thread_of_its_own(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.write("What happened?")
        await bot.answers(1)
        await bot.write("and then?")
        answers = await bot.answers(2)

    assert answers[0]["thread_ts"] == asked["ts"]
    assert [turn.question for turn in bot.library.asked[1][1]] == ["What happened?"]


@pytest.mark.parametrize(
    "event",
    [
        {"user": BOT, "text": "an answer", "channel_type": "im"},
        {"user": "U7", "bot_id": "B7", "text": "another bot", "channel_type": "im"},
        {"subtype": "bot_message", "bot_id": "B7", "text": "an old bot", "channel_type": "im"},
        {"subtype": "channel_join", "user": "U1", "text": "joined", "channel_type": "channel"},
        {"user": "U7", "bot_id": "B7", "text": f"<@{BOT}> hi", "type": "app_mention"},
        {"subtype": "message_changed", "channel_type": "im"},
        {"type": "reaction_added", "user": "U1"},
        {"user": "USLACKBOT", "text": "I searched for that", "channel_type": "im"},
    ],
)
async def test_what_bots_and_slack_say_is_ignored(slack: Workspace, tmp_path: Path, event: Json) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await slack.event({"type": "message", "channel": "C1", "ts": slack.time(), **event})
        await settled(bot)

    assert slack.posted() == []
    assert bot.library.asked == []


async def test_a_status_is_shown_before_anything_is_posted(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)

    methods = [call.method for call in slack.calls]
    assert methods.index("assistant.threads.setStatus") < methods.index("chat.postMessage")
    assert slack.made("assistant.threads.setStatus")[0]["thread_ts"] == asked["ts"]


async def test_a_status_that_cannot_be_shown_harms_nobody(slack: Workspace, tmp_path: Path) -> None:
    slack.faults.refused["assistant.threads.setStatus"] = "missing_scope"
    slack.faults.refused["users.info"] = "missing_scope"
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("What happened?")

        assert len(await bot.answers(1)) == 1


async def test_a_limit_is_told_to_the_asker_alone_in_their_language(slack: Workspace, tmp_path: Path) -> None:
    slack.locales["U1"] = "fr-FR"
    async with bot_on(slack, tmp_path, channels={"user_limit": 1}) as bot:
        await bot.mention("What happened?")
        await bot.answers(1)
        await bot.mention("And then?")
        await slack.until(lambda: slack.made("chat.postEphemeral"))

    (told,) = slack.made("chat.postEphemeral")
    assert told["user"] == "U1"
    assert "beaucoup de questions" in told["text"]
    assert len(slack.posted()) == 1


async def test_a_failure_is_one_line_with_the_reference_of_the_log(
    slack: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_text: str) -> Answer:
        raise RuntimeError("something broke")

    async with bot_on(slack, tmp_path, FakeLibrary(fail)) as bot:
        with caplog.at_level(logging.ERROR):
            await bot.mention("What happened?")
            (told,) = await bot.answers(1)

    reference = caplog.records[0].getMessage().split(":")[0]
    assert reference in told["text"]
    assert "broke" not in told["text"]
    assert "Traceback" not in str(told)


async def test_a_refusal_shows_what_is_near_and_lists_no_source_as_support(
    slack: Workspace, tmp_path: Path
) -> None:
    library = FakeLibrary(lambda _text: make_refusal(make_quote("Something else.")))
    async with bot_on(slack, tmp_path, library) as bot:
        await bot.mention("Who won the cup?")
        (answer,) = await bot.answers(1)

    shown = list(texts(answer["blocks"]))
    assert answer["text"] == "Not in my sources."
    assert "Near, not an answer" in shown
    assert not any("[1]" in words for words in shown)


async def test_a_channel_where_the_bot_is_off_gets_no_answer(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.services.channels.choose("slack:C1", {"answers": False})
        await bot.mention("What happened?")
        await slack.until(lambda: slack.made("chat.postEphemeral"))

    assert slack.posted() == []
    assert bot.library.asked == []


async def test_a_bare_mention_gets_help(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("")
        (told,) = await bot.answers(1)

    assert "/deepseek" in " ".join(texts(told["blocks"]))
    assert bot.library.asked == []


async def test_a_message_that_slack_will_not_have_becomes_an_apology(
    slack: Workspace, tmp_path: Path
) -> None:
    slack.faults.refused["chat.postMessage"] = "invalid_blocks"
    async with bot_on(slack, tmp_path) as bot:
        await bot.mention("What happened?")
        await slack.until(lambda: len([c for c in slack.calls if c.method == "chat.postMessage"]) == 2)

    tried = [call.given["text"] for call in slack.calls if call.method == "chat.postMessage"]
    assert "logged as" in tried[1]
