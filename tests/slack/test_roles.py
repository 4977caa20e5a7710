"""Every command, button, menu, shortcut and window of moderators and admins, tried as every role."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, cast

import pytest

from bot.access import Deed, Role, needed
from bot.slack import listening
from bot.slack.orders import ORDERS, read_order
from bot.slack.rendering import FEEDBACK, PASSAGE, SHARE
from bot.slack.views import EXAMPLE, REASONS_VIEW
from tests.slack.running import Running
from tests.slack.staff import ADMIN, MEMBER, MODERATOR, TOPIC, governed, replies, shortcut
from tests.slack.workspace import BOT, Json, Workspace

WHO = {Role.MEMBER: MEMBER, Role.MODERATOR: MODERATOR, Role.ADMIN: ADMIN}
COMMANDS = {
    "summary": (Deed.SUMMARISE, f"summary {TOPIC}"),
    "pins": (Deed.PINS, "pins"),
    "curated": (Deed.CURATED, "curated"),
    "gaps": (Deed.GAPS, "gaps 7"),
    "reindex": (Deed.REINDEX, "reindex"),
    "rollback": (Deed.ROLLBACK, "rollback"),
    "generations": (Deed.GENERATIONS, "generations"),
    "settings": (Deed.SETTINGS, "settings threads no"),
    "source list": (Deed.LIST_SOURCES, "source list"),
    "source add": (Deed.ADD_SOURCE, "source add http://127.0.0.1/"),
    "source remove": (Deed.REMOVE_SOURCE, "source remove nothing"),
    "source restore": (Deed.RESTORE_SOURCE, "source restore nothing"),
    "source fetch": (Deed.FETCH_SOURCE, "source fetch nothing"),
}
CLICKS = {
    "summary-pin": Deed.PIN,
    "summary-leave-out": Deed.SUMMARISE,
    "summary-cancel": Deed.SUMMARISE,
    "pin-refresh": Deed.PIN,
    "pin-unpin": Deed.UNPIN,
    "pin-leave": Deed.PIN,
    "curated-withdraw": Deed.CURATE,
    "reindex-apply": Deed.REINDEX,
    "reindex-anyway": Deed.REINDEX,
    "reindex-cancel": Deed.REINDEX,
    "source-add": Deed.ADD_SOURCE,
    "source-change": Deed.ADD_SOURCE,
    "source-drop": Deed.ADD_SOURCE,
    "source-remove": Deed.REMOVE_SOURCE,
}
SHORTCUTS = {
    "summarise_thread": Deed.SUMMARISE,
    "approve_answer": Deed.CURATE,
    "delete_answer": Deed.DELETE,
    "add_source": Deed.ADD_SOURCE,
}
VIEWS = {
    "approve": (Deed.CURATE, {"answer": "x"}, "question"),
    "source-change": (Deed.ADD_SOURCE, {"proposal": "x"}, "title"),
}
FOR_EVERYBODY = {FEEDBACK, SHARE, f"^{PASSAGE}:", f"^{EXAMPLE}:", REASONS_VIEW, listening.CHECK_SHORTCUT}


class Listener:
    """Stands where the app stands and writes down what it is to listen to."""

    def __init__(self) -> None:
        self.heard: defaultdict[str, set[str]] = defaultdict(set)

    def __getattr__(self, kind: str) -> Callable[[object], Callable[[object], object]]:
        def listen(name: object) -> Callable[[object], object]:
            self.heard[kind].add(str(getattr(name, "pattern", name)))
            return lambda _listener: None

        return listen


class Anything:
    """A room whose every part has whatever is asked of it."""

    def __getattr__(self, _name: str) -> "Anything":
        return self


def listened_to() -> dict[str, set[str]]:
    listener, room = Listener(), cast("Any", Anything())
    listening._listen_to_commands(cast("Any", listener), room)
    listening._listen_to_clicks(cast("Any", listener), room)
    return {kind: names - FOR_EVERYBODY for kind, names in listener.heard.items()}


def test_the_matrix_holds_everything_that_the_code_listens_to() -> None:
    heard = listened_to()

    assert set(COMMANDS) == set(ORDERS)
    assert heard == {
        "command": {listening.COMMAND},
        "action": set(CLICKS),
        "shortcut": set(SHORTCUTS),
        "view": set(VIEWS),
    }


def test_every_command_of_the_matrix_is_read_as_what_it_asks_for() -> None:
    for name, (deed, said) in COMMANDS.items():
        order = read_order(said)

        assert order is not None
        assert (order.name, order.deed) == (name, deed)


async def is_refused(bot: Running, doing: Coroutine[Any, Any, object]) -> bool:
    """Do something and tell whether it was for a higher role."""
    answers = len(replies(bot)) + len(bot.slack.made("views.open"))
    await doing
    await bot.slack.until(lambda: len(replies(bot)) + len(bot.slack.made("views.open")) > answers, 25)
    await asyncio.sleep(0.05)  # a preview may take several messages
    return "You need to be" in replies(bot)[-1]["text"]


async def submit(bot: Running, name: str, user: str) -> None:
    _, about, field = VIEWS[name]
    placed = {**about, "channel": "C1", "respond": f"{bot.slack.address}/respond/{name}"}
    state = {"values": {field: {field: {"value": "Where do the herons nest?"}}}}
    view = {"type": "modal", "callback_id": name, "private_metadata": json.dumps(placed), "state": state}
    body: Json = {"type": "view_submission", "user": {"id": user}, "team": {"id": "T1"}}
    await bot.slack.send("interactive", {**body, "view": {**view, "id": "V1"}})


@pytest.mark.parametrize("role", list(Role))
async def test_everything_asks_for_its_role_when_it_is_used(
    slack: Workspace, village: Path, role: Role
) -> None:
    user = WHO[role]
    refused: dict[str, bool] = {}
    async with governed(slack, village) as bot:
        for name, (_, said) in COMMANDS.items():
            refused[name] = await is_refused(bot, bot.command(said, user))
        for name in CLICKS:
            value = '{"draft": "x", "point": 0}' if name == "summary-leave-out" else "x"
            pressed = {"action_id": name, "type": "button", "value": value}
            refused[name] = await is_refused(bot, bot.click(pressed, user=user))
        for name in SHORTCUTS:
            message = slack.say("C1", "Where do the herons nest?", user=BOT)
            refused[name] = await is_refused(bot, shortcut(bot, name, message, user))
        for name in VIEWS:
            refused[f"{name} window"] = await is_refused(bot, submit(bot, name, user))
        log = await bot.services.deeds.log(100)

    wanted = {name: deed for name, (deed, _) in COMMANDS.items()} | CLICKS | SHORTCUTS
    wanted |= {f"{name} window": deed for name, (deed, _, _) in VIEWS.items()}
    assert refused == {name: role < needed(deed) for name, deed in wanted.items()}
    assert len([entry for entry in log if entry.outcome == "refused"]) == sum(refused.values())


async def test_an_admin_of_another_workspace_is_none_here(slack: Workspace, village: Path) -> None:
    slack.teams[ADMIN] = "T2"
    async with governed(slack, village) as bot:
        refused = await is_refused(bot, bot.command("reindex", ADMIN))

    assert refused


@pytest.mark.parametrize("user", [MODERATOR, ADMIN])
async def test_a_role_that_was_taken_away_holds_no_longer(slack: Workspace, village: Path, user: str) -> None:
    async with governed(slack, village, moderators=(), admins=()) as bot:
        slack.admins = {user}
        allowed = await is_refused(bot, bot.command("pins", user))
        slack.admins = set()
        refused = await is_refused(bot, bot.command("pins", user))

    assert (allowed, refused) == (False, True)
