"""Fetched sources are looked at again; a change is reported, once, and quoted only when an admin applies it."""

import time
from pathlib import Path

import pytest

from bot.administration import Ready
from bot.services import Services
from retrieval import Library
from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from retrieval.sources.fetching import Download
from tests.bot.village import serve_village
from tests.builders import make_settings, manifest_entry
from tests.fakes import FakeEmbedder

pytestmark = pytest.mark.slow
ADDRESS = "https://far.example/owls.txt"


async def reports(services: Services, platform: str) -> list[Ready]:
    """Return the reports that a platform's admins are told of now."""
    told = []

    async def show(ready: Ready) -> None:
        told.append(ready)

    await services.refreshing.tell(platform, show)
    return told


class Web:
    """One page, as it reads now."""

    def __init__(self) -> None:
        self.text = "Owls hunt at night near the mill.\n"

    def __call__(self, _address: str) -> Download:
        return Download(self.text.encode(), "text/plain", "utf-8")


def settle(village: Path, web: Web) -> Library:
    """Let the village know of a source that is elsewhere, fetch it, and index it."""
    manifest = village / "corpus" / "sources.toml"
    entry = manifest_entry("owls", f'language = "en"\nheld = false\naddress = "{ADDRESS}"')
    manifest.write_text(manifest.read_text(encoding="utf-8") + entry, encoding="utf-8")
    settings = make_settings(village / "corpus", village / "data")
    library = Library(settings, Generations(village / "data"), FakeEmbedder(), ChromaIndex, web)
    library.fetch("owls")
    library.reindex(lambda _done, _total: None)
    return library


async def test_what_has_changed_at_its_address_is_reported_once_and_not_quoted_before(village: Path) -> None:
    web = Web()
    library = settle(village, web)
    before, _ = library.generations()
    async with serve_village(village, library, refresh_hours=1.0) as services:
        web.text = "Owls hunt at dawn near the mill.\n"
        found = await services.refreshing.look()
        told = await reports(services, "discord")
        again = await reports(services, "discord")
        elsewhere = await reports(services, "slack")

    assert found
    assert [ready.report.plan.changed for ready in told] == [("owls",)]
    assert again == []
    assert [ready.id for ready in elsewhere] == [ready.id for ready in told]
    assert library.generations()[0] == before


async def test_a_report_that_nobody_took_is_told_again_later(village: Path) -> None:
    web = Web()
    library = settle(village, web)

    async def refuse(_ready: Ready) -> None:
        raise ConnectionError("no such channel")

    async with serve_village(village, library, refresh_hours=1.0) as services:
        web.text = "Owls hunt at dawn near the mill.\n"
        await services.refreshing.look()
        await services.refreshing.tell("discord", refuse)
        at_once = await reports(services, "discord")
        services.refreshing._announcing._tasks._clock = lambda: time.time() + 61
        later = await reports(services, "discord")

    assert at_once == []
    assert len(later) == 1


async def test_nothing_is_said_when_nothing_has_changed_and_nothing_done_before_it_is_due(
    village: Path,
) -> None:
    web = Web()
    library = settle(village, web)
    async with serve_village(village, library, refresh_hours=1.0) as services:
        unchanged = await services.refreshing.look()
        web.text = "Owls hunt at dawn near the mill.\n"
        too_early = await services.refreshing.look()
        told = await reports(services, "discord")

    assert (unchanged, too_early, told) == (False, False, [])
