"""An answer that is being written is shown now and then, never more often, and never after its end."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.growing import Growing, beginnings
from retrieval import Answer, Statement
from tests.builders import make_answer, make_check, make_citation


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.growing.SOON", 0.05)


def written(count: int) -> Iterator[Answer]:
    """Yield an answer of so many statements as it grows."""
    whole = make_answer(*(make_citation(number) for number in range(1, count + 1)))
    yield from reversed(list(beginnings(whole)))


async def test_an_answer_that_is_whole_at_once_is_never_shown_in_part() -> None:
    shown: list[Answer] = []

    async def show(answer: Answer) -> None:
        shown.append(answer)

    async with Growing(show, 0.01) as growing:
        for answer in written(3):
            growing.said(answer)
    await asyncio.sleep(0.1)

    assert shown == []


async def test_what_is_said_between_two_showings_is_shown_together() -> None:
    shown: list[int] = []
    begun, go = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def show(answer: Answer) -> None:
        shown.append(len(answer.statements))
        begun.release()
        await go.acquire()

    async with Growing(show, 0.01) as growing:
        first, *others = written(4)
        growing.said(first)
        await begun.acquire()
        for answer in others:
            growing.said(answer)
        go.release()
        await begun.acquire()
        go.release()

    assert shown == [1, 4]


async def test_an_answer_is_shown_no_more_often_than_asked_for() -> None:
    times: list[float] = []

    async def show(_answer: Answer) -> None:
        times.append(asyncio.get_running_loop().time())

    async with Growing(show, 0.1) as growing:
        for answer in written(9):
            growing.said(answer)
            await asyncio.sleep(0.04)

    assert len(times) > 1
    assert min(later - before for before, later in pairwise(times)) >= 0.09


async def test_the_end_waits_for_what_is_on_its_way_and_nothing_comes_after_it() -> None:
    done: list[int] = []
    begun = asyncio.Event()

    async def show(answer: Answer) -> None:
        begun.set()
        await asyncio.sleep(0.1)
        done.append(len(answer.statements))

    async with Growing(show, 0.01) as growing:
        first, second = written(2)
        growing.said(first)
        await begun.wait()
    at_the_end = list(done)
    growing.said(second)
    await asyncio.sleep(0.1)

    assert at_the_end == [1]
    assert done == [1]


async def test_a_failure_to_show_a_part_is_logged_and_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async def show(_answer: Answer) -> None:
        raise RuntimeError("a bug")

    async with Growing(show, 0.01) as growing:
        for answer in written(2):
            growing.said(answer)
            await asyncio.sleep(0.1)

    assert [record.getMessage() for record in caplog.records if "unexpected" in record.getMessage()] != []


def test_a_beginning_has_the_citations_and_checks_of_its_statements_and_no_others() -> None:
    first, second = make_citation(1), make_citation(2)
    check = make_check(second)
    answer = make_answer(first, second, checks=(check,))

    whole, begun = beginnings(answer)

    assert whole == answer
    assert (begun.statements, begun.citations, begun.checks) == (answer.statements[:1], (first,), ())


@given(some.lists(some.sets(some.integers(1, 4), min_size=1), min_size=1, max_size=5))
def test_every_statement_of_a_beginning_stands_with_its_citations_and_their_checks(
    carried: list[set[int]],
) -> None:
    citations = tuple(make_citation(number) for number in range(1, 5))
    statements = tuple(Statement(f"Statement {n}.", tuple(sorted(each))) for n, each in enumerate(carried))
    checks = tuple(make_check(citation) for citation in citations)
    answer = make_answer(*citations, statements=statements, checks=checks)

    for begun in beginnings(answer):
        numbers = {citation.number for citation in begun.citations}
        assert begun.statements == statements[: len(begun.statements)]
        assert {number for statement in begun.statements for number in statement.citations} == numbers
        assert {check.citation for check in begun.checks} == numbers
        assert all(set(check.citations) <= numbers for check in begun.checks)
