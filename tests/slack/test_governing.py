"""What moderators and admins do on Slack, and what others may not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest

from tests.bot.village import build, edit, open_village
from tests.slack.rules import texts
from tests.slack.running import Running, bot_on, elements
from tests.slack.workspace import Json, Workspace

MODERATOR, ADMIN, MEMBER = "UMOD", "UADM", "U1"
COMMANDS = {
    "summary Herons": MODERATOR,
    "pins": MODERATOR,
    "curated": MODERATOR,
    "gaps 7": MODERATOR,
    "reindex": ADMIN,
    "generations": ADMIN,
    "settings": ADMIN,
}
SHORTCUTS = ("delete_answer", "approve_answer", "summarise_thread")
CLICKS = {
    "summary-pin": MODERATOR,
    "summary-cancel": MODERATOR,
    "summary-leave-out": MODERATOR,
    "pin-refresh": MODERATOR,
    "pin-unpin": MODERATOR,
    "curated-withdraw": MODERATOR,
    "reindex-apply": ADMIN,
    "reindex-anyway": ADMIN,
    "reindex-cancel": ADMIN,
}


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village")
    build(folder)
    return folder


@asynccontextmanager
async def governed(slack: Workspace, folder: Path) -> AsyncIterator[Running]:
    """Run the bot over the village's texts, with one moderator by name and one admin of the workspace."""
    slack.admins.add(ADMIN)
    library = open_village(folder)
    fake = cast("Any", library)
    roles = {"moderators": (MODERATOR,)}
    own = f"sqlite:///{folder / uuid4().hex}.sqlite"
    async with bot_on(slack, folder / "data", fake, settings=roles, database=own) as bot:
        yield bot
    library.close()


async def told(bot: Running, count: int = 1) -> Json:
    await bot.slack.until(
        lambda: len([each for each in bot.slack.made("respond") if "text" in each]) >= count, 25
    )
    return [each for each in bot.slack.made("respond") if "text" in each][-1]


def button(message: Json, action: str) -> Json:
    return next(each for each in elements(message, "button") if each["action_id"] == action)


async def shortcut(bot: Running, callback: str, message: Json, user: str) -> None:
    body = {
        "type": "message_action",
        "callback_id": callback,
        "trigger_id": bot.slack.name("trigger."),
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "user": {"id": user},
        "message": message,
        "response_url": f"{bot.slack.address}/respond/{callback}",
    }
    await bot.slack.send("interactive", body)


@pytest.mark.parametrize("user", [MEMBER, MODERATOR, ADMIN])
@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_is_for_its_role(
    slack: Workspace, village: Path, command: str, user: str
) -> None:
    allowed = user == ADMIN or (user == MODERATOR and COMMANDS[command] == MODERATOR)
    async with governed(slack, village) as bot:
        await bot.command(command, user)
        answer = await told(bot)

    assert ("You need to be" in answer["text"]) is not allowed
    assert slack.refused() == []


@pytest.mark.parametrize("callback", SHORTCUTS)
async def test_no_shortcut_of_moderators_is_for_members(
    slack: Workspace, village: Path, callback: str
) -> None:
    async with governed(slack, village) as bot:
        await shortcut(bot, callback, slack.say("C1", "Where do the herons nest?"), MEMBER)
        answer = await told(bot)

    assert "You need to be a moderator" in answer["text"]


@pytest.mark.parametrize("user", [MEMBER, MODERATOR])
@pytest.mark.parametrize("action", CLICKS)
async def test_every_button_is_for_its_role(slack: Workspace, village: Path, action: str, user: str) -> None:
    allowed = user == MODERATOR and CLICKS[action] == MODERATOR
    value = '{"draft": "x", "point": 0}' if action == "summary-leave-out" else "x"
    async with governed(slack, village) as bot:
        await bot.click({"action_id": action, "type": "button", "value": value}, user=user)
        answer = await told(bot)

    assert ("You need to be" in answer["text"]) is not allowed


async def preview(bot: Running) -> Json:
    titles = await bot.services.moderation.topics("", "en")
    await bot.command(f"summary {titles[0]}", MODERATOR)
    return await told(bot)


