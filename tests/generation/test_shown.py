"""What people see on Slack and Discord while a model writes: verified statements with their quotes, whatever it does."""

import asyncio
import contextvars
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import simcord

from bot.conversation import Said
from bot.discord.client import DiscordClient
from bot.discord.escaping import unescape
from bot.locales import word
from bot.settings import DiscordSettings
from retrieval import Answer, GenerationSettings, Library, Turn
from retrieval.answers.allowance import Allowance
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.writing import Writer
from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from tests.bot.libraries import FakeLibrary
from tests.bot.serving import serve as serve_bot
from tests.bot.village import build
from tests.builders import make_settings
from tests.discord.stage import NO_PRIVILEGES, set_stage, texts
from tests.fakes import FakeEmbedder
from tests.generation.servers import ModelServer, Part, always, quoting
from tests.slack import rules
from tests.slack.running import bot_on
from tests.slack.workspace import Json, open_workspace

pytestmark = pytest.mark.slow

QUESTION = "How much flour does the mill of Orval grind a year?"
FLOUR = "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."
WHEEL = "The wheel of the mill is six metres wide, and made of oak."
ARTICLE = "Chaque année, le moulin produit plus de 40 tonnes de farine."
TRUE = (
    ("The mill of Orval grinds about 35 tonnes of flour a year.", FLOUR),
    ("The article speaks of more than 40 tonnes of flour.", ARTICLE),
    ("The wheel of the mill is six metres wide.", WHEEL),
)
LIES = (
    ("The mill of Orval grinds about 36 tonnes of flour a year.", FLOUR),
    ("According to Napoleon the mill grinds flour.", FLOUR),
    ("The mill grinds the finest flour.", "The mill grinds the finest flour of all the valley."),
)
STILL = word("en", "still-writing")
MIXED = (LIES[0], TRUE[0], LIES[1], TRUE[1], LIES[2], TRUE[2])
PARTS: dict[str, tuple[Part, int]] = {
    "is honest, and slow": (quoting(*TRUE, piece=30, pause=0.08), 3),
    "lies between": (quoting(*MIXED, piece=40, pause=0.08), 3),
    "dies in the middle": (quoting(*TRUE, piece=30, pause=0.08, dies_after=420), 1),
    "stalls": (quoting(*TRUE, piece=30, pause=0.08, stalls_after=420), 1),
}
"""What the model does, and how many of its statements are true and were said."""


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village")
    build(folder)
    return folder


@pytest.fixture
def library(
    _built: Path,
    tmp_path: Path,
    server: ModelServer,
    settings: Callable[..., GenerationSettings],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Library]:
    """The village's texts, answered by a played model; parts are shown as soon as there are any."""
    monkeypatch.setattr("bot.growing.SOON", 0.05)
    monkeypatch.setattr("bot.slack.answering.EVERY_SECONDS", 0.05)
    given = settings(seconds=8)
    generator, allowance = LangchainGenerator(given), Allowance(given, tmp_path / "spent.sqlite")
    made = Library(
        make_settings(_built / "corpus", _built / "data"),
        Generations(_built / "data"),
        FakeEmbedder(),
        ChromaIndex,
        make_writer=lambda snapshot: Writer(generator, allowance, snapshot, given),
    )
    server.part = quoting(*TRUE)
    made.ask("What is the wheel of the mill made of?")  # the first question loads what speaks to models
    server.requests.clear()
    yield made
    made.close()


def documents(library: Library) -> list[str]:
    return [library.document(source.id).text for source in library.sources()]


async def ask_on_slack(folder: Path, library: Library) -> list[tuple[str, list[str]]]:
    """Ask, and return all that was shown, one after the other: its words, and its quotes."""
    async with open_workspace() as slack, bot_on(slack, folder, cast("FakeLibrary", library)) as bot:
        await bot.mention(QUESTION)
        await bot.answers(1)
        await slack.until(lambda: STILL not in words(slack.posted()[0]["blocks"]))
        await asyncio.sleep(0.1)
        assert len(slack.posted()) == 1
        shown = [*slack.made("chat.postMessage"), *slack.made("chat.update")]
    return [(words(each["blocks"]), quotes(each["blocks"])) for each in shown]


def words(blocks: list[Json]) -> str:
    return "\n".join(rules.texts(blocks))


