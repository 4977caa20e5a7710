"""A reindex is looked at before it is applied."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.administration import Ready
from bot.deeds import Actor
from bot.moderation import Preview
from bot.services import Services
from bot.storage.tasks import Progress
from retrieval import Generation, PassageChanges, Standing
from retrieval.index.generations import Generations
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


async def test_of_very_many_golden_questions_a_few_may_go_either_way(village: Path) -> None:
    library = open_village(village)
    with (village / "corpus" / "questions.toml").open("a", encoding="utf-8") as file:
        for number in range(400):
            file.write(
                f'\n[[question]]\nid = "flour-{number}"\nlanguage = "en"\nanswerable = true\nfacts = ["F2"]\n'
                f'question = "How many tonnes of flour does the mill grind{"?" * (number + 1)}"\n'
            )
    async with serve_village(village, library) as services:
        edit(village, "Herons nest on the roof of the mill every spring.", "A miller lived near the pond.")
        edit(village, "Des hérons nichent sur le toit", "Un meunier habitait près", "mill-fr.md")
        ready = await look_ahead(services)

    assert ready.report.before is not None
    assert ready.report.after is not None
    assert 0 < (ready.report.before.right or 0) - (ready.report.after.right or 0) < 0.005
    assert ready.report.stops == ()


async def test_golden_questions_are_asked_of_a_generation_once_until_they_change(village: Path) -> None:
    library = open_village(village)
    active = library.generations()[0] or ""
    asked: list[str] = []
    first = library.figures_of(active, lambda: asked.append("at first"))
    assert library.figures_of(active, lambda: asked.append("again")) == first

    with (village / "corpus" / "questions.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[question]]\nid = "more"\nlanguage = "en"\nanswerable = false\nquestion = "Who owns it?"\n'
        )
    changed = library.figures_of(active, lambda: asked.append("changed"))

    assert first is not None
    assert changed is not None
    assert changed.questions == first.questions + 1
    assert asked == ["at first"] * first.questions + ["changed"] * changed.questions


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


async def pin_mill(services: Services) -> None:
    preview = await services.moderation.summarise(ADMIN, "The mill of Orval", "en")
    assert isinstance(preview, Preview)
    await services.moderation.pinned(ADMIN, preview, ["slack:m1"])


async def test_a_pin_made_after_the_look_ahead_stops_it_and_is_shown_before_anything_is_applied_anyway(
    village: Path,
) -> None:
    library = open_village(village)
    before, _ = library.generations()
    async with serve_village(village, library) as services:
        edit(village, "about 35 tonnes", "about 36 tonnes")
        ready = await look_ahead(services)
        await pin_mill(services)
        unseen = await services.administration.apply(ADMIN, ready.id, anyway=True)
        still, _ = library.generations()
        held = await services.administration.apply(ADMIN, ready.id)
        applied = await services.administration.apply(ADMIN, ready.id, anyway=True)

    assert ready.report.stops == ()
    assert isinstance(unseen, Ready)
    assert unseen.report.stops == ("pins",)
    assert [each.title for each in unseen.report.broken] == ["The mill of Orval"]
    assert (held, still) == (unseen, before)
    assert isinstance(applied, Generation)


async def test_a_pin_that_is_gone_by_then_stops_nothing(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        await pin_mill(services)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        ready = await look_ahead(services)
        for pin in await services.administration._pins.standing():
            await services.administration._pins.remove(pin.id)
        applied = await services.administration.apply(ADMIN, ready.id)

    assert ready.report.stops == ("pins",)
    assert isinstance(applied, Generation)


async def test_what_goes_with_a_removed_source_is_named_and_needs_a_second_confirmation(
    village: Path,
) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        library.remove_source("article")
        ready = await look_ahead(services)
        held = await services.administration.apply(ADMIN, ready.id)
        applied = await services.administration.apply(ADMIN, ready.id, anyway=True)

    assert {(each.kind, each.title, each.standing) for each in ready.report.broken} == {
        *(("claim", name, Standing.GONE) for name in ("BUILT", "FLOUR", "WHEEL", "FIRE", "WHEN", "TEARS")),
        ("translation", "article (en)", Standing.GONE),
    }
    assert ready.report.stops[:2] == ("claims", "translations")
    assert held == ready
    assert isinstance(applied, Generation)


async def test_a_claim_whose_words_are_changed_is_named_and_nothing_is_built_before_it_is_mended(
    village: Path,
) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        edit(village, "détruit en 1903", "détruit en 1904", "article.txt")
        ready = await look_ahead(services)
        applied = await services.administration.apply(ADMIN, ready.id, anyway=True)
        edit(village, "détruit en 1903", "détruit en 1904", "claims.toml")
        edit(village, "détruit en 1903", "détruit en 1904", "translation.toml")
        mended = await look_ahead(services)

    assert [(each.kind, each.title, each.standing) for each in ready.report.broken] == [
        ("claim", "WHEN", Standing.CHANGED),
        ("translation", "article (en), 5", Standing.CHANGED),
    ]
    assert ready.report.stops == ("claims", "translations", "corpus")
    assert (ready.report.plan.changed, ready.report.prepared, applied) == (("article",), None, None)
    assert (mended.report.broken, mended.report.stops) == ((), ())


async def test_a_claim_that_was_taken_out_while_its_words_stand_is_not_lost(village: Path) -> None:
    path = village / "corpus" / "claims.toml"
    async with serve_village(village, open_village(village)) as services:
        path.write_text(path.read_text(encoding="utf-8").rpartition("[[claim]]")[0], encoding="utf-8")
        ready = await look_ahead(services)

    assert ready.report.prepared is not None
    assert ready.report.broken == ()


async def test_passages_are_counted_as_added_changed_and_removed(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        edit(village, "made of oak", "made of pine")
        edit(village, "# The mill of Orval\n", "# The mill of Orval\n\nA pond lies beside the mill.\n")
        edit(village, "Des hérons nichent sur le toit du moulin chaque printemps.\n", "", "mill-fr.md")
        ready = await look_ahead(services)

    assert ready.report.plan.passage_changes == PassageChanges(added=1, changed=1, removed=1)


async def test_who_builds_without_a_task_is_named_with_how_far_they_are(village: Path) -> None:
    library = open_village(village)
    edit(village, "made of oak", "made of pine")
    generations = Generations(village / "data")
    async with serve_village(village, library) as services:
        with generations.building():
            generations.report(3, 9)
            busy = await services.administration.dry_run(ADMIN, "Ada", say_nothing)
        done = await services.administration.dry_run(ADMIN, "Ada", say_nothing)

    assert isinstance(busy, Progress)
    assert (busy.actor, busy.done, busy.total) == (f"Process {os.getpid()}", 3, 9)
    assert isinstance(done, Ready)


async def test_an_index_that_cannot_be_asked_is_built_anew_without_a_comparison(village: Path) -> None:
    library = open_village(village)
    active, _ = library.generations()
    (village / "data" / "generations" / str(active) / "precedents.npy").unlink(missing_ok=True)
    (village / "data" / "generations" / str(active) / "vectors.npy").write_bytes(b"damaged")
    async with serve_village(village, library) as services:
        ready = await look_ahead(services)

    assert (ready.report.before, ready.report.stops) == (None, ())
    assert ready.report.after is not None


async def test_a_look_ahead_that_is_given_up_ends_its_build_and_lets_others_begin(village: Path) -> None:
    library = open_village(village)
    edit(village, "made of oak", "made of pine")
    async with serve_village(village, library) as services:
        given_up = asyncio.create_task(services.administration.dry_run(ADMIN, "Ada", say_nothing))
        await asyncio.sleep(0.05)
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        for _ in range(100):
            again = await services.administration.dry_run(ADMIN, "Grace", say_nothing)
            if isinstance(again, Ready):
                break
            await asyncio.sleep(0.1)

    assert isinstance(again, Ready)
