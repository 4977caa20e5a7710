"""`deepseek-bot run` as a process of its own, driven by its token and an address alone."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.builders import TINY, write_corpus
from tests.discord.local_server import BOT, TOKEN, LocalDiscord, open_discord

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loopback", "elsewhere")]

ROOT = Path(__file__).parents[2]


async def start(local: LocalDiscord, folder: Path, **environment: str) -> Process:
    program = "from bot.cli import main; main()"
    folders = ["--corpus", str(folder / "corpus"), "--data", str(folder / "data")]
    command = [sys.executable, "-c", program, *folders, "run"]
    known = {"DISCORD_TOKEN": TOKEN, "DEEPSEEK_BOT__DISCORD__API": local.address, "PYTHONPATH": str(ROOT)}
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env={**os.environ, **known, **environment},
        stderr=PIPE,
        stdout=PIPE,
        stdin=asyncio.subprocess.DEVNULL,
    )


@asynccontextmanager
async def process(local: LocalDiscord, folder: Path, **environment: str) -> AsyncIterator[Process]:
    write_corpus(folder / "corpus", TINY)
    running = await start(local, folder, **environment)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()


async def test_it_answers_and_leaves_in_order_when_told_to(tmp_path: Path) -> None:
    async with open_discord() as local, process(local, tmp_path) as running:
        await local.until(lambda: local.sessions, 60)
        question = await local.ask(f"<@{BOT}> Where does the heron stand?")
        await local.until(lambda: local.answers_to(question), 30)
        running.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(running.communicate(), 12)

        assert "heron stands in the shallow river" in str(local.answers_to(question)[0]["components"])
        assert b"Traceback" not in log


async def test_a_question_in_progress_when_it_is_told_to_leave_is_answered(tmp_path: Path) -> None:
    async with open_discord(slow_seconds=1.5) as local, process(local, tmp_path) as running:
        await local.until(lambda: local.sessions, 60)
        question = await local.ask(f"<@{BOT}> Where does the heron stand?")
        await local.until(lambda: local.count("POST", "/messages"), 30)
        running.send_signal(signal.SIGTERM)
        await asyncio.wait_for(running.wait(), 12)

        assert len(local.answers_to(question)) == 1


async def test_killed_between_hearing_and_answering_it_answers_once_after_the_restart(tmp_path: Path) -> None:
    async with open_discord(slow_seconds=3.0) as local, process(local, tmp_path) as running:
        await local.until(lambda: local.sessions, 60)
        question = await local.ask(f"<@{BOT}> Where does the heron stand?")
        await local.until(lambda: local.count("POST", "/messages"), 30)
        running.kill()
        await running.wait()
        local.slow_seconds = 0.0
        local.sessions.clear()

        async with process(local, tmp_path):
            await local.until(lambda: local.answers_to(question), 60)
            await asyncio.sleep(7)

            assert len(local.answers_to(question)) == 1


async def test_a_wrong_token_is_one_line_and_status_1(tmp_path: Path) -> None:
    async with open_discord(token=TOKEN + "x") as local, process(local, tmp_path) as running:
        _, log = await asyncio.wait_for(running.communicate(), 60)

        lines = [line for line in log.decode().splitlines() if line]
        assert running.returncode == 1
        assert sum("DISCORD_TOKEN was refused" in line for line in lines) == 1
        assert "Traceback" not in log.decode()


async def test_beside_a_slack_that_cannot_be_reached_it_answers_all_the_same(tmp_path: Path) -> None:
    slack = {
        "SLACK_BOT_TOKEN": "xoxb-1-abc",
        "SLACK_APP_TOKEN": "xapp-1-abc",
        "DEEPSEEK_BOT__SLACK__API": "http://127.0.0.1:9/api/",
    }
    async with open_discord() as local, process(local, tmp_path, **slack) as running:
        await local.until(lambda: local.sessions, 60)
        question = await local.ask(f"<@{BOT}> Where does the heron stand?")
        await local.until(lambda: local.answers_to(question), 30)

        assert running.returncode is None
