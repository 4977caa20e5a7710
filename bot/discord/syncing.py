"""Whether the commands that Discord has are ours as they are now; they are sent only when they differ."""

import logging
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

_FIELDS = (
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "default_member_permissions",
    "contexts",
    "integration_types",
    "nsfw",
    "required",
    "autocomplete",
    "choices",
    "value",
    "min_length",
    "max_length",
    "min_value",
    "max_value",
    "channel_types",
    "options",
)

Tree = app_commands.CommandTree[Any]


async def sync(tree: Tree) -> bool:
    """Send the commands if Discord has others; tell whether they were sent. Without them, mentions still work."""
    client = tree.client
    try:
        ours = [await _payload(command, tree) for command in _commands(tree)]
        if await _known(client) == _shapes(ours):
            return False
        await tree.sync()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not keep the bot from answering
        _log.error("the commands could not be brought up to date: %s", " ".join(str(error).split()))
        return False
    _log.info("the commands were brought up to date")
    return True


async def _known(client: discord.Client) -> list[Any]:
    if client.application_id is None:
        return []
    route = discord.http.Route(
        "GET", "/applications/{application_id}/commands", application_id=client.application_id
    )
    try:
        # The library's own call leaves the translations out.
        found = await client.http.request(route, params={"with_localizations": "true"})
    except discord.HTTPException as error:
        _log.info("which commands Discord has is not known: %s", error)
        return []
    return _shapes(found) if isinstance(found, list) else []


def _commands(tree: Tree) -> list[Any]:
    return [
        *tree.get_commands(type=discord.AppCommandType.chat_input),
        *tree.get_commands(type=discord.AppCommandType.message),
        *tree.get_commands(type=discord.AppCommandType.user),
    ]


async def _payload(command: Any, tree: Tree) -> dict[str, Any]:  # noqa: ANN401 - three kinds of commands
    if tree.translator is None:
        return dict(command.to_dict(tree))
    return dict(await command.get_translated_payload(tree, tree.translator))


def _shapes(commands: list[Any]) -> list[Any]:
    return sorted(
        (_shape(command) for command in commands), key=lambda shape: (shape.get("type", 1), shape["name"])
    )


def _shape(record: dict[str, Any]) -> dict[str, Any]:
    """Return what counts of a command or option; what is empty is as good as not there."""
    kept: dict[str, Any] = {}
    for field in _FIELDS:
        value = record.get(field)
        if isinstance(value, list):
            value = [_shape(each) if isinstance(each, dict) else each for each in value]
            value = sorted(value) if field in ("contexts", "integration_types", "channel_types") else value
        if value not in (None, [], {}, False, ""):
            kept[field] = str(value) if field == "default_member_permissions" else value
    return kept
