"""Pinned summaries: refreshed in place, unpinned, left, told of once when no longer true, noticed when taken down."""

import asyncio
from pathlib import Path

import pytest

from bot.slack import vigil
from tests.bot.village import edit
from tests.slack.running import Running
from tests.slack.staff import (
    MODERATOR,
    TOPIC,
    actions,
    button,
    governed,
    order,
    pin,
    press,
    reindex,
    reply_to,
    settle,
    words,
)
from tests.slack.workspace import BOT, Json, Workspace

NONE = "No summary is pinned."


async def test_a_pin_is_refreshed_in_place_and_unpinned_from_the_list(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        pinned = await pin(bot)
        listed = await order(bot, "pins")
        refreshed = await press(bot, listed, "pin-refresh")
        unpinned = await press(bot, listed, "pin-unpin")
        after = await order(bot, "pins")

    assert refreshed["text"] == f"Refreshed: {TOPIC}"
    assert slack.made("chat.update")[0]["ts"] == pinned["ts"]
    assert unpinned["text"] == f"Unpinned: {TOPIC}"
    assert slack.pinned == set()
    assert after["text"] == NONE
    assert not any(each.get("delete_original") for each in slack.made("respond")[2:])


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vigil, "LOOK_SECONDS", 0.3)


async def falsify(bot: Running, folder: Path) -> None:
    edit(folder, "about 35 tonnes", "about 36 tonnes")
    await reindex(bot)


async def noticed(slack: Workspace, channel: str = "C1") -> Json:
    await slack.until(lambda: [each for each in slack.posted(channel) if "pin-leave" in actions(each)], 20)
    (notice,) = [each for each in slack.posted(channel) if "pin-leave" in actions(each)]
    return notice


async def test_a_pin_that_is_not_true_any_more_is_told_of_once_and_refreshed_in_place(
    slack: Workspace, own_village: Path
) -> None:
    async with governed(slack, own_village) as bot:
        pinned = await pin(bot)
        before = words(pinned)
        await falsify(bot, own_village)
        notice = await noticed(slack)
        offered = actions(notice)
        await asyncio.sleep(3 * vigil.LOOK_SECONDS)
        again = await noticed(slack)
        settled = await settle(bot, notice, "pin-refresh")
        listed = await order(bot, "pins")

    assert "35 tonnes" in before
    assert "36 tonnes" in words(slack.posted("C1")[0])
    assert again["ts"] == notice["ts"]
    assert offered == ["pin-refresh", "pin-unpin", "pin-leave"]
    assert (settled["text"], actions(settled)) == (f"Refreshed: {TOPIC}", [])
    assert slack.pinned == {("C1", pinned["ts"])}
    assert "still true" in words(listed)
    assert slack.refused() == []


async def test_a_notice_is_left_and_says_so(slack: Workspace, own_village: Path) -> None:
    async with governed(slack, own_village) as bot:
        await pin(bot)
        await falsify(bot, own_village)
        settled = await settle(bot, await noticed(slack), "pin-leave")
        listed = await order(bot, "pins")

    assert (settled["text"], actions(settled)) == (f"Left as it is: {TOPIC}", [])
    assert len(slack.pinned) == 1
    assert "its wording has changed" in words(listed)


async def test_a_notice_unpins(slack: Workspace, own_village: Path) -> None:
    async with governed(slack, own_village) as bot:
        await pin(bot)
        await falsify(bot, own_village)
        settled = await settle(bot, await noticed(slack), "pin-unpin")

    assert settled["text"] == f"Unpinned: {TOPIC}"
    assert slack.pinned == set()


async def test_the_notice_goes_to_the_channel_that_an_admin_set(slack: Workspace, own_village: Path) -> None:
    async with governed(slack, own_village) as bot:
        await order(bot, "settings all notices <#C9|office>", "UADM")
        await pin(bot)
        await falsify(bot, own_village)
        await noticed(slack, "C9")

    assert len(slack.posted("C1")) == 1


