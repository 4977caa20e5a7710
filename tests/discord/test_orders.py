"""What was asked with a command grows while it is written, and survives a restart."""

import asyncio
import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bot.locales import word
from retrieval import Answer
from tests.bot.libraries import FakeLibrary, WritingLibrary
from tests.builders import make_refusal
from tests.discord.stage import Stage, labels, raise_curtain, response, texts
from tests.discord.test_drafting import STILL, long, take_up, three


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show everything at once: simcord's clock stands still while a thread is at work."""

    async def skip(_stop: asyncio.Event, _seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("bot.growing.pause", skip)


def drip(stage: Stage, library: WritingLibrary) -> None:
    """Let a statement be said when the one before is shown, from a thread: simcord waits for the whole answer."""

    def go() -> None:
        for count in range(4):
            while len(seen(stage)) < count:
                time.sleep(0.01)
            library.go_on()

    threading.Thread(target=go, daemon=True).start()


def seen(stage: Stage) -> list[str]:
    """Return what the announced message has shown, one thing after the other."""
    return [
        str(each.json["components"])
        for each in stage.env.http_requests
        if each.method == "PATCH" and "/webhooks/" in each.path and each.json and each.json.get("components")
    ]


class Dying(FakeLibrary):
    """Dies with its process while it answers, the first time."""

    def ask(self, *given: Any, **more: Any) -> Answer:
        if not self.asked:
            self.asked.append(("", ()))
            raise asyncio.CancelledError
        return super().ask(*given, **more)


async def die_before_saying_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, shown: int | None = None
) -> None:
    """Let the process die after it has answered, before it has said so; `shown` further messages are known."""
    inbox = stage.services.inbox

    async def release(identifier: str) -> None:
        if shown is not None:
            async with inbox._database.begin() as connection:
                (payload,) = (
                    await connection.exec_driver_sql("select payload from events where id = ?", (identifier,))
                ).one()
                known = json.loads(payload)
                known["shown"] = known.get("shown", [])[:shown]
                await connection.exec_driver_sql(
                    "update events set payload = ? where id = ?", (json.dumps(known), identifier)
                )
        await inbox.release(identifier)

    monkeypatch.setattr(inbox, "finish", release)


async def test_the_announced_message_grows_and_becomes_the_answer(tmp_path: Path) -> None:
    library = WritingLibrary(three)
    async with raise_curtain(tmp_path, library) as stage:
        drip(stage, library)
        done = await stage.alice.slash(stage.channel, "ask", question="What happened?")

        assert [STILL in each for each in seen(stage)] == [True, True, True, False]
        assert all("**alice**" in each for each in seen(stage))
        for number in (1, 2, 3):
            said = [f"Statement {number}." in each for each in seen(stage)]
            assert said == sorted(said)
            assert all(f"Quote {number} of" in each for each in seen(stage) if f"Statement {number}." in each)
        assert "Helpful" in labels(done.response)
        assert len(stage.ours()) == 1


async def test_what_does_not_stand_in_the_end_is_replaced(tmp_path: Path) -> None:
    library = WritingLibrary(three, spoilt=lambda _text: make_refusal())
    async with raise_curtain(tmp_path, library) as stage:
        drip(stage, library)
        done = await stage.alice.slash(stage.channel, "ask", question="What happened?", private=True)

        assert "Statement" not in texts(done.response)
        assert "Not in my sources." in texts(done.response)


async def test_an_answer_that_no_model_wrote_is_shown_once(stage: Stage) -> None:
    await stage.alice.slash(stage.channel, "ask", question="What happened?")

    assert len(seen(stage)) == 1


@pytest.mark.parametrize("private", [False, True])
async def test_a_question_that_a_dead_process_left_is_answered_after_the_restart(
    tmp_path: Path, *, private: bool
) -> None:
    async with raise_curtain(tmp_path, Dying()) as stage:
        await stage.alice.slash(stage.channel, "ask", question="What happened?", private=private)
        before = seen(stage)
        await stage.restart()

        await take_up(stage)

        assert before == []
        assert len(seen(stage)) == 1
        assert "A quoted sentence." in seen(stage)[0]
        assert "**alice**: What happened?" in seen(stage)[0]
        assert ("Share" in seen(stage)[0]) is private
        assert await stage.services.inbox.unfinished("discord") == 0


async def test_a_claim_whose_check_was_cut_off_is_checked_after_the_restart(tmp_path: Path) -> None:
    class DyingOnce(FakeLibrary):
        def check(self, text: str) -> Answer:
            if not self.checked:
                self.checked.append("")
                raise asyncio.CancelledError
            return super().check(text)

    library = DyingOnce()
    async with raise_curtain(tmp_path, library) as stage:
        said = await stage.bob.send(stage.channel, "It cost nothing.")
        await stage.alice.context_menu(stage.channel, "Check this claim", said)
        await stage.restart()

        await take_up(stage)

        assert library.checked == ["", "It cost nothing."]
        assert "A quoted sentence." in seen(stage)[0]


