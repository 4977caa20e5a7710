"""The buttons under an answer."""

import asyncio
from pathlib import Path

import pytest

from bot.storage.answers import Rating
from retrieval import Answer, Document
from retrieval.types import Citation
from tests.bot.libraries import FakeLibrary
from tests.builders import make_answer, make_quote, make_source
from tests.slack.rules import texts
from tests.slack.running import Running, bot_on, elements
from tests.slack.workspace import Json, Workspace

PARAGRAPH = "First one. The quoted <sentence> & more. Last one."


def answer_from_a_paragraph(text: str) -> Answer:
    document = f"# Head\n\n{PARAGRAPH}\n\nAnother paragraph."
    return make_answer(
        Citation(1, make_quote("The quoted <sentence> & more.", document, make_source())), text=text
    )


async def answered(bot: Running) -> Json:
    await bot.mention("What happened?")
    (answer,) = await bot.answers(1)
    await asyncio.sleep(0.1)
    return answer


async def opened(bot: Running) -> Json:
    await bot.slack.until(lambda: bot.slack.made("views.open"))
    view: Json = bot.slack.made("views.open")[-1]["view"]
    return view


async def ratings(bot: Running, answer: Json) -> list[Rating]:
    kept = await bot.services.answered.shown_in(f"slack:{answer['channel']}:{answer['ts']}")
    assert kept is not None
    return await bot.services.answered._answers.ratings(kept.id)


async def test_the_passage_is_the_paragraph_with_the_quote_in_bold(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path, FakeLibrary(answer_from_a_paragraph)) as bot:
        answer = await answered(bot)
        await bot.click(elements(answer, "button")[0])
        view = await opened(bot)

    parts = view["blocks"][0]["elements"][0]["elements"]
    assert "".join(part["text"] for part in parts) == PARAGRAPH
    assert [part["text"] for part in parts if part.get("style", {}).get("bold")] == [
        "The quoted <sentence> & more."
    ]
    assert any("The Gazette" in words for words in texts(view["blocks"]))


async def test_buttons_work_after_a_restart(slack: Workspace, tmp_path: Path) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    async with bot_on(slack, tmp_path, library) as bot:
        answer = await answered(bot)
    slack.opened.clear()
    async with bot_on(slack, tmp_path, library) as bot:
        await bot.click(elements(answer, "button")[0])
        view = await opened(bot)

    assert view["title"]["text"] == "The passage"
    assert "The quoted <sentence> & more." in list(texts(view))


async def test_a_passage_whose_source_has_changed_is_said_to_be_gone(
    slack: Workspace, tmp_path: Path
) -> None:
    library = FakeLibrary(answer_from_a_paragraph)
    async with bot_on(slack, tmp_path, library) as bot:
        answer = await answered(bot)
        library.replace_document(Document(make_source(), "Something else entirely."))
        await bot.click(elements(answer, "button")[0])
        view = await opened(bot)

    assert any("cannot be shown any more" in words for words in texts(view))


async def test_helpful_is_kept_and_thanked_for(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        answer = await answered(bot)
        await bot.click(elements(answer, "feedback_buttons")[0], user="U2")
        await slack.until(lambda: slack.made("respond"))
        (rating,) = await ratings(bot, answer)

    assert rating.helpful
    assert slack.made("respond")[0]["text"] == "Thank you, that is noted."


async def test_not_helpful_asks_why_and_keeps_what_is_said(slack: Workspace, tmp_path: Path) -> None:
    async with bot_on(slack, tmp_path) as bot:
        answer = await answered(bot)
        pair = elements(answer, "feedback_buttons")[0]
        await bot.click(
            {"action_id": pair["action_id"], "type": "button", "value": pair["negative_button"]["value"]}
        )
        view = await opened(bot)
        at_once = await ratings(bot, answer)
        state = {
            "reason": {"reason": {"selected_option": {"value": "unsupported"}}},
            "quote": {"quote": {"selected_option": {"value": "1"}}},
            "comment": {"comment": {"value": "It says something else."}},
        }
        submitted = {**view, "id": "V1", "state": {"values": state}}
        await slack.send(
            "interactive",
            {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": submitted},
        )
        await asyncio.sleep(0.15)
        later = await ratings(bot, answer)

    assert [(rating.helpful, rating.reason) for rating in at_once] == [(False, None)]
    assert [(rating.helpful, rating.reason, rating.citation) for rating in later] == [
        (False, "unsupported", 1)
    ]
    assert later[0].comment is None  # kept only where an admin has turned it on
    assert [option["value"] for option in view["blocks"][0]["element"]["options"]] == [
        "wrong",
        "unsupported",
        "incomplete",
        "unclear",
        "other",
    ]


@pytest.mark.parametrize("kind", ["button", "feedback_buttons"])
async def test_a_click_on_what_is_no_longer_kept_is_answered(
    slack: Workspace, tmp_path: Path, kind: str
) -> None:
    async with bot_on(slack, tmp_path) as bot:
        answer = await answered(bot)
        await bot.services.answered.forget("slack:U1")
        await bot.click(elements(answer, kind)[0])
        await slack.until(lambda: slack.made("respond") or slack.made("views.open"))

    told = " ".join(texts(slack.made("respond") + slack.made("views.open")))
    assert "no longer kept" in told
