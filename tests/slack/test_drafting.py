"""An answer that a model writes is shown statement by statement in one message, which becomes the answer."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from bot.locales import word
from bot.slack.rendering import render, render_unfinished
from bot.storage.database import open_database
from retrieval import Answer, Citation, Verdict
from tests.bot.libraries import FakeLibrary, WritingLibrary
from tests.builders import make_answer, make_check, make_citation, make_quote, make_refusal
from tests.slack.rules import texts
from tests.slack.running import Running, bot_on, elements
from tests.slack.test_exactly_once import heard_from, leave
from tests.slack.workspace import BOT, Call, Json, Workspace

STILL = word("en", "still-writing")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.growing.SOON", 0.05)
    monkeypatch.setattr("bot.slack.answering.EVERY_SECONDS", 0.05)


def three(text: str) -> Answer:
    """Answer in three statements with a quote each, the second of which is known to be wrong."""
    words = [f"Quote {number} of {text}." for number in (1, 2, 3)]
    quotes = [make_quote(each, " ".join(words)) for each in words]
    citations = [Citation(number, quote) for number, quote in enumerate(quotes, start=1)]
    return make_answer(*citations, checks=(make_check(citations[1], Verdict.WRONG),), text=text)


def made(slack: Workspace) -> list[Json]:
    return [*slack.made("chat.postMessage"), *slack.made("chat.update")]


async def made_times(slack: Workspace, count: int) -> None:
    await slack.until(lambda: len(made(slack)) >= count)


def shown(message: Json) -> str:
    return "\n".join(texts(message["blocks"]))


async def begun(bot: Running, library: WritingLibrary, statements: int = 1) -> Json:
    """Ask, and wait until so many statements are shown; return the message that shows them."""
    await bot.mention("What happened?")
    library.go_on(statements)
    await bot.slack.until(lambda: any(f"Statement {statements}." in shown(m) for m in bot.slack.posted()))
    (message,) = bot.slack.posted()
    return dict(message)


async def test_a_verified_statement_is_shown_with_its_quote_before_the_answer_is_whole(
    slack: Workspace, tmp_path: Path
) -> None:
    library = WritingLibrary(three)
    async with bot_on(slack, tmp_path, library) as bot:
        first = await begun(bot, library)
        library.go_on(3)
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))

    assert "Quote 1 of What happened?." in shown(first)
    assert "Statement 2." not in shown(first)
    assert STILL in shown(first)
    assert not elements(first, "button")
    assert not elements(first, "feedback_buttons")
    assert len(slack.posted()) == 1


async def test_the_finished_message_is_the_one_that_a_whole_post_would_have_been(
    slack: Workspace, tmp_path: Path
) -> None:
    library = WritingLibrary(three)
    async with bot_on(slack, tmp_path, library) as bot:
        await begun(bot, library, 2)
        library.go_on(2)
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))
        (message,) = slack.posted()
        await asyncio.sleep(0.1)
        kept = await bot.services.answered.shown_in(f"slack:C1:{message['ts']}")
        assert kept is not None
        answer = await bot.services.answered.open(kept.id)

    assert answer is not None
    (whole,) = render(answer, kept.id)
    first, *rest = message["blocks"]
    assert [{key: value for key, value in first.items() if key != "block_id"}, *rest] == list(whole.blocks)
    assert message["text"] == whole.text
    assert message["metadata"]["event_payload"] | {"event": ""} == {"event": "", "part": 0, "of": 1}


async def test_a_statement_is_never_shown_without_its_quote_and_check_and_never_taken_back(
    slack: Workspace, tmp_path: Path
) -> None:
    library = WritingLibrary(three)
    async with bot_on(slack, tmp_path, library) as bot:
        await bot.mention("What happened?")
        for count in range(1, 5):
            library.go_on()
            await made_times(slack, count)
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))

    seen = [shown(given) for given in made(slack)]
    assert len(seen) == 4
    for number in (1, 2, 3):
        assert all(f"Quote {number} of" in each for each in seen if f"Statement {number}." in each)
        assert [f"Statement {number}." in each for each in seen] == sorted(
            f"Statement {number}." in each for each in seen
        )
    assert all("It was otherwise." in each for each in seen if "Quote 2 of" in each)


async def test_an_answer_that_is_whole_at_once_is_posted_whole(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path, FakeLibrary(three)) as bot:
        await bot.mention("What happened?")
        await bot.answers(1)

    assert len(slack.made("chat.postMessage")) == 1
    assert slack.made("chat.update") == []


async def test_what_does_not_stand_in_the_end_is_replaced_in_the_same_message(
    slack: Workspace, tmp_path: Path
) -> None:
    library = WritingLibrary(three, spoilt=lambda _text: make_refusal())
    async with bot_on(slack, tmp_path, library) as bot:
        first = await begun(bot, library)
        library.go_on(3)
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))

    (message,) = slack.posted()
    assert message["ts"] == first["ts"]
    assert "Not in my sources." in shown(message)
    assert "Statement" not in shown(message)


async def test_a_failure_in_the_middle_is_told_in_place_of_what_was_shown(
    slack: Workspace, tmp_path: Path
) -> None:
    def fail(_text: str) -> Answer:
        raise RuntimeError("a bug")

    library = WritingLibrary(three, spoilt=fail)
    async with bot_on(slack, tmp_path, library) as bot:
        await begun(bot, library)
        library.go_on(3)
        await slack.until(lambda: "logged as" in shown(slack.posted()[0]))

    assert len(slack.posted()) == 1
    assert "Statement" not in shown(slack.posted()[0])


async def test_an_answer_cut_off_while_it_was_written_is_finished_in_its_message_by_the_next_process(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.platform.DRAIN_SECONDS", 0.1)
    library = WritingLibrary(three)
    async with bot_on(slack, tmp_path, library) as bot:
        first = await begun(bot, library)
    library.go_on(10)

    slack.opened.clear()
    async with bot_on(slack, tmp_path, FakeLibrary(three)):
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))

    (message,) = slack.posted()
    assert message["ts"] == first["ts"]
    assert "Statement 3." in shown(message)


async def test_what_was_shown_stays_while_the_next_process_writes_anew(
    slack: Workspace, tmp_path: Path
) -> None:
    question = slack.say("C1", f"<@{BOT}> What happened?")
    half = render_unfinished(three("What happened?"))
    assert half is not None
    payload = {"event": "Ev-left", "part": -1, "of": 0}
    metadata = {"event_type": "deepseek_bot_answer", "event_payload": payload}
    slack._post({"channel": "C1", "thread_ts": question["ts"], "text": half.text,
                 "blocks": list(half.blocks), "metadata": metadata})  # fmt: skip
    await leave(tmp_path, heard_from(question))
    library = WritingLibrary(three)

    async with bot_on(slack, tmp_path, library):
        library.go_on(2)
        await asyncio.sleep(0.4)
        meanwhile = shown(slack.posted()[0])
        library.go_on(2)
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))

    assert "Statement 3." in meanwhile
    assert len(slack.posted()) == 1


async def test_a_kept_answer_whose_message_still_says_that_it_is_written_is_shown_without_asking_again(
    slack: Workspace, tmp_path: Path
) -> None:
    library = WritingLibrary(three)
    slack.faults.refused["chat.update"] = "internal_error"
    async with bot_on(slack, tmp_path, library) as bot:
        await begun(bot, library)
        library.go_on(3)
        await slack.until(lambda: [call for call in slack.calls if call.method == "chat.update"])
        await asyncio.sleep(0.2)
        del slack.faults.refused["chat.update"]
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))

    assert len(slack.posted()) == 1
    assert len(library.asked) == 1


async def test_a_first_part_of_which_nobody_knows_whether_it_arrived_is_looked_for(
    slack: Workspace, tmp_path: Path
) -> None:
    library = WritingLibrary(three)
    slack.faults.unanswered["chat.postMessage"] = 1
    async with bot_on(slack, tmp_path, library) as bot:
        await bot.mention("What happened?")
        library.go_on()
        await slack.until(lambda: made(slack))
        library.go_on(3)
        await slack.until(lambda: slack.posted() and STILL not in shown(slack.posted()[0]))

    assert len(slack.posted()) == 1
    assert "Statement 3." in shown(slack.posted()[0])


async def test_a_message_that_may_not_be_changed_is_replaced_by_another(
    slack: Workspace, tmp_path: Path
) -> None:
    library = WritingLibrary(three)
    slack.faults.refused["chat.update"] = "edit_window_closed"
    async with bot_on(slack, tmp_path, library) as bot:
        first = await begun(bot, library)
        library.go_on(3)
        await slack.until(lambda: slack.posted() and slack.posted()[0]["ts"] != first["ts"])

    (message,) = slack.posted()
    assert "Statement 3." in shown(message)


async def test_no_more_answers_are_shown_in_part_than_slack_takes_changes(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.posting._DRAFTS_A_MINUTE", 1)
    library = WritingLibrary(three)
    async with bot_on(slack, tmp_path, library) as bot:
        await begun(bot, library)
        library.go_on(3)
        await slack.until(lambda: STILL not in shown(slack.posted()[0]))
        await bot.mention("And then?")
        library.go_on(3)
        await asyncio.sleep(0.3)
        meanwhile = len(slack.posted())
        library.go_on()
        await bot.answers(2)

    assert meanwhile == 1
    assert STILL not in shown(slack.posted()[1])


async def test_over_the_limit_after_a_restart_nothing_unfinished_is_left(
    slack: Workspace, tmp_path: Path
) -> None:
    question = slack.say("C1", f"<@{BOT}> What happened?")
    half = render_unfinished(three("What happened?"))
    assert half is not None
    first, *rest = half.blocks
    blocks = [{**first, "block_id": "answers:Ev-left:-1"}, *rest]
    slack._post({"channel": "C1", "thread_ts": question["ts"], "text": half.text, "blocks": blocks})
    await leave(tmp_path, heard_from(question))
    database = await open_database(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    await database.close()

    async with bot_on(slack, tmp_path, conversation={"at_once": 1, "waiting": 0}) as bot:
        bot.services.conversation._waiting = 1
        await slack.until(lambda: slack.made("chat.postEphemeral"))

    assert slack.posted() == []


async def test_of_an_answer_too_long_for_one_message_only_what_fits_is_shown_before_it_is_whole() -> None:
    citations = [make_citation(number, f"Quote {number}. " + "word " * 700) for number in (1, 2, 3, 4)]
    answer = make_answer(*citations)

    half = render_unfinished(answer)

    assert half is not None
    said = "\n".join(texts(list(half.blocks)))
    assert "Statement 1." in said
    assert "Statement 4." not in said
    assert all((f"Statement {number}." in said) == (f"Quote {number}." in said) for number in (1, 2, 3, 4))
    assert render_unfinished(make_answer(make_citation(1, "word " * 3000))) is None


def long(text: str) -> Answer:
    """Answer in three statements that take several messages."""
    words = [f"Quote {number}. " + "word " * 900 for number in (1, 2, 3)]
    quotes = [make_quote(each, " ".join(words)) for each in words]
    return make_answer(*(Citation(number, quote) for number, quote in enumerate(quotes, start=1)), text=text)


@pytest.mark.parametrize("calls", range(1, 7))
async def test_wherever_a_process_ends_the_next_leaves_one_whole_answer(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    monkeypatch.setattr("bot.slack.platform.DRAIN_SECONDS", 0.1)
    note, done, whole = slack._note, 0, len(render(long("What happened?"), "abc"))

    async def fall_silent(call: Call) -> None:
        nonlocal done
        await note(call)
        done += call.method.startswith("chat.")
        if done >= calls:
            await asyncio.sleep(30)  # it was done, and nobody will ever hear of it

    slack._note = fall_silent  # type: ignore[method-assign]  # a Slack that is cut off
    library = WritingLibrary(long)
    async with bot_on(slack, tmp_path, library) as bot:
        await bot.mention("What happened?")
        for count in range(1, 5):
            library.go_on()
            with contextlib.suppress(AssertionError):
                await slack.until(lambda: len(made(slack)) >= min(count, calls), 1)  # noqa: B023 - called at once
        await asyncio.sleep(0.2)
    library.go_on(100)
    slack._note = note  # type: ignore[method-assign]

    slack.opened.clear()
    async with bot_on(slack, tmp_path, library):
        await slack.until(
            lambda: len(slack.posted()) >= whole and STILL not in "".join(map(shown, slack.posted()))
        )
        await asyncio.sleep(0.3)

    said = "\n".join(shown(message) for message in slack.posted())
    assert len(slack.posted()) == whole > 1
    assert STILL not in said
    assert all(said.count(f"Quote {number}.") == 1 for number in (1, 2, 3))
    assert all(said.count(f"Statement {number}.") == 1 for number in (1, 2, 3))
