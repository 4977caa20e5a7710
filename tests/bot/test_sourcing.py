"""What admins propose in chat waits in the database: after a restart its buttons still work."""

from pathlib import Path

import pytest

from bot.deeds import Actor
from bot.services import Services
from bot.sourcing import Proposed
from retrieval import SourceError, Upload
from tests.bot.village import open_village, serve_village

ADMIN = Actor("discord:1", "discord:2", "discord:3")
OTTERS = Upload("otters.md", b"# Otters\n\nOtters swim past the mill.\n")

pytestmark = pytest.mark.slow


async def propose(services: Services, text: bytes = OTTERS.content) -> Proposed:
    return await services.sourcing.propose(ADMIN, Upload("otters.md", text))


async def logged(services: Services) -> list[tuple[str, str, str | None]]:
    """Return what was done, latest first, with its step."""
    return [(entry.deed, entry.outcome, entry.details.get("step")) for entry in await services.deeds.log(10)]


async def test_a_proposal_waits_over_a_restart_and_is_added_once(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        waiting = await propose(services)
    async with serve_village(village, library) as services:
        again = await services.sourcing.proposed(waiting.id)
        added = await services.sourcing.add(ADMIN, waiting.id)
        twice = await services.sourcing.add(ADMIN, waiting.id)
        log = await logged(services)

    assert again == waiting
    assert added is not None
    assert added.id in {each.source.id for each in library.catalogue()}
    assert twice is None
    assert log == [("source-add", "done", None), ("source-add", "done", "proposed")]


async def test_a_corrected_proposal_takes_the_place_of_the_first(village: Path) -> None:
    fields = {"title": " Otters of Orval ", "language": "", "published": "2025", "text": "Nothing swims."}
    async with serve_village(village, open_village(village)) as services:
        waiting = await propose(services)
        corrected = await services.sourcing.correct(ADMIN, waiting.id, fields)
        before = await services.sourcing.add(ADMIN, waiting.id)
        assert corrected is not None
        added = await services.sourcing.add(ADMIN, corrected.id)

    assert before is None
    assert added is not None
    assert (added.title, added.language, added.published) == ("Otters of Orval", "en", "2025")
    assert corrected.proposal.text == waiting.proposal.text


async def test_a_proposal_that_is_refused_waits_to_be_corrected(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        waiting = await propose(services)
        wrong = await services.sourcing.correct(ADMIN, waiting.id, {"published": "last summer"})
        assert wrong is not None
        with pytest.raises(SourceError, match="published"):
            await services.sourcing.add(ADMIN, wrong.id)
        right = await services.sourcing.correct(ADMIN, wrong.id, {"published": "2025-08"})
        assert right is not None
        added = await services.sourcing.add(ADMIN, right.id)
        log = await logged(services)

    assert added is not None
    assert log == [
        ("source-add", "done", None),
        ("source-add", "done", "corrected"),
        ("source-add", "failed", None),
        ("source-add", "done", "corrected"),
        ("source-add", "done", "proposed"),
    ]


async def test_of_too_many_proposals_the_oldest_give_way(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        waiting = [
            await propose(services, f"# Otters\n\n{number} otters.\n".encode()) for number in range(22)
        ]
        still = [await services.sourcing.proposed(each.id) for each in waiting]

    assert still == [None, None, *waiting[2:]]


async def test_a_removal_waits_over_a_restart_for_its_confirmation(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        asked = await services.sourcing.ask_removal(ADMIN, "mill-fr")
        dropped = await services.sourcing.ask_removal(ADMIN, "mill-en")
        await services.sourcing.forget(dropped.id)
    async with serve_village(village, library) as services:
        removed = await services.sourcing.remove(ADMIN, asked.id)
        nothing = await services.sourcing.remove(ADMIN, dropped.id)
        with pytest.raises(SourceError, match="no source mill-fr"):
            await services.sourcing.ask_removal(ADMIN, "mill-fr")
        log = await logged(services)

    assert removed is not None
    assert removed.id == "mill-fr"
    assert nothing is None
    assert log == [
        ("source-remove", "failed", "asked"),
        ("source-remove", "done", None),
        ("source-remove", "done", "asked"),
        ("source-remove", "done", "asked"),
    ]


async def test_what_waits_to_be_removed_is_not_added_by_its_number(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        removal = await services.sourcing.ask_removal(ADMIN, "mill-fr")
        proposed = await propose(services)

        assert await services.sourcing.add(ADMIN, removal.id) is None
        assert await services.sourcing.remove(ADMIN, proposed.id) is None


async def test_what_was_removed_is_restored_and_what_was_not_is_refused(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        asked = await services.sourcing.ask_removal(ADMIN, "mill-fr")
        await services.sourcing.remove(ADMIN, asked.id)
        restored = await services.sourcing.restore(ADMIN, "mill-fr")
        with pytest.raises(SourceError):
            await services.sourcing.restore(ADMIN, "mill-fr")
        log = await logged(services)

    assert restored.id == "mill-fr"
    assert not library.plan().needed
    assert log[:2] == [("source-restore", "failed", None), ("source-restore", "done", None)]


async def test_of_two_that_wait_under_one_id_the_second_gets_another(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        first = await propose(services)
        second = await propose(services, b"# Otters\n\nOtters sleep under the mill.\n")
        added = [await services.sourcing.add(ADMIN, each.id) for each in (first, second)]

    assert first.proposal.id == second.proposal.id == "otters"
    assert [each.id for each in added if each] == ["otters", "otters-2"]
    assert {"otters", "otters-2"} <= {each.source.id for each in library.catalogue()}
