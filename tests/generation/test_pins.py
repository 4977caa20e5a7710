"""Summaries that a model wrote are pinned, compared, refreshed and kept like any others."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.deeds import Actor
from bot.moderation import Preview
from bot.services import Services
from bot.storage.pins import Pin
from retrieval import GenerationSettings, Library, Mode, Standing, Summary
from retrieval.answers.allowance import Allowance
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.writing import Writer
from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from tests.bot.village import edit, serve_village
from tests.builders import make_settings
from tests.fakes import FakeEmbedder
from tests.generation.points import TRUE
from tests.generation.servers import ModelServer, always, quoting

MODERATOR = Actor("discord:7", "discord:guild", "discord:channel")

pytestmark = pytest.mark.slow


@pytest.fixture
def library(
    village: Path, server: ModelServer, settings: Callable[..., GenerationSettings]
) -> Iterator[Library]:
    """The village's texts, summarised by a played model."""
    server.part = quoting(*TRUE["en"])
    given = settings()
    generator, allowance = LangchainGenerator(given), Allowance(given, village / "spent.sqlite")
    generator.load()  # the first time takes seconds, which are no story's
    made = Library(
        make_settings(village / "corpus", village / "data"),
        Generations(village / "data"),
        FakeEmbedder(),
        ChromaIndex,
        make_writer=lambda snapshot: Writer(generator, allowance, snapshot, given),
    )
    yield made
    made.close()


async def pin(services: Services) -> Pin:
    preview = await services.moderation.summarise(MODERATOR, "The mill of Orval", "en")
    assert isinstance(preview, Preview)
    kept = await services.moderation.preview(preview.id)
    assert kept is not None
    assert kept.summary == preview.summary
    return await found(services, await services.moderation.pinned(MODERATOR, kept, ["discord:m1"]))


async def found(services: Services, identifier: str | None) -> Pin:
    assert identifier is not None
    pinned = await services.moderation.pin(identifier)
    assert pinned is not None
    return pinned


async def reindexed(village: Path, library: Library, services: Services, old: str, new: str) -> None:
    edit(village, old, new)
    library.reindex(lambda _done, _total: None)
    await services.administration.recheck()


async def test_what_is_pinned_says_that_a_model_wrote_it_and_from_which_generation(
    village: Path, library: Library
) -> None:
    async with serve_village(village, library) as services:
        answer = (await pin(services)).record["answer"]

    assert answer["mode"] == "generative"
    assert answer["generation"] == library.generations()[0]
    assert answer["writing"]["model"] == "openai:played"
    assert answer["statements"][0]["text"] == TRUE["en"][0][0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("about 35 tonnes of flour a year", "about 36 tonnes of flour a year", Standing.CHANGED),
        (
            "# The mill of Orval\n",
            "# The mill of Orval\n\nA new paragraph about the pond of the miller.\n",
            Standing.STANDS,
        ),
    ],
)
async def test_the_re_check_rests_on_the_quotes_and_asks_no_model(
    village: Path, library: Library, server: ModelServer, old: str, new: str, expected: Standing
) -> None:
    async with serve_village(village, library) as services:
        pinned = await pin(services)
        asked = len(server.requests)
        await reindexed(village, library, services, old, new)
        after = await found(services, pinned.id)

    assert after.state == expected.value
    assert len(server.requests) == asked


async def test_a_refreshed_pin_is_written_anew_from_the_new_words(
    village: Path, library: Library, server: ModelServer
) -> None:
    async with serve_village(village, library) as services:
        pinned = await pin(services)
        await reindexed(village, library, services, "about 35 tonnes", "about 36 tonnes")
        server.part = quoting(
            *((said.replace("35", "36"), quote.replace("35", "36")) for said, quote in TRUE["en"])
        )
        summary = await services.moderation.refresh(await found(services, pinned.id))
        assert isinstance(summary, Summary)
        await services.moderation.refreshed(MODERATOR, pinned, summary, ["discord:m1"])
        after = await found(services, pinned.id)

    assert summary.answer.mode is Mode.GENERATIVE
    assert "36 tonnes" in summary.answer.statements[1].text
    assert after.state == Standing.STANDS.value
    assert after.record["answer"]["mode"] == "generative"


async def test_a_pin_is_refreshed_by_extraction_while_the_model_is_out_of_order(
    village: Path, library: Library, server: ModelServer
) -> None:
    async with serve_village(village, library) as services:
        pinned = await pin(services)
        await reindexed(village, library, services, "about 35 tonnes", "about 36 tonnes")
        server.part = always("no JSON")
        summary = await services.moderation.refresh(await found(services, pinned.id))

    assert isinstance(summary, Summary)
    assert summary.answer.mode is Mode.EXTRACTIVE
    assert any("36 tonnes" in statement.text for statement in summary.answer.statements)


async def test_the_summary_of_a_thread_is_refreshed_from_what_it_quotes(
    village: Path, library: Library, server: ModelServer
) -> None:
    server.part = quoting(TRUE["en"][1], TRUE["en"][4])
    texts = ["How much flour does the mill of Orval grind a year?", "Where do the herons nest?"]
    async with serve_village(village, library) as services:
        preview = await services.moderation.summarise_thread(MODERATOR, texts, "en")
        assert isinstance(preview, Preview)
        identifier = await services.moderation.pinned(MODERATOR, preview, ["discord:m1"])
        summary = await services.moderation.refresh(await found(services, identifier))

    assert isinstance(summary, Summary)
    assert preview.summary.answer.mode is summary.answer.mode is Mode.GENERATIVE
    assert summary.title == preview.summary.title


async def test_a_point_of_the_model_s_is_left_out_with_its_quotes(village: Path, library: Library) -> None:
    async with serve_village(village, library) as services:
        preview = await services.moderation.summarise(MODERATOR, "The mill of Orval", "en")
        assert isinstance(preview, Preview)
        shorter = await services.moderation.leave_out(preview.id, 0)

    assert shorter is not None
    assert shorter.summary.answer.mode is Mode.GENERATIVE
    assert shorter.summary.answer.statements[0].text == TRUE["en"][1][0]
    numbers = [number for each in shorter.summary.answer.statements for number in each.citations]
    assert sorted(set(numbers)) == [citation.number for citation in shorter.summary.answer.citations]
