"""What Slack refuses of a message or a view, by the models of its own SDK and by what is known beyond them."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
TOTAL = 13_200
LIVE = re.compile(r"<(?:@|#|!)[^>]*>|<https?://[^>]*>")


def fault_of_message(message: dict[str, Any]) -> str | None:
    """Return what is wrong with a message, in Slack's words where there are some."""
    blocks = message.get("blocks") or []
    if not message.get("text", "").strip():
        return "no_text"
    if len(message["text"]) > 4000:
        return "msg_too_long"
    if LIVE.search(message["text"]):
        return "live_markup_in_text"
    return _fault_of_blocks(blocks, "message")


def fault_of_view(view: dict[str, Any]) -> str | None:
    """Return what is wrong with a modal or an App Home."""
    try:
        View(**view).validate_json()
    except (SlackObjectFormationError, TypeError, KeyError) as error:
        return f"invalid_view: {error}"
    if view["type"] == "modal" and len(view["title"]["text"]) > 24:
        return "the title is too long"
    return _fault_of_blocks(view["blocks"], view["type"])


def texts(part: Any) -> Iterator[str]:
    """Yield every text that is shown, in order."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(part, list):
        for each in part:
            yield from texts(each)


def _fault_of_blocks(blocks: Sequence[dict[str, Any]], surface: str) -> str | None:
    if len(blocks) > MOST_BLOCKS[surface]:
        return "too many blocks"
    if surface == "message" and len(json.dumps(blocks, ensure_ascii=False).encode("utf-16-le")) > 2 * TOTAL:
        return "msg_blocks_too_long"
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(names) != len(set(names)):
        return "invalid_blocks: two blocks of one name"
    for block in blocks:
        if fault := _fault_of_block(block):
            return f"invalid_blocks: {fault} in {json.dumps(block)[:300]}"
    return None


def _fault_of_block(block: dict[str, Any]) -> str | None:
    try:
        parsed = Block.parse(json.loads(json.dumps(block)))
        if parsed is None:
            return "an unknown kind of block"
        if parsed.to_dict() != block:
            return "something that the model does not know"
    except (SlackObjectFormationError, TypeError, KeyError) as error:
        return str(error)
    actions = [element.get("action_id") for element in block.get("elements", [])]
    named = [action for action in actions if action]
    if len(named) != len(set(named)):
        return "two elements of one action"
    if block["type"] == "rich_text":
        return _fault_of_rich_text(block)
    return next((f"live markup: {each}" for each in _read_as_markup(block) if LIVE.search(each)), None)


def _fault_of_rich_text(block: dict[str, Any]) -> str | None:
    if any(text == "" for text in texts(block)):
        return "an empty text"
    living = {"user", "usergroup", "channel", "broadcast", "team", "emoji", "date"}
    kinds = set(_kinds(block)) & living
    return f"living parts: {kinds}" if kinds else None


def _kinds(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield str(part.get("type"))
        yield from _kinds(list(part.values()))
    elif isinstance(part, list):
        for each in part:
            yield from _kinds(each)


def _read_as_markup(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield str(part["text"])
        for value in part.values():
            yield from _read_as_markup(value)
    elif isinstance(part, list):
        for each in part:
            yield from _read_as_markup(each)
