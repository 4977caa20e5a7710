"""Fetched sources are looked at again; a change is reported, once, and quoted only when an admin applies it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.administration import Ready
from bot.refreshing import Reader
from bot.services import Services
from retrieval import CorpusError
from tests.bot.owls import DAWN, DUSK, NIGHT, know_of, open_owls
from tests.bot.test_administration import ADMIN, say_nothing
from tests.bot.village import serve_village
from tests.sockets import THIS_MACHINE, keep_to

pytestmark = pytest.mark.slow
HOUR = 3600.0


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_to(monkeypatch, THIS_MACHINE)


async def office() -> list[Reader]:
    return [Reader("office", "en")]


async def reports(
    services: Services, platform: str = "discord", readers: Callable[[], Awaitable[list[Reader]]] = office
) -> list[Ready]:
    """Return the reports that a platform's admins are told of now."""
    told = []

    async def show(ready: Ready, _reader: Reader) -> None:
        told.append(ready)

    await services.refreshing.tell(platform, readers, show)
    return told


def pass_by(services: Services, seconds: float) -> None:
    """Let it be later for the schedule."""
    services.refreshing._clock = lambda: time.time() + seconds


async def deeds(services: Services) -> list[tuple[str, str, str]]:
    """Return which sources the schedule fetched, by the audit log."""
    return [
        (entry.deed, entry.outcome, entry.details["source"])
        for entry in await services.deeds.log(20)
        if entry.deed == "source-fetch" and entry.platform == "schedule"
    ]


async def test_what_has_changed_at_its_address_is_reported_once_and_not_quoted_before(village: Path) -> None:
    with open_owls(village) as owls:
        before, _ = owls.library.generations()
        async with serve_village(village, owls.library, refresh_hours=1.0) as services:
            owls.say(DAWN)
            found = await services.refreshing.look()
            told = await reports(services)
            again = await reports(services)
            elsewhere = await reports(services, "slack")
            logged = await deeds(services)

        after, _ = owls.library.generations()

    assert found
    assert [ready.report.plan.changed for ready in told] == [("owls",)]
    assert again == []
    assert [ready.id for ready in elsewhere] == [ready.id for ready in told]
    assert after == before
    assert logged == [("source-fetch", "done", "owls")]


async def test_the_schedule_keeps_itself_and_tells_of_a_change_only_once(village: Path) -> None:
    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=0.1 / HOUR) as services:
            owls.say(DAWN)
            told: list[Ready] = []
            async with asyncio.timeout(20):
                while not told:
                    await asyncio.sleep(0.1)
                    told += await reports(services)
            await asyncio.sleep(1)
            more = await reports(services)

    assert [ready.report.plan.changed for ready in told] == [("owls",)]
    assert more == []


async def test_a_report_that_nobody_took_is_told_again_later(village: Path) -> None:
    async def refuse(_ready: Ready, _reader: Reader) -> None:
        raise ConnectionError("no such channel")

    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=1.0) as services:
            owls.say(DAWN)
            await services.refreshing.look()
            await services.refreshing.tell("discord", office, refuse)
            at_once = await reports(services)
            services.refreshing._announcing._tasks._clock = lambda: time.time() + 61
            later = await reports(services)

    assert at_once == []
    assert len(later) == 1


async def test_a_report_without_a_reader_waits_for_one(village: Path) -> None:
    async def nobody() -> list[Reader]:
        return []

    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=1.0) as services:
            owls.say(DAWN)
            await services.refreshing.look()
            unread = await reports(services, readers=nobody)
            read = await reports(services)

    assert unread == []
    assert len(read) == 1


async def test_nothing_is_said_when_nothing_has_changed_and_nothing_done_before_it_is_due(
    village: Path,
) -> None:
    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=1.0) as services:
            unchanged = await services.refreshing.look()
            owls.say(DAWN)
            too_early = await services.refreshing.look()
            told = await reports(services)

    assert (unchanged, too_early, told) == (False, False, [])


async def test_a_change_that_comes_while_somebody_builds_is_reported_ten_minutes_later(village: Path) -> None:
    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=24.0) as services:
            owls.say(DAWN)
            tasks = services.administration._tasks
            await tasks.begin("reindex", "Grace")
            during = await services.refreshing.look()
            await tasks.end("reindex")
            at_once = await services.refreshing.look()
            pass_by(services, 601)
            later = await services.refreshing.look()
            told = await reports(services)

    assert (during, at_once, later) == (False, False, True)
    assert [ready.report.plan.changed for ready in told] == [("owls",)]


async def test_a_change_whose_look_ahead_fails_is_reported_when_the_corpus_is_mended(village: Path) -> None:
    questions = village / "corpus" / "questions.toml"
    kept = questions.read_text(encoding="utf-8")
    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=24.0) as services:
            owls.say(DAWN)
            questions.write_text("[[question", encoding="utf-8")
            with pytest.raises(CorpusError):
                await services.refreshing.look()
            questions.write_text(kept, encoding="utf-8")
            pass_by(services, 601)
            later = await services.refreshing.look()
            told = await reports(services)

    assert later
    assert [ready.report.plan.changed for ready in told] == [("owls",)]


async def test_what_a_process_fetched_before_it_died_is_reported_by_the_next_round(village: Path) -> None:
    with open_owls(village) as owls:
        owls.say(DAWN)
        owls.library.fetch("owls")
        async with serve_village(village, owls.library, refresh_hours=1.0) as services:
            found = await services.refreshing.look()
            told = await reports(services)

    assert found
    assert [ready.report.plan.changed for ready in told] == [("owls",)]


async def test_what_was_reported_is_reported_anew_when_it_changes_again_or_back_and_forth(
    village: Path,
) -> None:
    found = []
    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=1.0) as services:
            for round_, text in enumerate((DAWN, DAWN, DUSK, NIGHT, DUSK)):
                owls.say(text)
                pass_by(services, 2 * HOUR * round_)
                found.append(await services.refreshing.look())

    assert found == [True, False, True, False, True]


async def test_one_address_that_fails_keeps_no_other_from_being_looked_at(village: Path) -> None:
    with open_owls(village) as owls:
        for source in ("ants", "bees"):
            know_of(village, source)
            owls.say(f"The {source} of the mill are busy all day long.\n", source)
            owls.library.fetch(source)
        owls.library.reindex(lambda _done, _total: None)
        async with serve_village(village, owls.library, refresh_hours=1.0) as services:
            owls.lose("ants")
            owls.say("The bees of the mill sleep all day long.\n", "bees")
            found = await services.refreshing.look()
            told = await reports(services)
            logged = await deeds(services)

    assert found
    assert [ready.report.plan.changed for ready in told] == [("bees",)]
    assert ("source-fetch", "failed", "ants") in logged
    assert ("source-fetch", "done", "bees") in logged


async def test_a_change_that_an_admin_applied_meanwhile_is_not_reported(village: Path) -> None:
    with open_owls(village) as owls:
        async with serve_village(village, owls.library, refresh_hours=24.0) as services:
            owls.say(DAWN)
            tasks = services.administration._tasks
            await tasks.begin("reindex", "Grace")
            await services.refreshing.look()
            await tasks.end("reindex")
            ready = await services.administration.dry_run(ADMIN, "Ada", say_nothing)
            assert isinstance(ready, Ready)
            await services.administration.apply(ADMIN, ready.id)
            pass_by(services, 601)
            later = await services.refreshing.look()

    assert not later
