"""What is made of the settings: the only place of the bot that builds things; start, stop, signals."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Secrets, Settings, load_secrets
from retrieval import Benchmark, GenerationSettings, Library, open_benchmark, open_library

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.chat import Platform
    from bot.services import Services

_log = logging.getLogger(__name__)


class NoPlatformLeft(Exception):
    """Every platform has ended by itself; the message is one line."""


def build_library(settings: Settings) -> Library:
    """Return the library that the settings describe; nothing is opened yet."""
    return open_library(settings.retrieval, _generation(settings), _model_key(settings))


def build_benchmark(settings: Settings, data: Path) -> Benchmark:
    """Return what measures the corpus that the settings name, in a data folder of its own."""
    return open_benchmark(settings.retrieval, data, _generation(settings), _model_key(settings))


def _generation(settings: Settings) -> GenerationSettings:
    # Who waits is told that it takes too long after so many seconds, so the model gets no more.
    seconds = min(settings.generation.seconds, settings.conversation.seconds)
    return settings.generation.model_copy(update={"seconds": seconds})


def _model_key(settings: Settings) -> "SecretStr | None":
    return load_secrets().model_key(settings.generation.provider)


def run_console(library: Library, settings: Settings) -> None:
    """Answer lines of standard input until it ends, or until SIGINT or SIGTERM."""
    from bot.console import ConsolePlatform
    from bot.conversation import Conversation

    platform = ConsolePlatform(Conversation(library, settings.conversation))
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(_until_stopped(platform.run()))
    library.close()


def run_platforms(library: Library, settings: Settings, secrets: Secrets) -> None:
    """Serve every platform whose tokens are set, until SIGINT or SIGTERM.

    Raises StorageError if the database cannot be used, and NoPlatformLeft.
    """
    _log_to_stderr()
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(_until_stopped(_serve(library, settings, secrets)))
    library.close()


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    for name in ("bot", "retrieval"):
        logging.getLogger(name).setLevel(logging.INFO)


async def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)

    def stop() -> None:
        if not task.cancelling():  # a second signal must not break what the first one has begun to close
            task.cancel()

    with contextlib.suppress(NotImplementedError):  # Windows has no such signals
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop)
    await task


async def _serve(library: Library, settings: Settings, secrets: Secrets) -> None:
    async with open_services(library, settings, secrets) as services:
        platforms = [build(settings, secrets, services) for build in _wanted(secrets)]
        running = {
            asyncio.create_task(platform.run(), name=type(platform).__name__) for platform in platforms
        }
        try:
            while running:
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    if error := task.exception():
                        _log.error("%s has ended: %s", task.get_name(), error)
        except asyncio.CancelledError:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            raise
    raise NoPlatformLeft(
        "no platform is running any more: see the lines above, mend the cause and start again"
    )


Build = Callable[[Settings, Secrets, "Services"], "Platform"]


def _wanted(secrets: Secrets) -> list[Build]:
    """Return what builds each platform whose tokens are set; its library is imported only then."""
    wanted: list[Build] = []
    if secrets.discord_token:
        from bot.discord.platform import build_discord

        wanted.append(build_discord)
    if secrets.slack_bot_token:
        from bot.slack.platform import build_slack

        wanted.append(build_slack)
    return wanted


@asynccontextmanager
async def open_services(
    library: Library, settings: Settings, secrets: Secrets, *, beside: bool = True
) -> "AsyncIterator[Services]":
    """Open the database and put together what platforms call upon. Raises StorageError.

    `beside` is what is done beside the answering: by who serves, not by who gives one command.
    """
    from bot.administration import Administration
    from bot.answered import Answered
    from bot.channels import Channels
    from bot.conversation import Conversation
    from bot.curating import Approved, Curating
    from bot.deeds import Deeds
    from bot.gaps import Gaps
    from bot.halfway import Halfway
    from bot.housekeeping import keep_house, watch
    from bot.identity import Identity, read_key
    from bot.moderation import Moderation
    from bot.pinned import Pinned
    from bot.refreshing import Refreshing
    from bot.services import Services
    from bot.sourcing import Sourcing
    from bot.storage.database import open_database
    from bot.storage.stores import open_stores

    data = settings.retrieval.data
    database = await open_database(settings.storage.resolved(data))
    key = (
        secrets.author_key.get_secret_value().encode()
        if secrets.author_key
        else read_key(data / "author.key")
    )
    identity, stores = Identity(key), open_stores(database)
    deeds = Deeds(stores.audit, identity)
    channels = Channels(stores.choices, settings.channels, stores.answers)
    approved = Approved(library, stores.curated)
    conversation = Conversation(library, settings.conversation, channels, approved.find)
    moderation = Moderation(conversation, stores, deeds, identity)
    curating = Curating(approved, stores.curated, moderation.compare, deeds, identity)
    administration = Administration(conversation, stores, moderation, curating, deeds, identity)
    refreshing = Refreshing(conversation, stores, administration, deeds, settings.refresh.hours)
    services = Services(
        conversation=conversation,
        answered=Answered(stores.answers, channels, conversation, identity),
        channels=channels,
        inbox=stores.inbox,
        identity=identity,
        deeds=deeds,
        moderation=moderation,
        pinned=Pinned(stores, deeds),
        halfway=Halfway(stores),
        curating=curating,
        gaps=Gaps(stores.answers, channels, conversation),
        administration=administration,
        refreshing=refreshing,
        sourcing=Sourcing(conversation, stores.drafts, deeds, identity),
    )
    stop = asyncio.Event()
    tasks = (
        [
            asyncio.create_task(keep_house(stores, settings.storage.event_hours, stop)),
            asyncio.create_task(watch(administration, stop)),
            asyncio.create_task(refreshing.keep_fresh(stop)),
        ]
        if beside
        else []
    )
    try:
        yield services
    finally:
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        await database.close()
