"""What happens in the database while something else does."""

import asyncio
from pathlib import Path

from sqlalchemy import delete

from bot.storage.database import open_database
from bot.storage.drafts import Drafts
from bot.storage.inbox import Inbox
from bot.storage.pins import Pins
from bot.storage.tables import audit
from retrieval import Standing


async def test_a_pin_that_is_refreshed_while_another_process_compares_it_stays_true(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    pins = Pins(database)
    row = {
        "platform": "slack", "place": "slack:T1", "channel": "slack:C1", "messages": ["slack:m1"], "title": "The mill",
        "language": "en", "thread": False, "record": {}, "state": Standing.STANDS.value, "checked": "first",
        "told": None, "author": "hash",
    }  # fmt: skip
    draft = await Drafts(database).keep("summary", "hash", {})
    await pins.add(draft.id, row)
    (as_read,) = await pins.standing()

    await pins.change(as_read.id, state=Standing.STANDS.value, checked="second")
    await pins.compared(as_read, Standing.CHANGED.value, "a finding", "second")

    (found,) = await pins.standing()
    assert found.state == Standing.STANDS.value
    await database.close()


async def test_reading_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    inbox = Inbox(database)
    await inbox.take("slack:1", "slack", {})

    async with database.begin() as connection:
        await connection.execute(delete(audit))
        async with asyncio.timeout(5):
            waiting = await inbox.unfinished("slack")

    assert waiting == 1
    await database.close()


async def test_those_who_write_at_once_are_served_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    inbox = Inbox(database)
    served: list[int] = []

    async def write(number: int) -> None:
        await inbox.take(f"slack:{number}", "slack", {})
        served.append(number)

    await asyncio.gather(*(write(number) for number in range(40)))

    assert served == list(range(40))
    await database.close()
