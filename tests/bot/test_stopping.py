"""How the bot ends when it is told to."""

import asyncio
import os
import signal

import pytest

from bot.app import _until_stopped


async def test_a_second_signal_does_not_break_what_the_first_has_begun_to_close() -> None:
    begun, closed = asyncio.Event(), []

    async def work() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(0.05)
            closed.append("whole")

    stopping = asyncio.create_task(_until_stopped(work()))
    await begun.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(asyncio.CancelledError):
        await stopping

    assert closed == ["whole"]
