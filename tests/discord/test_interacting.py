"""Commands: acknowledged in time, private where they should be."""

import asyncio
import logging
import threading
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.discord.commands import Commands
from retrieval import Answer, IndexMissing, Reason
from tests.bot.libraries import MILL, FakeLibrary, answer_plainly
from tests.discord.asked import answered
from tests.discord.stage import Stage, labels, raise_curtain, response, sent, texts


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's Discord is in French."""
    make = simcord.interactions.base_payload

    def in_french(*args: Any, **more: Any) -> Any:
        record, payload = make(*args, **more)
        return record, {**payload, "locale": "fr"}

    monkeypatch.setattr("simcord.interactions.base_payload", in_french)


async def test_ask_answers_in_public_under_the_repeated_question(stage: Stage) -> None:
    done = await stage.alice.slash(stage.channel, "ask", question="What *really* happened?")

    assert not done.ephemeral
    shown = texts(done.response)
    assert shown.startswith("> **alice**: What \\*really\\* happened?")
    assert "A quoted sentence." in shown
    assert "Share" not in labels(done.response)


async def test_ask_is_acknowledged_before_the_question_is_worked_on(tmp_path: Path) -> None:
    seen: list[bool] = []
    stages: list[Stage] = []

    def look(text: str) -> Answer:
        seen.append(any("/callback" in each.path for each in stages[0].env.http_requests))
        return answer_plainly(text)

    async with raise_curtain(tmp_path, FakeLibrary(look)) as stage:
        stages.append(stage)
        await stage.alice.slash(stage.channel, "ask", question="What happened?")

    assert seen == [True]


async def test_check_this_claim_answers_the_one_who_asks(stage: Stage) -> None:
    said = await stage.bob.send(stage.channel, "Nvidia lost everything")

    done = await stage.alice.context_menu(stage.channel, "Check this claim", said)

    assert done.ephemeral
    assert stage.library.checked == ["Nvidia lost everything"]
    assert "> **bob**: Nvidia lost everything" in texts(done.response)
    shared = await stage.alice.click(response(done), label="Share")
    assert "Nvidia lost everything" in texts(shared.followups[0])


async def test_a_message_without_text_has_nothing_to_check(stage: Stage) -> None:
    done = await stage.alice.context_menu(stage.channel, "Check this claim", await answered(stage))

    assert stage.library.checked == []
    assert "no text" in texts(done.response)


async def test_help_offers_three_questions_to_press(stage: Stage) -> None:
    done = await stage.alice.slash(stage.channel, "help")
    assert done.ephemeral
    offered = labels(done.response)
    assert offered == list(MILL["en"].questions)
    assert "Ask about the mill of Orval" in texts(done.response)

    pressed = await stage.alice.click(response(done), label=offered[1])

    assert pressed.ephemeral
    assert [text for text, _ in stage.library.asked] == [offered[1]]


async def test_help_is_neutral_where_the_corpus_does_not_say_what_it_is_about(stage: Stage) -> None:
    stage.library.abouts = {}

    done = await stage.alice.slash(stage.channel, "help")

    assert labels(done.response) == []
    assert "Ask about what my sources say" in texts(done.response)


async def test_sources_lists_and_finds_what_the_bot_knows(stage: Stage) -> None:
    await answered(stage)

    listed = await stage.alice.slash(stage.channel, "sources")
    offered = await stage.alice.autocomplete(stage.channel, "sources", "title", "TITLE of")
    one = await stage.alice.slash(stage.channel, "sources", title="doc")
    none = await stage.alice.slash(stage.channel, "sources", title="rivers")

    assert "The title of doc" in texts(listed.response)
    assert offered == [{"name": "The title of doc", "value": "doc"}]
    assert "https://gazette.example/doc" in texts(one.response)
    assert "no such source" in texts(none.response)


async def test_forget_me_deletes_what_is_kept_of_a_person(stage: Stage) -> None:
    answer = await answered(stage)

    done = await stage.alice.slash(stage.channel, "forget-me")

    assert done.ephemeral
    assert "one entry" in texts(done.response)
    gone = await stage.alice.click(answer, label="Sources")
    assert "not kept any more" in texts(gone.response)


async def test_over_the_limit_a_public_ask_is_refused_in_private(tmp_path: Path) -> None:
    async with raise_curtain(tmp_path, channels={"user_limit": 1}) as stage:
        await stage.alice.slash(stage.channel, "ask", question="What happened?")

        done = await stage.alice.slash(stage.channel, "ask", question="And then?")

        assert done.response is None
        assert [told.ephemeral for told in done.followups] == [True]
        assert "a lot of questions" in done.followups[0].content


async def test_where_answers_are_off_ask_says_so_in_private(stage: Stage) -> None:
    await stage.services.channels.choose(f"discord:guild:{stage.guild.id}", {"answers": False})

    done = await stage.alice.slash(stage.channel, "ask", question="What happened?")

    assert [(told.ephemeral, told.content) for told in done.followups] == [
        (True, "I do not answer in this channel.")
    ]


