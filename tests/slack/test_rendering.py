"""An answer as Slack messages: complete, verbatim, dead markup, within every limit."""

import json
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from bot.answered import Around
from bot.layout import source_line
from bot.slack.blocks import Block
from bot.slack.rendering import MOST_MESSAGES, Message, Sharing, notice, render
from bot.slack.views import home, passage, reasons
from retrieval import About, Answer, Mode, Quote, Span, Statement, Verdict
from retrieval.types import Citation
from tests.bot.libraries import MILL
from tests.builders import (
    make_answer,
    make_check,
    make_citation,
    make_generation,
    make_quote,
    make_refusal,
    make_source,
)
from tests.slack.answers import answers, quotes
from tests.slack.rules import fault_of_message, fault_of_view, texts


def as_sent(message: Message) -> dict[str, object]:
    return {"text": message.text, "blocks": list(message.blocks)}


def shown(messages: tuple[Message, ...]) -> list[str]:
    return [words for message in messages for words in texts(list(message.blocks))]


def quoted(block: Block) -> list[str]:
    """Return the texts of the paragraphs with a bar beside them."""
    return [
        "".join(part["text"] for part in element["elements"])
        for element in block.get("elements", [])
        if element.get("type") == "rich_text_quote"
    ]


@given(answers(), st.sampled_from([None, "abc-DEF_123"]), st.sampled_from([None, Sharing(), Sharing("12.3")]))
def test_slack_takes_every_message(answer: Answer, identifier: str | None, sharing: Sharing | None) -> None:
    messages = render(answer, identifier, sharing=sharing, shared_by="ann <!channel>")

    assert 1 <= len(messages) <= MOST_MESSAGES
    assert [fault_of_message(as_sent(message)) for message in messages] == [None] * len(messages)


@given(answers())
def test_what_is_said_and_quoted_stands_there_character_for_character_or_is_said_to_be_left_out(
    answer: Answer,
) -> None:
    messages = render(answer, "abc")

    there = shown(messages)
    wanted = [statement.text for statement in answer.statements]
    wanted += [citation.quote.text for citation in answer.citations]
    wanted += [quote.text for quote in answer.nearest]
    wanted += [answer.message] if answer.message else []
    missing = [words for words in wanted if words not in there]
    left_out = any("left out whole" in words or "omise" in words for words in there)
    assert not missing or left_out


@given(answers())
def test_a_quote_shares_its_block_with_its_source(answer: Answer) -> None:
    blocks = [block for message in render(answer, "abc") for block in message.blocks]

    for citation in answer.citations:
        source = citation.quote.document.source
        line = source_line(source, answer.language)
        for block in blocks:
            if citation.quote.text in quoted(block) and f"[{citation.number}] " in list(texts(block)):
                assert line in "".join(texts(block))


@given(st.integers(1, 30), st.integers(1, 6000))
@example(1, 30_000)
def test_a_quote_is_shown_whole_or_not_at_all(count: int, length: int) -> None:
    citations = tuple(make_citation(number, f"{number} " + "q" * length) for number in range(1, count + 1))
    messages = render(make_answer(*citations), "abc")

    whole = {citation.quote.text for citation in citations}
    found = [words for message in messages for block in message.blocks for words in quoted(block)]
    assert set(found) <= whole
    assert len(found) == count or any("left out" in words for words in shown(messages))
    assert all(fault_of_message(as_sent(message)) is None for message in messages)


def test_the_button_of_a_quote_that_is_left_out_is_there_all_the_same() -> None:
    messages = render(make_answer(make_citation(1, "q" * 20_000)), "abc")

    opens = [
        element
        for block in messages[-1].blocks
        for element in block.get("elements", [])
        if element.get("value")
    ]
    assert json.loads(opens[0]["value"]) == {"answer": "abc", "citation": 1}


@given(answers())
def test_the_line_for_notifications_is_a_real_first_sentence(answer: Answer) -> None:
    first = render(answer, "abc")[0].text

    assert first.strip()
    assert len(first) <= 4000
    assert "results" not in first or "results" in json.dumps(shown(render(answer, "abc")))


