"""What `check` looks at of Slack: tokens' shape and, when asked to go online, whether they and their scopes suffice."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.settings import Secrets, SlackSettings
from bot.slack.client import SlackRefused, SlackUnreachable, build_client, call, open_session
from bot.slack.groups import is_group

SCOPES = {
    "app_mentions:read": "hears mentions in channels",
    "assistant:write": "suggests questions in the agent's Messages tab",
    "channels:history": "hears follow-ups in threads of public channels, and reads what stands above them",
    "chat:write": "answers, updates and deletes its own answers, shows its status",
    "commands": "/deepseek and the shortcut on messages",
    "files:read": "reads a file that an admin adds as a source",
    "groups:history": "the same as channels:history, in private channels it is invited to",
    "im:history": "hears direct messages",
    "mpim:history": "hears follow-ups in group conversations",
    "pins:read": "notices that a pinned summary was unpinned or deleted by hand",
    "pins:write": "pins summaries for moderators",
    "users:read": "learns the language of a person's Slack, and who is an admin of the workspace",
}
"""What each scope of the bot token is for; config/slack-manifest.yaml asks for these and no others."""
OF_GROUPS = {"usergroups:read": "tells who is in the user groups that the settings name"}
"""What is needed besides where user groups are moderators or admins."""

_SHAPES = (
    ("slack_bot_token", "SLACK_BOT_TOKEN", "xoxb-"),
    ("slack_app_token", "SLACK_APP_TOKEN", "xapp-"),
)


@dataclass(frozen=True, slots=True)
class SlackFinding:
    """Whether Slack's side is in order, and what there is to say about it."""

    good: bool
    words: str


def check_tokens(secrets: Secrets) -> SlackFinding:
    """Say whether the tokens look like what they should be; nothing is sent."""
    if secrets.slack_bot_token is None:
        return SlackFinding(good=True, words="no token is set: Slack is off")
    for field, name, prefix in _SHAPES:
        secret = getattr(secrets, field)
        if secret is not None and not secret.get_secret_value().startswith(prefix):
            return SlackFinding(good=False, words=f"{name} does not begin with {prefix}: copy it again")
    if secrets.slack_app_token is None and secrets.slack_signing_secret is None:
        return SlackFinding(
            good=False,
            words="set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP",
        )
    mode = "Socket Mode" if secrets.slack_app_token else "HTTP"
    return SlackFinding(good=True, words=f"the tokens have the right shape, for {mode}")


def check_online(settings: SlackSettings, secrets: Secrets) -> SlackFinding:
    """Ask Slack whether it takes the tokens, and which scopes are missing."""
    return asyncio.run(_check_online(settings, secrets))


async def _check_online(settings: SlackSettings, secrets: Secrets) -> SlackFinding:
    if secrets.slack_bot_token is None:
        return SlackFinding(good=True, words="no token is set: Slack is off")
    async with open_session() as session:
        client = build_client(secrets.slack_bot_token.get_secret_value(), settings.api, session)
        try:
            known = await call(client.auth_test())
            if secrets.slack_app_token is not None:
                app_token = secrets.slack_app_token.get_secret_value()
                await call(client.apps_connections_open(app_token=app_token))
        except SlackRefused as error:
            return SlackFinding(good=False, words=f"Slack refuses a token ({error}): set a valid one")
        except SlackUnreachable as error:
            return SlackFinding(good=False, words=f"Slack cannot be reached ({error}): try again")
    named = (*settings.moderators, *settings.admins)
    wanted = SCOPES | OF_GROUPS if any(is_group(name) for name in named) else SCOPES
    return _judged(str(known.get("team", "")), str(known.headers.get("x-oauth-scopes", "")), wanted)


def _judged(team: str, header: str, wanted: Mapping[str, str]) -> SlackFinding:
    granted = {scope.strip() for scope in header.split(",")}
    if missing := [f"{scope} ({why})" for scope, why in wanted.items() if scope not in granted]:
        remedy = (
            "add them under OAuth & Permissions, or by config/slack-manifest.yaml, and install the app again"
        )
        return SlackFinding(good=False, words=f"missing scopes: {'; '.join(missing)}: {remedy}")
    needless = sorted(granted - wanted.keys() - {""})
    more = f"; not needed: {', '.join(needless)}" if needless else ""
    return SlackFinding(good=True, words=f"installed in {team} with every scope{more}")
