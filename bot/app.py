"""What is made of the settings: the only place of the bot that builds things; start, stop, signals."""

import asyncio
import contextlib
import signal
from pathlib import Path

from bot.console import ConsolePlatform
from bot.conversation import Conversation
from bot.settings import Settings
from retrieval import Benchmark, GenerationSettings, Library, open_benchmark, open_library


def build_library(settings: Settings) -> Library:
    """Return the library that the settings describe; nothing is opened yet."""
    return open_library(settings.retrieval, _generation(settings))


def build_benchmark(settings: Settings, data: Path) -> Benchmark:
    """Return what measures the corpus that the settings name, in a data folder of its own."""
    return open_benchmark(settings.retrieval, data, _generation(settings))


def _generation(settings: Settings) -> GenerationSettings:
    # Who waits is told that it takes too long after so many seconds, so the model gets no more.
    seconds = min(settings.generation.seconds, settings.conversation.seconds)
    return settings.generation.model_copy(update={"seconds": seconds})


def run_console(library: Library, settings: Settings) -> None:
    """Answer lines of standard input until it ends, or until SIGINT or SIGTERM."""
    platform = ConsolePlatform(Conversation(library, settings.conversation))
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(_until_stopped(platform))
    library.close()


async def _until_stopped(platform: ConsolePlatform) -> None:
    task = asyncio.ensure_future(platform.run())
    with contextlib.suppress(NotImplementedError):  # Windows has no such signals
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task