def quotes(blocks: list[Json]) -> list[str]:
    elements = [element for block in blocks for element in block.get("elements", [])]
    return ["".join(rules.texts(each)) for each in elements if each.get("type") == "rich_text_quote"]


async def ask_on_discord(folder: Path, library: Library) -> list[tuple[str, list[str]]]:
    """Ask, and return all that was shown, one after the other: its words, and its quotes."""
    async with on_discord(folder, library) as (env, stage):
        await stage.alice.send(stage.channel, f"{stage.bot} {QUESTION}")
        assert len(stage.ours()) == 1
        bodies = [each.json for each in env.http_requests if each.method in ("POST", "PATCH") and each.json]
        shown = [texts(Shown(each)) for each in bodies if each.get("components")]
    return [(unescape(each), [unescape(found) for found in re.findall("« (.*) »", each)]) for each in shown]


class Outside:
    """A library whose model runs by the clock of the wall: simcord's own stands still while a thread is at work."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def ask(self, text: str, earlier: Sequence[Turn] = (), said: Said | None = None) -> Answer:
        inside = contextvars.copy_context()

        def tell(answer: Answer) -> None:
            inside.run(said or (lambda _answer: None), answer)

        return contextvars.Context().run(self._library.ask, text, earlier, tell)


class Shown:
    """What was sent as a message."""

    content = ""

    def __init__(self, body: Json) -> None:
        self.components = body["components"]


@asynccontextmanager
async def on_discord(folder: Path, library: Library) -> AsyncIterator[tuple[simcord.Env, Any]]:
    async with serve_bot(folder, cast("FakeLibrary", Outside(library))) as services:
        client = DiscordClient(services, DiscordSettings(shard_count=1))
        env = simcord.Env(client, approved_intents=NO_PRIVILEGES, settle_timeout=30.0)
        await env.start()
        try:
            with env.time_context():
                yield env, set_stage(env, FakeLibrary(), services, client)
        finally:
            await env.shutdown()
        env.raise_errors()


async def ask(platform: str, folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Any:
    if platform == "slack":
        return await ask_on_slack(folder, library)

    async def skip(_stop: asyncio.Event, _seconds: float) -> None:
        await asyncio.sleep(0)  # simcord's clock stands still while a thread is at work

    monkeypatch.setattr("bot.growing.pause", skip)
    return await ask_on_discord(folder, library)


@pytest.mark.parametrize("platform", ["slack", "discord"])
@pytest.mark.parametrize("part", PARTS)
async def test_whatever_a_model_does_only_verified_statements_and_verbatim_quotes_are_ever_seen(
    server: ModelServer,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    part: str,
) -> None:
    server.part, said = PARTS[part]
    known = documents(library)

    shown = await ask(platform, tmp_path, library, monkeypatch)

    *halves, (whole, _) = shown
    assert len(halves) >= 1
    assert [STILL in each for each, _ in shown] == [*[True] * len(halves), False]
    assert whole.count("tonnes of flour a year.") + whole.count("six metres wide.") >= min(said, 2)
    for text, found in shown:
        assert found
        assert all(any(quote in document for document in known) for quote in found)
        assert not any(lie in text for lie, _ in LIES)
        for statement, quote in TRUE:
            assert statement not in text or quote in text
        assert ARTICLE not in text or "35 tonnes" in text  # its correction
    for statement, _ in TRUE:
        seen = [statement in text for text, _ in shown]
        assert seen == sorted(seen)


@pytest.mark.parametrize("platform", ["slack", "discord"])
@pytest.mark.parametrize("text", ["broken", '{"statements": []}'])
async def test_where_no_statement_stands_the_extracted_answer_is_shown_once_and_whole(
    server: ModelServer,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    text: str,
) -> None:
    server.part = always(text)

    ((whole, found),) = await ask(platform, tmp_path, library, monkeypatch)

    assert STILL not in whole
    assert FLOUR in found or FLOUR in whole


async def test_an_answer_that_was_written_before_is_shown_once_and_whole(
    server: ModelServer, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.part = quoting(*TRUE)
    library.ask(QUESTION)
    monkeypatch.setattr("bot.growing.SOON", 0.7)

    shown = await ask_on_slack(tmp_path, library)

    assert [STILL in text for text, _ in shown] == [False]
    assert len(server.requests) == 1
