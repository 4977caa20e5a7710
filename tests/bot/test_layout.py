"""The parts of an answer stand in one order: a quote with its source, its checks right after it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.layout import Checked, Near, Quoted, Said, parts, plain_text, reference_line, source_line
from retrieval import Answer, Statement
from tests.builders import (
    make_answer,
    make_check,
    make_citation,
    make_quote,
    make_reference,
    make_refusal,
    make_source,
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Draw an answer of which statements share citations, and some citations carry none."""
    count = draw(st.integers(1, 4))
    citations = [make_citation(number, f"Quoted sentence {number}.") for number in range(1, count + 1)]
    numbers = st.lists(st.integers(1, count), unique=True, max_size=3).map(tuple)
    statements = draw(st.lists(st.builds(Statement, st.sampled_from(["One.", "Two."]), numbers), max_size=4))
    checked = draw(st.lists(st.sampled_from(citations), max_size=4))
    return make_answer(
        *citations, statements=tuple(statements), checks=tuple(make_check(citation) for citation in checked)
    )


@given(answers())
def test_each_citation_is_shown_once(answer: Answer) -> None:
    shown = [part.citation for part in parts(answer) if isinstance(part, Quoted)]

    assert sorted(citation.number for citation in shown) == [citation.number for citation in answer.citations]


@given(answers())
def test_checks_stand_right_after_their_quote(answer: Answer) -> None:
    above, shown = 0, 0
    for part in parts(answer):
        if isinstance(part, Quoted):
            above = part.citation.number
        elif isinstance(part, Checked):
            assert part.check.citation == above
            shown += 1
        else:
            above = 0

    assert shown == len(answer.checks)


@given(answers())
def test_statements_keep_their_order(answer: Answer) -> None:
    assert [part.statement for part in parts(answer) if isinstance(part, Said)] == list(answer.statements)


@given(answers())
def test_a_quote_never_stands_without_its_source_in_plain_text(answer: Answer) -> None:
    lines = plain_text(answer).splitlines()

    for citation in answer.citations:
        source = source_line(citation.quote.document.source, "en")
        place = next(number for number, line in enumerate(lines) if citation.quote.text in line)
        assert any(source in line for line in lines[place : place + 3])


def test_a_sentence_that_is_its_own_quote_is_not_said_twice() -> None:
    citation = make_citation(1, "R1 is free.")
    answer = make_answer(citation, statements=(Statement("R1 is free.", (1,)),))

    text = plain_text(answer)

    assert text.count("R1 is free.") == 1
    assert "The title of doc" in text


def test_our_translation_is_labelled_as_ours() -> None:
    text = plain_text(make_answer(make_citation(1, "Il dort.", translation="It sleeps.")))

    assert "Our translation: It sleeps." in text
    assert "Il dort." in text


def test_a_check_shows_finding_and_correction() -> None:
    citation = make_citation()

    text = plain_text(make_answer(citation, checks=(make_check(citation),)))

    assert "wrong" in text
    assert "It was otherwise." in text


def test_a_refusal_shows_what_is_near_and_that_it_is_no_answer() -> None:
    quote = make_quote("Something else.")

    answer = make_refusal(quote)

    assert list(parts(answer)) == [Near(quote)]
    assert "Not in my sources." in plain_text(answer)
    assert "not an answer" in plain_text(answer)
    assert source_line(quote.document.source, "en") in plain_text(answer)


def test_a_source_line_holds_title_publisher_and_date() -> None:
    assert source_line(make_source("doc"), "en") == "The title of doc · The Gazette · 2025-01-31"


def test_an_unknown_publisher_is_said_to_be_unknown() -> None:
    source = replace(make_source("doc"), publisher=None, published=None)

    assert source_line(source, "en") == "The title of doc · publisher unknown · undated"
    assert "éditeur inconnu" in source_line(source, "fr")


def test_many_references_are_counted() -> None:
    references = tuple(replace(make_reference(), publisher=f"Institute {number}") for number in range(5))

    line = reference_line(references, "en")

    assert line is not None
    assert line.count("Institute") == 3
    assert "2 more" in line


def test_no_references_are_no_line() -> None:
    assert reference_line((), "en") is None
