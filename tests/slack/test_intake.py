"""Events are stored before they are acknowledged, done once, tried again, and picked up after a crash."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.slack import intake
from bot.slack.hearing import Heard, Kind
from bot.slack.intake import Intake
from bot.slack.platform import DRAIN_SECONDS
from bot.storage import inbox as inboxes
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.inbox import Event, Inbox


class Desk:
    """Does what it is told to, and remembers."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.done: list[tuple[str, bool]] = []

    async def work(self, heard: Heard, *, again: bool) -> None:
        self.done.append((heard.event, again))
        if self.faults:
            raise self.faults.pop(0)


def opened(database: Database, desk: Desk) -> tuple[Intake, Inbox]:
    inbox = Inbox(database)
    return Intake(inbox, desk.work, wait=0.01), inbox


HEARD = Heard(Kind.ASKED, "Ev1", "T1", "C1", "U1", "What happened?", "1.1", "1.1")


async def test_a_database_that_fails_in_between_is_tried_again(database: Database) -> None:
    desk = Desk(StorageError("gone"), StorageError("gone"))
    events, inbox = opened(database, desk)

    await events.accept(HEARD)
    await asyncio.sleep(0.2)

    assert desk.done == [("Ev1", False), ("Ev1", True), ("Ev1", True)]
    assert await inbox.unfinished("slack") == 0


async def test_a_bug_is_logged_and_does_not_come_back_for_ever(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(RuntimeError("a bug"))
    events, inbox = opened(database, desk)

    await events.accept(HEARD)
    await asyncio.sleep(0.1)

    assert len(desk.done) == 1
    assert await inbox.unfinished("slack") == 0
    assert "unexpected" in caplog.text


async def test_what_concerns_one_message_is_done_in_its_order(database: Database) -> None:
    order: list[str] = []

    async def work(heard: Heard, *, again: bool) -> None:
        assert not again
        await asyncio.sleep(0.05 if heard.kind is Kind.ASKED else 0)
        order.append(heard.kind)

    events = Intake(Inbox(database), work)

    await events.accept(HEARD)
    await events.accept(Heard(Kind.DELETED, "Ev2", "T1", "C1", "", ts="1.1"))
    await asyncio.sleep(0.2)

    assert order == ["asked", "deleted"]


async def test_a_slow_database_does_not_lose_what_it_took_after_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "ACCEPT_SECONDS", 0.02)
    desk = Desk()
    events, inbox = opened(database, desk)
    take = inbox.take_all

    async def slowly(platform: str, arrived: Sequence[Event]) -> list[bool]:
        await asyncio.sleep(0.1)
        return await take(platform, arrived)

    monkeypatch.setattr(inbox, "take_all", slowly)

    with pytest.raises(StorageError):
        await events.accept(HEARD)
    await asyncio.sleep(0.3)

    assert desk.done == [("Ev1", False)]


async def test_what_another_version_has_kept_is_left_with_a_line(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    events, inbox = opened(database, desk)
    await inbox.take("slack:Ev9", "slack", {"kind": "sung"})
    await inbox.release("slack:Ev9")

    task = asyncio.create_task(events.pick_up())
    await asyncio.sleep(0.2)
    await events.close(1)
    await task

    assert desk.done == []
    assert await inbox.unfinished("slack") == 0
    assert "another version" in caplog.text


def test_a_lease_outlives_what_is_waited_for_at_the_end() -> None:
    assert inboxes.LEASE_SECONDS > DRAIN_SECONDS + 3 * intake.LOOK_SECONDS


async def test_a_burst_with_repeats_is_done_once_each(database: Database) -> None:
    desk = Desk()
    events, inbox = opened(database, desk)
    burst = [replace(HEARD, event=f"Ev{number % 150}", ts=f"{number % 150}.1") for number in range(450)]

    await asyncio.gather(*(events.accept(heard) for heard in burst))
    while await inbox.unfinished("slack"):  # noqa: ASYNC110 - a database calls nobody
        await asyncio.sleep(0.05)

    assert sorted(event for event, _ in desk.done) == sorted({heard.event for heard in burst})
