"""The bot is killed while a model writes: its next process finishes what people see, in the same messages."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.locales import word
from bot.storage.inbox import LEASE_SECONDS
from tests.builders import TINY, write_corpus
from tests.discord.local_server import BOT as DISCORD_BOT
from tests.discord.local_server import TOKEN, LocalDiscord, open_discord
from tests.generation.servers import ModelServer, quoting
from tests.slack.processes import start
from tests.slack.workspace import BOT, open_workspace

pytestmark = pytest.mark.slow

STILL = word("en", "still-writing")
HERON = ("A heron stands in the river.", "The heron stands in the shallow river.")
OTTERS = ("Otters swim past the heron.", "Otters swim past the heron.")
QUESTION = "Where does the heron stand, and what swims past it?"


async def test_a_process_that_is_killed_while_it_writes_leaves_no_half_answer_and_no_second_one(
    server: ModelServer, tmp_path: Path
) -> None:
    server.part = quoting(HERON, OTTERS, piece=30, pause=0.05, stalls_after=150)
    corpus, data = write_corpus(tmp_path / "corpus", TINY), tmp_path / "data"
    async with open_workspace() as slack, open_discord() as discord:
        told = {
            "DISCORD_TOKEN": TOKEN,
            "DEEPSEEK_BOT__DISCORD__API": discord.address,
            "DEEPSEEK_BOT__GENERATION__MODEL": "openai:played",
            "DEEPSEEK_BOT__GENERATION__BASE_URL": server.address,
            "NO_PROXY": "127.0.0.1",
        }
        first = await start(slack, corpus, data, tmp_path / "first", **told)
        await asyncio.wait_for(slack.opened.wait(), 90)
        await discord.until(lambda: discord.sessions, 60)
        message = slack.say("C1", f"<@{BOT}> {QUESTION}")
        await slack.event({**message, "type": "app_mention"})
        question = await discord.ask(f"<@{DISCORD_BOT}> {QUESTION}")
        await slack.until(slack.posted, 60)
        await discord.until(lambda: discord.answers_to(question), 60)
        halves = [str(slack.posted()[0]["blocks"]), str(discord.answers_to(question)[0]["components"])]
        await first.stop(signal.SIGKILL)
        server.part = quoting(HERON, OTTERS)
        slack.opened.clear()
        discord.sessions = {}
        second = await start(slack, corpus, data, tmp_path / "second", **told)
        seconds = LEASE_SECONDS + 60
        await slack.until(lambda: STILL not in str(slack.posted()[0]["blocks"]), seconds)
        await discord.until(lambda: STILL not in str(discord.messages[_id(discord, question)]), seconds)
        await asyncio.sleep(1)
        wholes = [str(slack.posted()[0]["blocks"]), str(discord.messages[_id(discord, question)])]
        counts = (len(slack.posted()), len(discord.answers_to(question)))
        await second.stop()

    assert all(STILL in half and HERON[1] in half for half in halves)
    assert all(HERON[1] in whole and OTTERS[1] in whole for whole in wholes)
    assert counts == (1, 1)
    assert "Traceback" not in second.log.read_text()


def _id(discord: LocalDiscord, question: int) -> int:
    """Return the id of the one message that answers a question."""
    (answer,) = discord.answers_to(question)
    return int(answer["id"])
