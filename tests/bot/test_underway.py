"""Work under way is not lost, and the end waits for it, but not for ever."""

import asyncio
import logging
import time

import pytest

from bot.underway import Underway, pause


async def test_the_end_waits_for_what_was_begun() -> None:
    underway, done = Underway(), []

    async def work() -> None:
        await asyncio.sleep(0.05)
        done.append(1)

    underway.start(work())
    late = await underway.finish(5)

    assert (done, late, len(underway)) == ([1], 0, 0)


async def test_what_takes_too_long_is_given_up() -> None:
    underway = Underway()
    underway.start(asyncio.sleep(60))

    late = await underway.finish(0.05)

    assert late == 1


async def test_an_error_that_nobody_caught_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def break_down() -> None:
        raise ValueError("broken")

    underway = Underway()
    underway.start(break_down())
    with caplog.at_level(logging.ERROR):
        await underway.finish(5)
        await asyncio.sleep(0)

    assert "broken" in caplog.text


async def test_a_pause_ends_when_told_to_stop() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, stop.set)
    started = time.monotonic()

    await pause(stop, 60)

    assert time.monotonic() - started < 10
