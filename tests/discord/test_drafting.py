"""An answer that a model writes is shown statement by statement in one message, which becomes the answer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import discord
import pytest

from bot.discord import names
from bot.discord.pages import COMPONENTS, TEXT
from bot.discord.rendering import Shown, render, render_unfinished
from bot.discord.sending import typing
from bot.discord.standing import find_standing, numbered, unfinished
from bot.discord.views import to_view
from bot.locales import word
from retrieval import Answer, Citation, Mode, Verdict
from tests.bot.libraries import FakeLibrary, WritingLibrary
from tests.builders import make_answer, make_check, make_citation, make_quote, make_refusal
from tests.discord.stage import Stage, labels, raise_curtain, texts

if TYPE_CHECKING:
    from aiohttp import ClientResponse

STILL = word("en", "still-writing")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show everything at once: simcord's clock stands still while a thread is at work."""

    async def skip(_stop: asyncio.Event, _seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("bot.growing.pause", skip)


def three(text: str) -> Answer:
    """Answer in three statements with a quote each, the second of which is known to be wrong."""
    words = [f"Quote {number} of {text}" for number in (1, 2, 3)]
    quotes = [make_quote(each, " ".join(words)) for each in words]
    citations = [Citation(number, quote) for number, quote in enumerate(quotes, start=1)]
    return make_answer(*citations, checks=(make_check(citations[1], Verdict.WRONG),), text=text)


def long(text: str) -> Answer:
    """Answer in eight statements with long quotes: more than a message holds."""
    words = [f"Quote {number}. " + "word " * 190 for number in range(1, 9)]
    quotes = [make_quote(each, " ".join(words)) for each in words]
    return make_answer(*(Citation(number, quote) for number, quote in enumerate(quotes, start=1)), text=text)


@asynccontextmanager
async def writing(folder: Path, library: WritingLibrary) -> AsyncIterator[Stage]:
    """Set the stage, and let every thread end with it."""
    async with raise_curtain(folder, library) as stage:
        try:
            yield stage
        finally:
            library.go_on(100)


def ask(stage: Stage, channel: Any = None) -> int:
    """Let Alice ask, and do not wait for the answer; return the question's id."""
    where = (channel or stage.channel).id
    return int(stage.env.backend.create_message(where, stage.alice.id, f"{stage.bot} What happened?").id)


async def until(is_so: Callable[[], object]) -> None:
    for _ in range(500):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to be")


def seen(stage: Stage) -> list[str]:
    """Return what was shown, message after message and change after change."""
    paths = [each for each in stage.env.http_requests if each.method in ("POST", "PATCH")]
    bodies = [each.json for each in paths if "/messages" in each.path and each.json]
    return [str(each["components"]) for each in bodies if each.get("components")]


async def test_a_verified_statement_is_shown_with_its_quote_before_the_answer_is_whole(
    tmp_path: Path,
) -> None:
    library = WritingLibrary(three)
    async with writing(tmp_path, library) as stage:
        question = ask(stage)
        library.go_on()
        await until(stage.ours)
        (half,) = stage.ours()

        assert half.reference is not None
        assert half.reference.message_id == question
        assert "Quote 1 of What happened?" in texts(half)
        assert "Statement 2." not in texts(half)
        assert STILL in texts(half)
        assert labels(half) == []


async def test_the_finished_message_is_the_one_that_a_whole_post_would_have_been(tmp_path: Path) -> None:
    library = WritingLibrary(three)
    async with writing(tmp_path, library) as stage:
        question = ask(stage)
        library.go_on(2)
        await until(stage.ours)
        (half,) = stage.ours()
        library.go_on(2)
        await stage.env.settle()
        (whole,) = stage.ours()
        kept = await stage.services.answered.shown_in(names.message(stage.channel.id, whole.id))
        assert kept is not None
        answer = await stage.services.answered.open(kept.id)
        assert answer is not None
        (page,) = numbered(render(answer, Shown(kept.id, "en")), question)
        other = await stage.client.get_partial_messageable(stage.channel.id).send(view=to_view(page))

        assert whole.id == half.id
        assert bare(whole) == bare(other)
        assert "It was otherwise." in texts(whole)


def bare(message: discord.Message) -> Any:
    """Return a message's components without the numbers that Discord gives."""

    def strip(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: strip(value) for key, value in part.items() if key != "id"}
        return [strip(each) for each in part] if isinstance(part, list) else part

    return strip([component.to_dict() for component in message.components])


async def shown_times(stage: Stage, count: int) -> None:
    await until(lambda: len(seen(stage)) >= count)


async def test_a_statement_is_never_shown_without_its_quote_and_check_and_never_taken_back(
    tmp_path: Path,
) -> None:
    library = WritingLibrary(three)
    async with writing(tmp_path, library) as stage:
        ask(stage)
        for count in range(1, 5):
            library.go_on()
            await shown_times(stage, count)
        await stage.env.settle()

        shown = seen(stage)
        assert len(shown) == 4
        assert [STILL in each for each in shown] == [True, True, True, False]
        for number in (1, 2, 3):
            said = [f"Statement {number}." in each for each in shown]
            assert said == sorted(said)
            assert all(f"Quote {number} of" in each for each in shown if f"Statement {number}." in each)
        assert all("It was otherwise." in each for each in shown if "Quote 2 of" in each)


async def test_an_answer_that_no_model_wrote_is_posted_once_and_whole(stage: Stage) -> None:
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    assert len(seen(stage)) == 1
    assert STILL not in seen(stage)[0]


async def test_typing_stops_when_there_is_something_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.sending._TYPING_SECONDS", 0.01)

    class Channel:
        typed = 0

        async def typing(self) -> None:
            self.typed += 1

    channel = Channel()
    async with typing(cast("discord.abc.Messageable", channel)) as stop:
        await asyncio.sleep(0.1)
        before = channel.typed
        stop()
        await asyncio.sleep(0.1)

    assert before > 1
    assert channel.typed == before


async def test_what_does_not_stand_in_the_end_is_replaced_in_the_same_message(tmp_path: Path) -> None:
    library = WritingLibrary(three, spoilt=lambda _text: make_refusal())
    async with writing(tmp_path, library) as stage:
        ask(stage)
        library.go_on()
        await until(stage.ours)
        (half,) = stage.ours()
        library.go_on(3)
        await stage.env.settle()

        (whole,) = stage.ours()
        assert whole.id == half.id
        assert "Not in my sources." in texts(whole)
        assert "Statement" not in texts(whole)


async def test_a_failure_in_the_middle_is_told_in_place_of_what_was_shown(tmp_path: Path) -> None:
    def fail(_text: str) -> Answer:
        raise RuntimeError("a bug")

    library = WritingLibrary(three, spoilt=fail)
    async with writing(tmp_path, library) as stage:
        ask(stage)
        library.go_on()
        await until(stage.ours)
        library.go_on(3)
        await stage.env.settle()

        (told,) = stage.ours()
        assert "logged as" in texts(told)
        assert "Statement" not in texts(told)


async def test_a_longer_answer_goes_on_in_further_messages_when_it_is_whole(tmp_path: Path) -> None:
    library = WritingLibrary(long)
    async with writing(tmp_path, library) as stage:
        ask(stage)
        library.go_on(8)
        await until(stage.ours)
        (half,) = stage.ours()
        library.go_on()
        await stage.env.settle()

        first, *rest = stage.ours()
        assert first.id == half.id
        assert rest
        assert STILL not in "".join(texts(each) for each in (first, *rest))
        assert all(f"Statement {n}." in "".join(map(texts, (first, *rest))) for n in range(1, 9))


def test_of_an_answer_too_long_for_one_message_whole_statements_with_their_quotes_are_shown() -> None:
    page = render_unfinished(long("What happened?"), Shown(None, "en"))

    assert page is not None
    said = "\n".join(block.text for block in page.blocks)
    assert "Statement 1." in said
    assert "Statement 8." not in said
    assert all((f"Statement {n}." in said) == (f"Quote {n}." in said) for n in range(1, 9))
    assert len(said) < TEXT
    assert sum(block.size[1] for block in page.blocks) < COMPONENTS
    assert render_unfinished(make_answer(make_citation(1, "word " * 900)), Shown(None, "en")) is None


async def test_a_question_that_is_deleted_meanwhile_takes_along_what_was_shown(tmp_path: Path) -> None:
    library = WritingLibrary(three)
    async with writing(tmp_path, library) as stage:
        question = ask(stage)
        library.go_on()
        await until(stage.ours)
        stage.env.backend.delete_message(stage.channel.id, question)
        await asyncio.sleep(0.05)
        library.go_on(3)
        await stage.env.settle()

        assert stage.ours() == []


async def test_a_message_that_somebody_deletes_while_it_is_written_stays_deleted(tmp_path: Path) -> None:
    library = WritingLibrary(three)
    async with writing(tmp_path, library) as stage:
        ask(stage)
        library.go_on()
        await until(stage.ours)
        stage.env.backend.delete_message(stage.channel.id, stage.ours()[0].id)
        library.go_on(3)
        await stage.env.settle()

        assert stage.ours() == []


async def test_in_a_thread_of_its_own_the_answer_grows_and_is_found_again(tmp_path: Path) -> None:
    library = WritingLibrary(three)
    async with writing(tmp_path, library) as stage:
        await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"threads": True})
        question = ask(stage)
        library.go_on()
        await until(lambda: stage.channel.threads and stage.ours(stage.channel.threads[0]))
        asked = await stage.client.get_channel(stage.channel.id).fetch_message(question)  # type: ignore[union-attr]  # a text channel
        assert stage.client.user is not None
        half = await find_standing(asked, stage.client.user)
        library.go_on(3)
        await stage.env.settle()
        whole = await find_standing(asked, stage.client.user)

        assert stage.ours() == []
        assert [*half] == [7]
        assert [*whole.items()] == [(0, half[7])]


