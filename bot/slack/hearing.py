"""What Slack tells us → what we have to do about it (pure)."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.chat import IncomingMessage
from bot.slack.escaping import exact, mentions, mentions_anybody, plain

PLATFORM = "slack"
EDIT_SECONDS = 120.0
"""How long after it was written an edited question gets its answer updated."""
_SLACKBOT = "USLACKBOT"
_EXACT = (["settings"], ["source"])
"""Commands that are about channels and addresses, not about what these are called."""
_SPOKEN = (None, "file_share", "thread_broadcast")


class Kind(StrEnum):
    """What there is to do."""

    ASKED = "asked"
    FOLLOWED = "followed"
    EDITED = "edited"
    DELETED = "deleted"
    COMMAND = "command"
    CHECK = "check"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing to do, as it is kept until it is done. Times are Slack's: they name messages.

    `event` is Slack's id of what came in, `thread` the first message of the thread, `respond` where a private
    answer goes. FOLLOWED is for us only if the bot is in that thread.
    """

    kind: Kind
    event: str
    team: str
    channel: str
    user: str
    text: str = ""
    ts: str = ""
    thread: str = ""
    direct: bool = False
    respond: str = ""

    @property
    def asked(self) -> str:
        """The name of the message that holds the question, or ""."""
        return message_name(self.channel, self.ts) if self.ts else ""

    @property
    def root(self) -> str:
        """The first message of the thread that the answer goes to."""
        return self.thread or self.ts

    @property
    def is_first(self) -> bool:
        """Tell whether the message begins its thread."""
        return self.root == self.ts

    @property
    def is_private(self) -> bool:
        """Tell whether only the asker gets the answer."""
        return self.kind in (Kind.COMMAND, Kind.CHECK)

    def age(self) -> float:
        """Return how many seconds ago the message was written; 0 if it was not a message."""
        return time.time() - float(self.ts) if self.ts else 0.0

    def message(self, earlier: tuple[str, ...] = ()) -> IncomingMessage:
        """Return it as every platform's conversation understands it."""
        private = f"{message_name(self.channel, self.user)}:private"
        return IncomingMessage(
            text=self.text,
            thread=private if self.is_private else message_name(self.channel, self.root),
            author=f"{PLATFORM}:{self.user}",
            channel=f"{PLATFORM}:{self.channel}",
            place=f"{PLATFORM}:{self.team}",
            asked="" if self.is_private else self.asked,
            earlier=earlier,
        )

    def record(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)


def read_record(record: dict[str, Any]) -> Heard:
    """Return what was kept. Raises KeyError, TypeError or ValueError if this version cannot read it."""
    return Heard(**{**record, "kind": Kind(record["kind"])})


def message_name(channel: str, ts: str) -> str:
    """Return the name of a message, or of a thread by its first message."""
    return f"{PLATFORM}:{channel}:{ts}"


def hear_event(body: dict[str, Any], bot: str) -> Heard | None:
    """Read an event of the Events API; None if it is nothing to us. `bot` is our own user."""
    event = body["event"]
    if event.get("type") == "app_mention":
        return _asked(body, event, bot, Kind.ASKED) if _is_a_persons(event, bot) else None
    if event.get("type") != "message":
        return None
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        return _deleted(body, event, str(event.get("deleted_ts", "")))
    if subtype == "message_changed":
        return _changed(body, event, bot)
    if subtype not in _SPOKEN or not _is_a_persons(event, bot):
        return None
    return _spoken(body, event, bot)


def hear_command(body: dict[str, Any]) -> Heard:
    """Read a slash command."""
    return Heard(
        Kind.COMMAND,
        event=_occasion(body, "user_id", "channel_id", "text", "response_url"),
        team=str(body.get("team_id", "")),
        channel=str(body.get("channel_id", "")),
        user=str(body.get("user_id", "")),
        text=_commanded(str(body.get("text", ""))),
        direct=body.get("channel_name") == "directmessage",
        respond=str(body.get("response_url", "")),
    )


def hear_check(body: dict[str, Any]) -> Heard:
    """Read the shortcut on somebody's message."""
    message = body.get("message", {})
    ts = str(message.get("ts", body.get("message_ts", "")))
    return Heard(
        Kind.CHECK,
        event=_occasion(body, "user", "channel", "message_ts", "response_url"),
        team=str((body.get("team") or {}).get("id", "")),
        channel=str((body.get("channel") or {}).get("id", "")),
        user=str((body.get("user") or {}).get("id", "")),
        text=plain(str(message.get("text", ""))),
        ts=ts,
        thread=str(message.get("thread_ts") or ts),
        respond=str(body.get("response_url", "")),
    )


