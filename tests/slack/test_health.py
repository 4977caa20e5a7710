"""What `deepseek-bot check` says of Slack."""

import asyncio

import pytest

from bot.settings import SlackSettings
from bot.slack.health import check_online, check_tokens
from tests.slack.running import secrets
from tests.slack.workspace import APP_TOKEN, TOKEN, Workspace


@pytest.mark.parametrize(
    ("given", "good", "words"),
    [
        ({}, True, "Slack is off"),
        ({"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}, True, "Socket Mode"),
        ({"slack_bot_token": "xoxb-1", "slack_signing_secret": "s"}, True, "HTTP"),
        ({"slack_bot_token": "xoxp-1", "slack_app_token": "xapp-1"}, False, "SLACK_BOT_TOKEN"),
        ({"slack_bot_token": "xoxb-1", "slack_app_token": "xoxb-1"}, False, "SLACK_APP_TOKEN"),
        ({"slack_bot_token": "xoxb-1"}, False, "SLACK_SIGNING_SECRET"),
    ],
)
def test_the_shape_of_tokens_is_looked_at_without_a_network(
    given: dict[str, str], good: object, words: str
) -> None:
    finding = check_tokens(secrets(**given))

    assert finding.good is good
    assert words in finding.words


async def online(slack: Workspace, *moderators: str, **given: str) -> tuple[bool, str]:
    settings = SlackSettings(api=f"{slack.address}/api/", moderators=moderators)
    finding = await asyncio.to_thread(check_online, settings, secrets(**given))
    return finding.good, finding.words


async def test_an_app_with_every_scope_is_in_order(slack: Workspace) -> None:
    good, words = await online(slack, slack_bot_token=TOKEN, slack_app_token=APP_TOKEN)

    assert good
    assert "Team" in words


async def test_missing_scopes_are_named_with_what_they_are_for(slack: Workspace) -> None:
    slack.scopes = (
        "chat:write,commands,app_mentions:read,assistant:write,channels:history,groups:history,mpim:history"
    )

    good, words = await online(slack, slack_bot_token=TOKEN)

    assert not good
    assert "im:history (hears direct messages)" in words
    assert "users:read" in words
    assert "chat:write (" not in words


async def test_scopes_that_are_too_many_are_named(slack: Workspace) -> None:
    slack.scopes += ",admin"

    good, words = await online(slack, slack_bot_token=TOKEN)

    assert good
    assert "not needed: admin" in words


async def test_user_groups_as_roles_need_a_scope_of_their_own(slack: Workspace) -> None:
    lacking = await online(slack, "SMODS", slack_bot_token=TOKEN)
    slack.scopes += ",usergroups:read"
    granted = await online(slack, "SMODS", slack_bot_token=TOKEN)

    assert not lacking[0]
    assert "usergroups:read (" in lacking[1]
    assert granted[0]
    assert "not needed" not in granted[1]


@pytest.mark.parametrize(
    "given", [{"slack_bot_token": "xoxb-no"}, {"slack_bot_token": TOKEN, "slack_app_token": "xapp-no"}]
)
async def test_refused_tokens_are_wrong(slack: Workspace, given: dict[str, str]) -> None:
    good, words = await online(slack, **given)

    assert not good
    assert "invalid_auth" in words


async def test_a_slack_that_is_not_there_is_said_to_be_unreachable(slack: Workspace) -> None:
    slack.address = "http://127.0.0.1:9"

    good, words = await online(slack, slack_bot_token=TOKEN)

    assert not good
    assert "cannot be reached" in words
