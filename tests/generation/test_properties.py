"""For any draft over any passages: every quote of the answer is a slice, every figure is carried."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answers.aligning import align
from retrieval.answers.bleaching import plain_words
from retrieval.answers.composing import Page
from retrieval.answers.drafting import read_statements
from retrieval.answers.grounding import Fault
from retrieval.errors import DraftBroken
from retrieval.sources.amounts import figures
from retrieval.sources.passages import cut
from retrieval.types import Answer, Passage, ProposedQuote, ProposedStatement, Question, Status
from tests.builders import make_document, make_passage, make_source
from tests.mill import Opened

_WORDS = st.sampled_from(
    "the mill of Orval grinds about flour a year and its wheel was made in oak by Gaston R1 V3 H800 not"
    " le moulin moud environ de farine par an et sa roue « » “ ” — ’ 5,6 5.6 5.576 millions million 35 36 1 902"
    " 1902 17 % $ dollars USD tonnes January 27 deux twelve".split(" ")
)
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words).capitalize() + ".")
_TEXTS = st.lists(_SENTENCES, min_size=1, max_size=4).map(" ".join)


@st.composite
def drafts(draw: st.DrawFn) -> tuple[list[Passage], list[ProposedStatement]]:
    """Draw passages and statements whose quotes are pieces of them, pieces that were bent, or nothing of the kind."""
    texts = draw(st.lists(_TEXTS, min_size=1, max_size=3))
    passages = [
        each
        for number, text in enumerate(texts)
        for each in cut(make_document(text, make_source(f"doc{number}")), longest=4000)
    ]
    statements = []
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(passages) - 1))
        spans = passages[place].sentences
        span = spans[draw(st.integers(0, len(spans) - 1))]
        sentence = passages[place].document.text[span.start : span.end]
        quote = draw(st.just(sentence) | st.just(sentence) | _bent(sentence) | _SENTENCES)
        text = draw(st.just(sentence) | _bent(sentence) | _bent(sentence) | _SENTENCES)
        text += draw(
            st.sampled_from(["", "", "", "", " @everyone", " **bold**", " https://x.example", " `x`"])
        )
        number = draw(st.sampled_from([place + 1, place + 1, place + 1, 0, -1, 99]))
        statements.append(ProposedStatement(text, (ProposedQuote(number, quote),)))
    return passages, statements


@st.composite
def _bent(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, max(0, len(text) - 1)))
    piece = text[start : draw(st.integers(start, len(text)))]
    place = draw(st.integers(0, len(piece)))
    return piece[:place] + draw(st.sampled_from(["", "x", " ", "7", "\u00a0", "not "])) + piece[place + 1 :]


def blank_page(mill: Opened) -> Page:
    question = Question("What of the mill?", "en")
    return Page(Answer(question, "en", Status.ANSWERED), room=3, snapshot=mill.snapshot)


@settings(max_examples=200)
@given(drafts())
def test_every_quote_is_a_slice_and_every_figure_is_carried(
    mill: Opened, drawn: tuple[list[Passage], list[ProposedStatement]]
) -> None:
    passages, statements = drawn
    page = blank_page(mill)

    faults = [page.add(statement, passages) for statement in statements]

    answer = page.answer()
    assert len(answer.statements) == faults.count(None) <= 3
    assert len(answer.citations) <= 3
    for citation in answer.citations:
        quote = citation.quote
        assert quote.text == quote.document.text[quote.start : quote.end]
        assert any(quote.text in passage.text for passage in passages)
    for statement in answer.statements:
        cited = [each.quote.text for each in answer.citations if each.number in statement.citations]
        assert cited
        assert plain_words(statement.text) == statement.text
        values = {figure.value for text in cited for figure in figures(text, "en")}
        for figure in figures(statement.text, "en"):
            assert any(abs(figure.value - value) <= max(figure.step / 2, Decimal(0)) for value in values)


@given(_TEXTS, st.data())
def test_what_is_aligned_is_whole_sentences_of_the_passage(text: str, data: st.DataObject) -> None:
    passage = make_passage(text)
    proposed = data.draw(_bent(passage.text) | _SENTENCES | st.text(max_size=50))

    found = align(proposed, passage)

    if found is not None:
        starts = {sentence.start for sentence in passage.sentences}
        ends = {sentence.end for sentence in passage.sentences}
        assert found.quote.start in starts
        assert found.quote.end in ends


@given(st.text(max_size=300))
def test_plain_words_are_plain_for_good(text: str) -> None:
    once = plain_words(text)

    assert once is None or plain_words(once) in (once, None)
    assert once is None or not set(once) & set("*`|[]\n\r\u200b\u202e")


@given(st.text(max_size=200), st.integers(1, 50))
def test_any_text_is_a_draft_or_is_broken(text: str, piece: int) -> None:
    pieces = [text[start : start + piece] for start in range(0, len(text), piece)]

    try:
        statements = list(read_statements(pieces))
    except DraftBroken:
        statements = []

    assert all(statement.text is not None for statement in statements)


_DRAFTED = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.text(max_size=40),
            "quotes": st.lists(
                st.fixed_dictionaries({"passage": st.integers(-5, 99), "quote": st.text(max_size=30)}),
                max_size=3,
            ),
        }
    ),
    max_size=5,
)


@given(_DRAFTED, st.integers(1, 60), st.sampled_from(["", "```json\n"]))
def test_a_draft_is_read_alike_however_it_is_cut(
    records: list[dict[str, Any]], piece: int, fence: str
) -> None:

    text = json.dumps({"statements": records}, ensure_ascii=False)
    text = f"Here it is:\n{fence}{text}\n```" if fence else text
    pieces = [text[start : start + piece] for start in range(0, len(text), piece)]

    statements = list(read_statements(pieces))

    assert [statement.model_dump() for statement in statements] == records


def test_a_page_takes_no_more_than_there_is_room_for(mill: Opened) -> None:
    passages = [
        make_passage(f"Number {number} of the mill is {number}.", make_source(f"d{number}"))
        for number in range(5)
    ]
    page = blank_page(mill)

    faults = [
        page.add(ProposedStatement(passage.text, (ProposedQuote(place, passage.text),)), passages)
        for place, passage in enumerate(passages, 1)
    ]

    assert Fault.ROOM in faults or Fault.REPEATED in faults
    assert len(page.statements) <= 3
