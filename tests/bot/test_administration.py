"""A reindex is looked at before it is applied."""

import asyncio
from pathlib import Path

import pytest

from bot.administration import Ready
from bot.deeds import Actor
from bot.moderation import Preview
from bot.services import Services
from bot.storage.tasks import Progress
from retrieval import Generation
from tests.bot.village import edit, open_village, serve_village

ADMIN = Actor("slack:U1", "slack:T1", "slack:C1")

pytestmark = pytest.mark.slow


async def say_nothing(_progress: Progress) -> None:
    pass


async def look_ahead(services: Services) -> Ready:
    ready = await services.administration.dry_run(ADMIN, "Ada", say_nothing)
    assert isinstance(ready, Ready)
    return ready


async def test_nothing_to_do_is_said_and_nothing_is_built(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        ready = await look_ahead(services)

    assert ready.report.prepared is None
    assert len(library.generations()[1]) == 1


async def test_a_dry_run_builds_beside_what_answers_and_apply_lets_it_answer(village: Path) -> None:
    library = open_village(village)
    before, _ = library.generations()
    async with serve_village(village, library) as services:
        edit(village, "made of oak", "made of pine")
        ready = await look_ahead(services)
        during, _ = library.generations()
        applied = await services.administration.apply(ADMIN, ready.id)
        again = await services.administration.apply(ADMIN, ready.id)

    assert ready.report.plan.changed == ("mill-en",)
    assert ready.report.before is not None
    assert ready.report.after is not None
    assert ready.report.stops == ()
    assert during == before
    assert isinstance(applied, Generation)
    assert library.generations()[0] == applied.id == ready.report.prepared
    assert again is None


async def test_golden_questions_that_would_do_worse_stop_it_until_it_is_wanted_anyway(village: Path) -> None:
    library = open_village(village)
    before, _ = library.generations()
    async with serve_village(village, library) as services:
        edit(village, "Herons nest on the roof of the mill every spring.", "A miller lived near the pond.")
        edit(village, "Des hérons nichent sur le toit", "Un meunier habitait près", "mill-fr.md")
        ready = await look_ahead(services)
        held = await services.administration.apply(ADMIN, ready.id)
        still, _ = library.generations()
        applied = await services.administration.apply(ADMIN, ready.id, anyway=True)

    assert ready.report.before is not None
    assert ready.report.before.right == 1.0
    assert ready.report.stops == ("golden",)
    assert held == ready
    assert still == before
    assert isinstance(applied, Generation)


async def test_pins_and_approved_answers_that_would_break_are_named(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        preview = await services.moderation.summarise(ADMIN, "The mill of Orval", "en")
        assert isinstance(preview, Preview)
        await services.moderation.pinned(ADMIN, preview, ["slack:m1"])
        await services.curating.approve(ADMIN, "What does the mill grind?", preview.summary.answer)
        edit(village, "The mill of Orval grinds about 35 tonnes of flour a year", "Storks live far away")
        ready = await look_ahead(services)

    assert {(each.kind, each.title) for each in ready.report.broken} == {
        ("pin", "The mill of Orval"),
        ("curated", "What does the mill grind?"),
    }
    assert set(ready.report.stops) == {"pins", "curated"}


async def test_what_changed_after_the_look_ahead_is_not_applied(village: Path) -> None:
    library = open_village(village)
    before, _ = library.generations()
    async with serve_village(village, library) as services:
        edit(village, "made of oak", "made of pine")
        ready = await look_ahead(services)
        edit(village, "made of pine", "made of elm")
        applied = await services.administration.apply(ADMIN, ready.id)

    assert applied is None
    assert library.generations()[0] == before


async def test_a_second_asker_is_told_who_is_at_it(village: Path) -> None:
    library = open_village(village)
    edit(village, "made of oak", "made of pine")
    async with serve_village(village, library) as one, serve_village(village, library) as other:
        first = asyncio.create_task(one.administration.dry_run(ADMIN, "Ada", say_nothing))
        await asyncio.sleep(0.1)
        second = await other.administration.dry_run(ADMIN, "Grace", say_nothing)
        await first
        third = await other.administration.dry_run(ADMIN, "Grace", say_nothing)

    assert isinstance(second, Progress)
    assert second.actor == "Ada"
    assert isinstance(third, Ready)


async def test_rollback_goes_back_and_is_in_the_audit_log(village: Path) -> None:
    library = open_village(village)
    before, _ = library.generations()
    async with serve_village(village, library) as services:
        edit(village, "made of oak", "made of pine")
        ready = await look_ahead(services)
        await services.administration.apply(ADMIN, ready.id)
        await services.administration.rollback(ADMIN)
        entries = await services.deeds.log(10)

    assert library.generations()[0] == before
    assert [(entry.deed, entry.outcome) for entry in entries] == [
        ("rollback", "done"),
        ("reindex", "done"),
        ("reindex", "done"),
    ]
    assert all(entry.actor and "U1" not in entry.actor for entry in entries)


async def test_rollback_goes_back_to_what_answered_whatever_was_looked_at_since(village: Path) -> None:
    library = open_village(village)
    first, _ = library.generations()
    async with serve_village(village, library) as services:
        for old, new in (("made of oak", "made of pine"), ("made of pine", "made of elm")):
            edit(village, old, new)
            await services.administration.cancel((await look_ahead(services)).id)
        edit(village, "made of elm", "made of ash")
        await services.administration.apply(ADMIN, (await look_ahead(services)).id)
        for old, new in (("made of ash", "made of yew"), ("made of yew", "made of fir")):
            edit(village, old, new)
            await look_ahead(services)
        back = await services.administration.rollback(ADMIN)

    assert back.id == first == library.generations()[0]


async def test_a_report_whose_build_was_pushed_out_does_not_wait_any_more(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        edit(village, "made of oak", "made of pine")
        first = await look_ahead(services)
        edit(village, "made of pine", "made of elm")
        await look_ahead(services)
        edit(village, "made of elm", "made of pine")
        applied = await services.administration.apply(ADMIN, first.id)

    assert applied is None


async def test_a_report_that_another_version_kept_does_not_wait_any_more(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        edit(village, "made of oak", "made of pine")
        ready = await look_ahead(services)
        (draft,) = await services.administration._drafts.all("reindex")
        del draft.record["stops"]
        await services.administration._drafts.change(draft.id, draft.record)
        found = await services.administration.ready(ready.id)
        applied = await services.administration.apply(ADMIN, ready.id)

    assert (found, applied) == (None, None)