def test_a_check_stands_out_right_under_its_quote() -> None:
    citation = make_citation(1, "R1 cost 5.6 million.")

    (message,) = render(make_answer(citation, checks=(make_check(citation),)), "abc")

    kinds = [block["type"] for block in message.blocks]
    place = kinds.index("header")
    assert message.blocks[place]["text"]["text"] == "❌ Check: wrong"
    assert quoted(message.blocks[place - 1]) == ["R1 cost 5.6 million."]
    assert "It was otherwise." in list(texts(message.blocks[place + 1]))
    assert kinds[place + 2] == "divider"


def test_a_check_comes_in_the_message_of_its_quote() -> None:
    citation = make_citation(2, "q" * 3000)
    first = make_citation(1, "p" * 7000)

    messages = render(make_answer(first, citation, checks=(make_check(citation),)), "abc")

    (holds,) = [message for message in messages if any(block["type"] == "header" for block in message.blocks)]
    assert "q" * 3000 in shown((holds,))


def test_each_verdict_has_a_mark_of_its_own() -> None:
    citation = make_citation()
    marks = {
        render(make_answer(citation, checks=(make_check(citation, verdict),)), None)[0].blocks[2]["text"][
            "text"
        ][0]
        for verdict in Verdict
    }

    assert len(marks) == len(Verdict)


def test_our_translation_is_labelled_in_the_language_of_the_answer() -> None:
    answer = make_answer(make_citation(1, "Il dort.", translation="It sleeps."))

    english, french = (
        list(texts(list(render(replace(answer, language=each), None)[0].blocks))) for each in ("en", "fr")
    )

    assert "Our translation: " in english
    assert "Notre traduction\u202f: " in french


def test_the_source_is_a_link_only_where_it_is_a_web_address() -> None:
    good = make_answer(make_citation())
    bad = make_quote("It sleeps.", source=replace(make_source(), address="javascript:alert(1)"))

    links = [
        json.dumps(list(render(each, None)[0].blocks)).count('"link"')
        for each in (good, make_answer(Citation(1, bad)))
    ]

    assert links == [1, 0]


def test_nothing_of_a_question_or_a_source_comes_alive_in_notifications() -> None:
    said = (Statement("<!channel> *see* <@U1> & <https://x.example|this>!", ()),)

    (message,) = render(make_answer(statements=said), None)

    assert "<" not in message.text
    assert "&lt;!channel&gt;" in message.text
    assert "*see*" not in message.text


def test_a_model_that_wrote_is_named_as_one() -> None:
    by_hand, by_model = (
        " ".join(shown(render(replace(make_answer(make_citation()), mode=mode), None))) for mode in Mode
    )

    assert "no language model" in by_hand
    assert "A language model wrote" in by_model


def test_a_refusal_has_feedback_but_no_passages() -> None:
    (message,) = render(make_refusal(make_quote("Near by.")), "abc")

    assert [block["type"] for block in message.blocks] == [
        "rich_text",
        "rich_text",
        "context_actions",
        "context",
    ]


def test_a_notice_is_one_line() -> None:
    message = notice("Too <many> *questions*.")

    assert fault_of_message(as_sent(message)) is None
    assert list(texts(list(message.blocks))) == ["Too <many> *questions*."]


@given(quotes(), st.sampled_from(["en", "fr"]))
def test_slack_takes_every_passage_and_it_holds_the_quote(quote: Quote, language: str) -> None:
    around = Around(Citation(3, quote), Span(0, len(quote.document.text)))

    view = passage(around, language)

    assert fault_of_view(view) is None
    bold = [part["text"] for part in view["blocks"][0]["elements"][0]["elements"] if part.get("style")]
    assert bold == [quote.text]


@given(answers(), st.sampled_from(["en", "fr"]))
def test_slack_takes_the_reasons_and_the_home(answer: Answer, language: str) -> None:
    sources = [citation.quote.document.source for citation in answer.citations] * 20

    views = [
        reasons("abc", answer, language),
        reasons("abc", None, language),
        home(sources, make_generation("20250131-120000-000"), MILL["en"], language),
        home(None, None, About("x" * 200, tuple("x" * 200 for _ in range(6))), language),
        home([], None, MILL["en"], language),
    ]

    assert [fault_of_view(view) for view in views] == [None] * len(views)
