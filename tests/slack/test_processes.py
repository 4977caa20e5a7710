"""The bot as people start it: tokens in the environment, signals, crashes, two processes beside each other."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.storage.inbox import LEASE_SECONDS
from tests.builders import TINY, write_corpus
from tests.discord.local_server import BOT as DISCORD_BOT
from tests.discord.local_server import TOKEN as DISCORD_TOKEN
from tests.discord.local_server import open_discord
from tests.postgres import running
from tests.slack.delivery import deliver
from tests.slack.processes import Process, start
from tests.slack.workspace import BOT, Json, Workspace

pytestmark = pytest.mark.slow

QUESTIONS = 1000
WRONG = "xoxb-no"
GENEROUS = {
    "DEEPSEEK_BOT__CHANNELS__USER_LIMIT": "1000",
    "DEEPSEEK_BOT__CHANNELS__CHANNEL_LIMIT": "10000",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", TINY)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def postgres() -> Iterator[str]:
    with running() as address:
        yield address


def mention(slack: Workspace, number: int) -> Json:
    words = f"<@{BOT}> Where does the heron stand, for the {number}th time?"
    message = slack.say(f"C{number % 20}", words, user=f"U{number % 50}")
    return slack.event_body({**message, "type": "app_mention"})


async def test_tokens_in_the_environment_are_all_it_takes(
    slack: Workspace, corpus: Path, tmp_path: Path
) -> None:
    bot = await start(slack, corpus, tmp_path / "data", tmp_path / "bot")
    await asyncio.wait_for(slack.opened.wait(), 60)
    message = slack.say("C1", f"<@{BOT}> Where does the heron stand?")
    await slack.event({**message, "type": "app_mention"})
    await slack.until(slack.posted, 30)

    status = await bot.stop()

    assert status == 0, bot.log.read_text()
    assert "heron" in str(slack.posted()[0]["blocks"])
    assert "Traceback" not in bot.log.read_text()


async def test_discord_and_slack_run_in_one_process(slack: Workspace, corpus: Path, tmp_path: Path) -> None:
    async with open_discord() as discord:
        tokens = {"DISCORD_TOKEN": DISCORD_TOKEN, "DEEPSEEK_BOT__DISCORD__API": discord.address}
        bot = await start(slack, corpus, tmp_path / "data", tmp_path / "bot", **tokens)
        await asyncio.wait_for(slack.opened.wait(), 60)
        await discord.until(lambda: discord.sessions, 60)
        message = slack.say("C1", f"<@{BOT}> Where does the heron stand?")
        await slack.event({**message, "type": "app_mention"})
        question = await discord.ask(f"<@{DISCORD_BOT}> Where does the heron stand?")
        await slack.until(slack.posted, 30)
        await discord.until(lambda: discord.answers_to(question), 30)

        status = await bot.stop()

        assert status == 0, bot.log.read_text()
        assert "heron" in str(slack.posted()[0]["blocks"])
        assert "heron" in str(discord.answers_to(question)[0]["components"])


async def test_a_refused_token_is_one_line_and_status_1(
    slack: Workspace, corpus: Path, tmp_path: Path
) -> None:
    bot = await start(slack, corpus, tmp_path / "data", tmp_path / "bot", SLACK_BOT_TOKEN=WRONG)

    status = await asyncio.wait_for(bot.process.wait(), 60)

    said = bot.log.read_text()
    assert status == 1
    assert "SLACK_BOT_TOKEN" in said
    assert "Traceback" not in said


async def test_sigterm_lets_a_question_under_way_be_answered(
    slack: Workspace, corpus: Path, tmp_path: Path
) -> None:
    slack.faults.seconds["chat.postMessage"] = 2
    bot = await start(slack, corpus, tmp_path / "data", tmp_path / "bot")
    await asyncio.wait_for(slack.opened.wait(), 60)
    message = slack.say("C1", f"<@{BOT}> Where does the heron stand?")
    await slack.event({**message, "type": "app_mention"})

    status = await bot.stop()

    assert status == 0, bot.log.read_text()
    assert len(slack.posted()) == 1


async def test_kill_9_loses_no_question_and_repeats_no_answer(
    slack: Workspace, corpus: Path, tmp_path: Path
) -> None:
    slack.faults.seconds["chat.postMessage"] = 1
    first = await start(slack, corpus, tmp_path / "data", tmp_path / "bot", **GENEROUS)
    await asyncio.wait_for(slack.opened.wait(), 60)
    for number in range(20):
        await slack.send("events_api", mention(slack, number))
    await slack.until(lambda: len(slack.posted()) >= 5, 30)
    await first.stop(signal.SIGKILL)
    slack.faults.seconds.clear()
    slack.opened.clear()

    second = await start(slack, corpus, tmp_path / "data", tmp_path / "bot", **GENEROUS)
    await slack.until(lambda: len(slack.posted()) >= 20, LEASE_SECONDS + 60)
    await asyncio.sleep(2)
    await second.stop()

    assert answers_by_question(slack) == Counter(dict.fromkeys(asked(slack), 1))


async def test_a_storm_of_duplicates_over_two_processes_of_which_one_dies(
    slack: Workspace, corpus: Path, tmp_path: Path, postgres: str, http: aiohttp.ClientSession
) -> None:
    settings = {**GENEROUS, "DEEPSEEK_BOT__STORAGE__ADDRESS": postgres}
    one = await start(slack, corpus, tmp_path / "data", tmp_path / "one", mode="http", **settings)
    await one.ready(http)  # builds the index
    two = await start(slack, corpus, tmp_path / "data", tmp_path / "two", mode="http", **settings)
    await two.ready(http)

    await storm(http, slack, [one, two])
    await slack.until(lambda: len(slack.posted()) >= QUESTIONS, LEASE_SECONDS + 240)
    await asyncio.sleep(3)
    statuses = [await one.stop(), await two.stop()]

    assert statuses == [-signal.SIGKILL, 0]
    assert answers_by_question(slack) == Counter(dict.fromkeys(asked(slack), 1))
    assert "Traceback" not in two.log.read_text()


async def storm(http: aiohttp.ClientSession, slack: Workspace, bots: list[Process]) -> None:
    """Deliver every event one to four times, in random order, to either process; kill the first in the middle."""
    chance = random.Random(5)  # noqa: S311 - a storm that can be told again
    bodies = [mention(slack, number) for number in range(QUESTIONS)]
    deliveries = [body for body in bodies for _ in range(chance.randint(1, 4))]
    chance.shuffle(deliveries)
    killing = len(deliveries) // 2
    room = asyncio.Semaphore(20)

    async def send(body: Json) -> None:
        async with room:
            for bot in chance.sample(bots, 2) * 3:  # what is not acknowledged, Slack sends again
                try:
                    if await deliver(http, f"{bot.address}/slack/events", body) == 200:
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
        raise AssertionError(f"nobody took {body['event_id']}")

    await asyncio.gather(*(send(body) for body in deliveries[:killing]))
    rest = asyncio.gather(*(send(body) for body in deliveries[killing:]))
    await asyncio.sleep(0.5)
    await bots[0].stop(signal.SIGKILL)
    await rest


def asked(slack: Workspace) -> list[str]:
    return [
        message["ts"]
        for messages in slack.messages.values()
        for message in messages
        if message["user"] != BOT
    ]


def answers_by_question(slack: Workspace) -> Counter[str]:
    return Counter(message["thread_ts"] for message in slack.posted())


async def test_500_questions_of_50_people_leave_memory_flat(
    slack: Workspace, corpus: Path, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    bot = await start(slack, corpus, tmp_path / "data", tmp_path / "bot", mode="http", **GENEROUS)
    await bot.ready(http)
    resident = []
    for round_number in range(3):
        numbers = range(500 * round_number, 500 * (round_number + 1))
        bodies = [mention(slack, number) for number in numbers]
        statuses = await asyncio.gather(
            *(deliver(http, f"{bot.address}/slack/events", body) for body in bodies)
        )
        assert set(statuses) == {200}
        await slack.until(lambda: len(slack.posted()) >= len(asked(slack)), 240)
        resident.append(bot.memory())
    status = await bot.stop()

    assert status == 0
    assert answers_by_question(slack) == Counter(dict.fromkeys(asked(slack), 1))
    assert resident[2] < resident[0] * 1.1, resident
