"""What waits for a button is kept for a day, and no more of a kind than there is room for."""

from bot.storage.database import Database
from bot.storage.drafts import Drafts
from tests.storage.conftest import Clock


async def test_a_draft_waits_for_a_day_and_is_taken_once(database: Database, clock: Clock) -> None:
    drafts = Drafts(database, clock)
    taken, left = [await drafts.keep("source", "hash", {"text": each}) for each in ("a", "b")]

    assert await drafts.find(taken.id, "source") == taken
    assert await drafts.find(taken.id, "removal") is None
    assert [await drafts.take(taken.id), await drafts.take(taken.id)] == [True, False]
    clock.now += 86_401
    assert await drafts.find(left.id, "source") is None


async def test_where_only_so_many_may_wait_the_oldest_of_the_kind_give_way(
    database: Database, clock: Clock
) -> None:
    drafts = Drafts(database, clock)
    other = await drafts.keep("summary", "hash", {})
    kept = []
    for number in range(4):
        clock.now += 1
        kept.append(await drafts.keep("source", "hash", {"number": number}, most=2))

    assert [draft.id for draft in await drafts.all("source")] == [draft.id for draft in kept[2:]]
    assert await drafts.find(other.id, "summary") == other


async def test_a_draft_that_is_said_to_last_waits_until_it_is_said_to_wait_a_day(
    database: Database, clock: Clock
) -> None:
    drafts = Drafts(database, clock)
    draft = await drafts.keep("summary", "hash", {})
    await drafts.change(draft.id, {"begun": 1}, lasting=True)

    clock.now += 400 * 86_400
    await drafts.forget_expired()
    assert [each.record for each in await drafts.all("summary")] == [{"begun": 1}]
    await drafts.change(draft.id, {"begun": 2})
    clock.now += 86_401
    assert await drafts.find(draft.id, "summary") is not None
    await drafts.change(draft.id, {}, lasting=False)
    clock.now += 86_401
    assert await drafts.find(draft.id, "summary") is None
