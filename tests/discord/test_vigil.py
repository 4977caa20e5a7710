"""What moderators and admins are told unasked on Discord: once, where they chose, with buttons that work."""

import time
from pathlib import Path

import pytest

from bot.discord import names
from tests.bot.owls import DAWN, open_owls
from tests.bot.village import edit
from tests.discord.stage import labels, promote, raise_village_curtain, texts
from tests.discord.test_moderating import pin, reindex

pytestmark = pytest.mark.slow


async def test_a_pin_that_is_not_true_any_more_is_told_of_once_and_refreshed_in_place(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        (pinned,) = stage.channel.pinned_messages()
        edit(village, "about 35 tonnes", "about 36 tonnes")
        await reindex(stage)

        await stage.client._vigil.look()
        await stage.client._vigil.look()

        notices = [message for message in stage.ours() if "needs a look" in texts(message)]
        assert len(notices) == 1
        assert labels(notices[0]) == ["Refresh", "Unpin", "Leave"]
        done = await stage.alice.click(notices[0], label="Refresh")
        assert "Refreshed" in texts(done.response)
        (after,) = stage.channel.pinned_messages()
        assert after.id == pinned.id


async def test_the_notice_goes_to_the_channel_that_was_set(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        office = stage.guild.create_text_channel("office")
        await stage.services.channels.choose(names.place(stage.guild.id), {"notices": str(office.id)})
        await pin(stage)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        await reindex(stage)

        await stage.client._vigil.look()

        assert "needs a look" in texts(stage.ours(office)[0])


async def test_a_notice_for_a_channel_that_is_gone_goes_to_the_pins_own(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await stage.services.channels.choose(names.place(stage.guild.id), {"notices": "4711"})
        await pin(stage)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        await reindex(stage)

        await stage.client._vigil.look()

        assert "needs a look" in texts(stage.ours()[-1])


async def test_a_notice_that_discord_refuses_is_posted_later_and_once(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        await reindex(stage)
        stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="no")
        await stage.client._vigil.look()
        stage.env.backend.faults.clear()
        assert "needs a look" not in texts(stage.ours()[-1])

        stage.services.moderation._announcing._tasks._clock = lambda: time.time() + 61
        for _ in range(2):
            await stage.client._vigil.look()

        assert ["needs a look" in texts(message) for message in stage.ours()].count(True) == 1


async def test_leave_leaves_a_pin_as_it_is(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        (pinned,) = stage.channel.pinned_messages()
        before = texts(pinned)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        await reindex(stage)
        await stage.client._vigil.look()

        done = await stage.alice.click(stage.ours()[-1], label="Leave")

        assert "Left as it is" in texts(done.response)
        (after,) = stage.channel.pinned_messages()
        assert texts(after) == before


@pytest.mark.usefixtures("loopback")
async def test_a_report_of_the_scheduled_refresh_comes_to_the_channel_for_notices_and_is_applied_there(
    village: Path,
) -> None:
    with open_owls(village) as owls:
        async with raise_village_curtain(village, owls.library, refresh_hours=1.0) as stage:
            promote(stage, stage.alice, manage_guild=True)
            office = stage.guild.create_text_channel("office")
            await stage.services.channels.choose(names.place(stage.guild.id), {"notices": str(office.id)})
            owls.say(DAWN)
            assert await stage.services.refreshing.look()

            for _ in range(2):
                await stage.client._vigil.look()

            (report,) = stage.ours(office)
            assert "Sources changed (1): owls" in texts(report)
            done = await stage.alice.click(report, label="Apply")
            assert "answers now" in texts(done.response)


@pytest.mark.usefixtures("loopback")
async def test_a_channel_that_takes_no_report_is_told_when_it_does_and_the_others_once(village: Path) -> None:
    with open_owls(village) as owls:
        async with raise_village_curtain(village, owls.library, refresh_hours=1.0) as stage:
            office, attic = (stage.guild.create_text_channel(name) for name in ("office", "attic"))
            for scope, channel in ((names.place(stage.guild.id), office), ("discord:4711", attic)):
                await stage.services.channels.choose(scope, {"notices": str(channel.id)})
            owls.say(DAWN)
            assert await stage.services.refreshing.look()
            refused = f"/channels/{attic.id}/messages"
            stage.env.inject_error("POST", refused, status=403, code=50001, message="no")
            await stage.client._vigil.look()
            stage.env.backend.faults.clear()
            before = [len(stage.ours(each)) for each in (office, attic)]

            stage.services.refreshing._announcing._tasks._clock = lambda: time.time() + 61
            for _ in range(2):
                await stage.client._vigil.look()

            assert before == [1, 0]
            assert [len(stage.ours(each)) for each in (office, attic)] == [1, 1]
