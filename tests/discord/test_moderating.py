"""Moderators on Discord: summaries are drafted in private, pinned, watched over; answers are deleted and approved."""

from pathlib import Path

import discord
import pytest

from bot.discord import names
from tests.discord.stage import (
    Stage,
    labels,
    promote,
    raise_village_curtain,
    response,
    show_all_commands,
    texts,
)

pytestmark = pytest.mark.slow

TOPIC = "The mill of Orval"


async def pin(stage: Stage) -> None:
    drafted = await stage.alice.slash(stage.channel, "summary", topic=TOPIC)
    await stage.alice.click(response(drafted), label="Pin")


async def reindex(stage: Stage) -> None:
    """Let a changed corpus answer, as an admin does from the terminal."""
    conversation = stage.services.conversation
    await conversation.consult(lambda library: library.reindex(lambda _done, _total: None))
    await stage.services.administration.recheck()


async def test_a_summary_is_drafted_in_private_and_pinned(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        offered = await stage.alice.autocomplete(stage.channel, "summary", "topic", "mill")
        drafted = await stage.alice.slash(stage.channel, "summary", topic=TOPIC)
        assert drafted.ephemeral
        assert {"Pin", "Cancel"} <= set(labels(response(drafted)))

        done = await stage.alice.click(response(drafted), label="Pin")

        assert TOPIC in [choice["value"] for choice in offered]
        (pinned,) = stage.channel.pinned_messages()
        assert f"## {TOPIC}" in texts(pinned)
        assert "Pinned" in texts(done.response)
        again = await stage.alice.slash(stage.channel, "pins")
        assert "still true" in texts(again.response)


async def test_a_point_can_be_left_out_before(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        drafted = await stage.alice.slash(stage.channel, "summary", topic=TOPIC)
        before = texts(response(drafted)).count("«")

        shorter = await stage.alice.select(response(drafted), ["0"])

        assert "takes its place" in texts(shorter.response)
        assert texts(shorter.followups[-1]).count("«") == before - 1


async def test_cancel_pins_nothing(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        drafted = await stage.alice.slash(stage.channel, "summary", topic=TOPIC)

        done = await stage.alice.click(response(drafted), label="Cancel")

        assert "Nothing was done" in texts(done.response)
        assert stage.ours() == [] or all(not message.pinned for message in stage.ours())


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [(403, 50013, "Pin Messages"), (400, 30003, "as many pins as Discord allows")],
)
async def test_a_pin_that_is_refused_says_what_to_do_and_can_be_tried_again(
    village: Path, status: int, code: int, words: str
) -> None:
    async with raise_village_curtain(village) as stage:
        drafted = await stage.alice.slash(stage.channel, "summary", topic=TOPIC)
        stage.env.inject_error("PUT", "/channels/*/pins/*", status=status, code=code, message="no")
        stage.env.inject_error("PUT", "/channels/*/messages/pins/*", status=status, code=code, message="no")

        refused = await stage.alice.click(response(drafted), label="Pin")

        assert words in texts(refused.followups[-1])
        assert stage.channel.pinned_messages() == []
        stage.env.backend.faults.clear()
        await stage.alice.click(refused.followups[-1], label="Pin")
        assert len(stage.channel.pinned_messages()) == 1


async def test_unpin_unpins(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        listed = await stage.alice.slash(stage.channel, "pins")

        await stage.alice.click(response(listed), label="Unpin [1]")

        assert stage.channel.pinned_messages() == []
        again = await stage.alice.slash(stage.channel, "pins")
        assert "Nothing is pinned" in texts(again.response)


async def test_a_pin_that_is_deleted_by_hand_is_noticed(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        (pinned,) = stage.channel.pinned_messages()

        stage.env.backend.delete_message(stage.channel.id, pinned.id)
        await stage.env.settle()

        listed = await stage.alice.slash(stage.channel, "pins")
        assert "Nothing is pinned" in texts(listed.response)


async def test_a_pin_that_is_taken_off_by_hand_is_noticed(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await pin(stage)
        (pinned,) = stage.channel.pinned_messages()

        stage.env.backend.set_pinned(
            stage.channel.id,
            pinned.id,
            False,  # noqa: FBT003 - simcord's
            actor_id=stage.alice.id,
        )
        await stage.env.settle()

        listed = await stage.alice.slash(stage.channel, "pins")
        assert "Nothing is pinned" in texts(listed.response)


async def test_a_thread_is_summarised_from_a_message_in_it(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        forum = stage.guild.create_forum_channel("questions")
        post = await stage.post(forum, "Who has seen the herons?", f"{stage.bot} Where do the herons nest?")
        question = post.history()[0]

        drafted = await stage.alice.context_menu(post, "Summarise this thread", question)

        assert drafted.ephemeral
        assert "Pin" in labels(response(drafted))
        await stage.alice.click(response(drafted), label="Pin")
        (pin,) = await stage.services.moderation._pins.standing()
        assert pin.title == TOPIC
        assert "seen the herons" not in f"{pin} {await stage.services.deeds.log(5)}"


async def test_an_answer_is_deleted_with_all_that_is_kept_of_it(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await stage.bob.send(stage.channel, f"{stage.bot} Where do the herons nest?")
        (answer,) = stage.ours()

        done = await stage.alice.context_menu(stage.channel, "Delete this answer", answer)

        assert "Deleted" in texts(done.response)
        assert stage.ours() == []
        (entry, *_) = await stage.services.deeds.log(1)
        assert (entry.deed, entry.outcome) == ("delete", "done")


async def test_an_answer_that_discord_keeps_is_not_said_to_be_deleted_and_stays_known(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await stage.bob.send(stage.channel, f"{stage.bot} Where do the herons nest?")
        (answer,) = stage.ours()
        stage.env.inject_error(
            "DELETE", "/channels/*/messages/*", status=400, code=50083, message="Thread is archived"
        )

        done = await stage.alice.context_menu(stage.channel, "Delete this answer", answer)

        assert "I could not delete it, Discord says: Thread is archived" in texts(done.response)
        assert [message.id for message in stage.ours()] == [answer.id]
        (entry, *_) = await stage.services.deeds.log(1)
        assert (entry.deed, entry.outcome) == ("delete", "failed")
        assert entry.details["message"] == names.message(stage.channel.id, answer.id)
        stage.env.backend.faults.clear()
        again = await stage.alice.context_menu(stage.channel, "Delete this answer", answer)
        assert "Deleted" in texts(again.response)
        assert stage.ours() == []


async def test_what_somebody_else_wrote_is_not_deleted(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        said = await stage.bob.send(stage.channel, "Good morning")

        done = await stage.alice.context_menu(stage.channel, "Delete this answer", said)

        assert "no answer of mine" in texts(done.response)
        assert len(stage.channel.history()) == 1


async def test_an_answer_is_approved_for_a_question_that_is_asked_for_and_given_from_then_on(
    village: Path,
) -> None:
    async with raise_village_curtain(village) as stage:
        await stage.bob.send(stage.channel, f"{stage.bot} Where do the herons nest?")
        (answer,) = stage.ours()
        form = await stage.alice.context_menu(stage.channel, "Approve this answer", answer)
        done = await stage.alice.submit_modal(form, {"question": "Where do the herons nest?"})
        assert "Approved" in texts(done.response)

        await stage.bob.send(stage.channel, f"{stage.bot} where do herons nest")

        assert "Approved by the moderators." in texts(stage.ours()[-1])
        listed = await stage.alice.slash(stage.channel, "curated")
        withdrawn = await stage.alice.click(response(listed), label="Withdraw [1]")
        assert "Withdrawn" in texts(withdrawn.response)


async def test_gaps_say_how_question_texts_are_kept_and_count_them_where_they_are(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        without = await stage.alice.slash(stage.channel, "gaps")
        await stage.services.channels.choose(names.place(stage.guild.id), {"keep_questions": True})
        await stage.bob.send(stage.channel, f"{stage.bot} What is the price of bananas?")

        counted = await stage.alice.slash(stage.channel, "gaps", days=7)

        assert "keep\\_questions" in texts(without.response) or "keep_questions" in texts(without.response)
        assert "1 × What is the price of bananas?" in texts(counted.response)


async def test_a_role_that_the_settings_name_moderates_and_discords_own_grants_do_not(
    village: Path,
) -> None:
    async with raise_village_curtain(village) as stage:
        curators = stage.guild.create_role("curators", permissions=discord.Permissions.none())
        stage.env.backend.guilds[stage.guild.id].members[stage.bob.id].role_ids.append(curators.id)
        show_all_commands(stage)
        await stage.restart(moderators=(str(curators.id),))

        named = await stage.bob.slash(stage.channel, "summary", topic=TOPIC)
        granted = await stage.alice.slash(stage.channel, "summary", topic=TOPIC)

        assert "Pin" in labels(response(named))
        refused = [response(granted), *granted.followups]
        assert granted.ephemeral
        assert any("You need to be a moderator" in texts(each) for each in refused)


async def test_an_admin_may_all_that_moderators_may(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        promote(stage, stage.bob, manage_guild=True, pin_messages=True)

        drafted = await stage.bob.slash(stage.channel, "summary", topic=TOPIC)

        assert "Pin" in labels(response(drafted))


async def test_a_thread_that_may_not_be_read_says_which_right_is_lacking(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        forum = stage.guild.create_forum_channel("questions")
        post = await stage.post(forum, TOPIC, f"{stage.bot} Where do the herons nest?")
        (asked, *_) = post.history()
        stage.env.inject_error(
            "GET", "/channels/*/messages", status=403, code=50001, message="Missing Access"
        )

        done = await stage.alice.context_menu(post, "Summarise this thread", asked)

        assert "Read Message History" in texts(done.response)


async def test_what_is_checked_in_private_is_not_shared_where_the_bot_may_not_answer(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        said = await stage.alice.send(stage.channel, "The wheel of the mill is made of oak.")
        done = await stage.bob.context_menu(stage.channel, "Check this claim", said)
        await stage.services.channels.choose(names.channel(stage.channel.id), {"answers": False})

        shared = await stage.bob.click(response(done), label="Share")

        assert "do not answer in this channel" in texts(shared.followups[-1])
        assert stage.ours() == []
        await stage.services.channels.choose(names.channel(stage.channel.id), {"answers": True})
        await stage.bob.click(response(done), label="Share")
        assert len(stage.ours()) == 1


async def test_topics_are_offered_in_the_language_in_which_they_are_drafted(village: Path) -> None:
    async with raise_village_curtain(village) as stage:
        await stage.services.channels.choose(names.place(stage.guild.id), {"language": "fr"})

        offered = await stage.alice.autocomplete(stage.channel, "summary", "topic", "")
        drafted = [
            await stage.alice.slash(stage.channel, "summary", topic=choice["value"]) for choice in offered
        ]

        assert offered
        assert all("Épingler" in labels(response(each)) for each in drafted)