async def test_ask_opens_a_thread_where_the_channel_asks_for_threads(stage: Stage) -> None:
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"threads": True})

    await stage.alice.slash(stage.channel, "ask", question="What happened?")

    (thread,) = stage.channel.threads
    assert "A quoted sentence." in texts(stage.ours(thread)[0])
    await stage.bob.send(thread, f"{stage.bot} And then?")
    assert [turn.question for turn in stage.library.asked[1][1]] == ["What happened?"]


async def test_ask_works_in_direct_messages(stage: Stage) -> None:
    await stage.alice.user.slash("ask", question="What happened?")
    await stage.alice.send_dm("And then?")

    assert [turn.question for turn in stage.library.asked[1][1]] == ["What happened?"]


@pytest.mark.usefixtures("french")
async def test_the_interface_speaks_the_persons_language_and_the_answer_the_questions(stage: Stage) -> None:
    done = await stage.alice.slash(stage.channel, "ask", question="What happened?", private=True)
    helped = await stage.alice.slash(stage.channel, "help")

    assert labels(done.response) == ["Voir le passage [1]", "Utile", "Pas utile", "Sources", "Partager"]
    assert "Rests on" in texts(done.response)
    assert "mot pour mot" in texts(helped.response)


@pytest.mark.usefixtures("french")
async def test_a_channel_may_have_a_language_of_its_own(stage: Stage) -> None:
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"language": "en"})

    done = await stage.alice.slash(stage.channel, "help")

    assert "word for word" in texts(done.response)


async def test_commands_have_names_and_descriptions_in_french(stage: Stage) -> None:
    (commands,) = sent(stage, "PUT", "/commands")

    french = {command["name"]: command["name_localizations"]["fr"] for command in commands}
    assert french["ask"] == "demander"
    assert french["Check this claim"] == "Vérifier cette affirmation"
    assert len(french) == len(commands)
    assert all(command.get("description_localizations", {"fr": 1})["fr"] for command in commands)


async def test_what_every_member_may_do_is_everywhere_and_what_staff_may_do_is_in_servers(
    stage: Stage,
) -> None:
    (commands,) = sent(stage, "PUT", "/commands")

    open_to_all = {each["name"]: each for each in commands if each["default_member_permissions"] is None}
    assert set(open_to_all) == {"ask", "help", "sources", "forget-me", "Check this claim"}
    assert all(each["contexts"] == [0, 1, 2] for each in open_to_all.values())
    assert all(each["integration_types"] == [0, 1] for each in open_to_all.values())
    staff = [each for each in commands if each["name"] not in open_to_all]
    assert all(each["contexts"] == [0] for each in staff)
    assert {str(each["default_member_permissions"]) for each in staff} == {str(1 << 51), str(1 << 5)}


async def test_commands_are_sent_only_when_they_differ(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(sent(stage, "PUT", "/commands")) == 1
    await stage.restart()
    assert len(sent(stage, "PUT", "/commands")) == 1

    monkeypatch.setattr(Commands, "_forget", Commands._help)
    monkeypatch.setattr(Commands, "add_to", lambda self, tree: tree.add_command(self._help()))
    await stage.restart()
    assert len(sent(stage, "PUT", "/commands")) == 2


async def test_a_failure_tells_the_person_and_the_log_the_same_reference(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_text: str) -> Answer:
        raise IndexMissing(Reason.NO_INDEX, data="data")

    async with raise_curtain(tmp_path, FakeLibrary(fail)) as stage:
        done = await stage.alice.slash(stage.channel, "ask", question="What happened?")

        reference = texts(done.response).split("logged as ")[1][:6]
        errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert [reference in record.getMessage() for record in errors] == [True]


async def test_an_interaction_that_discord_has_dropped_is_one_line_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062, message="Unknown")

    await stage.alice.slash(stage.channel, "ask", question="What happened?")

    assert stage.library.asked == []
    assert len([line for line in caplog.messages if "was not answered in time" in line]) == 1


async def test_an_interaction_that_comes_in_twice_is_answered_once(stage: Stage) -> None:
    stage.env.inject_error("POST", "/interactions/*/*/callback", status=400, code=40060, message="Already")

    await stage.alice.slash(stage.channel, "ask", question="What happened?")

    assert stage.library.asked == []


async def test_while_leaving_a_command_is_asked_to_come_back(stage: Stage) -> None:
    stage.client._hears = False

    done = await stage.alice.slash(stage.channel, "ask", question="What happened?")

    assert done.ephemeral
    assert "restarted" in texts(done.response)
    assert stage.library.asked == []


async def test_a_slow_answer_waits_behind_its_acknowledgement(tmp_path: Path) -> None:
    go = threading.Event()

    def slow(text: str) -> Answer:
        go.wait(5)
        return answer_plainly(text)

    async with raise_curtain(tmp_path, FakeLibrary(slow)) as stage:
        asyncio.get_running_loop().call_later(0.5, go.set)
        done = await stage.alice.slash(stage.channel, "ask", question="What happened?")

        assert "A quoted sentence." in texts(done.response)
