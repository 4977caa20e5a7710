"""The app's manifest asks for what the code needs, and for nothing else."""

import ast
import re
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # no stubs are installed

from bot.slack.health import SCOPES
from bot.slack.listening import (
    APPROVE_SHORTCUT,
    CHECK_SHORTCUT,
    COMMAND,
    DELETE_SHORTCUT,
    SOURCE_SHORTCUT,
    THREAD_SHORTCUT,
)

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "config" / "slack-manifest.yaml"

NEEDS = {
    "apps_connections_open": set(),
    "assistant_threads_setStatus": {"chat:write"},
    "assistant_threads_setSuggestedPrompts": {"assistant:write"},
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "files_info": {"files:read"},
    "pins_add": {"pins:write"},
    "pins_list": {"pins:read"},
    "pins_remove": {"pins:write"},
    "usergroups_users_list": set(),  # only where user groups are named; the manifest says so
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
}
"""Each method of the Web API with the scopes that Slack asks for it."""

EVENTS = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "pin_removed": {"pins:read"},
}


def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return read


def called_methods() -> set[str]:
    """Return the methods of the Web API that the code calls."""
    found = set()
    for path in (ROOT / "bot" / "slack").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                if owner.endswith("client") and re.match(r"[a-z]+_", node.func.attr):
                    found.add(node.func.attr)
    return found - {"is_connected"}


def test_every_method_that_is_called_is_known_here() -> None:
    assert called_methods() - {"send_dict"} == set(NEEDS)


def test_the_scopes_are_those_that_methods_events_and_commands_need() -> None:
    needed = set().union(*NEEDS.values(), *EVENTS.values()) | {"commands"}

    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == needed
    assert set(SCOPES) == needed


def test_each_scope_says_what_it_is_for() -> None:
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()

    for scope, reason in SCOPES.items():
        assert f"      - {scope} # {reason}" in lines


def test_the_events_are_those_that_are_heard() -> None:
    assert set(manifest()["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_commands_and_shortcuts_have_the_names_that_the_code_listens_to() -> None:
    features = manifest()["features"]

    assert [each["command"] for each in features["slash_commands"]] == [COMMAND]
    shortcuts = [CHECK_SHORTCUT, THREAD_SHORTCUT, APPROVE_SHORTCUT, DELETE_SHORTCUT, SOURCE_SHORTCUT]
    assert [each["callback_id"] for each in features["shortcuts"]] == shortcuts
    assert "agent_view" in features
    assert "assistant_view" not in features


def test_the_texts_keep_slacks_limits() -> None:
    shown = manifest()["display_information"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert all(len(each["name"]) <= 24 for each in manifest()["features"]["shortcuts"])
    assert len(manifest()["features"]["shortcuts"]) <= 5
