"""Answers that only the asker sees, and how they are shared."""

import asyncio
import json
from pathlib import Path

from tests.slack.rules import texts
from tests.slack.running import Running, bot_on, elements
from tests.slack.workspace import Json, Workspace


def button(message: Json, action: str) -> Json:
    return next(each for each in elements(message, "button") if each["action_id"].startswith(action))


async def private(bot: Running, count: int = 1) -> list[Json]:
    await bot.slack.until(lambda: len(bot.slack.made("respond")) >= count)
    return bot.slack.made("respond")


async def check_claim(bot: Running, message: Json, user: str = "U1") -> None:
    body = {
        "type": "message_action",
        "callback_id": "check_claim",
        "trigger_id": bot.slack.name("trigger."),
        "team": {"id": "T1"},
        "channel": {"id": message["channel"]},
        "user": {"id": user, "name": user.lower()},
        "message": message,
        "message_ts": message["ts"],
        "response_url": f"{bot.slack.address}/respond/{bot.slack.name('check')}",
    }
    await bot.slack.send("interactive", body)


async def test_a_command_is_answered_to_the_asker_alone(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.command("What happened?")
        (answer,) = await private(bot)

    assert answer["response_type"] == "ephemeral"
    assert "A quoted sentence." in list(texts(answer["blocks"]))
    assert slack.posted() == []


async def test_a_command_understands_follow_ups(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.command("What happened?")
        await private(bot)
        await bot.command("and then?")
        await private(bot, 2)

    assert [turn.question for turn in bot.library.asked[1][1]] == ["What happened?"]


async def test_a_private_answer_is_shared_in_the_channel_once(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.command("What happened?")
        (answer,) = await private(bot)
        share = button(answer, "share")
        await asyncio.gather(bot.click(share), bot.click(share))
        (shared,) = await bot.answers(1)
        await slack.until(lambda: any(each.get("delete_original") for each in slack.made("respond")))
        await bot.click(share)
        told = await private(bot, 3)

    assert "thread_ts" not in shared
    assert any("u1 shared this answer" in words for words in texts(shared["blocks"]))
    assert "A quoted sentence." in list(texts(shared["blocks"]))
    assert len(slack.posted()) == 1
    assert "shared already" in told[-1]["text"]
    assert not any(each["action_id"] == "share" for each in elements(shared, "button"))


async def test_sharing_where_the_bot_is_not_says_what_to_do(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.command("What happened?")
        (answer,) = await private(bot)
        slack.faults.refused["chat.postMessage"] = "not_in_channel"
        await bot.click(button(answer, "share"))
        told = await private(bot, 2)

    assert "invite the bot" in told[-1]["text"]


async def test_a_claim_is_checked_in_private_and_shared_in_its_thread(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        claim = slack.say("C1", "R1 cost &lt;6 million&gt;, says <https://x.example|this>", user="U2")
        await check_claim(bot, claim)
        (answer,) = await private(bot)
        await bot.click(button(answer, "share"))
        (shared,) = await bot.answers(1)

    assert bot.library.checked == ["R1 cost <6 million>, says this"]
    assert answer["response_type"] == "ephemeral"
    assert shared["thread_ts"] == claim["ts"]


async def test_checking_a_claim_does_not_make_the_thread_the_bots(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        claim = slack.say("C1", "R1 cost 6 million", user="U2")
        await check_claim(bot, claim)
        await private(bot)
        await bot.write("Are you sure?", "C1", thread=claim["ts"], kind="channel")
        await asyncio.sleep(0.15)

    assert bot.library.asked == []


async def test_a_message_without_text_cannot_be_checked(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await check_claim(bot, slack.say("C1", ""))
        (told,) = await private(bot)

    assert "no text" in told["text"]
    assert bot.library.checked == []


async def test_help_comes_in_the_persons_language(slack: Workspace, tmp_path: Path) -> None:
    slack.locales["U1"] = "fr-CA"
    async with bot_on(slack, tmp_path) as bot:
        await bot.command("")
        (told,) = await private(bot)

    assert told["text"] == "Comment demander"
    assert bot.library.asked == []


async def test_forget_me_deletes_what_is_kept(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")
        await bot.answers(1)
        await asyncio.sleep(0.1)
        await bot.command("forget me")
        (told,) = await private(bot)
        kept = await bot.services.answered.to_message(f"slack:C1:{asked['ts']}")

    assert "one entry" in told["text"]
    assert kept is None


async def test_a_shared_answer_can_be_followed_up_in_its_thread(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await bot.command("What happened?")
        (answer,) = await private(bot)
        await bot.click(button(answer, "share"))
        (shared,) = await bot.answers(1)
        await slack.until(lambda: len(slack.made("respond")) == 2)
        await bot.write("and then?", "C1", thread=shared["ts"], kind="channel")
        _, followed = await bot.answers(2)

    assert followed["thread_ts"] == shared["ts"]


async def test_a_command_that_comes_twice_is_answered_once(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        body = await bot.command("What happened?")
        await slack.send("slash_commands", body)
        await private(bot)
        await asyncio.sleep(0.15)

    assert len(slack.made("respond")) == 1


async def test_an_answer_that_cannot_be_kept_has_no_buttons(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:

        async def keep(*_given: object) -> None:
            return None

        bot.services.answered.keep = keep  # type: ignore[method-assign, assignment]  # as when the database is gone
        await bot.mention("What happened?")
        (answer,) = await bot.answers(1)

    assert elements(answer, "button") == []
    assert elements(answer, "feedback_buttons") == []
    assert "A quoted sentence." in json.dumps(answer["blocks"])


async def test_a_command_whose_address_has_expired_is_answered_another_way(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        slack.expired = True
        await bot.command("What happened?")
        await slack.until(lambda: slack.made("chat.postEphemeral"))

    (told,) = slack.made("chat.postEphemeral")
    assert told["user"] == "U1"
    assert "A quoted sentence." in list(texts(told["blocks"]))
