"""Many questions at once through the real client: all answered, each once, and nothing piles up."""

import asyncio
import gc
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.discord.local_server import BOT, LocalDiscord, open_discord
from tests.discord.test_platform import running

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loopback", "elsewhere")]

PEOPLE, EACH = 50, 10
ROOM: dict[str, Any] = {
    "channels": {"user_limit": 1000, "channel_limit": 10_000},
    "conversation": {"waiting": 1000, "seconds": 120.0, "threads": 20},
}


async def ask_all(local: LocalDiscord) -> list[int]:
    """Let everybody ask at once; return the questions when all are answered, or a minute is over."""
    questions = await asyncio.gather(
        *(
            local.ask(f"<@{BOT}> What happened, {number}?", author=200 + person)
            for number in range(EACH)
            for person in range(PEOPLE)
        )
    )
    await local.until(lambda: len(local.answers) >= len(questions), 120)
    await asyncio.sleep(0.5)
    return questions


def forget(local: LocalDiscord) -> int:
    """Forget what the server has written down, and return how much memory is in use."""
    for written in (local.requests, local.messages, local.answers, local.nonces):
        written.clear()
    for session in local.sessions.values():
        session.events.clear()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def test_500_questions_of_50_people_are_answered_once_each_and_memory_stays_flat(
    tmp_path: Path,
) -> None:
    async with open_discord() as local, running(local, tmp_path, **ROOM):
        tracemalloc.start()
        try:
            await ask_all(local)
            before = forget(local)
            questions = await ask_all(local)
            counts = {question: len(local.answers_to(question)) for question in questions}
            after = forget(local)
        finally:
            tracemalloc.stop()

        assert len(questions) == PEOPLE * EACH
        assert set(counts.values()) == {1}
        assert after - before < 2_000_000