async def abandon(stage: Stage, question: int) -> None:
    """Leave a question as a process does that dies before it has said that it is done."""
    async with stage.services.inbox._database.begin() as connection:
        await connection.exec_driver_sql(
            "update events set finished = null, lease = 0, payload = ? where id = ?",
            (f'{{"channel": {stage.channel.id}, "message": {question}}}', names.event(question)),
        )


async def take_up(stage: Stage) -> None:
    work = asyncio.ensure_future(stage.client.take_up_abandoned())
    for _ in range(500):
        await asyncio.sleep(0.01)
        if not await stage.services.inbox.unfinished("discord"):
            break
    await stage.env.settle()
    work.cancel()


async def show_half(stage: Stage, question: int, answer: Answer) -> str:
    """Post what a process shows of an answer before it dies."""
    page = render_unfinished(answer, Shown(None, "en"))
    assert page is not None
    channel = stage.client.get_partial_messageable(stage.channel.id)
    sent = await channel.send(
        view=to_view(unfinished(page, question)), reference=channel.get_partial_message(question)
    )
    return names.message(stage.channel.id, sent.id)


async def test_what_a_dead_process_has_shown_is_finished_in_its_message(tmp_path: Path) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(three)) as stage:
        stage.client._hears = False
        question = ask(stage)
        await stage.services.inbox.take(
            names.event(question), "discord", {"channel": stage.channel.id, "message": question}
        )
        half = await show_half(stage, question, three("What happened?"))
        await stage.services.inbox.release(names.event(question))
        await stage.restart()

        await take_up(stage)

        (whole,) = stage.ours()
        assert names.message(stage.channel.id, whole.id) == half
        assert STILL not in texts(whole)
        assert "Statement 3." in texts(whole)


