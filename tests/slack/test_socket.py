"""Socket Mode: connecting, connecting again, and what happens when the tokens are refused."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.settings import SettingsError, SlackSettings
from bot.slack import platform
from bot.slack.platform import SlackEnded, SlackPlatform
from tests.bot.serving import serve
from tests.slack.running import bot_on, secrets
from tests.slack.workspace import BOT, TOKEN, Workspace


async def test_after_a_disconnect_frame_the_bot_connects_again_and_says_nothing(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await slack.disconnect()
        await asyncio.wait_for(slack.opened.wait(), 5)
        await bot.mention("What happened?")
        await bot.answers(1)

    assert len(slack.posted()) == 1
    assert len(slack.made("apps.connections.open")) >= 3


@pytest.mark.slow
async def test_after_a_cut_connection_the_bot_connects_again(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await slack.drop_sockets()
        await asyncio.wait_for(slack.opened.wait(), 20)
        await bot.mention("What happened?")
        await bot.answers(1)

    assert len(slack.posted()) == 1


@pytest.mark.slow
async def test_an_address_that_no_longer_works_is_not_tried_for_ever(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "_PING_SECONDS", 0.2)
    async with bot_on(slack, tmp_path) as bot:
        address, slack.address = slack.address, "http://127.0.0.1:9"
        await slack.disconnect()
        await asyncio.sleep(1)
        slack.address = address
        await asyncio.wait_for(slack.opened.wait(), 10)
        await bot.mention("What happened?")
        await bot.answers(1)

    assert len(slack.posted()) == 1


async def test_what_came_in_while_connecting_again_is_not_lost(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        message = slack.say("C1", f"<@{BOT}> What happened?")
        body = slack.event_body({**message, "type": "app_mention"})
        await slack.disconnect()
        # Not acknowledged on the old connection, Slack sends it again on the new one.
        await slack.send("events_api", body)
        await slack.send("events_api", body)
        await bot.answers(1)
        await asyncio.sleep(0.1)

    assert len(slack.posted()) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"slack_bot_token": "xoxb-wrong", "slack_app_token": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"slack_bot_token": TOKEN, "slack_app_token": "xapp-wrong"}, "SLACK_APP_TOKEN"),
    ],
)
async def test_a_refused_token_ends_with_the_line_that_says_which(
    slack: Workspace, tmp_path: Path, given: dict[str, str], words: str
) -> None:
    settings = SlackSettings(api=f"{slack.address}/api/")
    async with serve(tmp_path) as services:
        with pytest.raises(SlackEnded, match=words):
            await SlackPlatform(settings, secrets(**given), services).run()


async def test_a_slack_that_cannot_be_reached_is_waited_for(
    slack: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.refused["auth.test"] = "service_unavailable"
    with caplog.at_level(logging.WARNING):
        running = bot_on(slack, tmp_path)
        entering = asyncio.create_task(running.__aenter__())
        await slack.until(slack.refused)
        slack.faults.refused.clear()
        await entering
        await running.__aexit__(None, None, None)

    assert "tried again" in caplog.text


@pytest.mark.parametrize(
    ("mode", "given", "words"),
    [
        ("auto", {}, "SLACK_APP_TOKEN"),
        ("socket", {"slack_signing_secret": "s"}, "needs SLACK_APP_TOKEN"),
        ("http", {"slack_app_token": "xapp-1"}, "needs SLACK_SIGNING_SECRET"),
    ],
)
async def test_missing_tokens_are_named(tmp_path: Path, mode: str, given: dict[str, str], words: str) -> None:
    async with serve(tmp_path) as services:
        with pytest.raises(SettingsError, match=words):
            SlackPlatform(
                SlackSettings.model_validate({"mode": mode}),
                secrets(slack_bot_token=TOKEN, **given),
                services,
            )
