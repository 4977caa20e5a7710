"""Admins on Slack look ahead, apply, apply anyway, go back; what changed on a schedule is reported to them."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.slack import vigil
from tests.bot.owls import DAWN, open_owls
from tests.bot.village import edit
from tests.slack.running import Running
from tests.slack.staff import ADMIN, actions, button, governed, order, pin, reindex, settle, words
from tests.slack.workspace import Json, Workspace

HOME = f"D{ADMIN}"


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vigil, "LOOK_SECONDS", 0.3)


async def report(bot: Running) -> Json:
    await order(bot, "reindex", ADMIN)
    return bot.slack.posted(HOME)[-1]


async def active(bot: Running) -> str | None:
    generation, _ = await bot.services.administration.generations()
    return generation


async def test_a_reindex_is_reported_and_applied(slack: Workspace, own_village: Path) -> None:
    edit(own_village, "made of oak", "made of pine")
    async with governed(slack, own_village) as bot:
        before = await active(bot)
        shown = await report(bot)
        said = words(shown)
        done = await settle(bot, shown, "reindex-apply", ADMIN)
        after = await active(bot)

    assert "Sources changed (1): mill-en" in said
    assert "Golden questions (1)" in said
    assert after != before
    assert (done["text"], actions(done)) == (f"{after} answers now.", [])
    assert slack.refused() == []


async def test_a_report_that_cannot_be_shown_there_is_shown_to_the_one_who_asked(
    slack: Workspace, own_village: Path
) -> None:
    edit(own_village, "made of oak", "made of pine")
    slack.faults.refused["chat.update"] = "internal_error"
    async with governed(slack, own_village) as bot:
        shown = await order(bot, "reindex", ADMIN)

    assert "mill-en" in words(shown)
    assert actions(shown) == ["reindex-apply", "reindex-cancel"]


async def test_a_report_is_dropped(slack: Workspace, own_village: Path) -> None:
    edit(own_village, "made of oak", "made of pine")
    async with governed(slack, own_village) as bot:
        before = await active(bot)
        shown = await report(bot)
        apply = button(shown, "reindex-apply")
        done = await settle(bot, shown, "reindex-cancel", ADMIN)
        await bot.click(apply, user=ADMIN, message=done)
        await slack.until(lambda: "does not wait any more" in slack.posted(HOME)[-1]["text"])
        after = await active(bot)

    assert before == after


async def test_what_speaks_against_it_asks_for_a_second_confirmation(
    slack: Workspace, own_village: Path
) -> None:
    async with governed(slack, own_village) as bot:
        await pin(bot)
        edit(own_village, "about 35 tonnes", "about 36 tonnes")
        before = await active(bot)
        stopped = await settle(bot, await report(bot), "reindex-apply", ADMIN)
        said, offered, between = words(stopped), actions(stopped), await active(bot)
        done = await settle(bot, stopped, "reindex-anyway", ADMIN)
        after = await active(bot)

    assert "pinned summaries would not be true any more" in said
    assert offered == ["reindex-anyway", "reindex-cancel"]
    assert before == between != after
    assert "answers now" in done["text"]


async def test_nothing_to_do_has_no_buttons(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        shown = await report(bot)

    assert "Nothing has changed" in words(shown)
    assert actions(shown) == []


async def test_a_second_asker_is_told_who_is_at_it(slack: Workspace, own_village: Path) -> None:
    edit(own_village, "made of oak", "made of pine")
    async with governed(slack, own_village) as bot:
        answers = await asyncio.gather(order(bot, "reindex", ADMIN), order(bot, "reindex", ADMIN))
        said = [answer["text"] for answer in slack.made("respond")]

    assert len(answers) == 2
    assert sum("started this" in each for each in said) == 1
    assert any(each.startswith(ADMIN.lower()) for each in said)


async def test_a_build_that_fails_says_so_where_its_progress_stood(
    slack: Workspace, own_village: Path
) -> None:
    (own_village / "corpus" / "claims.toml").write_text("[[claim", encoding="utf-8")
    async with governed(slack, own_village) as bot:
        answer = await order(bot, "reindex", ADMIN)
        shown = slack.posted(HOME)[-1]

    assert "claims.toml" in answer["text"]
    assert shown["text"] == answer["text"]


async def test_rollback_and_generations(slack: Workspace, own_village: Path) -> None:
    async with governed(slack, own_village) as bot:
        first = await active(bot)
        edit(own_village, "made of oak", "made of pine")
        await reindex(bot)
        second = await active(bot)
        listed = words(await order(bot, "generations", ADMIN))
        back = await order(bot, "rollback", ADMIN)
        unknown = await order(bot, "rollback never", ADMIN)
        named = await order(bot, f"rollback {second}", ADMIN)
        log = [(entry.deed, entry.outcome) for entry in await bot.services.deeds.log(3)]

    assert f"→ {second}" in listed
    assert f"· {first}" in listed
    assert back["text"] == f"{first} answers again."
    assert "There is no index never." in unknown["text"]
    assert named["text"] == f"{second} answers again."
    assert log == [("rollback", "done"), ("rollback", "failed"), ("rollback", "done")]


@asynccontextmanager
async def scheduled(
    slack: Workspace, folder: Path, *notices: str, admins: tuple[str, ...] = ()
) -> AsyncIterator[Running]:
    """Run a bot whose schedule soon finds that a source reads otherwise at its address, after orders about notices."""
    with open_owls(folder) as owls:
        async with governed(slack, folder, library=owls.library, hours=0.3 / 3600, admins=admins) as bot:
            for each in notices:
                await order(bot, f"settings {each}", ADMIN)
            owls.say(DAWN)
            yield bot


async def reported(slack: Workspace, channel: str) -> Json:
    await slack.until(lambda: [each for each in slack.posted(channel) if actions(each)], 60)
    return slack.posted(channel)[-1]


async def test_a_scheduled_report_goes_to_the_channel_that_was_set_and_is_applied_there(
    slack: Workspace, own_village: Path
) -> None:
    async with scheduled(slack, own_village, "all notices <#C9|office>") as bot:
        before = await active(bot)
        shown = await reported(slack, "C9")
        said = words(shown)
        done = await settle(bot, shown, "reindex-apply", ADMIN)
        await asyncio.sleep(1.5)
        after = await active(bot)

    assert "fetched on a schedule have changed" in said
    assert "Sources changed (1): owls" in said
    assert "answers now" in done["text"]
    assert before != after
    assert len(slack.posted("C9")) == 1


async def test_a_scheduled_report_is_dropped(slack: Workspace, own_village: Path) -> None:
    async with scheduled(slack, own_village, "all notices C9") as bot:
        before = await active(bot)
        done = await settle(bot, await reported(slack, "C9"), "reindex-cancel", ADMIN)
        after = await active(bot)

    assert (done["text"], actions(done)) == ("Cancelled.", [])
    assert before == after


async def test_without_a_channel_the_named_admins_are_told(slack: Workspace, own_village: Path) -> None:
    slack.locales["UBOSS"] = "fr-FR"
    async with scheduled(slack, own_village, admins=("UBOSS", "SADMINS")):
        shown = await reported(slack, "DUBOSS")

    assert "rechargées régulièrement ont changé" in words(shown)


async def test_a_moderator_may_not_apply_a_report(slack: Workspace, own_village: Path) -> None:
    async with scheduled(slack, own_village, "all notices C9") as bot:
        before = await active(bot)
        shown = await reported(slack, "C9")
        await bot.click(button(shown, "reindex-apply"), user="UMOD", message=shown)
        await slack.until(
            lambda: any("You need to be an admin" in each["text"] for each in slack.made("respond"))
        )
        after = await active(bot)

    assert before == after
    assert actions(slack.posted("C9")[-1]) == ["reindex-apply", "reindex-cancel"]


def retry_soon(bot: Running) -> None:
    """Let what could not be told be tried again at the next look, not half a minute later."""
    bot.services.refreshing._announcing._tasks._clock = itertools.count(time.time(), 61).__next__


async def test_a_reader_that_takes_no_report_lets_the_others_be_told_once(
    slack: Workspace, own_village: Path
) -> None:
    slack.closed.add("C7")
    orders = ("notices C7", "all notices C9")
    async with scheduled(slack, own_village, *orders) as bot:
        retry_soon(bot)
        await bot.services.channels.choose("slack:C2", {"notices": "C8"})
        first, second = await reported(slack, "C8"), await reported(slack, "C9")
        refused = len([each for each in slack.refused() if each.given.get("channel") == "C7"])
        await slack.until(
            lambda: (
                len([each for each in slack.refused() if each.given.get("channel") == "C7"]) > refused + 2
            ),
            20,
        )
        slack.closed.clear()
        late = await reported(slack, "C7")

    assert all("Sources changed (1): owls" in words(each) for each in (first, second, late))
    assert [len(slack.posted(each)) for each in ("C7", "C8", "C9")] == [1, 1, 1]


async def test_a_report_that_slack_took_without_saying_so_is_told_once(
    slack: Workspace, own_village: Path
) -> None:
    async with scheduled(slack, own_village, "all notices C9") as bot:
        retry_soon(bot)
        slack.faults.unanswered["chat.postMessage"] = 1
        await reported(slack, "C9")
        looked = len(slack.made("conversations.history"))
        await slack.until(lambda: len(slack.made("conversations.history")) > looked, 20)
        await asyncio.sleep(4 * vigil.LOOK_SECONDS)

    assert len(slack.posted("C9")) == 1
