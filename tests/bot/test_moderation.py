"""Summaries that moderators pin know when they are not true any more."""

import asyncio
import time
from pathlib import Path

import pytest

from bot import housekeeping
from bot.chat import IncomingMessage
from bot.deeds import Actor
from bot.moderation import Preview
from bot.services import Services
from bot.storage.pins import Pin
from retrieval import Answer, Standing, Status, Summary
from tests.bot.village import edit, open_village, serve_village

MODERATOR = Actor("discord:7", "discord:guild", "discord:channel")
TOPIC = "The mill of Orval"

pytestmark = pytest.mark.slow


async def draft(services: Services, title: str = TOPIC) -> Preview:
    preview = await services.moderation.summarise(MODERATOR, title, "en")
    assert isinstance(preview, Preview)
    return preview


async def pin(services: Services) -> str:
    preview = await draft(services)
    identifier = await services.moderation.pinned(MODERATOR, preview, ["discord:m1", "discord:m2"])
    assert identifier is not None
    return identifier


async def test_a_topic_is_offered_by_what_was_typed_of_it(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        found = await services.moderation.topics("MILL", "en")
        nothing = await services.moderation.topics("bananas", "en")

    assert found == [TOPIC]
    assert nothing == []


async def test_a_topic_that_no_source_speaks_of_gets_the_refusal(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        found = await services.moderation.summarise(MODERATOR, "the price of bananas", "en")

    assert isinstance(found, Answer)
    assert found.status is Status.NOT_IN_SOURCES


async def test_a_point_is_left_out_of_a_draft_and_the_draft_survives_a_restart(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        preview = await draft(services)
        await services.moderation.leave_out(preview.id, 0)
    async with serve_village(village, library) as services:
        later = await services.moderation.preview(preview.id)

    assert later is not None
    assert later.summary.answer.statements[0].text == preview.summary.answer.statements[1].text
    assert len(later.summary.answer.statements) == len(preview.summary.answer.statements) - 1


async def test_of_two_who_press_pin_one_gets_the_draft(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        preview = await draft(services)
        takers = [await services.moderation.take(preview.id) for _ in range(2)]

    assert [taker is not None for taker in takers] == [True, False]


async def test_a_draft_becomes_one_pin_however_many_have_pinned_it_at_once(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as one, serve_village(village, library) as other:
        preview = await draft(one)
        found = await asyncio.gather(
            *(
                services.moderation.pinned(MODERATOR, preview, [f"discord:m{number}"])
                for number, services in enumerate((one, one, other))
            )
        )
        pins = await one.moderation.pins(MODERATOR)
        left = await one.moderation.preview(preview.id)

    (kept,) = [each for each in found if each is not None]
    assert [each.id for each in pins] == [kept]
    assert left is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Herons nest on the roof of the mill every spring.", "Storks nest in the village.", Standing.GONE),
        ("about 35 tonnes of flour a year", "about 36 tonnes of flour a year", Standing.CHANGED),
        (
            "# The mill of Orval\n",
            "# The mill of Orval\n\nA new paragraph about the pond of the miller.\n",
            Standing.STANDS,
        ),
    ],
)
async def test_after_a_reindex_a_pin_knows_whether_it_is_still_true(
    village: Path, old: str, new: str, expected: Standing
) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        identifier = await pin(services)
        edit(village, old, new)
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        found = await services.moderation.pin(identifier)
        told, again = [await notices(services) for _ in range(2)]

    assert found is not None
    assert found.state == expected.value
    assert told == ([] if expected is Standing.STANDS else [identifier])
    assert again == []


async def test_a_notice_that_nobody_took_is_told_again_later_and_then_no_more(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        identifier = await pin(services)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        await services.moderation.tell("discord", refuse)
        at_once = await notices(services)
        services.moderation._announcing._tasks._clock = lambda: time.time() + 61
        later, again = [await notices(services) for _ in range(2)]

    assert (at_once, later, again) == ([], [identifier], [])


async def test_of_two_processes_one_tells_and_one_that_dies_in_it_is_taken_over_from(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as one, serve_village(village, library) as other:
        identifier = await pin(one)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        library.reindex(lambda _done, _total: None)
        await one.administration.recheck()
        dying = asyncio.create_task(one.moderation.tell("discord", wait_for_ever))
        await asyncio.sleep(0.2)
        meanwhile = await notices(other)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        other.moderation._announcing._tasks._clock = lambda: time.time() + 61
        later = await notices(other)

    assert (meanwhile, later) == ([], [identifier])


async def test_of_the_same_finding_moderators_are_told_once_and_of_another_again(village: Path) -> None:
    library = open_village(village)
    heard = []
    async with serve_village(village, library) as services:
        identifier = await pin(services)
        for old, new in (
            ("about 35 tonnes", "about 36 tonnes"),
            ("# The mill of Orval\n", "# The mill of Orval\n\nThe miller digs a pond behind his house.\n"),
            ("Herons nest on the roof of the mill every spring.", "Storks nest in the village."),
            ("Storks nest in the village.", "Herons nest on the roof of the mill every spring."),
            ("about 36 tonnes", "about 35 tonnes"),
            ("about 35 tonnes", "about 36 tonnes"),
        ):
            edit(village, old, new)
            library.reindex(lambda _done, _total: None)
            await services.administration.recheck()
            heard.append(await notices(services))

    told = [identifier]
    assert heard == [told, [], told, told, [], told]


async def test_a_draft_that_is_pinned_after_the_texts_have_changed_is_known_to_be_false(
    village: Path,
) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        preview = await draft(services)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        identifier = await services.moderation.pinned(MODERATOR, preview, ["discord:m1"])
        (found,) = await services.moderation.pins(MODERATOR)
        told = await notices(services)

    assert (found.state, found.checked) == (Standing.CHANGED.value, library.generations()[0])
    assert told == [identifier]


async def test_a_pin_that_was_compared_with_an_older_index_only_is_compared_though_no_new_one_comes(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_WATCH_SECONDS", 0.2)
    library = open_village(village)
    async with serve_village(village, library) as services:
        older = library.generations()[0]
        identifier = await pin(services)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        library.reindex(lambda _done, _total: None)
        await asyncio.sleep(2)
        # As it is stored by who reads the active index a moment before another becomes active.
        true = {"state": Standing.STANDS.value, "finding": None}
        await services.moderation._pins.change(identifier, checked=older, **true)
        await asyncio.sleep(2)
        found = await services.moderation.pin(identifier)

    assert found is not None
    assert (found.state, found.checked) == (Standing.CHANGED.value, library.generations()[0])


async def notices(services: Services) -> list[str]:
    """Return the pins that moderators are told of now."""
    told = []

    async def show(pin: Pin) -> None:
        told.append(pin.id)

    await services.moderation.tell("discord", show)
    return told


async def refuse(_pin: Pin) -> None:
    raise ConnectionError("no such channel")


async def wait_for_ever(_pin: Pin) -> None:
    await asyncio.Event().wait()


async def test_a_pin_whose_source_is_removed_is_flagged_with_the_next_index(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        identifier = await pin(services)
        library.remove_source("mill-en")
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        found = await services.moderation.pin(identifier)

    assert found is not None
    assert found.state == Standing.GONE.value


async def test_another_check_than_the_pinned_one_is_a_change(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        identifier = await pin(services)
        edit(village, "was built in 1791.", "was built in 1790.", "claims.toml")
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        found = await services.moderation.pin(identifier)

    assert found is not None
    assert found.state == Standing.CHANGED.value


async def test_a_refreshed_pin_is_true_again_and_quotes_the_new_words(village: Path) -> None:
    library = open_village(village)
    async with serve_village(village, library) as services:
        identifier = await pin(services)
        edit(village, "about 35 tonnes", "about 36 tonnes")
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        before = await services.moderation.pin(identifier)
        assert before is not None
        summary = await services.moderation.refresh(before)
        assert isinstance(summary, Summary)
        await services.moderation.refreshed(MODERATOR, before, summary, ["discord:m1"])
        after = await services.moderation.pin(identifier)

    assert after is not None
    assert (after.state, after.messages) == (Standing.STANDS.value, ("discord:m1",))
    assert any("36 tonnes" in statement.text for statement in summary.answer.statements)


async def test_an_approved_answer_is_given_to_who_asks_the_same_until_its_quotes_are_gone(
    village: Path,
) -> None:
    library = open_village(village)
    question = IncomingMessage(
        "How much flour does the mill of Orval grind a year?", "discord:1", place="discord:guild"
    )
    again = IncomingMessage(
        "how much flour a year does the mill of orval grind", "discord:2", place="discord:guild"
    )
    elsewhere = IncomingMessage(
        "how much flour a year does the mill of orval grind", "discord:3", place="discord:other"
    )
    async with serve_village(village, library) as services:
        answer = await services.conversation.reply(question)
        assert isinstance(answer, Answer)
        assert answer.status is Status.ANSWERED
        await services.curating.approve(MODERATOR, question.text, answer)
        approved = await services.conversation.reply(again)
        other = await services.conversation.reply(elsewhere)
        edit(village, "grinds about 35 tonnes of flour a year", "grinds some flour")
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        later = await services.conversation.reply(
            IncomingMessage(again.text, "discord:4", place="discord:guild")
        )

    assert isinstance(approved, Answer)
    assert isinstance(other, Answer)
    assert isinstance(later, Answer)
    assert [approved.approved, other.approved, later.approved] == [True, False, False]
    assert approved.message == "Approved by the moderators."
    assert approved.statements == answer.statements


@pytest.mark.parametrize(
    ("old", "new", "is_given"),
    [
        ("made of oak", "made of pine", True),
        ("grinds about 35 tonnes of flour a year", "grinds some flour", False),
    ],
)
async def test_an_answer_of_an_earlier_index_is_approved_if_it_stands_and_given_at_once(
    village: Path, old: str, new: str, *, is_given: bool
) -> None:
    library = open_village(village)
    text = "How much flour does the mill of Orval grind a year?"
    async with serve_village(village, library) as services:
        answer = await services.conversation.reply(IncomingMessage(text, "discord:1", place="discord:guild"))
        assert isinstance(answer, Answer)
        edit(village, old, new)
        library.reindex(lambda _done, _total: None)
        await services.administration.recheck()
        approved = await services.curating.approve(MODERATOR, text, answer)
        given = await services.conversation.reply(IncomingMessage(text, "discord:2", place="discord:guild"))

    assert isinstance(given, Answer)
    assert (approved is not None, given.approved) == (is_given, is_given)


async def test_a_refusal_cannot_be_approved(village: Path) -> None:
    async with serve_village(village, open_village(village)) as services:
        refusal = await services.conversation.reply(IncomingMessage("Who won the football cup?", "discord:1"))
        assert isinstance(refusal, Answer)
        approved = await services.curating.approve(MODERATOR, "Who won the football cup?", refusal)

    assert approved is None


async def test_gaps_are_shown_only_where_the_texts_of_questions_are_kept(village: Path) -> None:
    asked = [
        IncomingMessage(text, f"discord:{text}", channel=MODERATOR.channel, place=MODERATOR.place)
        for text in (
            "Who won the football cup?",
            "who won the football cup",
            "How much flour does the mill of Orval grind a year?",
        )
    ]
    async with serve_village(village, open_village(village)) as services:
        before = await services.gaps.of(MODERATOR, 7)
        await services.channels.choose(MODERATOR.place, {"keep_questions": True})
        for message in asked:
            answer = await services.conversation.reply(message)
            assert isinstance(answer, Answer)
            await services.answered.keep(answer, message)
        after = await services.gaps.of(MODERATOR, 7)

    assert before is None
    assert after is not None
    assert [(gap.count, gap.refused, len(gap.examples)) for gap in after] == [(2, 2, 2)], after