def hear_example(body: dict[str, Any]) -> Heard:
    """Read a click on an example question of the App Home; the answer goes to the person directly."""
    user = str(body["user"]["id"])
    return Heard(
        Kind.EXAMPLE,
        event=_occasion(body, "user", "actions"),
        team=str((body.get("team") or {}).get("id", "")),
        channel=user,
        user=user,
        text=str(json.loads(body["actions"][0]["value"])["question"]),
        direct=True,
    )


def earlier_questions(messages: list[dict[str, Any]], before: str, bot: str) -> tuple[str, ...]:
    """Return what people said before a message, oldest first, out of what Slack shows of a conversation."""
    spoken = [
        message
        for message in messages
        if _is_a_persons(message, bot)
        and message.get("subtype") in _SPOKEN
        and float(message.get("ts", 0)) < float(before)
    ]
    texts = [plain(str(message.get("text", "")), bot) for message in sorted(spoken, key=_time)]
    return tuple(said for said in texts if said)


def _commanded(words: str) -> str:
    return exact(words) if words.casefold().split(maxsplit=1)[:1] in _EXACT else plain(words)


def _time(message: dict[str, Any]) -> float:
    return float(message["ts"])


def _is_a_persons(event: dict[str, Any], bot: str) -> bool:
    user = event.get("user")
    return bool(user) and user not in (bot, _SLACKBOT) and not event.get("bot_id")


def _is_direct(event: dict[str, Any]) -> bool:
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def _spoken(body: dict[str, Any], event: dict[str, Any], bot: str) -> Heard | None:
    words = str(event.get("text", ""))
    if _is_direct(event):
        return _asked(body, event, bot, Kind.ASKED)
    if mentions(words, bot):  # this one also comes as app_mention
        return None
    if event.get("thread_ts") in (None, event.get("ts")) or mentions_anybody(words):
        return None
    return _asked(body, event, bot, Kind.FOLLOWED)


def _asked(body: dict[str, Any], event: dict[str, Any], bot: str, kind: Kind) -> Heard:
    channel = str(event.get("channel", ""))
    return Heard(
        kind,
        event=_identifier(body),
        team=_team(body),
        channel=channel,
        user=str(event["user"]),
        text=plain(str(event.get("text", "")), bot),
        ts=str(event.get("ts", "")),
        thread=str(event.get("thread_ts") or event.get("ts", "")),
        direct=_is_direct(event),
    )


def _changed(body: dict[str, Any], event: dict[str, Any], bot: str) -> Heard | None:
    message, previous = event.get("message", {}), event.get("previous_message", {})
    if message.get("subtype") == "tombstone":
        return _deleted(body, event, str(message.get("ts", "")))
    edited = float((message.get("edited") or {}).get("ts", 0))
    unchanged = message.get("text") == previous.get("text")
    if not _is_a_persons(message, bot) or not edited or unchanged:
        return None
    if edited - float(message.get("ts", 0)) > EDIT_SECONDS:
        return None
    place = {"channel": event.get("channel"), "channel_type": event.get("channel_type")}
    return _asked(body, {**message, **place}, bot, Kind.EDITED)


def _deleted(body: dict[str, Any], event: dict[str, Any], ts: str) -> Heard | None:
    if not ts:
        return None
    channel = str(event.get("channel", ""))
    return Heard(Kind.DELETED, _identifier(body), _team(body), channel, user="", ts=ts)


def _team(body: dict[str, Any]) -> str:
    return str(body.get("team_id") or body.get("team") or "")


def _occasion(body: dict[str, Any], *keys: str) -> str:
    """Return a name for what comes without an id of its own: the same when Slack sends it again."""
    told = json.dumps([body.get(key) for key in keys], sort_keys=True)
    return f"{body.get('trigger_id', '')}:{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _identifier(body: dict[str, Any]) -> str:
    # Every event has an id; should one come without, it still must not be answered twice.
    event = body["event"]
    made_up = f"{event.get('type')}:{event.get('channel')}:{event.get('event_ts') or event.get('ts')}"
    return str(body.get("event_id") or made_up)
