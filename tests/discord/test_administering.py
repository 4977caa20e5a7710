"""Admins on Discord: the index with a look ahead, sources, settings; and who may do what at all."""

from pathlib import Path
from typing import Any

import pytest

from bot.access import Deed, Role, needed
from bot.deeds import Actor
from bot.discord import names
from bot.discord.controls import Control, Press
from retrieval import Upload
from tests.bot.village import edit
from tests.discord.stage import Stage, labels, promote, raise_village_curtain, response, texts

pytestmark = pytest.mark.slow

OTTERS = Upload("otters.md", b"# Otters\n\nOtters swim past the mill.\n")


async def test_reindex_looks_ahead_and_applies(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        edit(village, "made of oak", "made of pine")

        report = await stage.alice.slash(stage.channel, "reindex")
        assert report.ephemeral
        assert "mill-en" in texts(report.response)
        done = await stage.alice.click(response(report), label="Apply")

        assert "answers now" in texts(done.response)
        active, _ = await stage.services.administration.generations()
        assert active is not None
        assert active in texts(done.response)


async def test_what_speaks_against_it_asks_for_a_second_confirmation(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        drafted = await stage.alice.slash(stage.channel, "summary", topic="The mill of Orval")
        await stage.alice.click(response(drafted), label="Pin")
        edit(village, "about 35 tonnes", "about 36 tonnes")
        report = await stage.alice.slash(stage.channel, "reindex")

        stopped = await stage.alice.click(response(report), label="Apply")
        assert "Apply anyway" in labels(response(stopped))
        done = await stage.alice.click(response(stopped), label="Apply anyway")

        assert "answers now" in texts(done.response)


async def test_rollback_and_generations(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        edit(village, "made of oak", "made of pine")
        report = await stage.alice.slash(stage.channel, "reindex")
        await stage.alice.click(response(report), label="Apply")

        done = await stage.alice.slash(stage.channel, "rollback")
        listed = await stage.alice.slash(stage.channel, "generations")
        unknown = await stage.alice.slash(stage.channel, "rollback", generation="never")

        assert "answers again" in texts(done.response)
        assert texts(listed.response).count("UTC") == 2
        assert "there is no generation never" in texts(unknown.response)


async def test_settings_are_shown_and_set_for_the_channel_or_the_server(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)

        await stage.alice.slash(stage.channel, "settings set", name="threads", value="yes")
        await stage.alice.slash(stage.channel, "settings set", name="user_limit", value="3", everywhere=True)
        wrong = await stage.alice.slash(stage.channel, "settings set", name="user_limit", value="many")
        shown = await stage.alice.slash(stage.channel, "settings show")

        here = await stage.services.channels.of(names.channel(stage.channel.id), names.place(stage.guild.id))
        assert (here.threads, here.user_limit) == (True, 3)
        assert "user" in texts(wrong.response)
        assert "• threads = yes" in texts(shown.response)


async def test_a_file_is_proposed_corrected_added_and_removed(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        shown = await stage.alice.slash(
            stage.channel, "source add", file=("otters.md", b"# Otters\n\nOtters swim past the mill.\n")
        )
        assert "Otters swim" in texts(shown.response)
        form = await stage.alice.click(response(shown), label="Change")
        corrected = await stage.alice.submit_modal(
            form, {"title": "Otters of Orval", "language": "en", "published": "2025", "publisher": ""}
        )
        assert "Otters of Orval" in texts(corrected.response)

        added = await stage.alice.click(response(corrected), label="Add")

        assert "Added" in texts(added.response)
        listed = await stage.alice.slash(stage.channel, "source list")
        assert "Otters of Orval" in texts(listed.response)
        asked = await stage.alice.slash(stage.channel, "source remove", source="mill-en")
        removed = await stage.alice.click(response(asked), label="Remove")
        assert "Removed" in texts(removed.response)


async def test_an_inner_address_is_refused_with_a_line(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)

        done = await stage.alice.slash(stage.channel, "source add", address="http://127.0.0.1/x")

        assert texts(done.response)
        assert labels(response(done)) == []


async def test_a_proposal_from_before_a_restart_is_added_by_its_button(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        admin = Actor(names.person(stage.alice.id), names.place(stage.guild.id))
        waiting = await stage.services.sourcing.propose(admin, OTTERS)

        added = await stage.alice.click(button(stage, Press.ADD_SOURCE, waiting.id), label="x")
        again = await stage.alice.click(button(stage, Press.ADD_SOURCE, waiting.id), label="x")

        assert "Added: otters" in texts(added.response)
        assert "decided already" in texts(again.response)


async def test_a_source_that_is_refused_keeps_its_buttons_so_that_it_can_be_corrected(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        admin = Actor(names.person(stage.alice.id), names.place(stage.guild.id))
        first = await stage.services.sourcing.propose(admin, OTTERS)
        wrong = await stage.services.sourcing.correct(admin, first.id, {"published": "last summer"})
        assert wrong is not None

        refused = await stage.alice.click(button(stage, Press.ADD_SOURCE, wrong.id), label="x")

        assert "published" in texts(refused.followups[-1])
        assert await stage.services.sourcing.proposed(wrong.id) == wrong


async def test_a_source_without_an_address_is_not_fetched_and_says_so(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)

        done = await stage.alice.slash(stage.channel, "source fetch", source="mill-en")

        assert "mill-en" in texts(done.response)
        (entry,) = await stage.services.deeds.log(1)
        assert (entry.deed, entry.outcome) == ("source-fetch", "failed")


async def test_what_is_no_source_cannot_be_removed(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)

        done = await stage.alice.slash(stage.channel, "source remove", source="nothing")

        assert "no source nothing" in texts(done.response)
        assert labels(response(done)) == []


COMMANDS: dict[str, tuple[Deed, dict[str, Any]]] = {
    "summary": (Deed.SUMMARISE, {"topic": "The mill of Orval"}),
    "pins": (Deed.PINS, {}),
    "curated": (Deed.CURATE, {}),
    "gaps": (Deed.GAPS, {}),
    "reindex": (Deed.REINDEX, {}),
    "rollback": (Deed.ROLLBACK, {}),
    "generations": (Deed.GENERATIONS, {}),
    "settings show": (Deed.SETTINGS, {}),
    "settings set": (Deed.SETTINGS, {"name": "threads", "value": "no"}),
    "source list": (Deed.ADD_SOURCE, {}),
    "source add": (Deed.ADD_SOURCE, {"address": "http://127.0.0.1/"}),
    "source fetch": (Deed.FETCH_SOURCE, {"source": "mill-en"}),
    "source remove": (Deed.REMOVE_SOURCE, {"source": "mill-en"}),
}
MENUS = {
    "Delete this answer": Deed.DELETE,
    "Summarise this thread": Deed.SUMMARISE,
    "Approve this answer": Deed.CURATE,
}
PRESSES = {
    Press.PIN: Deed.PIN,
    Press.LEAVE_OUT: Deed.SUMMARISE,
    Press.CANCEL: Deed.SUMMARISE,
    Press.REFRESH: Deed.PIN,
    Press.UNPIN: Deed.UNPIN,
    Press.LEAVE: Deed.PIN,
    Press.WITHDRAW: Deed.CURATE,
    Press.APPLY: Deed.REINDEX,
    Press.APPLY_ANYWAY: Deed.REINDEX,
    Press.DROP: Deed.REINDEX,
    Press.ADD_SOURCE: Deed.ADD_SOURCE,
    Press.CHANGE_SOURCE: Deed.ADD_SOURCE,
    Press.REMOVE_SOURCE: Deed.REMOVE_SOURCE,
    Press.FORGET_SOURCE: Deed.ADD_SOURCE,
}
RIGHTS: dict[Role, dict[str, bool]] = {
    Role.MEMBER: {},
    Role.MODERATOR: {"pin_messages": True},
    Role.ADMIN: {"manage_guild": True},
}


def is_refused(done: Any) -> bool:
    shown = [done.response, *done.followups] if done.response is not None else list(done.followups)
    return any("You need to be" in texts(each) for each in shown)


@pytest.mark.parametrize("role", list(Role))
async def test_every_command_and_button_asks_for_its_role_again_when_it_is_used(
    village: Path, role: Role
) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.bob, **RIGHTS[role])
        show_all_commands(stage)
        await stage.alice.send(stage.channel, f"{stage.bot} Where do the herons nest?")
        answer = stage.ours()[-1]

        refused: dict[str, bool] = {}
        for name, (_, options) in COMMANDS.items():
            refused[name] = is_refused(await stage.bob.slash(stage.channel, name, **options))
        for press in PRESSES:
            refused[press] = is_refused(await stage.bob.click(button(stage, press), label="x"))
        for name in ("Summarise this thread", "Approve this answer", "Delete this answer"):
            refused[name] = is_refused(await stage.bob.context_menu(stage.channel, name, answer))

        wanted: dict[str, Deed] = {name: deed for name, (deed, _) in COMMANDS.items()}
        wanted |= MENUS
        wanted |= {press.value: deed for press, deed in PRESSES.items()}
        assert refused == {name: role < needed(deed) for name, deed in wanted.items()}


def show_all_commands(stage: Stage) -> None:
    """Let Discord show everybody every command, as an owner may."""
    for command in stage.env.backend.commands[None].values():
        stage.env.backend.set_command_permissions(
            stage.guild.id, int(command["id"]), [{"id": str(stage.guild.id), "type": 1, "permission": True}]
        )


def button(stage: Stage, press: Press, identifier: str = "A" * 11) -> Any:
    """Let us have posted a message with one button."""
    backend = stage.env.backend
    row = {
        "type": 1,
        "components": [{"type": 2, "style": 2, "label": "x", "custom_id": Control(press, identifier).id}],
    }
    text = {"type": 10, "content": "A board"}
    stored = backend.create_message(
        stage.channel.id, backend.bot_user.id, components=[text, row], flags=1 << 15
    )
    return next(message for message in stage.channel.history() if message.id == stored.id)