async def test_what_was_shown_stays_while_the_next_process_writes_anew(tmp_path: Path) -> None:
    library = WritingLibrary(three)
    async with writing(tmp_path, library) as stage:
        stage.client._hears = False
        question = ask(stage)
        await stage.services.inbox.take(
            names.event(question), "discord", {"channel": stage.channel.id, "message": question}
        )
        await show_half(stage, question, three("What happened?"))
        await stage.services.inbox.release(names.event(question))
        work = asyncio.ensure_future(stage.client.take_up_abandoned())
        library.go_on()
        await asyncio.sleep(0.3)
        meanwhile = texts(stage.ours()[0])
        library.go_on(3)
        await until(lambda: STILL not in texts(stage.ours()[0]))
        await asyncio.sleep(0.1)
        work.cancel()

        assert "Statement 3." in meanwhile
        assert len(stage.ours()) == 1


@pytest.mark.parametrize("stored", [0, 1])
async def test_the_missing_messages_of_a_kept_answer_follow_and_nobody_is_asked_again(
    tmp_path: Path, stored: int
) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(long)) as stage:
        sent = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
        before = [(message.id, texts(message)) for message in stage.ours()]
        for identifier, _ in before[1:]:
            stage.env.backend.delete_message(stage.channel.id, identifier)
        await stage.alice.send(stage.channel, "Good morning")
        kept = await stage.services.answered.to_message(names.message(stage.channel.id, sent.id))
        assert kept is not None
        await stage.services.answered.posted(kept.id, *kept.messages[:stored])
        await abandon(stage, sent.id)
        await stage.restart()

        await take_up(stage)

        again = stage.ours()
        assert again[0].id == before[0][0]
        assert [texts(message) for message in again] == [text for _, text in before]
        assert len(stage.library.asked) == 1
        found = await stage.services.answered.find(kept.id)
        assert found is not None
        assert found.messages == tuple(names.message(stage.channel.id, message.id) for message in again)


async def test_a_second_message_that_discord_did_not_take_follows_later(tmp_path: Path) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(long)) as stage:
        real, sends = stage.client.http.send_message, 0

        async def fail_once(*given: Any, **more: Any) -> Any:
            nonlocal sends
            sends += 1
            if sends == 2:
                response = cast("ClientResponse", SimpleNamespace(status=500, reason=""))
                raise discord.DiscordServerError(response, "in the middle")
            return await real(*given, **more)

        stage.client.http.send_message = fail_once  # type: ignore[method-assign]  # Discord fails in the middle
        await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
        first = stage.ours()
        await take_up(stage)

        assert len(first) == 1
        said = "".join(texts(message) for message in stage.ours())
        assert all(said.count(f"Statement {number}.") == 1 for number in range(1, 9))
        assert len(stage.library.asked) == 1


def test_a_generated_answer_is_no_other_answer() -> None:
    answer = three("What happened?")

    pages = render(replace(answer, mode=Mode.GENERATIVE), Shown("abc", "en"))

    assert pages == render(answer, Shown("abc", "en"))
