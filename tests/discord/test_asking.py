"""One answer for a question: also when it comes in again, changes, goes away, or we were restarted meanwhile."""

import asyncio
import logging
import threading
from pathlib import Path

import discord
import pytest

from bot.discord import names
from retrieval import Answer, IndexMissing, Reason
from tests.bot.libraries import FakeLibrary, answer_plainly
from tests.builders import make_answer, make_citation, make_refusal
from tests.discord.stage import Stage, labels, raise_curtain, texts


def echo(text: str) -> Answer:
    """Answer with a quote of the question."""
    return make_answer(make_citation(words=f"Of {text}."), text=text)


async def test_a_replayed_message_is_answered_once(stage: Stage) -> None:
    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    await stage.replay(question)

    assert len(stage.ours()) == 1
    assert len(stage.library.asked) == 1


async def test_a_message_that_is_replayed_after_a_restart_is_answered_once(stage: Stage) -> None:
    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    await stage.restart()

    await stage.replay(question)

    assert len(stage.ours()) == 1


async def abandon(stage: Stage, question: discord.Message) -> str:
    """Leave a question as a process does that dies between hearing and answering it."""
    event = names.event(question.id)
    await stage.services.inbox.take(
        event, "discord", {"channel": question.channel.id, "message": question.id}
    )
    await stage.services.inbox.release(event)
    return event


async def take_up(stage: Stage) -> None:
    work = asyncio.ensure_future(stage.client.take_up_abandoned())
    await asyncio.sleep(0.2)
    await stage.env.settle()
    work.cancel()


async def test_a_question_that_a_dead_process_left_is_answered_after_the_restart(stage: Stage) -> None:
    stage.client._hears = False
    event = await abandon(stage, await stage.alice.send(stage.channel, f"{stage.bot} What happened?"))
    await stage.restart()

    await take_up(stage)

    assert [text for text, _ in stage.library.asked] == ["What happened?"]
    assert len(stage.ours()) == 1
    assert not await stage.services.inbox.take(event, "discord", {})


async def test_an_answer_whose_process_died_before_it_could_say_so_is_not_given_again(stage: Stage) -> None:
    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    kept = await stage.services.answered.to_message(names.message(stage.channel.id, question.id))
    assert kept is not None
    await stage.services.answered.posted(kept.id)
    other = await stage.alice.send(stage.channel, "Good morning")
    await abandon(stage, other)
    database = stage.services.inbox._database
    async with database.begin() as connection:
        await connection.exec_driver_sql(
            "update events set finished = null, lease = 0, payload = ? where id = ?",
            (f'{{"channel": {stage.channel.id}, "message": {question.id}}}', names.event(question.id)),
        )

    await take_up(stage)

    assert len(stage.ours()) == 1
    found = await stage.services.answered.to_message(names.message(stage.channel.id, question.id))
    assert found is not None
    assert found.messages == (names.message(stage.channel.id, stage.ours()[0].id),)


async def test_an_answer_of_several_messages_that_was_cut_short_is_completed_and_not_repeated(
    tmp_path: Path,
) -> None:
    def long(text: str) -> Answer:
        return make_answer(*(make_citation(number, "word " * 190) for number in range(1, 9)), text=text)

    async with raise_curtain(tmp_path, FakeLibrary(long)) as stage:
        question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
        first, *rest = stage.ours()
        for message in rest:
            stage.env.backend.delete_message(stage.channel.id, message.id)
        await stage.env.settle()
        kept = await stage.services.answered.to_message(names.message(stage.channel.id, question.id))
        assert kept is not None
        await stage.services.answered.posted(kept.id)
        async with stage.services.inbox._database.begin() as connection:
            await connection.exec_driver_sql(
                "update events set finished = null, lease = 0, payload = ? where id = ?",
                (f'{{"channel": {stage.channel.id}, "message": {question.id}}}', names.event(question.id)),
            )

        await take_up(stage)

        again = stage.ours()
        assert again[0].id == first.id
        assert len(again) == 1 + len(rest)
        assert "Sources" in labels(again[-1])


