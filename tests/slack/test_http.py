"""HTTP mode: only what Slack signed comes in, and it is acknowledged before any work is done."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.settings import SlackSettings
from bot.slack.platform import SlackEnded, SlackPlatform
from retrieval import Answer
from tests.bot.libraries import FakeLibrary, answer_plainly
from tests.bot.serving import serve
from tests.builders import make_generation
from tests.slack.delivery import deliver, form, signed
from tests.slack.running import bot_on, free_port, secrets
from tests.slack.workspace import BOT, SECRET, TOKEN, Json, Workspace


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def post(
    http: aiohttp.ClientSession, address: str, body: str | bytes, headers: dict[str, str]
) -> tuple[int, str]:
    async with http.post(f"{address}/slack/events", data=body, headers=headers) as response:
        return response.status, await response.text()


def mention(slack: Workspace) -> Json:
    message = slack.say("C1", f"<@{BOT}> What happened?")
    return slack.event_body({**message, "type": "app_mention"})


async def test_a_signed_event_is_answered(
    slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    async with bot_on(slack, tmp_path, mode="http") as bot:
        body = mention(slack)
        statuses = [await deliver(http, f"{bot.address}/slack/events", body) for _ in range(3)]
        (answer,) = await bot.answers(1)
        await asyncio.sleep(0.1)

    assert statuses == [200] * 3
    assert answer["thread_ts"] == body["event"]["ts"]
    assert len(slack.posted()) == 1


async def test_the_address_is_verified_as_slack_asks(
    slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    body = json.dumps({"type": "url_verification", "token": "old", "challenge": "3eZbrw1a"})
    async with bot_on(slack, tmp_path, mode="http") as bot:
        status, text = await post(http, bot.address, body, signed(body))

    assert status == 200
    assert "3eZbrw1a" in text


@pytest.mark.parametrize(
    "sign",
    [
        dict,
        lambda: {"X-Slack-Signature": "v0=00"},
        lambda: signed("{}", by="another"),
        lambda: signed("another body"),
        lambda: signed("{}", age=400),
        lambda: signed("{}", age=-400),
        lambda: {**signed("{}"), "X-Slack-Request-Timestamp": "soon"},
        lambda: {**signed("{}"), "X-Slack-Signature": "v0=é"},
    ],
)
async def test_what_is_not_signed_is_refused_before_it_is_read(
    slack: Workspace,
    tmp_path: Path,
    http: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
    sign: Callable[[], dict[str, str]],
) -> None:
    async with bot_on(slack, tmp_path, mode="http") as bot:
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            status, _ = await post(http, bot.address, "{}", sign())

    assert status == 401
    assert len([record for record in caplog.records if record.name.startswith("bot.")]) == 1


async def test_a_body_that_is_no_text_is_refused(
    slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    async with bot_on(slack, tmp_path, mode="http") as bot:
        status, _ = await post(http, bot.address, b"\xff\xfe", signed(b"\xff\xfe"))

    assert status == 401


async def test_a_signed_body_that_cannot_be_read_is_refused(
    slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    async with bot_on(slack, tmp_path, mode="http") as bot:
        statuses = [(await post(http, bot.address, body, signed(body)))[0] for body in ("{", "[]", "nothing")]

    assert statuses == [400] * 3


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_goes_on_and_on_is_refused(
    slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession, announced: object
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 1000

    async with bot_on(slack, tmp_path, mode="http", settings={"body_bytes": 10_000}) as bot:
        body = b"x" * 30_000 if announced else chunks()
        async with http.post(f"{bot.address}/slack/events", data=body) as response:
            status = response.status

    assert status == 413


async def test_it_is_acknowledged_before_the_work_is_done(
    slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    def slowly(text: str) -> Answer:
        time.sleep(1.5)
        return answer_plainly(text)

    async with bot_on(slack, tmp_path, FakeLibrary(slowly), mode="http") as bot:
        started = time.monotonic()
        await deliver(http, f"{bot.address}/slack/events", mention(slack))
        seconds = time.monotonic() - started
        await bot.answers(1)

    assert seconds < 1


async def test_clicks_and_commands_come_as_forms(
    slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    answer = f"{slack.address}/respond/1"
    payload: Json = {
        "type": "message_action",
        "callback_id": "check_claim",
        "trigger_id": "1",
        "response_url": answer,
    }
    payload |= {
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message": {"ts": "1.1", "text": "R1 is free"},
    }
    body = form(payload)
    async with bot_on(slack, tmp_path, mode="http") as bot:
        status, _ = await post(
            http, bot.address, body, signed(body, content="application/x-www-form-urlencoded")
        )
        await slack.until(lambda: slack.made("respond"))

    assert status == 200
    assert bot.library.checked == ["R1 is free"]


async def test_health_and_readiness(slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession) -> None:
    library = FakeLibrary()
    library.generation = make_generation("20250131-120000-000")
    async with bot_on(slack, tmp_path, library, mode="http") as bot:
        async with http.get(f"{bot.address}/healthz") as response:
            healthy = response.status
        async with http.get(f"{bot.address}/readyz") as response:
            ready = response.status
        library.generation = None
        await asyncio.sleep(2.1)
        async with http.get(f"{bot.address}/readyz") as response:
            not_ready = (response.status, await response.text())
        async with http.get(f"{bot.address}/healthz") as response:
            still_healthy = response.status

    assert (healthy, ready, still_healthy) == (200, 200, 200)
    assert not_ready == (503, "there is no index in data yet: run `deepseek-bot reindex`")


async def test_other_doors_are_closed(slack: Workspace, tmp_path: Path, http: aiohttp.ClientSession) -> None:
    async with bot_on(slack, tmp_path, mode="http") as bot:
        async with http.get(f"{bot.address}/slack/events") as response:
            read = response.status
        async with http.get(f"{bot.address}/") as response:
            root = response.status

    assert (read, root) == (405, 404)


async def test_a_port_that_is_taken_is_named(slack: Workspace, tmp_path: Path) -> None:
    port = free_port()
    settings = SlackSettings(api=f"{slack.address}/api/", host="127.0.0.1", port=port, mode="http")
    known = secrets(slack_bot_token=TOKEN, slack_signing_secret=SECRET)
    taken = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", port)
    async with serve(tmp_path) as services, taken:
        with pytest.raises(SlackEnded, match=str(port)):
            await SlackPlatform(settings, known, services).run()
