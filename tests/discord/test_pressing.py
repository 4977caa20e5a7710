"""Buttons and forms: private where they should be, alive after a restart."""

from pathlib import Path
from typing import Any

import pytest

from retrieval import Answer, Citation, Quote
from tests.bot.libraries import FakeLibrary
from tests.builders import make_answer, make_check, make_citation, make_document
from tests.discord.asked import answered
from tests.discord.stage import Stage, labels, raise_curtain, response, texts


async def test_a_private_answer_can_be_shared_once(stage: Stage) -> None:
    done = await stage.alice.slash(stage.channel, "ask", question="What happened?", private=True)
    assert done.ephemeral
    assert "Share" in labels(done.response)

    shared = await stage.alice.click(response(done), label="Share")

    (public,) = shared.followups
    assert not public.ephemeral
    assert "> **alice**: What happened?" in texts(public)
    assert "Shared by alice" in texts(public)
    assert "A quoted sentence." in texts(public)
    assert "Share" not in labels(shared.response)


async def test_two_presses_on_share_show_the_answer_once(stage: Stage) -> None:
    done = await stage.alice.slash(stage.channel, "ask", question="What happened?", private=True)
    assert done.response is not None
    share = next(
        button["custom_id"]
        for row in done.response.components
        for button in row.get("components", ())
        if button.get("label") == "Share"
    )
    await stage.alice.click(response(done), label="Share")
    stored = stage.env.backend.get_message(done.response.channel_id, done.response.id)
    stored.components = [
        {"type": 1, "components": [{"type": 2, "style": 3, "label": "Share", "custom_id": share}]}
    ]

    again = await stage.alice.click(response(done), label="Share")

    assert [(told.ephemeral, told.content) for told in again.followups] == [
        (True, "This answer has been shared already.")
    ]


async def test_every_button_works_after_a_restart(stage: Stage) -> None:
    answer = await answered(stage)
    done = await stage.alice.slash(stage.channel, "ask", question="What happened?", private=True)
    await stage.restart()

    passage = await stage.alice.click(answer, label="Show the passage [1]")
    sources = await stage.alice.click(answer, label="Sources")
    helpful = await stage.alice.click(answer, label="Helpful")
    form = await stage.alice.click(answer, label="Not helpful")
    shared = await stage.alice.click(response(done), label="Share")

    assert "**A quoted sentence.**" in texts(passage.response)
    assert "The title of doc" in texts(sources.response)
    assert "Thank you" in texts(helpful.response)
    assert form.modal is not None
    assert len(shared.followups) == 1


async def test_a_form_that_was_opened_before_a_restart_can_be_sent_in_after_it(stage: Stage) -> None:
    answer = await answered(stage)
    form = await stage.alice.click(answer, label="Not helpful")
    await stage.restart()

    done = await stage.alice.submit_modal(form, {"reason": "unsupported", "quote": ["1"]})

    assert "Thank you" in texts(done.response)


async def test_the_passage_shows_the_paragraph_with_the_quote_in_bold_to_the_one_who_asked(
    tmp_path: Path,
) -> None:
    document = make_document(
        "# Rivers\n\nThe heron stands. *Otters* swim. The day ends.\n\nAnother paragraph."
    )
    start = document.text.index("*Otters*")
    citation = Citation(1, Quote(document, start, start + len("*Otters* swim.")))

    async with raise_curtain(tmp_path, FakeLibrary(lambda text: make_answer(citation, text=text))) as stage:
        done = await stage.bob.click(await answered(stage), label="Show the passage [1]")

        assert done.ephemeral
        shown = texts(done.response)
        assert "The heron stands. **\\*Otters\\* swim.** The day ends." in shown
        assert "Another paragraph" not in shown
        assert "2025-01-31" in shown
        assert "https://gazette.example/doc#:~:text=" in shown


async def test_a_passage_whose_text_has_changed_is_not_shown(stage: Stage) -> None:
    answer = await answered(stage)
    stage.library.replace_document(make_document("Something else entirely."))

    done = await stage.alice.click(answer, label="Show the passage [1]")

    assert "Please ask again" in texts(done.response)


async def test_many_quotes_get_a_menu_instead_of_buttons(tmp_path: Path) -> None:
    def many(text: str) -> Answer:
        document = make_document(" ".join(f"Quote {number}." for number in range(1, 8)))
        starts = [document.text.index(f"Quote {number}.") for number in range(1, 8)]
        quotes = [Quote(document, start, start + len("Quote 1.")) for start in starts]
        return make_answer(*(Citation(number, quote) for number, quote in enumerate(quotes, 1)), text=text)

    async with raise_curtain(tmp_path, FakeLibrary(many)) as stage:
        await answered(stage)
        answer = stage.ours()[-1]

        done = await stage.alice.select(answer, ["7"])

        assert "**Quote 7.**" in texts(done.response)


async def ratings(stage: Stage) -> list[tuple[Any, ...]]:
    async with stage.services.inbox._database.begin() as connection:
        rows = await connection.exec_driver_sql("select helpful, reason, citation, comment from ratings")
        return [tuple(row) for row in rows.all()]


async def test_helpful_is_stored_and_thanked_for_in_private(stage: Stage) -> None:
    done = await stage.bob.click(await answered(stage), label="Helpful")

    assert done.ephemeral
    assert await ratings(stage) == [(True, None, None, None)]


async def test_not_helpful_asks_why_and_about_which_quote(stage: Stage) -> None:
    form = await stage.bob.click(await answered(stage), label="Not helpful")
    assert form.modal is not None
    reasons = [option["label"] for option in form.modal["components"][0]["component"]["options"]]
    assert "This quote does not support this sentence" in reasons

    await stage.bob.submit_modal(form, {"reason": "unsupported", "quote": ["1"]})

    assert await ratings(stage) == [(False, "unsupported", 1, None)]


async def test_a_comment_is_asked_for_only_where_it_is_kept(stage: Stage) -> None:
    answer = await answered(stage)
    without = await stage.bob.click(answer, label="Not helpful")
    await stage.services.channels.choose(f"discord:channel:{stage.channel.id}", {"keep_questions": True})

    form = await stage.bob.click(answer, label="Not helpful")
    await stage.bob.submit_modal(form, {"reason": "wrong", "comment": "It was Tuesday."})

    assert without.modal is not None
    assert form.modal is not None
    assert len(form.modal["components"]) == len(without.modal["components"]) + 1
    assert await ratings(stage) == [(False, "wrong", None, "It was Tuesday.")]


async def test_sources_name_what_the_answer_and_its_checks_rest_on(tmp_path: Path) -> None:
    citation = make_citation()
    checked = make_answer(citation, checks=(make_check(citation),))

    async with raise_curtain(tmp_path, FakeLibrary(lambda _text: checked)) as stage:
        done = await stage.bob.click(await answered(stage), label="Sources")

        assert done.ephemeral
        shown = texts(done.response)
        assert shown.count("[The report](https://institute.example/report)") == 2


async def test_a_press_that_fails_tells_the_person(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    answer = await answered(stage)
    async with stage.services.inbox._database.begin() as connection:
        await connection.exec_driver_sql("drop table ratings")

    done = await stage.alice.click(answer, label="Helpful")

    reference = texts(done.response).split("logged as ")[1][:6]
    assert any(reference in line for line in caplog.messages)
