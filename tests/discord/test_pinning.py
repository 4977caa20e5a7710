"""Pins of several messages, and pins that are changed, deleted or lost: what stands is what the bot knows of."""

from pathlib import Path

import discord
import pytest

from tests.bot.village import LEDGER, write_ledger
from tests.discord.stage import Stage, labels, raise_village_curtain, response, texts
from tests.discord.test_moderating import reindex

pytestmark = pytest.mark.slow


async def pin_ledger(stage: Stage, village: Path, characters: int = 1200) -> list[discord.Message]:
    """Pin a summary that takes several messages, and return them."""
    write_ledger(village, characters)
    await reindex(stage)
    drafted = await stage.alice.slash(stage.channel, "summary", topic=LEDGER)
    await stage.alice.click([response(drafted), *drafted.followups][-1], label="Pin")
    return stage.ours()


async def refresh(stage: Stage) -> str:
    """Press Refresh in the list of pins, and return what is said."""
    listed = await stage.alice.slash(stage.channel, "pins")
    done = await stage.alice.click(response(listed), label="Refresh [1]")
    await stage.env.settle()
    return texts(done.response)


async def listed(stage: Stage) -> str:
    return texts((await stage.alice.slash(stage.channel, "pins")).response)


async def deeds(stage: Stage) -> list[tuple[str, object]]:
    """Return what was done to pins, the latest last, and whether by hand."""
    log = await stage.services.deeds.log(20)
    return [(each.deed, each.details.get("by_hand")) for each in reversed(log) if each.deed.endswith("pin")]


@pytest.mark.parametrize("characters", [1200, 500])
async def test_a_refreshed_pin_that_needs_fewer_messages_stays_known(village: Path, characters: int) -> None:
    async with raise_village_curtain(village) as stage:
        before = await pin_ledger(stage, village, characters)
        write_ledger(village, 40)
        await reindex(stage)

        said = await refresh(stage)

        (pinned,) = stage.channel.pinned_messages()
        assert len(before) > 1
        assert "Refreshed" in said
        assert [each.id for each in stage.ours()] == [pinned.id] == [before[0].id]
        assert "still true" in await listed(stage)
        assert await deeds(stage) == [("pin", None), ("pin", None)]


async def test_a_refreshed_pin_that_needs_more_messages_is_known_by_all_of_them(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        (first,) = await pin_ledger(stage, village, 40)
        write_ledger(village, 1200)
        await reindex(stage)
        await refresh(stage)
        (*_, last) = shown = stage.ours()

        done = await stage.alice.context_menu(stage.channel, "Delete this answer", last)

        assert shown[0].id == first.id
        assert len(shown) > 1
        assert "Deleted" in texts(done.response)
        assert stage.ours() == []


async def test_deleting_a_part_of_a_pin_deletes_it_whole(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        _, part, *_ = await pin_ledger(stage, village)

        done = await stage.alice.context_menu(stage.channel, "Delete this answer", part)
        await stage.env.settle()

        assert "Deleted" in texts(done.response)
        assert stage.ours() == []
        assert "Nothing is pinned" in await listed(stage)
        assert await deeds(stage) == [("pin", None), ("unpin", True)]


async def test_a_pin_of_which_somebody_deletes_a_part_stays_and_is_made_whole_by_refresh(
    village: Path,
) -> None:
    async with raise_village_curtain(village) as stage:
        before = await pin_ledger(stage, village)
        stage.env.backend.delete_message(stage.channel.id, before[1].id)
        await stage.env.settle()
        left = await listed(stage)

        said = await refresh(stage)

        assert "still true" in left
        assert "Refreshed" in said
        assert len(stage.ours()) == len(before)
        assert [texts(each) for each in stage.ours()] == [texts(each) for each in before]


async def test_what_the_button_unpins_is_logged_once_and_as_the_buttons_doing(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin_ledger(stage, village)
        shown = await stage.alice.slash(stage.channel, "pins")

        await stage.alice.click(response(shown), label="Unpin [1]")
        await stage.env.settle()

        assert await deeds(stage) == [("pin", None), ("unpin", False)]
        assert labels(response(await stage.alice.slash(stage.channel, "pins"))) == []