async def test_an_edit_updates_the_answer_in_place(tmp_path: Path) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(echo)) as stage:
        question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
        (before,) = stage.ours()

        await stage.alice.edit(question, f"{stage.bot} What did not happen?")

        (after,) = stage.ours()
        assert after.id == before.id
        assert "Of What did not happen?" in texts(after)


async def test_an_edit_after_two_minutes_changes_nothing(tmp_path: Path) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(echo)) as stage:
        question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
        await stage.env.advance_time(121)

        await stage.alice.edit(question, f"{stage.bot} What did not happen?")

        assert "Of What happened?" in texts(stage.ours()[0])


async def test_an_edit_that_first_mentions_us_is_answered(stage: Stage) -> None:
    said = await stage.alice.send(stage.channel, "What happened?")

    await stage.alice.edit(said, f"{stage.bot} What happened?")

    assert len(stage.ours()) == 1


async def test_an_edit_to_a_longer_answer_adds_messages_and_to_a_shorter_one_takes_them_away(
    tmp_path: Path,
) -> None:
    def sized(text: str) -> Answer:
        count = 8 if "long" in text else 1
        return make_answer(
            *(make_citation(number, "word " * 190) for number in range(1, count + 1)), text=text
        )

    async with raise_curtain(tmp_path, FakeLibrary(sized)) as stage:
        question = await stage.alice.send(stage.channel, f"{stage.bot} short?")
        assert len(stage.ours()) == 1

        await stage.alice.edit(question, f"{stage.bot} long?")
        assert len(stage.ours()) > 1

        await stage.env.advance_time(2)
        await stage.alice.edit(question, f"{stage.bot} brief?")
        assert len(stage.ours()) == 1


async def test_a_deleted_question_takes_its_answer_along(stage: Stage) -> None:
    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    await stage.alice.delete(question)

    assert stage.ours() == []
    kept = await stage.services.answered.to_message(names.message(stage.channel.id, question.id))
    assert kept is not None
    assert (kept.deleted is not None, kept.record) == (True, {})


async def test_a_question_that_is_deleted_while_it_is_worked_on_gets_no_answer(tmp_path: Path) -> None:
    go = threading.Event()

    def slow(text: str) -> Answer:
        go.wait(5)
        return answer_plainly(text)

    async with raise_curtain(tmp_path, FakeLibrary(slow)) as stage:
        backend = stage.env.backend
        message = backend.create_message(stage.channel.id, stage.alice.id, f"{stage.bot} What happened?")
        await asyncio.sleep(0.1)
        backend.delete_message(stage.channel.id, message.id)
        await asyncio.sleep(0.1)
        go.set()
        await stage.env.settle()

        assert stage.ours() == []


async def test_an_answer_of_ours_that_a_moderator_deletes_is_forgotten(stage: Stage) -> None:
    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    (answer,) = stage.ours()

    stage.env.backend.delete_message(stage.channel.id, answer.id)
    await stage.env.settle()

    kept = await stage.services.answered.to_message(names.message(stage.channel.id, question.id))
    assert kept is not None
    assert kept.deleted is not None


async def test_over_the_limit_a_person_is_told_once_and_the_words_go_away(tmp_path: Path) -> None:
    async with raise_curtain(tmp_path, channels={"user_limit": 1}) as stage:
        await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
        await stage.alice.send(stage.channel, f"{stage.bot} And then?")
        third = await stage.alice.send(stage.channel, f"{stage.bot} And now?")

        assert len(stage.library.asked) == 1
        _, notice = stage.ours()
        assert "a lot of questions" in notice.content
        marked = await third.channel.fetch_message(third.id)
        assert [str(reaction.emoji) for reaction in marked.reactions] == ["⏳"]

        await stage.env.advance_time(16)
        assert len(stage.ours()) == 1


async def test_when_too_many_wait_the_next_is_told_so(tmp_path: Path) -> None:
    go = threading.Event()

    def slow(text: str) -> Answer:
        go.wait(5)
        return answer_plainly(text)

    library = FakeLibrary(slow)
    async with raise_curtain(tmp_path, library, conversation={"at_once": 1, "waiting": 0}) as stage:
        backend = stage.env.backend
        backend.create_message(stage.channel.id, stage.alice.id, f"{stage.bot} What happened?")
        await asyncio.sleep(0.1)
        backend.create_message(stage.channel.id, stage.bob.id, f"{stage.bot} And then?")
        await asyncio.sleep(0.1)
        go.set()
        await stage.env.settle()

        assert [text for text, _ in library.asked] == ["What happened?"]
        assert any("Too many questions" in message.content for message in stage.ours())


