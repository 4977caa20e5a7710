"""A backup is taken, everything is lost, the backup is put back, and the bot goes on as if nothing had been."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.village import edit
from tests.day.members import FLOUR, WEAVERS, Asked, Members
from tests.day.pinboard import Pinboard
from tests.day.reckoning import replies, words_of
from tests.day.town import Town
from tests.discord.local_server import APPLICATION, CHANNEL, GUILD, LocalDiscord
from tests.postgres import running
from tests.slack.rules import texts as slack_texts
from tests.slack.running import elements
from tests.slack.workspace import Json, Workspace

pytestmark = pytest.mark.slow

ALICE = 200
"""The first of the members to ask, on Discord; on Slack it is U1, the second."""
PARAGRAPH = "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."


@pytest.fixture(params=["sqlite", "postgresql"])
def restored_into(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the database that takes over."""
    if request.param == "sqlite":
        yield ""
    else:
        with running() as address:
            yield address


async def test_after_backup_loss_and_restore_buttons_work_and_nothing_is_answered_again(
    town: Town, tmp_path: Path, restored_into: str
) -> None:
    members = Members(town.discord, town.slack, "restore")
    async with members.about():
        await town.start()
        before = await ask_both(town, members, FLOUR)
        await town.stop()
        await back_up_lose_and_restore(town, tmp_path, restored_into)
        await town.start()
        for each in before:
            await members.say_again(each)
        passages = [await press_on_discord(town.discord), await press_on_slack(town.slack)]
        after = await ask_both(town, members, WEAVERS)
        forgotten = await forget_me(town.slack)
        await town.stop()

    assert all(PARAGRAPH in passage for passage in passages), passages
    assert sorted(each.to for each in replies(town)) == sorted(each.name for each in before + after)
    assert "one entry was kept of you, and is deleted" in forgotten
    assert "Traceback" not in town.said


async def test_after_backup_loss_and_restore_pins_are_known_checked_and_refreshed(
    town: Town, tmp_path: Path, restored_into: str
) -> None:
    await town.start()
    async with town.beside() as services:
        await Pinboard(town, services).pin()
    await town.stop()
    await back_up_lose_and_restore(town, tmp_path, restored_into)
    await town.start()
    async with town.beside() as services:
        board = Pinboard(town, services)
        known = {pin.platform: [pin.messages[0]] for each in board.pinned() for pin in await board.pins(each)}
        edit(town.folder, "about 35 tonnes of flour", "about 36 tonnes of flour")
        await town.command("reindex", "--anyway")  # the pins speak against it
        await board.refresh(1, "36 tonnes")
        told = board.notices()
    await town.stop()

    assert known == board.pinned()
    assert [len(each) for each in known.values()] == [1, 1]
    assert [len(each) for each in told] == [1, 1]
    assert "Traceback" not in town.said


async def ask_both(town: Town, members: Members, words: str) -> list[Asked]:
    """Let somebody ask on each platform; return when both are answered."""
    asked = [await members.ask(platform, words) for platform in ("discord", "slack")]
    discord, slack = asked
    await town.discord.until(lambda: discord.name in {each.to for each in replies(town)}, 30)
    await town.slack.until(lambda: slack.name in {each.to for each in replies(town)}, 30)
    return asked


async def back_up_lose_and_restore(town: Town, tmp_path: Path, database: str) -> None:
    """Keep what the operators' page says to keep: the backup, and the key beside it."""
    backup, key = tmp_path / "backup.jsonl.gz", tmp_path / "author.key"
    await town.command("backup", str(backup))
    shutil.copy(town.data / "author.key", key)
    shutil.rmtree(town.data)
    town.data.mkdir()
    shutil.copy(key, town.data / "author.key")
    town.database = database
    await town.command("restore", str(backup))
    await town.command("reindex")


async def press_on_discord(discord: LocalDiscord) -> str:
    """Press the first passage button under the first answer; return what is shown to who pressed."""
    identifier = next(each for each in controls(discord.answers[0]["components"]) if ":passage:" in each)
    count = len(discord.answers)
    await discord.dispatch("INTERACTION_CREATE", pressed(discord.answers[0], identifier))
    await discord.until(lambda: discord.count("PATCH", "/messages/@original"), 30)
    return words_of(discord.answers[count])


async def press_on_slack(slack: Workspace) -> str:
    answer = next(each for each in slack.posted() if each.get("thread_ts"))
    button = elements(answer, "button")[0]
    body = {
        "type": "block_actions",
        "user": {"id": "U1", "username": "u1"},
        "team": {"id": "T1"},
        "channel": {"id": answer["channel"]},
        "trigger_id": slack.name("trigger."),
        "response_url": f"{slack.address}/respond/{slack.name('click')}",
        "actions": [{"action_id": button["action_id"], "value": button["value"], "type": "button"}],
    }
    await slack.send("interactive", body)
    await slack.until(lambda: slack.made("views.open"), 30)
    return "".join(slack_texts(slack.made("views.open")[-1]["view"]["blocks"]))


async def forget_me(slack: Workspace) -> str:
    """Let the one who asked on Slack have everything of theirs deleted; return what they are told."""
    body = {
        "command": "/deepseek",
        "text": "forget me",
        "user_id": "U1",
        "channel_id": "C1",
        "channel_name": "general",
        "team_id": "T1",
        "trigger_id": slack.name("trigger."),
        "response_url": f"{slack.address}/respond/{slack.name('command')}",
    }
    await slack.send("slash_commands", body)
    await slack.until(lambda: slack.made("respond"), 30)
    return str(slack.made("respond")[-1]["text"])


def controls(part: Any) -> Iterator[str]:
    """Yield the ids of all buttons."""
    if isinstance(part, dict):
        if "custom_id" in part:
            yield part["custom_id"]
        for value in part.values():
            yield from controls(value)
    elif isinstance(part, list):
        for each in part:
            yield from controls(each)


def pressed(message: Json, identifier: str) -> Json:
    user = {"id": str(ALICE), "username": "alice", "discriminator": "0", "global_name": None, "avatar": None}
    member = {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "permissions": "0",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return {
        "id": "7000", "application_id": str(APPLICATION), "type": 3, "token": "secret", "version": 1, "locale": "en-US",
        "guild_locale": "en-US", "channel_id": message["channel_id"], "guild_id": str(GUILD), "member": member,
        "entitlements": [], "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 1000,
        "app_permissions": "0", "message": message,
        "channel": {"id": str(CHANNEL), "type": 0, "name": "general", "permissions": "0"},
        "data": {"custom_id": identifier, "component_type": 2},
    }  # fmt: skip