async def test_a_summary_is_previewed_shortened_and_pinned(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        menu = elements(shown, "static_select")[0]
        option = menu["options"][0]
        dropped = {"action_id": menu["action_id"], "type": "button", "value": option["value"]}
        await bot.click(dropped, user=MODERATOR)
        shorter = await told(bot, 2)
        await bot.click(button(shorter, "summary-pin"), user=MODERATOR)
        await told(bot, 3)
        (pinned,) = slack.posted("C1")
        await bot.command("pins", MODERATOR)
        listed = await told(bot, 4)

    assert shown["response_type"] == "ephemeral"
    assert (
        len(elements(shorter, "static_select") or [{"options": [1]}][0]["options"]) < len(menu["options"]) + 1
    )
    assert slack.pinned == {("C1", pinned["ts"])}
    assert "📌" in pinned["blocks"][0]["text"]["text"]
    assert elements(pinned, "button") == []
    assert "Refresh" in str(listed["blocks"])
    assert slack.refused() == []


async def test_of_two_who_press_pin_one_pins(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        await asyncio.gather(*(bot.click(button(shown, "summary-pin"), user=MODERATOR) for _ in range(2)))
        await told(bot, 3)

    assert len(slack.posted("C1")) == 1


async def test_a_pin_that_slack_refuses_is_taken_back_and_can_be_tried_again(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        shown = await preview(bot)
        slack.faults.refused["pins.add"] = "permission_denied"
        await bot.click(button(shown, "summary-pin"), user=MODERATOR)
        again = await told(bot, 3)
        slack.faults.refused.clear()
        await bot.click(button(again, "summary-pin"), user=MODERATOR)
        await told(bot, 4)

    words = [each.get("text", "") for each in slack.made("respond")]
    assert any("denied" in each for each in words)
    assert len(slack.pinned) == 1
    assert len(slack.posted("C1")) == 1


async def pin(bot: Running) -> Json:
    shown = await preview(bot)
    await bot.click(button(shown, "summary-pin"), user=MODERATOR)
    await told(bot, 2)
    return bot.slack.posted("C1")[0]


async def test_a_pin_is_refreshed_in_place_and_unpinned(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        pinned = await pin(bot)
        await bot.command("pins", MODERATOR)
        listed = await told(bot, 3)
        await bot.click(button(listed, "pin-refresh"), user=MODERATOR)
        refreshed = await told(bot, 4)
        await bot.click(button(listed, "pin-unpin"), user=MODERATOR)
        unpinned = await told(bot, 5)

    assert refreshed["text"] == "Refreshed."
    assert slack.made("chat.update")[0]["ts"] == pinned["ts"]
    assert unpinned["text"] == "Unpinned."
    assert slack.pinned == set()


async def test_a_pin_taken_down_by_hand_is_noticed(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        pinned = await pin(bot)
        item = {"type": "message", "channel": "C1", "message": {"ts": pinned["ts"]}}
        await slack.event({"type": "pin_removed", "user": "U9", "channel_id": "C1", "item": item})
        await asyncio.sleep(0.2)
        await bot.command("pins", MODERATOR)
        listed = await told(bot, 3)

    assert "No summary is pinned" in listed["text"] or pinned["ts"] not in str(listed)


async def test_an_answer_is_deleted_for_a_moderator(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await bot.mention("Where do the herons nest?")
        (answer,) = await bot.answers(1, "C1")
        await asyncio.sleep(0.1)
        await shortcut(bot, "delete_answer", answer, MODERATOR)
        await told(bot)
        log = await bot.services.deeds.log(5)

    assert slack.posted("C1") == []
    assert ("delete", "done") in [(entry.deed, entry.outcome) for entry in log]


async def test_an_approved_answer_is_given_to_its_question_until_it_is_withdrawn(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        await bot.mention("Where do the herons nest?")
        (answer,) = await bot.answers(1, "C1")
        await asyncio.sleep(0.1)
        await shortcut(bot, "approve_answer", answer, MODERATOR)
        await slack.until(lambda: slack.made("views.open"))
        view = slack.made("views.open")[0]["view"]
        values = {"question": {"question": {"value": "Where do the herons nest?"}}}
        submitted = {**view, "id": "V1", "state": {"values": values}}
        body = {"type": "view_submission", "user": {"id": MODERATOR}, "team": {"id": "T1"}, "view": submitted}
        await slack.send("interactive", body)
        approved = await told(bot)
        await bot.command("Where do the herons nest?")
        given = await told(bot, 2)
        await bot.command("curated", MODERATOR)
        listed = await told(bot, 3)
        await bot.click(button(listed, "curated-withdraw"), user=MODERATOR)
        withdrawn = await told(bot, 4)

    assert "Approved" in approved["text"]
    assert "Approved by the moderators" in str(list(texts(given["blocks"])))
    assert withdrawn["text"] == "Withdrawn."


async def test_a_reindex_is_reported_and_applied(slack: Workspace, tmp_path: Path) -> None:
    build(tmp_path)
    edit(tmp_path, "made of oak", "made of pine")
    async with governed(slack, tmp_path) as bot:
        before, _ = await bot.services.administration.generations()
        await bot.command("reindex", ADMIN)
        await told(bot)
        (report,) = slack.posted(f"D{ADMIN}")
        name = "reindex-apply"
        await bot.click(button(report, name), user=ADMIN, channel=f"D{ADMIN}")
        applied = await told(bot, 2)
        if "answers now" not in applied["text"]:
            await bot.click(button(applied, "reindex-anyway"), user=ADMIN, channel=f"D{ADMIN}")
            applied = await told(bot, 3)
        after, _ = await bot.services.administration.generations()

    assert "answers now" in applied["text"]
    assert before != after


async def test_settings_are_shown_and_set_for_a_channel(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await bot.command("settings user_limit 3", ADMIN)
        shown = await told(bot)
        await bot.command("settings user_limit many", ADMIN)
        wrong = await told(bot, 2)
        settings = await bot.services.channels.of("slack:C1", "slack:T1")
        await bot.command("settings user_limit default", ADMIN)
        await told(bot, 3)

    assert settings.user_limit == 3
    assert "user_limit = 3" in str(shown["blocks"])
    assert "valid integer" in wrong["text"]


async def test_a_question_that_begins_like_a_command_is_a_question(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await bot.command("pins of herons are made of what?")
        answer = await told(bot)

    assert "You need to be" not in answer["text"]


@pytest.mark.parametrize(("user", "words"), [(MEMBER, 0), (MODERATOR, 1), (ADMIN, 2)])
async def test_help_lists_what_the_role_may_do(
    slack: Workspace, village: Path, user: str, words: int
) -> None:
    async with governed(slack, village) as bot:
        await bot.command("help", user)
        answer = await told(bot)

    shown = " ".join(texts(answer["blocks"]))
    assert [each in shown for each in ("For moderators", "For admins")] == [words >= 1, words >= 2]