async def test_a_channel_where_answers_are_off_gets_a_mark_and_no_words(stage: Stage) -> None:
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"answers": False})

    question = await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    assert stage.ours() == []
    marked = await question.channel.fetch_message(question.id)
    assert [str(reaction.emoji) for reaction in marked.reactions] == ["🔇"]


async def test_where_we_may_not_write_the_person_is_told_directly_and_the_log_once(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    assert stage.client.user is not None
    silent = discord.PermissionOverwrite(send_messages=False)
    hushed = stage.guild.create_text_channel("hushed", overwrites={stage.client.user: silent})

    await stage.alice.send(hushed, f"{stage.bot} What happened?")

    assert stage.ours(hushed) == []
    (told,) = stage.ours(stage.alice.user.dm_channel)
    assert "Send Messages" in told.content
    assert len([line for line in caplog.messages if "may not write in channel" in line]) == 1


async def test_where_a_thread_cannot_be_opened_the_answer_comes_in_the_channel(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    assert stage.client.user is not None
    bare = discord.PermissionOverwrite(create_public_threads=False)
    channel = stage.guild.create_text_channel("bare", overwrites={stage.client.user: bare})
    await stage.services.channels.choose(f"discord:channel:{channel.id}", {"threads": True})

    await stage.alice.send(channel, f"{stage.bot} What happened?")

    assert len(stage.ours(channel)) == 1
    assert len([line for line in caplog.messages if "none can be opened" in line]) == 1


async def test_where_we_may_not_read_the_history_the_answer_comes_without_a_reply(stage: Stage) -> None:
    stage.env.inject_error("POST", "/channels/*/messages", status=400, code=160002, message="no history")

    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    (answer,) = stage.ours()
    assert answer.reference is None


@pytest.mark.parametrize("error", [IndexMissing(Reason.NO_INDEX, data="data"), OSError(28, "full")])
async def test_a_failure_tells_the_person_and_the_log_the_same_reference(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def fail(_text: str) -> Answer:
        raise error

    async with raise_curtain(tmp_path, FakeLibrary(fail)) as stage:
        await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

        (told,) = stage.ours()
        reference = texts(told).split("logged as ")[1][:6]
        errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert [reference in record.getMessage() for record in errors] == [True]
        assert "Traceback" not in texts(told)


async def test_an_answer_that_takes_too_long_is_given_up_with_a_line(tmp_path: Path) -> None:
    def late(_text: str) -> Answer:
        raise TimeoutError

    async with raise_curtain(tmp_path, FakeLibrary(late)) as stage:
        await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

        assert "No answer within" in texts(stage.ours()[0])


async def test_a_database_that_fails_tells_the_person(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    database = stage.services.inbox._database
    async with database.begin() as connection:
        await connection.exec_driver_sql("drop table events")

    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    assert "logged as" in texts(stage.ours()[0])


async def test_when_discord_fails_for_a_moment_the_answer_comes_later(stage: Stage) -> None:
    stage.env.inject_error("POST", "/channels/*/messages", status=500)
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    assert stage.ours() == []

    await take_up(stage)

    assert len(stage.ours()) == 1


async def test_typing_is_shown_while_an_answer_is_worked_on(stage: Stage) -> None:
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")

    paths = [each.path for each in stage.env.http_requests]
    assert paths.index(f"/channels/{stage.channel.id}/typing") < paths.index(
        f"/channels/{stage.channel.id}/messages"
    )


async def test_a_refusal_shows_near_passages_as_near(tmp_path: Path) -> None:
    quote = make_citation(words="Otters swim.").quote
    async with raise_curtain(tmp_path, FakeLibrary(lambda _text: make_refusal(quote))) as stage:
        await stage.alice.send(stage.channel, f"{stage.bot} Who won the cup?")

        shown = texts(stage.ours()[0])
        assert "Not in my sources." in shown
        assert shown.index("Near, not an answer") < shown.index("Otters swim.")
