"""How far a build is, is told at a pace that platforms allow."""

import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from bot.administration import Ready
from bot.storage.tasks import Progress
from retrieval import Library
from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from retrieval.ports import Vector
from tests.bot.test_administration import ADMIN
from tests.bot.village import edit, serve_village
from tests.builders import make_settings
from tests.fakes import FakeEmbedder

pytestmark = pytest.mark.slow


class SlowEmbedder(FakeEmbedder):
    """Takes its time over new texts."""

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        time.sleep(5)
        return super().embed_passages(texts)


async def test_progress_is_told_every_two_seconds_and_not_more_often(village: Path) -> None:
    settings = make_settings(village / "corpus", village / "data")
    library = Library(settings, Generations(settings.data), SlowEmbedder(), ChromaIndex)
    edit(village, "made of oak", "made of pine")
    told = list[float]()

    async def tell(_progress: Progress) -> None:
        told.append(time.monotonic())

    begun = time.monotonic()
    async with serve_village(village, library) as services:
        ready = await services.administration.dry_run(ADMIN, "Ada", tell)
    lasted = time.monotonic() - begun
    library.close()

    assert isinstance(ready, Ready)
    assert len(told) >= 2
    assert all(later - earlier >= 1.95 for earlier, later in pairwise([begun, *told]))
    assert len(told) <= lasted / 2
