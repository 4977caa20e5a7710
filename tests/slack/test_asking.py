"""Questions in channels, threads and direct messages, and their answers."""

import asyncio
from pathlib import Path

from retrieval import Answer
from tests.bot.libraries import FakeLibrary
from tests.builders import make_answer, make_citation, make_refusal
from tests.slack.rules import texts
from tests.slack.running import bot_on, elements
from tests.slack.workspace import BOT, Workspace


async def test_a_mention_is_answered_in_its_thread(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        asked = await bot.mention("What happened?")

        (answer,) = await bot.answers(1)

    assert answer["thread_ts"] == asked["ts"]
    assert answer["text"] == "Statement 1."
    assert "A quoted sentence." in list(texts(answer["blocks"]))
    assert bot.library.asked[0][0] == "What happened?"
    assert slack.refused() == []
