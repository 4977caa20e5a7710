"""Pins of several messages on Slack, and pins that are changed, deleted or lost: what stands is what the bot knows of."""

import asyncio
from pathlib import Path

import pytest

from bot.slack import vigil
from tests.bot.village import LEDGER, write_ledger
from tests.slack.running import Running
from tests.slack.staff import MODERATOR, governed, order, pin, press, reindex, reply_to, shortcut, told, words
from tests.slack.workspace import Json, Workspace

NONE = "No summary is pinned."


async def pin_ledger(bot: Running, village: Path) -> list[Json]:
    """Pin a summary that takes two messages, and return them."""
    write_ledger(village, 2600)
    await reindex(bot)
    await bot.command(f"summary {LEDGER}", MODERATOR)
    await press(bot, await told(bot, 2), "summary-pin")
    return bot.slack.posted("C1")


async def deeds(bot: Running) -> list[tuple[str, object]]:
    """Return what was done to pins, the latest last, and whether by hand."""
    log = await bot.services.deeds.log(20)
    return [(each.deed, each.details.get("by_hand")) for each in reversed(log) if each.deed.endswith("pin")]


async def test_a_refreshed_pin_that_needs_fewer_messages_stays_known(
    slack: Workspace, own_village: Path
) -> None:
    slack.tells = True
    async with governed(slack, own_village) as bot:
        before = await pin_ledger(bot, own_village)
        write_ledger(own_village, 40)
        await reindex(bot)
        refreshed = await press(bot, await order(bot, "pins"), "pin-refresh")
        await asyncio.sleep(0.5)
        (left,) = slack.posted("C1")
        listed = await order(bot, "pins")
        done = await deeds(bot)

    assert len(before) > 1
    assert refreshed["text"] == f"Refreshed: {LEDGER}"
    assert slack.pinned == {("C1", left["ts"])} == {("C1", before[0]["ts"])}
    assert "still true" in words(listed)
    assert done == [("pin", None), ("pin", None)]


async def test_deleting_a_part_of_a_pin_deletes_it_whole_and_is_logged_once(
    slack: Workspace, own_village: Path
) -> None:
    slack.tells = True
    async with governed(slack, own_village) as bot:
        _, part = await pin_ledger(bot, own_village)
        done = await reply_to(bot, shortcut(bot, "delete_answer", part))
        await asyncio.sleep(0.5)
        listed = await order(bot, "pins")
        logged = await deeds(bot)

    assert done["text"] == "Deleted."
    assert slack.posted("C1") == []
    assert listed["text"] == NONE
    assert logged == [("pin", None), ("unpin", True)]


async def test_a_pin_of_which_somebody_deletes_a_part_stays_and_is_made_whole_by_refresh(
    slack: Workspace, own_village: Path
) -> None:
    async with governed(slack, own_village) as bot:
        first, part = await pin_ledger(bot, own_village)
        slack.messages["C1"].remove(part)
        gone = {"type": "message", "subtype": "message_deleted", "channel": "C1", "hidden": True}
        await slack.event({**gone, "deleted_ts": part["ts"], "ts": slack.time(), "previous_message": part})
        await asyncio.sleep(0.5)
        listed = await order(bot, "pins")
        await press(bot, listed, "pin-refresh")
        whole = slack.posted("C1")

    assert "still true" in words(listed)
    assert [words(each) for each in whole] == [words(first), words(part)]
    assert whole[1]["thread_ts"] == first["ts"]
    assert slack.refused() == []


@pytest.mark.parametrize("how", ["deleted", "unpinned"])
async def test_what_became_of_a_pin_while_the_bot_was_away_is_noticed_when_it_is_back(
    slack: Workspace, village: Path, tmp_path: Path, how: str
) -> None:
    database = f"sqlite:///{tmp_path / 'kept.sqlite'}"
    async with governed(slack, village, database=database) as bot:
        first, second = await pin(bot), await pin(bot)
    slack.pinned.remove(("C1", first["ts"]))
    if how == "deleted":
        slack.messages["C1"].remove(first)
    slack.opened.clear()
    async with governed(slack, village, database=database) as bot:
        await asyncio.sleep(1)
        (left,) = await bot.services.pinned._pins.standing()
        done = await deeds(bot)

    assert left.messages == (f"slack:C1:{second['ts']}",)
    assert done == [("pin", None), ("pin", None), ("unpin", True)]


async def test_pins_are_looked_over_again_and_where_slack_does_not_let_us_nothing_is_believed(
    slack: Workspace, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vigil, "OVER_SECONDS", 0.2)
    monkeypatch.setattr(vigil, "LOOK_SECONDS", 0.2)
    async with governed(slack, village) as bot:
        pinned = await pin(bot)
        slack.pinned.clear()
        slack.faults.refused["pins.list"] = "not_in_channel"
        await asyncio.sleep(1)
        kept = await order(bot, "pins")
        slack.faults.refused.clear()
        await asyncio.sleep(1)
        after = await order(bot, "pins")

    assert words(pinned)
    assert "still true" in words(kept)
    assert after["text"] == NONE
