"""A village on the local Slack, with somebody of each role, and how they get their answers."""

from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from retrieval import Library
from tests.bot.village import open_village
from tests.slack.rules import texts
from tests.slack.running import Running, bot_on, elements
from tests.slack.workspace import Json, Workspace

MODERATOR, ADMIN, MEMBER = "UMOD", "UADM", "U1"
TOPIC = "The mill of Orval"


@asynccontextmanager
async def governed(
    slack: Workspace,
    folder: Path,
    *,
    library: Library | None = None,
    database: str = "",
    hours: float = 0.0,
    **roles: tuple[str, ...],
) -> AsyncIterator[Running]:
    """Run the bot over the village's texts, with one moderator by name and one admin of the workspace."""
    slack.admins.add(ADMIN)
    library = library or open_village(folder)
    named = {"moderators": (MODERATOR,), **roles}
    own = database or f"sqlite:///{folder / uuid4().hex}.sqlite"
    refresh = {"hours": hours}
    async with bot_on(
        slack, folder / "data", cast("Any", library), settings=named, database=own, refresh=refresh
    ) as bot:
        yield bot
    library.close()


def replies(bot: Running) -> list[Json]:
    """Return all that was said in private to commands and clicks."""
    return [each for each in bot.slack.made("respond") if "text" in each]


async def told(bot: Running, count: int = 1) -> Json:
    """Wait for so many private replies in all and return the last."""
    await bot.slack.until(lambda: len(replies(bot)) >= count, 25)
    return replies(bot)[-1]


async def reply_to(bot: Running, doing: Coroutine[Any, Any, object]) -> Json:
    """Do something and return what is said to it in private."""
    before = len(replies(bot))
    await doing
    return await told(bot, before + 1)


async def order(bot: Running, words: str, user: str = MODERATOR, channel: str = "C1") -> Json:
    """Give a command and return its answer."""
    return await reply_to(bot, bot.command(words, user, channel))


async def press(bot: Running, message: Json, action: str, user: str = MODERATOR) -> Json:
    """Press a button of a private message and return the answer."""
    return await reply_to(bot, bot.click(button(message, action), user=user))


async def settle(bot: Running, message: Json, action: str, user: str = MODERATOR) -> Json:
    """Press a button under a message that everybody sees, and return that message as it is then."""
    before = len(bot.slack.made("chat.update"))
    await bot.click(button(message, action), user=user, message=message)
    await bot.slack.until(lambda: len(bot.slack.made("chat.update")) > before, 25)
    return next(each for each in bot.slack.posted(message["channel"]) if each["ts"] == message["ts"])


def button(message: Json, action: str) -> Json:
    """Return a button of a message."""
    return next(each for each in elements(message, "button") if each["action_id"] == action)


def actions(message: Json) -> list[str]:
    """Return what can be pressed under a message."""
    return [each["action_id"] for each in elements(message, "button")]


def words(message: Json) -> str:
    """Return all that a message says."""
    return "\n".join(texts(message["blocks"]))


def shortcut_body(bot: Running, callback: str, message: Json, user: str) -> Json:
    """Return what Slack sends when somebody uses a shortcut on a message."""
    return {
        "type": "message_action",
        "callback_id": callback,
        "trigger_id": bot.slack.name("trigger."),
        "team": {"id": "T1"},
        "channel": {"id": message["channel"]},
        "user": {"id": user},
        "message": message,
        "response_url": f"{bot.slack.address}/respond/{bot.slack.name(callback)}",
    }


async def shortcut(bot: Running, callback: str, message: Json, user: str = MODERATOR) -> None:
    """Use a shortcut on a message."""
    await bot.slack.send("interactive", shortcut_body(bot, callback, message, user))


async def submit(
    bot: Running, view: Json, values: Mapping[str, str | None], user: str, *, taken: bool = True
) -> Json:
    """Send a modal off and return Slack's answer to it."""
    filled = {name: {name: {"value": value}} for name, value in values.items()}
    submitted = {**view, "id": bot.slack.name("V"), "state": {"values": filled}}
    body = {"type": "view_submission", "user": {"id": user}, "team": {"id": "T1"}, "view": submitted}
    answer = await bot.slack.send("interactive", body)
    assert taken is not bool(answer)
    return answer


async def preview(bot: Running, topic: str = TOPIC) -> Json:
    """Draft a summary and return its preview."""
    return await order(bot, f"summary {topic}")


async def pin(bot: Running) -> Json:
    """Pin a summary and return the message that is pinned."""
    await press(bot, await preview(bot), "summary-pin")
    return bot.slack.posted("C1")[-1]


async def reindex(bot: Running) -> None:
    """Let the texts as they are now answer, as an admin does from the terminal."""
    conversation = bot.services.conversation
    await conversation.consult(lambda library: library.reindex(lambda _done, _total: None))
    await bot.services.administration.recheck()
