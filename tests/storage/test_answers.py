"""Kept answers: found again, rated once a person, expired, forgotten."""

from typing import Any

import pytest

from bot.storage.answers import SECONDS_A_DAY, Answers, Rating
from bot.storage.database import Database
from bot.storage.errors import StorageError
from tests.storage.conftest import Clock


def row(identifier: str = "a1", **changes: Any) -> dict[str, Any]:
    return {
        "id": identifier,
        "platform": "slack",
        "place": "slack:T1",
        "channel": "slack:C1",
        "thread": "slack:C1:1.1",
        "asked": "slack:C1:1.1",
        "author": "hash",
        "messages": [],
        "record": {"statements": ["Où ?"]},
        "question": None,
        "status": "answered",
        "language": "en",
        "generation": "g1",
        **changes,
    }


async def test_an_answer_is_found_by_id_question_thread_and_message(database: Database) -> None:
    answers = Answers(database)
    await answers.keep(row(), 30)
    await answers.posted("a1", ["slack:C1:2.2", "slack:C1:2.3"])

    found = [
        await answers.find("a1"),
        await answers.to_message("slack:C1:1.1"),
        await answers.of_thread("slack:C1:1.1"),
        await answers.shown_in("slack:C1:2.3"),
    ]

    assert [kept and kept.id for kept in found] == ["a1"] * 4
    assert found[0] is not None
    assert found[0].messages == ("slack:C1:2.2", "slack:C1:2.3")
    assert found[0].record == {"statements": ["Où ?"]}


async def test_another_time_to_be_kept_holds_for_those_that_chose_none_nearer(database: Database) -> None:
    answers = Answers(database)
    await answers.keep(row("plain"), 30)
    await answers.keep(row("own", channel="slack:C2"), 30)
    await answers.keep(row("elsewhere", channel="slack:C3", place="slack:T2"), 30)

    await answers.keep_for("slack:T1", {"slack:T1": 90, "slack:C2": 1}, 30)

    kept = {each: await answers.find(each) for each in ("plain", "own", "elsewhere")}
    days = {name: round((each.expires - each.created) / SECONDS_A_DAY) for name, each in kept.items() if each}
    assert days == {"plain": 90, "own": 1, "elsewhere": 30}


async def test_messages_that_show_it_no_longer_lead_nowhere(database: Database) -> None:
    answers = Answers(database)
    await answers.keep(row(), 30)
    await answers.posted("a1", ["slack:C1:2.2"])
    await answers.posted("a1", ["slack:C1:9.9"])

    assert await answers.shown_in("slack:C1:2.2") is None
    assert await answers.shown_in("slack:C1:9.9") is not None


async def test_a_message_that_shows_another_answer_leads_to_that(database: Database, clock: Clock) -> None:
    answers = Answers(database, clock)
    for identifier in ("a1", "a2"):
        await answers.keep(row(identifier), 30)
        await answers.posted(identifier, ["slack:C1:2.2"])
        clock.now += 1

    shown = await answers.shown_in("slack:C1:2.2")
    latest = await answers.to_message("slack:C1:1.1")

    assert [kept and kept.id for kept in (shown, latest)] == ["a2", "a2"]


async def test_a_person_rates_an_answer_once_and_may_think_again(database: Database, clock: Clock) -> None:
    answers = Answers(database, clock)
    await answers.keep(row(), 30)
    await answers.rate(Rating("a1", "ann", helpful=True))
    clock.now += 1
    await answers.rate(Rating("a1", "bob", helpful=True))
    clock.now += 1
    await answers.rate(Rating("a1", "ann", helpful=False, reason="wrong", citation=2))

    assert await answers.ratings("a1") == [
        Rating("a1", "bob", helpful=True),
        Rating("a1", "ann", helpful=False, reason="wrong", citation=2),
    ]


async def test_an_answer_that_is_not_kept_cannot_be_rated(database: Database) -> None:
    with pytest.raises(StorageError):
        await Answers(database).rate(Rating("gone", "ann", helpful=True))


async def test_what_is_deleted_says_nothing_any_more(database: Database) -> None:
    answers = Answers(database)
    await answers.keep(row(question="What?"), 30)

    await answers.mark_deleted("a1")

    kept = await answers.find("a1")
    assert kept is not None
    assert kept.deleted is not None
    assert (kept.record, kept.question) == ({}, None)


async def test_answers_expire_with_their_ratings_and_messages(database: Database, clock: Clock) -> None:
    answers = Answers(database, clock)
    await answers.keep(row(), 1)
    await answers.keep(row("a2"), 3)
    await answers.posted("a1", ["slack:C1:2.2"])
    await answers.rate(Rating("a1", "ann", helpful=True))
    clock.now += 2 * SECONDS_A_DAY

    await answers.forget_expired()

    assert await answers.find("a1") is None
    assert await answers.ratings("a1") == []
    assert await answers.shown_in("slack:C1:2.2") is None
    assert await answers.count() == 1


async def test_a_person_is_forgotten_whole_and_nobody_else(database: Database) -> None:
    answers = Answers(database)
    await answers.keep(row("a1", author="ann"), 30)
    await answers.keep(row("a2", author="bob"), 30)
    await answers.rate(Rating("a2", "ann", helpful=True))
    await answers.rate(Rating("a1", "bob", helpful=True))

    forgotten = await answers.forget_author("ann")

    assert forgotten == 2
    assert await answers.find("a1") is None
    assert await answers.ratings("a2") == []
    assert await answers.count() == 1
