"""Admins on Discord: the index with a look ahead, sources, settings; and who may do what at all."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.access import Deed, Role, needed
from bot.discord import names
from bot.discord.controls import Press
from retrieval.index.generations import Generations
from tests.bot.village import edit
from tests.discord.stage import (
    Stage,
    button,
    labels,
    promote,
    raise_village_curtain,
    response,
    sent,
    show_all_commands,
    texts,
)

pytestmark = pytest.mark.slow


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


def expire(stage: Stage) -> None:
    """Let Discord take no changes of what it showed when a command was given."""
    path = "/webhooks/*/messages/@original"
    stage.env.inject_error("PATCH", path, status=401, code=50027, message="Invalid Webhook Token")


async def test_a_report_that_comes_too_late_for_its_command_goes_to_the_channel_for_notices(
    village: Path,
) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        office = stage.guild.create_text_channel("office")
        await stage.services.channels.choose(names.place(stage.guild.id), {"notices": str(office.id)})
        edit(village, "made of oak", "made of pine")
        expire(stage)

        await stage.alice.slash(stage.channel, "reindex")

        (report,) = stage.ours(office)
        assert "mill-en" in texts(report)
        stage.env.backend.faults.clear()
        done = await stage.alice.click(report, label="Apply")
        assert "answers now" in texts(done.response)


async def test_without_such_a_channel_it_is_sent_to_the_admin_who_asked(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        edit(village, "made of oak", "made of pine")
        expire(stage)

        await stage.alice.slash(stage.channel, "reindex")

        (told,) = stage.ours(stage.alice.user.dm_channel)
        assert "mill-en" in texts(told)
        assert "Run `/reindex` again" in texts(told)
        assert labels(told) == []
        assert stage.ours() == []


async def test_who_takes_no_direct_messages_is_told_in_the_channel_that_it_is_done(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        edit(village, "made of oak", "made of pine")
        expire(stage)
        stage.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, message="no")

        await stage.alice.slash(stage.channel, "reindex")

        (told,) = stage.ours()
        assert "Run `/reindex` again" in texts(told)
        assert "mill-en" not in texts(told)


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
        assert "There is no index never." in texts(unknown.response)


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


async def test_progress_is_shown_while_an_index_is_built(
    village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.administration._TELL_SECONDS", 0.0)
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        edit(village, "made of oak", "made of pine")

        await stage.alice.slash(stage.channel, "reindex")

        shown = [str(body) for body in sent(stage, "PATCH", "/messages/@original")]
        assert any("passages are embedded" in each for each in shown[:-1])
        assert "mill-en" in shown[-1]


async def test_a_second_asker_is_told_who_is_at_it(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        await stage.services.administration._tasks.begin("reindex", "Grace")

        done = await stage.alice.slash(stage.channel, "reindex")

        assert "Grace started this" in texts(done.response)
        assert labels(response(done)) == []


async def test_notices_go_to_a_channel_that_there_is(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        office = stage.guild.create_text_channel("office")
        chosen = []
        for value in ("#office", "default", f"<#{office.id}>", "nonsense"):
            done = await stage.alice.slash(stage.channel, "settings set", name="notices", value=value)
            here = names.channel(stage.channel.id)
            chosen.append((await stage.services.channels.of(here)).notices)

        assert chosen == [str(office.id), "", str(office.id), str(office.id)]
        assert "I see no channel “nonsense” here" in texts(done.response)
        (entry,) = await stage.services.deeds.log(1)
        assert (entry.deed, entry.outcome) == ("settings", "failed")


async def test_all_that_staff_do_look_at_or_try_in_vain_is_in_the_audit_log(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        for name in ("pins", "curated", "gaps", "generations", "settings show", "source list"):
            await stage.alice.slash(stage.channel, name)
        drafted = await stage.alice.slash(stage.channel, "summary", topic="The mill of Orval")
        await stage.alice.click(response(drafted), label="Cancel")
        await stage.alice.slash(stage.channel, "source add", address="http://127.0.0.1/")
        shown = await stage.alice.slash(
            stage.channel, "source add", file=("otters.md", b"Otters swim here.\n")
        )
        await stage.alice.click(response(shown), label="Cancel")
        await stage.alice.slash(stage.channel, "rollback")
        edit(village, "made of oak", "made of pine")
        report = await stage.alice.slash(stage.channel, "reindex")
        await stage.alice.click(response(report), label="Cancel")
        log = [
            (entry.deed, entry.outcome, entry.details.get("step"))
            for entry in reversed(await stage.services.deeds.log(100))
        ]

    assert log == [
        *((name, "done", None) for name in ("pins", "curated", "gaps", "generations")),
        ("settings-show", "done", None),
        ("source-list", "done", None),
        ("summary", "done", None),
        ("summary", "done", "cancel"),
        ("source-add", "failed", "proposed"),
        ("source-add", "done", "proposed"),
        ("source-add", "done", "cancelled"),
        ("rollback", "failed", None),
        ("reindex", "done", "dry run"),
        ("reindex", "done", "cancelled"),
    ]


async def test_who_builds_in_a_terminal_is_told_of(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        edit(village, "made of oak", "made of pine")

        with Generations(village / "data").building():
            done = await stage.alice.slash(stage.channel, "reindex")

        assert "started this" in texts(done.response)
        assert labels(response(done)) == []


async def test_a_claim_that_would_break_is_named_and_cannot_be_applied(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        edit(village, "détruit en 1903", "détruit en 1904", "article.txt")

        done = await stage.alice.slash(stage.channel, "reindex")

        assert "Checked claims (1), its wording has changed: WHEN" in texts(done.response)
        assert labels(response(done)) == []


@pytest.mark.parametrize("command", ["reindex", "source list"])
async def test_a_corpus_that_cannot_be_read_is_told_with_its_reason(village: Path, command: str) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        (village / "corpus" / "claims.toml").write_text("[[claim", encoding="utf-8")

        done = await stage.alice.slash(stage.channel, command)

        assert "claims.toml" in texts(done.response)
        assert "Something went wrong" not in texts(done.response)


COMMANDS: dict[str, tuple[Deed, dict[str, Any]]] = {
    "summary": (Deed.SUMMARISE, {"topic": "The mill of Orval"}),
    "pins": (Deed.PINS, {}),
    "curated": (Deed.CURATED, {}),
    "gaps": (Deed.GAPS, {}),
    "reindex": (Deed.REINDEX, {}),
    "rollback": (Deed.ROLLBACK, {}),
    "generations": (Deed.GENERATIONS, {}),
    "settings show": (Deed.SHOW_SETTINGS, {}),
    "settings set": (Deed.SETTINGS, {"name": "threads", "value": "no"}),
    "source list": (Deed.LIST_SOURCES, {}),
    "source add": (Deed.ADD_SOURCE, {"address": "http://127.0.0.1/"}),
    "source fetch": (Deed.FETCH_SOURCE, {"source": "mill-en"}),
    "source remove": (Deed.REMOVE_SOURCE, {"source": "mill-en"}),
    "source restore": (Deed.RESTORE_SOURCE, {"source": "mill-en"}),
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
    Press.CURATE: Deed.CURATE,
    Press.ADD_SOURCE: Deed.ADD_SOURCE,
    Press.CHANGED_SOURCE: Deed.ADD_SOURCE,
    Press.CHANGE_SOURCE: Deed.ADD_SOURCE,
    Press.REMOVE_SOURCE: Deed.REMOVE_SOURCE,
    Press.FORGET_SOURCE: Deed.ADD_SOURCE,
}
MEMBERS = {
    Press.PASSAGE, Press.CHOOSE_PASSAGE, Press.HELPFUL, Press.UNHELPFUL, Press.REASON, Press.SOURCES, Press.SHARE,
    Press.EXAMPLE,
}  # fmt: skip
RIGHTS: dict[Role, dict[str, bool]] = {
    Role.MEMBER: {},
    Role.MODERATOR: {"pin_messages": True},
    Role.ADMIN: {"manage_guild": True},
}


async def test_nothing_that_asks_for_a_role_is_left_out_of_the_matrix(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        everything = {
            command.qualified_name
            for kind in (discord.AppCommandType.chat_input, discord.AppCommandType.message)
            for command in stage.client.tree.walk_commands(type=kind)
            if not isinstance(command, app_commands.Group)
        }

    open_to_all = {"ask", "help", "sources", "forget-me", "Check this claim"}
    assert set(COMMANDS) | set(MENUS) == everything - open_to_all
    assert set(PRESSES) == set(Press) - MEMBERS


def is_refused(done: Any) -> bool:
    """Tell whether somebody was told which role it needs; nobody else may see that."""
    shown = [done.response, *done.followups] if done.response is not None else list(done.followups)
    refusals = [each for each in shown if "You need to be" in texts(each)]
    assert all(each.flags.ephemeral for each in refusals)
    return bool(refusals)


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


async def test_a_setting_that_is_refused_is_explained_in_the_language_chosen_for_the_server(
    village: Path,
) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        await stage.services.channels.choose(names.place(stage.guild.id), {"language": "fr"})

        many = await stage.alice.slash(stage.channel, "settings set", name="user_limit", value="many")
        german = await stage.alice.slash(stage.channel, "settings set", name="language", value="de")

        assert "Donnez un nombre entier de 1 à 1" in texts(many.response)
        assert "Choisissez : auto, en, fr." in texts(german.response)


async def test_going_back_to_nothing_is_refused_in_the_language_chosen_for_the_server(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        await stage.services.channels.choose(names.place(stage.guild.id), {"language": "fr"})

        done = await stage.alice.slash(stage.channel, "rollback")

        assert texts(done.response) == "Il n'y a pas d'index antérieur auquel revenir."


async def test_a_long_report_is_shown_whole_and_decided_on_under_its_last_message(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.alice, manage_guild=True)
        await pin_often(stage, 61)
        edit(village, "about 35 tonnes", "about 36 tonnes")

        report = await stage.alice.slash(stage.channel, "reindex")

        shown = [response(report), *report.followups]
        assert "Golden questions (1), before and after:" in texts(shown[0])
        assert "This speaks against it: pinned summaries" in texts(shown[0])
        assert "\n".join(map(texts, shown)).count("The pinned summary") == 61
        assert [labels(each) for each in shown] == [*([[]] * (len(shown) - 1)), ["Apply", "Cancel"]]
        stopped = await stage.alice.click(shown[-1], label="Apply")
        assert "Apply anyway" in labels(response(stopped))


async def pin_often(stage: Stage, count: int) -> None:
    """Pin a summary, and let it stand pinned under other titles too."""
    drafted = await stage.alice.slash(stage.channel, "summary", topic="The mill of Orval")
    await stage.alice.click(response(drafted), label="Pin")
    pins = stage.services.moderation._pins
    (pin,) = await pins.standing()
    row = {key: value for key, value in asdict(pin).items() if key not in ("id", "created", "removed")}
    for number in range(1, count):
        title = f"A long title of something that stands pinned, number {number}"
        draft = await stage.services.moderation._drafts.keep("pinned", "", {})
        await pins.add(draft.id, {**row, "title": title, "messages": [f"discord:message:1:{number}"]})
