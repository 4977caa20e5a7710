"""The real client over a real socket: it logs in, answers, survives what networks do, and leaves in order."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import discord
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.discord.platform import DiscordPlatform, DiscordRefused
from bot.settings import DiscordSettings
from retrieval import Answer
from tests.bot.libraries import FakeLibrary, answer_plainly
from tests.bot.serving import serve
from tests.discord.local_server import BOT, CHANNEL, TOKEN, LocalDiscord, json_response, open_discord

pytestmark = pytest.mark.usefixtures("loopback", "elsewhere")


@asynccontextmanager
async def running(
    local: LocalDiscord, data: Path, library: FakeLibrary | None = None, **sections: Any
) -> AsyncIterator["asyncio.Task[None]"]:
    """Run the platform until the story ends."""
    async with serve(data, library, **sections) as services:
        settings = DiscordSettings(api=local.address)
        task = asyncio.create_task(DiscordPlatform(services, settings, SecretStr(TOKEN)).run())
        try:
            await local.until(lambda: local.sessions)
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_it_logs_in_without_privileged_intents_and_sends_its_commands(tmp_path: Path) -> None:
    async with open_discord() as local, running(local, tmp_path):
        (hello,) = local.identified

        assert hello["intents"] & (1 << 1 | 1 << 8 | 1 << 15) == 0
        assert {command["name"] for command in local.commands} >= {
            "ask",
            "help",
            "sources",
            "Check this claim",
        }


async def test_it_needs_no_setting_where_discords_address_is_changed_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_discord() as local, serve(tmp_path) as services:
        monkeypatch.setattr(discord.http.Route, "BASE", local.address)
        task = asyncio.create_task(DiscordPlatform(services, DiscordSettings(), SecretStr(TOKEN)).run())
        await local.until(lambda: local.sessions)
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question))
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_mention_is_answered_by_a_reply(tmp_path: Path) -> None:
    async with open_discord() as local, running(local, tmp_path):
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question))

        assert "A quoted sentence." in str(local.answers_to(question)[0]["components"])


async def test_a_lost_connection_is_resumed_and_what_was_said_meanwhile_is_answered(tmp_path: Path) -> None:
    async with open_discord() as local, running(local, tmp_path):
        await local.drop(4000)
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question), 20)

        assert len(local.resumed) == 1
        assert len(local.identified) == 1


async def test_a_replay_after_a_resume_is_answered_once(tmp_path: Path) -> None:
    async with open_discord() as local, running(local, tmp_path):
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question))
        await local.dispatch("MESSAGE_CREATE", local.messages[question])
        second = await local.ask(f"<@{BOT}> And then?")
        await local.until(lambda: local.answers_to(second))

        assert len(local.answers_to(question)) == 1


@pytest.mark.slow  # the client waits a minute for an acknowledgement
async def test_a_gateway_that_stops_to_acknowledge_heartbeats_is_left_and_joined_again(
    tmp_path: Path,
) -> None:
    async with open_discord(heartbeat_ms=200) as local, running(local, tmp_path):
        local.acknowledge_heartbeats = False
        await local.until(lambda: local.resumed or len(local.identified) > 1, 70)
        local.acknowledge_heartbeats = True
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question), 70)


async def test_a_session_that_is_declared_void_is_begun_anew(tmp_path: Path) -> None:
    async with open_discord() as local, running(local, tmp_path):
        for session in list(local.sessions.values()):
            assert session.socket is not None
            await session.socket.send_json({"op": 9, "d": False, "s": None, "t": None})
        await local.until(lambda: len(local.identified) > 1, 20)
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question), 20)


async def test_a_rate_limit_is_waited_for(tmp_path: Path) -> None:
    def limit(method: str, path: str) -> web.Response | None:
        if method != "POST" or not path.endswith(f"/channels/{CHANNEL}/messages"):
            return None
        body = {"message": "You are being rate limited.", "retry_after": 0.3, "global": False}
        return json_response(body, 429, **{"Retry-After": "0.3", "Via": "1.1 google"})

    async with open_discord(refuse_next=[limit]) as local, running(local, tmp_path):
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question))

        assert local.count("POST", f"/channels/{CHANNEL}/messages") == 2
        assert len(local.answers_to(question)) == 1


async def test_a_command_is_acknowledged_and_then_answered(tmp_path: Path) -> None:
    async with open_discord() as local, running(local, tmp_path):
        await local.dispatch("INTERACTION_CREATE", _ask_command("What happened?"))
        await local.until(lambda: [path for method, path, _ in local.requests if method == "PATCH"])

        callback = next(body for _, path, body in local.requests if path.endswith("/callback"))
        assert callback["type"] == 5
        assert "A quoted sentence." in str(local.answers[-1]["components"])


async def test_when_asked_to_stop_it_finishes_what_it_is_answering(tmp_path: Path) -> None:
    go = threading.Event()

    def slow(text: str) -> Answer:
        go.wait(5)
        return answer_plainly(text)

    async with open_discord() as local, running(local, tmp_path, FakeLibrary(slow)) as task:
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.count("POST", "/typing"))
        task.cancel()
        await asyncio.sleep(0.1)
        late = await local.ask(f"<@{BOT}> And then?")
        go.set()
        with suppress(asyncio.CancelledError):
            await task

        assert len(local.answers_to(question)) == 1
        assert local.answers_to(late) == []
        assert all(session.socket is None or session.socket.closed for session in local.sessions.values())


async def test_a_refused_token_ends_in_one_line(tmp_path: Path) -> None:
    async with open_discord(token=TOKEN + "x") as local, serve(tmp_path) as services:
        settings = DiscordSettings(api=local.address)

        with pytest.raises(DiscordRefused, match=r"^DISCORD_TOKEN was refused: copy it anew[^\n]*$"):
            await DiscordPlatform(services, settings, SecretStr(TOKEN)).run()


async def test_a_discord_that_cannot_be_reached_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord.platform._FIRST_WAIT", 0.1)

    def fail(_method: str, _path: str) -> web.Response:
        return json_response({"message": "not now", "code": 0}, 403)

    async with open_discord(refuse_next=[fail]) as local, running(local, tmp_path):
        question = await local.ask(f"<@{BOT}> What happened?")
        await local.until(lambda: local.answers_to(question))

        errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert ["cannot be reached" in record.getMessage() for record in errors] == [True]
        assert errors[0].exc_info is None


async def test_shards_can_be_set_and_the_gateway_is_still_asked_for(tmp_path: Path) -> None:
    async with open_discord(shards=4) as local, serve(tmp_path) as services:
        settings = DiscordSettings(api=local.address, shard_ids=(1, 3), shard_count=4)
        task = asyncio.create_task(DiscordPlatform(services, settings, SecretStr(TOKEN)).run())
        await local.until(lambda: len(local.sessions) == 2, 20)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

        assert [hello["shard"] for hello in local.identified] == [[1, 4], [3, 4]]


def _ask_command(question: str) -> dict[str, Any]:
    user = {"id": "200", "username": "alice", "discriminator": "0", "global_name": None, "avatar": None}
    member = {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "permissions": "0",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return {
        "id": "7000", "application_id": "901", "type": 2, "token": "secret", "version": 1, "locale": "en-US",
        "guild_locale": "en-US", "channel_id": str(CHANNEL), "guild_id": "100", "member": member, "entitlements": [],
        "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 1000, "app_permissions": "0",
        "channel": {"id": str(CHANNEL), "type": 0, "name": "general", "permissions": "0"},
        "data": {"id": "1", "name": "ask", "type": 1, "options": [{"name": "question", "type": 3, "value": question}]},
    }  # fmt: skip
