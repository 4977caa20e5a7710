"""Whatever an answer holds, its messages keep Discord's limits, and no quote is cut or parted from its source."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answered import Around
from bot.discord.asides import cited_pages, help_page, notice_text, passage_page, sources_pages
from bot.discord.controls import Control, Press, read_control
from bot.discord.escaping import escape, length, one_line, unescape
from bot.discord.pages import Page
from bot.discord.reasons import reason_form
from bot.discord.rendering import COLOURS, Shown, asked_line, render
from bot.discord.views import to_view
from retrieval import About, Answer, Citation, Document, Quote, Source, Span, Statement, Verdict
from tests.builders import make_answer, make_check, make_citation, make_refusal, make_source
from tests.discord.test_escaping import NASTY

Component = dict[str, Any]

SIZED = st.one_of(
    NASTY, st.integers(min_value=1, max_value=6000).map(lambda size: ("Wort *y* 😀 " * 700)[:size])
)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    source = Source(
        id="doc",
        title=draw(NASTY) or "title",
        kind=make_source().kind,
        language="fr",
        publisher=draw(st.none() | NASTY),
        published="2025-01-31",
        address=draw(st.sampled_from([None, "https://gazette.example/a_b", "not an address"])),
    )
    before, words, after = draw(NASTY), draw(SIZED) or "x", draw(NASTY)
    document = Document(source, before + words + after)
    return Quote(document, len(before), len(before) + len(words))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    found = draw(st.lists(quotes(), max_size=7))
    citations = [
        Citation(number, quote, draw(st.none() | SIZED), make_citation().references)
        for number, quote in enumerate(found, 1)
    ]
    statements = tuple(
        Statement(citation.quote.text if draw(st.booleans()) else draw(SIZED), (citation.number,))
        for citation in citations
    )
    checked = [citation for citation in citations if draw(st.booleans())]
    checks = tuple(make_check(each, draw(st.sampled_from(list(Verdict)))) for each in checked)
    answer = make_answer(*citations, statements=statements, checks=checks)
    if not citations:
        return make_refusal(*draw(st.lists(quotes(), max_size=2)))
    return answer


def walk(components: list[Component]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))


def assert_within_limits(page: Page) -> None:
    components = to_view(page).to_components()  # type: ignore[no-untyped-call]  # the library's
    everything = list(walk(components))
    shown = [component["content"] for component in everything if component["type"] == 10]
    assert len(everything) <= 40
    assert sum(length(text) for text in shown) <= 4000
    assert all(text for text in shown)
    assert components
    for row in (component for component in everything if component["type"] == 1):
        assert 1 <= len(row["components"]) <= 5
    for control in (component for component in everything if component["type"] in (2, 3)):
        assert 1 <= len(control["custom_id"]) <= 100
        assert len(control.get("label", "")) <= 80
        assert len(control.get("options", [])) <= 25


def blocks(pages: tuple[Page, ...]) -> list[str]:
    return [block.text for page in pages for block in page.blocks]


@given(answers(), st.builds(Shown, st.just("A" * 11), st.sampled_from(["en", "fr"]), st.booleans()), SIZED)
def test_every_message_keeps_discords_limits(answer: Answer, shown: Shown, asked: str) -> None:
    line = asked_line(asked, asked, shown.language)
    for page in render(answer, replace(shown, asked=line)):
        assert_within_limits(page)
    for page in cited_pages(answer, shown.language):
        assert_within_limits(page)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_message_that_is_as_full_as_can_be_has_room_for_the_longest_question_and_notes(
    language: str,
) -> None:
    too_long = make_citation(3, "y" * 5000)
    answer = make_answer(make_citation(1, "x" * 1450), make_citation(2, "x" * 1600), too_long, statements=())
    asked = asked_line("*" * 80, "*" * 2000, language) + f"\n-# {'x' * 60}"

    pages = render(answer, Shown("AAAAAAAAAAA", language, private=True, asked=asked))

    for page in pages:
        assert_within_limits(page)
    assert len(pages) == 1


@given(answers())
def test_a_quote_is_shown_whole_with_its_source_or_is_counted_as_left_out(answer: Answer) -> None:
    pages = render(answer, Shown("AAAAAAAAAAA", "en"))

    shown = blocks(pages)
    missing = 0
    for quote in [*(citation.quote for citation in answer.citations), *answer.nearest]:
        homes = [text for text in shown if f"« {escape(quote.text)} »" in text]
        missing += not homes
        title = one_line(quote.document.source.title)
        assert not homes or any(title in home and "2025-01-31" in home for home in homes)
        for home in homes:
            start = home.index("« ") + 2
            assert unescape(home[start : start + len(escape(quote.text))]) == quote.text
    assert missing == 0 or any("too long for Discord" in text for text in shown)


@given(answers())
def test_a_quote_with_a_check_never_stands_without_it(answer: Answer) -> None:
    pages = render(answer, Shown("AAAAAAAAAAA", "en"))

    for check in answer.checks:
        quoted = f"**\\[{check.citation}\\]** « "
        checked = f"Check \\[{check.citation}\\]: "
        for page in pages:
            texts = [block.text for block in page.blocks]
            assert any(quoted in text for text in texts) == any(checked in text for text in texts)


@given(quotes())
def test_a_passage_holds_its_quote_whole_in_bold(quote: Quote) -> None:
    around = Around(Citation(1, quote), Span(0, len(quote.document.text)))

    page = passage_page(around, "en")

    assert_within_limits(page)
    shown = "\n".join(block.text for block in page.blocks)
    assert f"**{escape(quote.text)}**" in shown or "too long for Discord" in shown


def test_of_a_very_long_paragraph_as_much_is_shown_as_fits() -> None:
    text = f"{'before ' * 900}The quote.{' after' * 900}"
    start = text.index("The quote.")
    quote = Quote(Document(make_source(), text), start, start + len("The quote."))

    page = passage_page(Around(Citation(1, quote), Span(0, len(text))), "en")

    assert_within_limits(page)
    shown = page.blocks[1].text
    assert shown.startswith("…before")
    assert "before **The quote.** after" in shown
    assert "after…" in shown


@given(st.text(max_size=5000))
def test_a_notice_fits_an_ordinary_message(text: str) -> None:
    assert length(notice_text(text)) <= 2000


@given(st.lists(quotes(), max_size=25))
def test_the_list_of_sources_keeps_the_limits(found: list[Quote]) -> None:
    for page in sources_pages([quote.document.source for quote in found], "en"):
        assert_within_limits(page)


@given(
    st.text(max_size=200),
    st.lists(st.text(min_size=1, max_size=100), max_size=6),
    st.sampled_from(["en", "fr"]),
)
def test_help_keeps_the_limits(topic: str, questions: list[str], language: str) -> None:
    assert_within_limits(help_page(About(topic, tuple(questions)), language))


def test_an_example_that_no_button_can_hold_whole_is_not_offered() -> None:
    page = help_page(About("the mill", ("Is it true that " + "very " * 20 + "old?", "Who built it?")), "en")

    assert [button.label for row in page.rows if isinstance(row, tuple) for button in row] == [
        "Who built it?"
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_keeps_the_limits(language: str) -> None:
    form = reason_form("AAAAAAAAAAA", range(1, 40), language, comments=True).to_dict()

    assert len(form["title"]) <= 45
    assert len(form["components"]) <= 5
    assert all(len(label["label"]) <= 45 for label in form["components"])
    assert len(form["custom_id"]) <= 100


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_check_is_told_by_a_colour_and_by_words(verdict: Verdict) -> None:
    citation = make_citation()

    (page,) = render(
        make_answer(citation, checks=(make_check(citation, verdict),)), Shown("AAAAAAAAAAA", "en")
    )

    (checked,) = [block for block in page.blocks if block.accent in COLOURS.values()]
    assert checked.accent == COLOURS[verdict]
    assert checked.text.startswith("### ")
    assert f"Check \\[1\\]: {verdict.value}" in checked.text
    assert "It was otherwise." in checked.text


def test_a_translation_is_labelled_as_ours() -> None:
    citation = make_citation(translation="Une phrase citée.")

    shown = blocks(render(make_answer(citation), Shown(None, "en")))

    assert any("*Our translation:* Une phrase citée." in text for text in shown)


def test_a_sentence_that_is_its_own_quote_is_shown_once() -> None:
    citation = make_citation()
    answer = make_answer(citation, statements=(Statement(citation.quote.text, (1,)),))

    shown = "\n".join(blocks(render(answer, Shown(None, "en"))))

    assert shown.count(citation.quote.text) == 1


def test_an_answer_that_could_not_be_kept_has_no_buttons() -> None:
    (page,) = render(make_answer(make_citation()), Shown(None, "en"))

    assert page.rows == ()


@given(
    st.sampled_from(list(Press)),
    st.from_regex(r"[\w-]{1,20}", fullmatch=True),
    st.none() | st.integers(0, 10**6),
)
def test_a_controls_id_says_what_it_was_made_from(press: Press, answer: str, number: int | None) -> None:
    control = Control(press, answer, number)

    assert read_control(control.id) == control


def test_ids_that_are_not_ours_are_left_alone() -> None:
    assert read_control("bot:dance:AAAA") is None
    assert read_control("something") is None


def test_a_passage_shows_no_comments_of_its_authors() -> None:
    text = "The heron stands. Otters swim. <!-- refs: report | facts: F1 -->"
    quote = Quote(Document(make_source(), text), 0, len("The heron stands."))

    page = passage_page(Around(Citation(1, quote), Span(0, len(text))), "en")

    assert page.blocks[1].text.startswith("**The heron stands.** Otters swim.\n")
