"""Pins of several messages, and pins that are changed, deleted or lost: what stands is what the bot knows of."""

import asyncio
import time
from pathlib import Path

import discord
import pytest
import simcord

from bot import halfway
from bot.storage.errors import StorageError
from bot.storage.tasks import LEASE_SECONDS
from tests.bot.village import LEDGER, edit, write_ledger
from tests.discord.stage import Stage, labels, raise_village_curtain, response, sent, texts
from tests.discord.test_moderating import TOPIC, pin, reindex

pytestmark = pytest.mark.slow

OTTERS = """Otters swim in the lake of Virton.

Their young learn to dive in June.

A fisherman counted nine animals last winter.

They sleep in hollow trees near the water."""


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


async def die_before_the_pin_is_stored(
    stage: Stage, village: Path, monkeypatch: pytest.MonkeyPatch
) -> simcord.ResponseMessage:
    """Press Pin, and let the process end amid it: nothing is tidied up, and another one takes over."""
    write_ledger(village, 1200)
    await reindex(stage)
    pinned = len(stage.channel.pinned_messages())
    drafted = await stage.alice.slash(stage.channel, "summary", topic=LEDGER)
    preview = [response(drafted), *drafted.followups][-1]
    with monkeypatch.context() as dying:
        dying.setattr(stage.services.moderation._pins, "add", die)
        dying.setattr(stage.services.halfway._tasks, "end", die)
        await stage.alice.click(preview, label="Pin")
    assert len(stage.channel.pinned_messages()) == pinned + 1
    stage.services.halfway._tasks._clock = lambda: time.time() + LEASE_SECONDS + 1
    await stage.restart()
    return preview


async def die(*_: object) -> str:
    raise asyncio.CancelledError


