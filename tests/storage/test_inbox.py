"""Events are taken once, handed over when their owner dies, and forgotten late enough."""

import asyncio

from bot.storage.database import Database, open_database
from bot.storage.inbox import LEASE_SECONDS, Event, Inbox
from tests.storage.conftest import Clock

PAYLOAD = {"text": "Où ? <@U1> 👋", "numbers": [1, 2.5, None]}


async def test_an_event_is_taken_by_one_of_many(address: str) -> None:
    databases = [await open_database(address) for _ in range(2)]
    inboxes = [Inbox(database) for database in databases]

    taken = await asyncio.gather(
        *(inboxes[number % 2].take("slack:Ev1", "slack", PAYLOAD) for number in range(20))
    )

    for database in databases:
        await database.close()
    assert taken.count(True) == 1


async def test_of_many_at_once_each_is_taken_once(database: Database) -> None:
    inbox = Inbox(database)

    ours = await inbox.take_all("slack", [Event(f"slack:Ev{number % 3}", PAYLOAD) for number in range(6)])

    assert ours == [True, True, True, False, False, False]


async def test_a_finished_event_is_not_taken_again_and_says_nothing_any_more(
    database: Database, clock: Clock
) -> None:
    inbox = Inbox(database, clock)
    await inbox.take("slack:Ev1", "slack", PAYLOAD)
    await inbox.finish("slack:Ev1")
    clock.now += 10 * LEASE_SECONDS

    again = await inbox.take("slack:Ev1", "slack", PAYLOAD)

    assert not again
    assert await inbox.take_abandoned("slack") == []
    assert await inbox.unfinished("slack") == 0


async def test_what_a_dead_process_left_is_taken_over_by_one_with_all_it_needs(
    database: Database, clock: Clock
) -> None:
    dead, one, two = (Inbox(database, clock) for _ in range(3))
    await dead.take("slack:Ev1", "slack", PAYLOAD)
    clock.now += LEASE_SECONDS - 1
    early = await one.take_abandoned("slack")
    clock.now += 2

    found = [*await one.take_abandoned("slack"), *await two.take_abandoned("slack")]

    assert early == []
    assert found == [Event("slack:Ev1", PAYLOAD)]


async def test_who_says_that_it_is_at_work_keeps_its_events(database: Database, clock: Clock) -> None:
    busy, other = Inbox(database, clock), Inbox(database, clock)
    await busy.take("slack:Ev1", "slack", PAYLOAD)
    for _ in range(5):
        clock.now += LEASE_SECONDS - 1
        await busy.renew()

        assert await other.take_abandoned("slack") == []


async def test_what_is_let_go_is_taken_over_at_once(database: Database, clock: Clock) -> None:
    one, other = Inbox(database, clock), Inbox(database, clock)
    await one.take("slack:Ev1", "slack", PAYLOAD)
    await other.release("slack:Ev1")
    not_theirs = await other.take_abandoned("slack")
    await one.release("slack:Ev1")
    await one.renew()  # what was let go is not held any more

    assert not_theirs == []
    assert [event.id for event in await other.take_abandoned("slack")] == ["slack:Ev1"]


async def test_abandoned_events_come_oldest_first_and_only_ones_own_platforms(
    database: Database, clock: Clock
) -> None:
    dead, other = Inbox(database, clock), Inbox(database, clock)
    for number in (3, 1, 2):
        await dead.take(f"slack:Ev{number}", "slack", PAYLOAD)
        clock.now += 1
    await dead.take("discord:9", "discord", PAYLOAD)
    clock.now += 2 * LEASE_SECONDS

    found = await other.take_abandoned("slack")

    assert [event.id for event in found] == ["slack:Ev3", "slack:Ev1", "slack:Ev2"]


async def test_events_are_remembered_for_ten_minutes_at_least(database: Database, clock: Clock) -> None:
    inbox = Inbox(database, clock)
    await inbox.take("slack:Ev1", "slack", PAYLOAD)
    await inbox.take("slack:Ev2", "slack", PAYLOAD)
    await inbox.finish("slack:Ev1")
    clock.now += 599
    await inbox.forget(0)
    known = not await inbox.take("slack:Ev1", "slack", PAYLOAD)
    clock.now += 2
    await inbox.forget(0)

    assert known
    assert await inbox.take("slack:Ev1", "slack", PAYLOAD)  # forgotten
    assert not await inbox.take("slack:Ev2", "slack", PAYLOAD)  # what is not finished never is


async def test_who_takes_over_knows_how_far_a_dead_process_had_got(database: Database, clock: Clock) -> None:
    dead, other = Inbox(database, clock), Inbox(database, clock)
    await dead.take("discord:interaction:1", "discord", PAYLOAD)
    await dead.note("discord:interaction:1", {"shown": ["one"]})
    clock.now += LEASE_SECONDS + 1
    taken = await other.take_abandoned("discord")

    await dead.note("discord:interaction:1", {"shown": ["one", "late"]})
    clock.now += LEASE_SECONDS + 1
    again = await dead.take_abandoned("discord")

    assert taken == [Event("discord:interaction:1", {"shown": ["one"]})]
    assert again == taken