async def test_a_notice_that_its_channel_does_not_take_goes_to_the_pins_own(
    slack: Workspace, own_village: Path
) -> None:
    slack.closed.add("C9")
    async with governed(slack, own_village) as bot:
        await order(bot, "settings all notices C9", "UADM")
        await pin(bot)
        await falsify(bot, own_village)
        notice = await noticed(slack)

    assert notice["channel"] == "C1"


async def test_a_notice_of_a_pin_that_is_gone_says_so(slack: Workspace, own_village: Path) -> None:
    async with governed(slack, own_village) as bot:
        pinned = await pin(bot)
        await falsify(bot, own_village)
        notice = await noticed(slack)
        slack.messages["C1"] = [each for each in slack.messages["C1"] if each["ts"] != pinned["ts"]]
        settled = await settle(bot, notice, "pin-refresh")
        listed = await order(bot, "pins")

    assert "This pin is gone" in settled["text"]
    assert listed["text"] == NONE


async def test_a_member_who_clicks_on_a_notice_changes_nothing(slack: Workspace, own_village: Path) -> None:
    async with governed(slack, own_village) as bot:
        await pin(bot)
        await falsify(bot, own_village)
        notice = await noticed(slack)
        clicked = bot.click(button(notice, "pin-unpin"), user="U1", message=notice)
        refusal = await reply_to(bot, clicked)

    assert "You need to be a moderator" in refusal["text"]
    assert len(slack.pinned) == 1
    assert actions(await noticed(slack)) == ["pin-refresh", "pin-unpin", "pin-leave"]


async def unpinned_by(bot: Running, pinned: Json, user: str) -> Json:
    item = {"type": "message", "channel": "C1", "message": {"ts": pinned["ts"]}}
    await bot.slack.event({"type": "pin_removed", "user": user, "channel_id": "C1", "item": item})
    await asyncio.sleep(0.3)
    return await order(bot, "pins")


async def test_a_pin_that_is_taken_off_by_hand_is_noticed(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        listed = await unpinned_by(bot, await pin(bot), "U9")
        (_, entry) = await bot.services.deeds.log(2)  # the latest is that somebody looked at the list

    assert listed["text"] == NONE
    assert (entry.deed, entry.details["by_hand"]) == ("unpin", True)


async def test_what_the_bot_takes_off_itself_is_not_noticed_as_somebodys_doing(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        listed = await unpinned_by(bot, await pin(bot), BOT)

    assert TOPIC in words(listed)


async def test_a_pinned_message_that_is_deleted_by_hand_is_noticed(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        pinned = await pin(bot)
        gone = {"type": "message", "subtype": "message_deleted", "channel": "C1", "hidden": True}
        await slack.event(
            {**gone, "deleted_ts": pinned["ts"], "ts": slack.time(), "previous_message": pinned}
        )
        await asyncio.sleep(0.3)
        listed = await order(bot, "pins")

    assert listed["text"] == NONE


async def test_unpinning_what_slack_has_unpinned_already_is_done(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await pin(bot)
        listed = await order(bot, "pins")
        slack.pinned.clear()
        done = await press(bot, listed, "pin-unpin")

    assert done["text"] == f"Unpinned: {TOPIC}"


async def test_what_slack_does_not_let_us_unpin_stays_known(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await pin(bot)
        listed = await order(bot, "pins")
        slack.faults.refused["pins.remove"] = "permission_denied"
        refused = await press(bot, listed, "pin-unpin")
        after = await order(bot, "pins")

    assert "permission_denied" in words(refused)
    assert TOPIC in words(after)


async def test_a_private_answer_whose_address_is_too_old_goes_another_way(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        shown = await order(bot, f"summary {TOPIC}")
        slack.expired = True
        await bot.click(button(shown, "summary-pin"), user=MODERATOR)
        await slack.until(lambda: slack.made("chat.postEphemeral"))

    assert slack.made("chat.postEphemeral")[0]["user"] == MODERATOR
    assert slack.made("chat.postEphemeral")[0]["text"] == "Pinned."
