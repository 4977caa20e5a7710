"""Everything that Slack shows speaks the language that an admin chose, whatever a person's own is."""

import asyncio
from pathlib import Path

from tests.slack.running import Running, elements
from tests.slack.staff import ADMIN, MEMBER, governed, order, press, reply_to, shortcut, submit, words
from tests.slack.workspace import Json, Workspace

QUESTION = "Where do the herons nest?"


async def answered(bot: Running) -> Json:
    await bot.mention(QUESTION)
    (answer,) = await bot.answers(1, "C1")
    await asyncio.sleep(0.2)
    return answer


async def window(bot: Running, doing: object) -> Json:
    """Do what opens a window, and return it."""
    before = len(bot.slack.made("views.open"))
    await doing  # type: ignore[misc]  # a coroutine
    await bot.slack.until(lambda: len(bot.slack.made("views.open")) > before)
    view: Json = bot.slack.made("views.open")[-1]["view"]
    return view


async def test_clicks_speak_the_language_of_their_channel(slack: Workspace, village: Path) -> None:
    async with governed(slack, village) as bot:
        await bot.services.channels.choose("slack:C1", {"language": "fr"})
        draft = await order(bot, "summary Le moulin d'Orval")
        cancelled = await press(bot, draft, "summary-cancel")
        refused = await press(bot, draft, "summary-pin", MEMBER)
        gone = await press(bot, draft, "summary-pin")

    assert cancelled["text"] == "Annulé."
    assert refused["text"] == "Il faut être modérateur pour cela."
    assert "n'attend plus" in gone["text"]


async def test_shortcuts_and_windows_speak_the_language_of_their_channel(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        answer = await answered(bot)
        await bot.services.channels.choose("slack:C1", {"language": "fr"})
        passage = await window(bot, bot.click(elements(answer, "button")[0], message=answer))
        approval = await window(bot, shortcut(bot, "approve_answer", answer))
        approved = await reply_to(bot, submit(bot, approval, {"question": QUESTION}, "UMOD"))
        not_ours = await reply_to(bot, shortcut(bot, "delete_answer", slack.say("C1", "Good morning")))
        refused = await reply_to(bot, shortcut(bot, "delete_answer", answer, MEMBER))

    assert passage["title"]["text"] == "Le passage"
    assert approval["submit"]["text"] == "Approuver"
    assert "Approuvé" in approved["text"]
    assert not_ours["text"] == "Ce message n'est pas de moi."
    assert refused["text"] == "Il faut être modérateur pour cela."


async def test_what_is_chosen_for_the_workspace_holds_where_a_channel_chose_nothing(
    slack: Workspace, village: Path
) -> None:
    async with governed(slack, village) as bot:
        await bot.services.channels.choose("slack:T1", {"language": "fr"})
        asked = await order(bot, "source remove mill-en", ADMIN)
        left = await press(bot, asked, "source-drop", ADMIN)
        event = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": "1.1"}
        await slack.event(event)
        await slack.until(lambda: slack.made("views.publish"))
        shown = words(slack.made("views.publish")[-1]["view"])

    assert left["text"] == "Annulé."
    assert "Comment demander" in shown


async def test_what_is_refused_is_said_in_the_language_of_its_channel(
    slack: Workspace, own_village: Path
) -> None:
    async with governed(slack, own_village) as bot:
        await bot.services.channels.choose("slack:C1", {"language": "fr"})
        inner = await order(bot, "source add http://127.0.0.1/x", ADMIN)
        back = await order(bot, "rollback", ADMIN)
        setting = await order(bot, "settings user_limit many", ADMIN)
        file = slack.share("broken.pdf", b"%PDF-1.7 nothing")
        broken = await reply_to(bot, shortcut(bot, "add_source", file, ADMIN))

    assert "n'est pas sur l'internet public" in inner["text"]
    assert back["text"] == "Il n'y a pas d'index antérieur auquel revenir."
    assert "Donnez un nombre entier de 1 à" in setting["text"]
    assert broken["text"] == "Ce PDF est abîmé. Donnez-en une autre copie."