async def test_a_pin_whose_process_died_before_it_was_stored_can_be_pressed_again_and_stands_once(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with raise_village_curtain(village) as stage:
        preview = await die_before_the_pin_is_stored(stage, village, monkeypatch)
        left = {each.id for each in stage.ours()}

        done = await stage.alice.click(preview, label="Pin")

        assert "Pinned" in texts(done.response)
        (pinned,) = stage.channel.pinned_messages()
        stands = {each.id for each in stage.ours()}
        assert len(stands) == len(left) > 1
        assert not stands & left
        assert pinned.id in stands
        shown = await stage.alice.slash(stage.channel, "pins")
        assert [each for each in labels(response(shown)) if "Unpin" in each] == ["Unpin [1]"]
        nonces = [body["nonce"] for body in sent(stage, "POST", "/messages") if body.get("enforce_nonce")]
        assert len(set(nonces)) == len(nonces)  # Discord would not show again what was deleted


async def test_what_a_dead_process_left_is_deleted_though_its_preview_is_never_pressed_again(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(halfway, "LEFT_SECONDS", 0.0)
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        (known,) = stage.ours()
        await stage.bob.send(stage.channel, "Good morning")
        preview = await die_before_the_pin_is_stored(stage, village, monkeypatch)

        await stage.client._vigil.look()
        await stage.client._vigil.look()

        assert [each.id for each in stage.ours()] == [known.id]
        assert [each.id for each in stage.channel.pinned_messages()] == [known.id]
        await stage.alice.click(preview, label="Pin")
        assert len(stage.channel.pinned_messages()) == 2


async def test_a_pin_that_cannot_be_stored_does_not_stand(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with raise_village_curtain(village) as stage:
        drafted = await stage.alice.slash(stage.channel, "summary", topic=TOPIC)
        with monkeypatch.context() as full:
            full.setattr(stage.services.moderation._pins, "add", refuse)
            refused = await stage.alice.click(response(drafted), label="Pin")
        left = stage.ours()

        await stage.alice.click(response(drafted), label="Pin")

        assert left == []
        assert any("try again" in texts(each) for each in refused.followups)
        assert len(stage.channel.pinned_messages()) == 1


async def refuse(*_: object) -> str:
    raise StorageError("the disk is full")


async def test_a_pin_that_goes_with_many_messages_at_once_is_noticed(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        others = [await stage.bob.send(stage.channel, f"Good morning {number}") for number in range(3)]
        gone = [*(each.id for each in others), stage.ours()[0].id]

        stage.env.backend.bulk_delete_messages(stage.channel.id, gone)
        await stage.env.settle()

        assert "Nothing is pinned" in await listed(stage)
        assert await deeds(stage) == [("pin", None), ("unpin", True)]


@pytest.mark.parametrize("how", ["deleted", "unpinned"])
async def test_what_became_of_a_pin_while_the_bot_was_away_is_noticed_when_it_is_back(
    village: Path, how: str
) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        await pin(stage)
        first, second = stage.ours()
        lose_unheard(stage, first.id, how)

        await stage.restart()
        await stage.env.settle()

        (left,) = await stage.services.pinned._pins.standing()
        assert left.messages[0].endswith(str(second.id))
        assert await deeds(stage) == [("pin", None), ("pin", None), ("unpin", True)]


@pytest.mark.parametrize("button", ["Refresh [1]", "Unpin [1]"])
async def test_whoever_presses_for_a_pin_that_is_gone_unheard_is_told_so_and_rid_of_it(
    village: Path, button: str
) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        shown = await stage.alice.slash(stage.channel, "pins")
        lose_unheard(stage, stage.ours()[0].id, "deleted")

        done = await stage.alice.click(response(shown), label=button)

        assert "This pin is gone." in texts(done.response)
        assert "Nothing is pinned" in await listed(stage)


async def test_a_pin_that_discord_does_not_let_us_unpin_says_what_to_do_and_stays_known(
    village: Path,
) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        shown = await stage.alice.slash(stage.channel, "pins")
        for path in ("/channels/*/pins/*", "/channels/*/messages/pins/*"):
            stage.env.inject_error("DELETE", path, status=403, code=50013, message="no")

        done = await stage.alice.click(response(shown), label="Unpin [1]")

        assert "Pin Messages" in texts(done.response)
        assert "still true" in await listed(stage)


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ("Refresh", "Refreshed: The mill of Orval"),
        ("Unpin", "Unpinned: The mill of Orval"),
        ("Leave", "Left as it is."),
    ],
)
async def test_a_notice_says_how_it_ended_and_has_no_buttons_then(
    village: Path, button: str, said: str
) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        await reindex(stage)
        await stage.client._vigil.look()
        (notice,) = [each for each in stage.ours() if "needs a look" in texts(each)]

        await stage.alice.click(notice, label=button)

        (after,) = [each for each in stage.ours() if each.id == notice.id]
        assert texts(after) == said
        assert labels(after) == []


async def test_a_notice_keeps_its_buttons_while_there_is_nothing_to_refresh_from(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        path = village / "corpus" / "mill-en.md"
        before = path.read_text(encoding="utf-8")
        path.write_text(f"{before}\n# Otters\n\n{OTTERS}\n", encoding="utf-8")
        await reindex(stage)
        drafted = await stage.alice.slash(stage.channel, "summary", topic="Otters")
        await stage.alice.click(response(drafted), label="Pin")
        path.write_text(before, encoding="utf-8")
        await reindex(stage)
        await stage.client._vigil.look()
        (notice,) = [each for each in stage.ours() if "needs a look" in texts(each)]

        done = await stage.alice.click(notice, label="Refresh")

        (after,) = [each for each in stage.ours() if each.id == notice.id]
        assert labels(after) == ["Refresh", "Unpin", "Leave"]
        assert done.followups
        assert all(each.ephemeral for each in done.followups)


def lose_unheard(stage: Stage, message: int, how: str) -> None:
    """Take a pin down as somebody does while no process of ours is connected."""
    messages = stage.env.backend.messages[stage.channel.id]
    if how == "deleted":
        del messages[message]
    else:
        messages[message].pinned = False
