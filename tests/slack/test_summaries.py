"""Summaries are drafted for a moderator's eyes, shortened, pinned or dropped."""

import asyncio
from pathlib import Path

import pytest

from bot import halfway
from bot.slack import vigil
from bot.storage.pins import Pins
from tests.slack import workspace
from tests.slack.running import Running, elements
from tests.slack.staff import (
    MODERATOR,
    TOPIC,
    button,
    governed,
    order,
    press,
    preview,
    replies,
    reply_to,
    shortcut,
    told,
    words,
)
from tests.slack.workspace import BOT, Json, Workspace


async def test_a_summary_is_previewed_in_private_and_pinned(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        done = await press(bot, shown, "summary-pin")
        (pinned,) = slack.posted("C1")
        listed = await order(bot, "pins")

    assert shown["response_type"] == "ephemeral"
    assert done["text"] == "Pinned."
    assert slack.pinned == {("C1", pinned["ts"])}
    assert TOPIC in pinned["blocks"][0]["text"]["text"]
    assert elements(pinned, "button") == []
    assert f"{TOPIC} · still true" in words(listed)
    assert slack.refused() == []


async def test_the_preview_goes_once_it_is_decided_on(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await press(bot, await preview(bot), "summary-cancel")

    assert any(each.get("delete_original") for each in slack.made("respond"))
    assert slack.posted("C1") == []


async def test_a_point_is_left_out_before(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        (menu,) = elements(shown, "static_select")
        chosen = {**menu, "selected": menu["options"][0]}
        shorter = await reply_to(bot, bot.click(chosen, user=MODERATOR))

    before, after = (len(elements(each, "static_select")[0]["options"]) for each in (shown, shorter))
    assert after == before - 1
    assert slack.refused() == []


async def test_every_point_is_named_by_its_words_in_the_menu(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        (menu,) = elements(await preview(bot), "static_select")

    labels = [each["text"]["text"] for each in menu["options"]]
    assert [label[:2] for label in labels] == [f"{place}." for place in range(1, len(labels) + 1)]
    assert not any(label.rstrip().endswith(":") for label in labels)


async def test_of_two_who_press_pin_one_pins(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        await asyncio.gather(*(bot.click(button(shown, "summary-pin"), user=MODERATOR) for _ in range(2)))
        await told(bot, 3)

    assert len(slack.posted("C1")) == 1
    assert {"Pinned.", "That does not wait any more: it was decided on, or its sources have changed."} == {
        each["text"] for each in replies(bot)[1:]
    }


async def die_before_the_pin_is_stored(bot: Running, shown: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Pin, and let the work end amid it as a killed process does: nothing is tidied up."""
    dead = asyncio.Event()

    async def die(*_: object) -> None:
        dead.set()
        raise asyncio.CancelledError

    with monkeypatch.context() as dying:
        dying.setattr(Pins, "add", die)
        await bot.click(button(shown, "summary-pin"), user=MODERATOR)
        await asyncio.wait_for(dead.wait(), 10)


async def test_a_pin_whose_process_died_before_it_was_stored_can_be_pressed_again_and_stands_once(
    slack: Workspace, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        await die_before_the_pin_is_stored(bot, shown, monkeypatch)
        (left,) = slack.pinned
        done = await press(bot, shown, "summary-pin")
        (pinned,) = slack.posted("C1")
        listed = await order(bot, "pins")

    assert done["text"] == "Pinned."
    assert slack.pinned == {("C1", pinned["ts"])} != {left}
    assert TOPIC in words(listed)


async def test_what_a_dead_process_left_is_taken_down_though_its_preview_is_never_pressed_again(
    slack: Workspace, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vigil, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(halfway, "LEFT_SECONDS", 0.0)
    slack.say("C1", "Good morning")
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        await die_before_the_pin_is_stored(bot, shown, monkeypatch)
        await slack.until(lambda: not slack.posted("C1"))
        await press(bot, await preview(bot), "summary-pin")
        (pinned,) = slack.posted("C1")

    assert slack.pinned == {("C1", pinned["ts"])}
    assert [each["user"] for each in slack.messages["C1"]] == ["U1", BOT]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("permission_denied", "an admin of the workspace can let apps pin there"),
        ("not_pinnable", "not_pinnable"),
        ("too_many_pins", "unpin something"),
        ("not_in_channel", "Invite me to it"),
        ("is_archived", "is_archived"),
        ("internal_error", "internal_error"),
    ],
)
async def test_a_pin_that_slack_refuses_says_what_to_do_and_can_be_tried_again(
    slack: Workspace, village: Path, code: str, said: str
) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        slack.faults.refused["pins.add"] = code
        await bot.click(button(shown, "summary-pin"), user=MODERATOR)
        again = await told(bot, 3)
        left = slack.posted("C1")
        slack.faults.refused.clear()
        await press(bot, again, "summary-pin")
        log = await bot.services.deeds.log(5)

    assert said in words(replies(bot)[1])
    assert left == []
    assert len(slack.pinned) == len(slack.posted("C1")) == 1
    assert ("pin", "failed") in [(entry.deed, entry.outcome) for entry in log]


async def test_in_a_channel_without_the_bot_it_says_to_invite_it(slack: Workspace, village: Path) -> None:
    slack.closed.add("C1")
    async with governed(slack, village) as bot:
        await bot.click(button(await preview(bot), "summary-pin"), user=MODERATOR)
        again = await told(bot, 3)
        slack.closed.clear()
        done = await press(bot, again, "summary-pin")

    assert "Invite me to it" in replies(bot)[1]["text"]
    assert done["text"] == "Pinned."


async def test_what_is_pinned_already_is_pinned(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        slack.faults.refused["pins.add"] = "already_pinned"
        done = await press(bot, shown, "summary-pin")

    assert done["text"] == "Pinned."
    assert len(slack.posted("C1")) == 1


async def test_without_a_topic_the_topics_are_named(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        answer = await order(bot, "summary")

    assert TOPIC in answer["text"]


async def test_what_the_sources_do_not_speak_of_is_not_summarised(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        answer = await order(bot, "summary The price of bananas in Peru")

    assert elements(answer, "button") == []


async def test_a_thread_is_summarised_from_any_of_its_messages_and_pinned(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        root = slack.say("C1", "Where do the herons nest?")
        slack.say("C1", "What is the wheel of the mill made of?", user="U2", thread=root["ts"])
        last = slack.say("C1", "And how much flour does the mill grind?", thread=root["ts"])
        shown = await reply_to(bot, shortcut(bot, "summarise_thread", last))
        await press(bot, shown, "summary-pin")
        (pinned,) = slack.posted("C1")
        listed = await order(bot, "pins")
        (pin,) = await bot.services.moderation._pins.standing()
        log = await bot.services.deeds.log(5)

    assert shown["response_type"] == "ephemeral"
    assert "herons nest?" not in f"{pin} {log}"
    assert "Herons nest on the roof" in words(shown)
    assert "made of oak" in words(shown)
    assert "35 tonnes" in words(pinned)
    assert "The mill of Orval" in words(listed)
    assert slack.pinned == {("C1", pinned["ts"])}
    assert slack.refused() == []


async def test_a_thread_that_cannot_be_read_is_summarised_by_the_message_at_hand(
    slack: Workspace, village: Path
) -> None:
    slack.faults.refused["conversations.replies"] = "not_in_channel"
    async with governed(slack, village) as bot:
        asked = slack.say("C1", "Where do the herons nest?")
        shown = await reply_to(bot, shortcut(bot, "summarise_thread", asked))

    assert "Herons nest on the roof" in words(shown)


async def test_a_draft_that_nobody_waits_for_any_more_says_so(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        await press(bot, shown, "summary-cancel")
        late = await press(bot, shown, "summary-pin")

    assert "does not wait any more" in late["text"]
    assert slack.posted("C1") == []


async def test_what_an_address_takes_no_more_goes_another_way_and_nothing_twice(
    slack: Workspace, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "MOST_ANSWERS", 2)
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        slack.faults.refused["pins.add"] = "permission_denied"
        await bot.click(button(shown, "summary-pin"), user=MODERATOR)
        await slack.until(lambda: slack.made("chat.postEphemeral"))

    (whispered,) = slack.made("chat.postEphemeral")
    assert "let apps pin there" in words(replies(bot)[1])
    assert len(replies(bot)) == 2
    assert "summary-pin" in str(whispered["blocks"])
    assert whispered["user"] == MODERATOR
