"""Answers deleted and approved, gaps, settings, forgetting, and what the help tells whom."""

import asyncio
from pathlib import Path

import pytest

from tests.slack.running import Running, elements
from tests.slack.staff import (
    ADMIN,
    MEMBER,
    MODERATOR,
    TOPIC,
    governed,
    order,
    pin,
    press,
    reply_to,
    shortcut,
    submit,
    words,
)
from tests.slack.workspace import Json, Workspace

QUESTION = "Where do the herons nest?"


async def answered(bot: Running) -> Json:
    await bot.mention(QUESTION)
    (answer,) = await bot.answers(1, "C1")
    await asyncio.sleep(0.2)  # it is kept, then posted, then said to be posted
    return answer


async def test_an_answer_is_deleted_for_a_moderator_with_all_that_is_kept_of_it(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        answer = await answered(bot)
        done = await reply_to(bot, shortcut(bot, "delete_answer", answer))
        (entry, *_) = await bot.services.deeds.log(1)
        kept = await bot.services.answered.shown_in(f"slack:C1:{answer['ts']}")

    assert done["text"] == "Deleted."
    assert slack.posted("C1") == []
    assert (entry.deed, entry.outcome) == ("delete", "done")
    assert kept is None or kept.deleted


async def test_an_answer_that_slack_keeps_is_not_said_to_be_deleted_and_stays_known(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        answer = await answered(bot)
        name = f"slack:C1:{answer['ts']}"
        slack.faults.refused["chat.delete"] = "cant_delete_message"
        done = await reply_to(bot, shortcut(bot, "delete_answer", answer))
        (entry, *_) = await bot.services.deeds.log(1)
        kept = await bot.services.answered.shown_in(name)
        slack.faults.refused.clear()
        again = await reply_to(bot, shortcut(bot, "delete_answer", answer))

    assert "I could not delete it, Slack says: cant_delete_message." in words(done)
    assert (entry.deed, entry.outcome, entry.details["message"]) == ("delete", "failed", name)
    assert kept is not None
    assert kept.deleted is None
    assert again["text"] == "Deleted."
    assert slack.posted("C1") == []


async def test_a_message_of_the_bot_that_is_not_kept_is_deleted_too(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        pinned = await pin(bot)
        await reply_to(bot, shortcut(bot, "delete_answer", pinned))
        listed = await order(bot, "pins")

    assert slack.posted("C1") == []
    assert listed["text"] == "No summary is pinned."


async def test_what_somebody_else_wrote_is_not_deleted(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        said = slack.say("C1", "Good morning")
        done = await reply_to(bot, shortcut(bot, "delete_answer", said))

    assert done["text"] == "That is no message of mine."
    assert said in slack.messages["C1"]


async def approval(bot: Running, answer: Json) -> Json:
    """Ask to approve an answer and return the window that opens."""
    before = len(bot.slack.made("views.open"))
    await shortcut(bot, "approve_answer", answer)
    await bot.slack.until(lambda: len(bot.slack.made("views.open")) > before)
    view: Json = bot.slack.made("views.open")[-1]["view"]
    return view


async def test_an_approved_answer_is_given_to_its_question_until_it_is_withdrawn(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        view = await approval(bot, await answered(bot))
        approved = await reply_to(bot, submit(bot, view, {"question": QUESTION}, MODERATOR))
        given = await order(bot, "where do herons nest", MEMBER)
        listed = await order(bot, "curated")
        withdrawn = await press(bot, listed, "curated-withdraw")
        after = await order(bot, "where do herons nest", MEMBER)
        log = [(entry.deed, entry.outcome) for entry in await bot.services.deeds.log(3)]

    assert "Approved" in approved["text"]
    assert "Approved by the moderators" in words(given)
    assert f"{QUESTION} · still true" in words(listed)
    assert withdrawn["text"] == "Withdrawn."
    assert "Approved by the moderators" not in words(after)
    assert log == [(deed, "done") for deed in ("curate", "curated", "curate")]


async def test_a_question_that_is_kept_stands_in_the_window_already(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await order(bot, "settings all keep_questions true", ADMIN)
        view = await approval(bot, await answered(bot))

    assert view["blocks"][0]["element"]["initial_value"] == QUESTION


async def test_what_says_nothing_by_itself_is_not_approved_for(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        view = await approval(bot, await answered(bot))
        done = await reply_to(bot, submit(bot, view, {"question": "and then?"}, MODERATOR))
        listed = await order(bot, "curated")

    assert "cannot be approved" in done["text"]
    assert listed["text"] == "No answer is approved."


async def test_gaps_say_how_question_texts_are_kept_and_count_them_where_they_are(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        without = await order(bot, "gaps")
        await order(bot, "settings all keep_questions true", ADMIN)
        none = await order(bot, "gaps")
        await bot.mention("What is the price of bananas?")
        await bot.answers(1, "C1")
        await asyncio.sleep(0.2)
        counted = await order(bot, "gaps 7")

    assert "keep_questions true" in words(without)
    assert "No question was refused" in none["text"]
    assert words(counted) == "1 × What is the price of bananas? (1 refused)"


async def test_settings_are_shown_and_set_for_a_channel_or_the_workspace(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        await order(bot, "settings all user_limit 9", ADMIN)
        shown = await order(bot, "settings user_limit 3", ADMIN)
        wrong = await order(bot, "settings user_limit many", ADMIN)
        unknown = await order(bot, "settings colour red", ADMIN)
        elsewhere = await bot.services.channels.of("slack:C2", "slack:T1")
        here = await bot.services.channels.of("slack:C1", "slack:T1")
        back = await order(bot, "settings user_limit default", ADMIN)
        log = [(entry.deed, entry.outcome) for entry in await bot.services.deeds.log(5)]

    assert (here.user_limit, elsewhere.user_limit) == (3, 9)
    assert "• user_limit = 3" in words(shown)
    assert words(wrong) == "user_limit cannot be “many”. Give a whole number from 1 to 1,000."
    assert unknown["text"].startswith("There is no setting colour. There are: answers, threads, ")
    assert "• user_limit = 9" in words(back)
    assert log.count(("settings", "failed")) == 2
    assert log.count(("settings", "done")) == 3


async def test_a_setting_without_a_value_changes_nothing_and_says_how(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        await order(bot, "settings user_limit 3", ADMIN)
        answer = await order(bot, "settings user_limit", ADMIN)
        settings = await bot.services.channels.of("slack:C1", "slack:T1")

    assert "settings NAME VALUE" in answer["text"]
    assert settings.user_limit == 3


async def test_a_channel_is_set_by_mentioning_it(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await order(bot, "settings notices <#C77|office>", ADMIN)
        settings = await bot.services.channels.of("slack:C1", "slack:T1")

    assert settings.notices == "C77"


async def test_the_bot_keeps_silent_where_an_admin_turned_it_off(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await order(bot, "settings answers no", ADMIN)
        await bot.mention(QUESTION)
        await slack.until(lambda: slack.made("chat.postEphemeral"))

    assert "turned me off here" in slack.made("chat.postEphemeral")[0]["text"]
    assert slack.posted("C1") == []


async def test_everybody_may_have_what_is_kept_of_them_deleted(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await answered(bot)
        done = await order(bot, "forget me", MEMBER)
        again = await order(bot, "forget-me", MEMBER)

    assert done["text"] == "Done: one entry was kept of you, and is deleted."
    assert again["text"] == "Nothing was kept of you."


@pytest.mark.parametrize(
    "question", ["pins of herons are made of what?", "source of the flour figure?", "reindex the village"]
)
async def test_a_question_that_begins_like_a_command_is_a_question(
    slack: Workspace, village: Path, question: str
) -> None:
    async with governed(slack, village) as bot:
        answer = await order(bot, question, MEMBER)

    assert "You need to be" not in answer["text"]


HEARD = [(MEMBER, []), (MODERATOR, ["For moderators"]), (ADMIN, ["For moderators", "For admins"])]


@pytest.mark.parametrize(("user", "heard"), HEARD)
async def test_help_lists_what_the_role_may_do(
    slack: Workspace, village: Path, user: str, heard: list[str]
) -> None:
    async with governed(slack, village) as bot:
        answer = await order(bot, "help", user)

    assert [each for each in ("For moderators", "For admins") if each in words(answer)] == heard


@pytest.mark.parametrize(("user", "heard"), HEARD)
async def test_the_home_lists_what_the_role_may_do(
    slack: Workspace, village: Path, user: str, heard: list[str]
) -> None:
    async with governed(slack, village):
        await slack.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"})
        await slack.until(lambda: slack.made("views.publish"))

    shown = words(slack.made("views.publish")[0]["view"])
    assert [each for each in ("For moderators", "For admins") if each in shown] == heard


async def test_a_command_that_was_interrupted_is_not_done_twice_and_says_so(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        slack.expired = True
        slack.faults.refused["chat.postEphemeral"] = "internal_error"
        await bot.command("rollback", ADMIN)
        await slack.until(lambda: [each for each in slack.refused() if each.method == "chat.postEphemeral"])
        slack.faults.refused.clear()
        slack.expired = False
        await slack.until(lambda: slack.made("respond"), 20)

    assert "I was restarted while I was at it" in slack.made("respond")[-1]["text"]


async def test_what_is_asked_in_private_is_not_shared_where_the_bot_may_not_answer(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        answer = await order(bot, QUESTION, MEMBER)
        share = next(each for each in elements(answer, "button") if "share" in each["action_id"])
        await order(bot, "settings answers no", ADMIN)
        refused = await reply_to(bot, bot.click(share, user=MEMBER))
        before = slack.posted("C1")
        await order(bot, "settings answers yes", ADMIN)
        await bot.click(share, user=MEMBER)
        await bot.answers(1, "C1")

    assert "turned me off here" in refused["text"]
    assert before == []


async def test_all_that_staff_do_look_at_or_try_in_vain_is_in_the_audit_log(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        for said in ("pins", "curated", "gaps", "generations", "settings", "source list"):
            await order(bot, said, ADMIN)
        await press(bot, await order(bot, f"summary {TOPIC}"), "summary-cancel")
        for said in ("source add http://127.0.0.1/", "source remove nothing", "rollback never"):
            await order(bot, said, ADMIN)
        shown = await reply_to(
            bot, shortcut(bot, "add_source", slack.share("otters.md", b"Otters swim.\n"), ADMIN)
        )
        await press(bot, shown, "source-drop", ADMIN)
        await order(bot, "reindex", ADMIN)
        log = [
            (entry.deed, entry.outcome, entry.details.get("step"))
            for entry in reversed(await bot.services.deeds.log(100))
        ]

    assert log == [
        *((name, "done", None) for name in ("pins", "curated", "gaps", "generations")),
        ("settings-show", "done", None),
        ("source-list", "done", None),
        ("summary", "done", None),
        ("summary", "done", "cancel"),
        ("source-add", "failed", "proposed"),
        ("source-remove", "failed", "asked"),
        ("rollback", "failed", None),
        ("source-add", "done", "proposed"),
        ("source-add", "done", "cancelled"),
        ("reindex", "done", "dry run"),
    ]
