"""What a process left behind is looked for among what was said since."""

import time
from pathlib import Path

import pytest

from bot.discord import names
from bot.storage.database import open_database
from bot.storage.inbox import Inbox
from tests.discord.local_server import BOT, CHANNEL, LocalDiscord, _post, open_discord
from tests.discord.test_platform import running

pytestmark = pytest.mark.usefixtures("elsewhere")


async def leave_behind(data: Path, question: int) -> None:
    """Let a process have taken a question a while ago, and have died."""
    database = await open_database(f"sqlite:///{data / 'bot.sqlite'}")
    inbox = Inbox(database, clock=lambda: time.time() - 100)
    payload = {"channel": CHANNEL, "message": question}
    assert await inbox.take(names.event(question), names.PLATFORM, payload)
    await database.close()


async def unfinished(data: Path) -> int:
    database = await open_database(f"sqlite:///{data / 'bot.sqlite'}")
    count = await Inbox(database).unfinished(names.PLATFORM)
    await database.close()
    return count


def reply(local: LocalDiscord, question: int) -> None:
    _post(local, CHANNEL, {"message_reference": {"message_id": question, "channel_id": CHANNEL}})


async def test_an_answer_is_found_behind_all_that_a_busy_channel_said_before_it(tmp_path: Path) -> None:
    async with open_discord() as local:
        question = await local.ask(f"<@{BOT}> What happened?")
        for _ in range(120):
            await local.ask("Good morning!")
        reply(local, question)
        await leave_behind(tmp_path, question)
        async with running(local, tmp_path):
            await local.until(lambda: local.count("GET", f"/channels/{CHANNEL}/messages"))
            last = await local.ask(f"<@{BOT}> And then?")
            await local.until(lambda: local.answers_to(last))

    assert len(local.answers_to(question)) == 1
    assert await unfinished(tmp_path) == 0
