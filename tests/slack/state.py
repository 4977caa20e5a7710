"""What a small Slack holds: channels with messages, people, files, pins, and what was asked of it."""

import asyncio
import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import web

BOT, BOT_ID, TEAM, TOKEN, APP_TOKEN, SECRET = "UBOT", "BBOT", "T1", "xoxb-1", "xapp-1", "signing-secret"
SCOPES = "app_mentions:read,assistant:write,channels:history,chat:write,commands,files:read,groups:history,im:history,mpim:history,pins:read,pins:write,users:read"
Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of the Web API, or one use of a response address."""

    method: str
    given: Json
    error: str | None = None


@dataclass
class Faults:
    """What goes wrong next, by method: how often 429, refused with an error, done but never answered, late."""

    limited: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    unanswered: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Upload:
    """A file that somebody has shared; `size` is what Slack says, `login` that its address shows a page to log in."""

    name: str
    content: bytes
    size: int
    login: bool = False


class State:
    """Channels with messages, people with languages, files, sockets of the app. In `closed` channels the bot is not; where it `tells`, messages that the bot deletes come as events too; `elsewhere` is a server that claims to have its files."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults = Faults()
        self.messages: defaultdict[str, list[Json]] = defaultdict(list)
        self.locales: dict[str, str] = {}
        self.scopes = SCOPES
        self.expired = False
        self.answered: Counter[str] = Counter()
        self.admins: set[str] = set()
        self.teams: dict[str, str] = {}
        self.groups: dict[str, list[str]] = {}
        self.closed: set[str] = set()
        self.files: dict[str, Upload] = {}
        self.pinned: set[tuple[str, str]] = set()
        self.tells = False
        self.sockets: list[web.WebSocketResponse] = []
        self.opened = asyncio.Event()
        self.acknowledged: dict[str, asyncio.Future[Json]] = {}
        self.address = ""
        self.elsewhere = ""
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    def time(self) -> str:
        """Return the time of a new message, unlike every other."""
        return f"{time.time():.0f}.{next(self._numbers):06d}"

    def name(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"

    def say(self, channel: str, words: str, *, user: str = "U1", thread: str | None = None) -> Json:
        """Put a person's message into a channel."""
        message = {"type": "message", "user": user, "text": words, "ts": self.time(), "channel": channel}
        if thread:
            message["thread_ts"] = thread
        self.messages[channel].append(message)
        return message

    def share(
        self,
        name: str,
        content: bytes,
        channel: str = "C1",
        *,
        user: str = "U1",
        size: int | None = None,
        login: bool = False,
    ) -> Json:
        """Put a message with a file into a channel."""
        identifier = self.name("F")
        self.files[identifier] = Upload(name, content, len(content) if size is None else size, login)
        message = self.say(channel, "", user=user)
        message["files"] = [{"id": identifier, "name": name}]
        return message

    def posted(self, channel: str | None = None) -> list[Json]:
        """Return what the bot has in a channel, or everywhere."""
        chosen = [self.messages[channel]] if channel else self.messages.values()
        return [message for messages in chosen for message in messages if message.get("user") == BOT]

    def made(self, method: str) -> list[Json]:
        """Return what a method was called with, as far as it was done."""
        return [call.given for call in self.calls if call.method == method and call.error is None]

    def refused(self) -> list[Call]:
        return [call for call in self.calls if call.error is not None]

    async def until(self, is_so: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until something is so. Raises AssertionError with all that was called."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(is_so)
        except TimeoutError:
            raise AssertionError(f"it never came to be; called: {self.calls[-20:]}") from None
