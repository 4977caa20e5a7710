"""The agent's Messages tab and the App Home."""

import asyncio
from pathlib import Path

from bot.locales import word
from tests.bot.libraries import MILL, FakeLibrary
from tests.builders import make_generation
from tests.slack.rules import texts
from tests.slack.running import bot_on
from tests.slack.workspace import Json, Workspace


def opened(tab: str, user: str = "U1") -> Json:
    return {"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab, "event_ts": "1.1"}


async def test_opening_the_messages_tab_greets_once_and_suggests_questions(
    slack: Workspace, tmp_path: Path
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await slack.event(opened("messages"))
        (greeting,) = await bot.answers(1, "D1")
        await slack.event(opened("messages"))
        await slack.until(lambda: len(slack.made("assistant.threads.setSuggestedPrompts")) == 2)
        await asyncio.sleep(0.1)

    suggested = slack.made("assistant.threads.setSuggestedPrompts")[0]
    assert "thread_ts" not in suggested
    assert [prompt["message"] for prompt in suggested["prompts"]] == list(MILL["en"].questions)
    assert "Ask me about the mill of Orval" in greeting["text"]
    assert len(slack.posted("D1")) == 1


async def test_a_corpus_that_does_not_say_what_it_is_about_is_spoken_of_in_neutral_words(
    slack: Workspace, tmp_path: Path
) -> None:
    library = FakeLibrary()
    library.abouts = {}
    async with bot_on(slack, tmp_path, library) as bot:
        await slack.event(opened("messages"))
        (greeting,) = await bot.answers(1, "D1")
        await slack.event(opened("home"))
        await slack.until(lambda: slack.made("views.publish"))

    assert "Ask me about what my sources say" in greeting["text"]
    assert slack.made("assistant.threads.setSuggestedPrompts") == []
    shown = texts(slack.made("views.publish")[0]["view"])
    assert word("en", "slack-home-examples") not in shown


async def test_nobody_is_greeted_in_the_middle_of_a_conversation(slack: Workspace, tmp_path: Path) -> None:
    slack.say("D1", "What happened?")
    async with bot_on(slack, tmp_path):
        await slack.event(opened("messages"))
        await slack.until(lambda: slack.made("conversations.history"))
        await asyncio.sleep(0.1)

    assert slack.posted("D1") == []


async def test_the_older_assistant_view_gets_prompts_for_its_thread(slack: Workspace, tmp_path: Path) -> None:
    thread = {"user_id": "U1", "channel_id": "D1", "thread_ts": "12.34", "context": {}}
    async with bot_on(slack, tmp_path) as bot:
        await slack.event({"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": "1.1"})
        (greeting,) = await bot.answers(1, "D1")

    assert slack.made("assistant.threads.setSuggestedPrompts")[0]["thread_ts"] == "12.34"
    assert greeting["thread_ts"] == "12.34"


async def test_the_home_shows_what_is_known_in_the_persons_language(slack: Workspace, tmp_path: Path) -> None:
    slack.locales["U1"] = "fr-FR"
    library = FakeLibrary()
    library.generation = make_generation("20250131-120000-000")
    async with bot_on(slack, tmp_path, library) as bot:
        await bot.mention("What happened?")
        await bot.answers(1)
        await slack.event(opened("home"))
        await slack.until(lambda: slack.made("views.publish"))

    published = slack.made("views.publish")[0]
    shown = " ".join(texts(published["view"]))
    assert published["user_id"] == "U1"
    for words in (
        "Mes sources",
        "The title of doc",
        "2025-01-31",
        "20250131-120000-000",
        "2025-01-31 12:00 UTC",
    ):
        assert words in shown
    assert MILL["fr"].questions[0] in shown
    assert "Posez vos questions sur le moulin d'Orval" in shown


async def test_an_example_is_asked_in_the_persons_own_conversation(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        await slack.event(opened("home"))
        await slack.until(lambda: slack.made("views.publish"))
        blocks = slack.made("views.publish")[0]["view"]["blocks"]
        example = next(block for block in blocks if block["type"] == "actions")["elements"][0]
        await bot.click(example)
        question, answer = await bot.answers(2, "DU1")

    assert question["text"] == MILL["en"].questions[0]
    assert answer["thread_ts"] == question["ts"]
    assert bot.library.asked[0][0] == MILL["en"].questions[0]