async def test_an_answer_that_was_shown_before_the_process_died_is_not_worked_out_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        await die_before_saying_so(stage, dying)
        done = await stage.alice.slash(stage.channel, "ask", question="What happened?")
        shown = texts(done.response)
    await stage.restart()

    await take_up(stage)

    (message,) = stage.ours()
    assert texts(message) == shown
    assert len(stage.library.asked) == 1


@pytest.mark.parametrize("private", [False, True])
async def test_only_the_messages_that_are_missing_follow_after_the_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, private: bool
) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(long)) as stage:
        with monkeypatch.context() as dying:
            await die_before_saying_so(stage, dying, shown=1)
            done = await stage.alice.slash(stage.channel, "ask", question="What happened?", private=private)
        missing = done.followups[1:]
        for message in missing:
            stage.env.backend.delete_message(stage.channel.id, message.id)
        before = posts(stage)
        await stage.restart()

        await take_up(stage)

        assert len(missing) >= 1
        again = posts(stage)[len(before) :]
        assert again == before[1:]
        assert len(stage.library.asked) == 1


def posts(stage: Stage) -> list[str]:
    """Return the further messages that were sent with the command's token."""
    return [
        str(each.json["components"])
        for each in stage.env.http_requests
        if each.method == "POST" and each.path.startswith("/webhooks/") and each.json
    ]


async def test_in_a_channel_with_threads_the_restart_goes_on_in_the_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(long)) as stage:
        await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"threads": True})
        with monkeypatch.context() as dying:
            await die_before_saying_so(stage, dying, shown=1)
            await stage.alice.slash(stage.channel, "ask", question="What happened?")
        (thread,) = stage.channel.threads
        first, *missing = stage.ours(thread)
        lost = [texts(message) for message in missing]
        for message in missing:
            stage.env.backend.delete_message(thread.id, message.id)
        await stage.restart()

        await take_up(stage)

        assert stage.ours(thread)[0].id == first.id
        assert [texts(message) for message in stage.ours(thread)[1:]] == lost
        assert texts(stage.ours()[0]) == "> **alice**: What happened?"


async def test_what_was_cut_off_too_long_ago_says_so_where_its_answer_was_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with raise_curtain(tmp_path, Dying()) as stage:
        await stage.alice.slash(stage.channel, "ask", question="What happened?")
        await stage.restart()
        monkeypatch.setattr("bot.discord.orders._TOKEN_SECONDS", -1)

        await take_up(stage)

        assert texts(stage.ours()[0]) == word("en", "discord-cut-off")
        assert await stage.services.inbox.unfinished("discord") == 0


async def test_a_whole_answer_of_long_ago_is_left_as_it_is(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        await die_before_saying_so(stage, dying)
        done = await stage.alice.slash(stage.channel, "ask", question="What happened?")
        shown = texts(done.response)
    await stage.restart()
    monkeypatch.setattr("bot.discord.orders._TOKEN_SECONDS", -1)

    await take_up(stage)

    assert texts(stage.ours()[0]) == shown
    assert await stage.services.inbox.unfinished("discord") == 0


async def test_a_failure_is_told_in_place_of_what_was_shown(tmp_path: Path) -> None:
    def fail(_text: str) -> Answer:
        raise RuntimeError("a bug")

    library = WritingLibrary(three, spoilt=fail)
    async with raise_curtain(tmp_path, library) as stage:
        drip(stage, library)
        done = await stage.alice.slash(stage.channel, "ask", question="What happened?")

        assert "logged as" in texts(response(done))
        assert "Statement" not in texts(response(done))


async def test_a_database_that_fails_loses_no_question(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage.services.inbox._database.begin() as connection:
        await connection.exec_driver_sql("drop table events")

    done = await stage.alice.slash(stage.channel, "ask", question="What happened?")

    assert "A quoted sentence." in texts(done.response)
    assert done.followups == []


async def test_when_discord_fails_for_a_moment_the_answer_comes_later(tmp_path: Path) -> None:
    async with raise_curtain(tmp_path, FakeLibrary(three)) as stage:
        stage.env.inject_error("PATCH", "/webhooks/*", status=500)
        await stage.alice.slash(stage.channel, "ask", question="What happened?")

        await take_up(stage)

        assert "Statement 3." in texts(stage.ours()[0])
        assert len(stage.library.asked) == 1


async def test_a_bug_after_the_first_statement_is_told_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = WritingLibrary(three)
    async with raise_curtain(tmp_path, library) as stage:

        def fail(*_given: object) -> None:
            raise RuntimeError("a bug")

        monkeypatch.setattr("bot.discord.orders.render", fail)
        drip(stage, library)
        await stage.alice.slash(stage.channel, "ask", question="What happened?")

        assert STILL in seen(stage)[0]
        (told,) = stage.ours()
        assert "logged as" in texts(told)
        assert STILL not in texts(told)
