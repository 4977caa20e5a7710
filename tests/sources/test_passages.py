"""Passages and sentences are exact slices, whatever the text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.sources.agreeing import normalise
from retrieval.sources.passages import cut, split_sentences
from retrieval.types import Document, Passage, Span
from tests.builders import make_document, make_source

ARTICLE = Path(__file__).parents[2] / "corpus" / "article" / "article.txt"

LANGUAGES = st.sampled_from(["en", "fr", "de", "zh"])
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400).map(normalise)
LINES = (
    "# Head", "- item one. Two.", "1. first", "> quoted. Twice.", "```", "| a | b |", "|---|---|", "    code", "", "",
    "Plain words. More of them!", "«Dit-il.» Oui…", "<!-- refs: a -->", "<b>html</b>", "---", "\\",
)  # fmt: skip
MARKDOWNISH = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
PLAIN_PARAGRAPH = st.lists(
    st.sampled_from(
        ["Deepseek", "a", "coûté", "5,6", "millions.", "Why?", "«Oui»,", "U.S.", "R1.", "(dit-il)", "🙂"]
    ),
    min_size=1,
    max_size=60,
).map(" ".join)


def sentences(passages: tuple[Passage, ...]) -> list[str]:
    return [
        passage.document.text[span.start : span.end] for passage in passages for span in passage.sentences
    ]


def cut_text(text: str, longest: int = 700, language: str = "en") -> tuple[Passage, ...]:
    return cut(make_document(text, make_source(language=language)), longest)


@given(ANY_TEXT | MARKDOWNISH, st.integers(100, 900), LANGUAGES)
def test_sentences_stand_in_order_inside_the_text_and_hold_something(
    text: str, longest: int, language: str
) -> None:
    passages = cut_text(text, longest, language)

    spans = [span for passage in passages for span in passage.sentences]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(text[span.start : span.end].strip() for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


@given(ANY_TEXT | MARKDOWNISH, st.integers(100, 900))
def test_a_passage_begins_and_ends_with_its_sentences(text: str, longest: int) -> None:
    passages = cut_text(text, longest)

    for passage in passages:
        assert (passage.start, passage.end) == (passage.sentences[0].start, passage.sentences[-1].end)
        assert passage.text == text[passage.start : passage.end]


@given(PLAIN_PARAGRAPH, st.integers(100, 900), LANGUAGES)
def test_every_word_of_a_paragraph_is_in_exactly_one_sentence(text: str, longest: int, language: str) -> None:
    found = sentences(cut_text(text, longest, language))

    assert "".join("".join(found).split()) == "".join(text.split())


@given(ANY_TEXT, LANGUAGES)
def test_splitting_loses_and_doubles_nothing(text: str, language: str) -> None:
    spans = split_sentences(text, language)

    assert "".join("".join(text[span.start : span.end].split()) for span in spans) == "".join(text.split())


@given(st.integers(1, 40), st.integers(100, 500))
@example(40, 116)
def test_a_long_paragraph_falls_into_passages_of_about_the_asked_length(count: int, longest: int) -> None:
    text = " ".join(f"Sentence number {number} says one thing." for number in range(count))

    passages = cut_text(text, longest)

    assert all(len(passage.text) <= longest * 1.5 for passage in passages)
    assert len(sentences(passages)) == count


def test_a_text_without_full_stops_is_cut_at_white_space() -> None:
    text = "word " * 2000

    passages = cut_text(text)

    assert set(" ".join(sentences(passages)).split()) == {"word"}
    assert max(map(len, sentences(passages))) <= 2000


@pytest.mark.parametrize(
    ("before", "quotation", "after"),
    [
        (
            "En décembre, le PDG d'Openai, Sam Altman, a publié sur X: « Il est (relativement) facile",
            "Il est extrêmement difficile de faire quelque chose de nouveau, de risque et de difficile lorsque vous ne savez pas si cela fonctionnera. «",
            "Beaucoup ont considéré cela comme une fouille à Deepseek.",
        ),
        (
            "Le PDG d'Openai, Sam Altman, a récemment tweeté: « Le R1 de Deepseek",
            "Nous allons tirer quelques versions. «",
            "Bien que ce soit une façon très optimiste",
        ),
    ],
)
def test_the_article_s_quotations_that_close_with_an_opening_mark_are_split_after_it(
    before: str, quotation: str, after: str
) -> None:
    article = Document(make_source(language="fr"), normalise(ARTICLE.read_text(encoding="utf-8")))

    found = sentences(cut(article, 700))

    place = next(number for number, sentence in enumerate(found) if sentence.startswith(after))
    assert any(sentence.startswith(before) for sentence in found)
    assert found[place - 1].rstrip("« ") == quotation.rstrip("« ")


@pytest.mark.parametrize(
    "captions", [("a caption",), ("a caption\nImage: Forbes",), ("a caption", "Image: Forbes")]
)
def test_captions_are_in_no_passage(captions: tuple[str, ...]) -> None:
    text = "First words.\n\na caption\nImage: Forbes\n\nLast words.\n"

    passages = cut(make_document(text), 700, captions)

    assert not {"a caption", *captions} & {passage.text for passage in passages}
    assert [passages[0].text, passages[-1].text] == ["First words.", "Last words."]


def test_a_passage_knows_the_headings_above_it() -> None:
    text = "# House\n\nWalls.\n\n## Roof\n\nTiles.\n\n## Cellar\n\nWine.\n\n# Garden\n\nRoses.\n"

    passages = cut_text(text)

    assert {passage.text: passage.headings for passage in passages} == {
        "Walls.": ("House",),
        "Tiles.": ("House", "Roof"),
        "Wine.": ("House", "Cellar"),
        "Roses.": ("Garden",),
    }


def test_the_items_of_a_list_are_sentences_of_one_passage() -> None:
    (passage,) = cut_text("- Milk.\n- Eggs, six of them.\n- Bread.\n")

    assert sentences((passage,)) == ["- Milk.", "- Eggs, six of them.", "- Bread."]


def test_the_rows_of_a_table_are_sentences() -> None:
    (passage,) = cut_text("| Model | Price |\n|---|---|\n| R1 | 0.55 |\n| o1 | 15.00 |\n")

    assert "| R1 | 0.55 |" in sentences((passage,))
    assert "| o1 | 15.00 |" in sentences((passage,))


def test_a_block_quote_is_a_passage() -> None:
    passages = cut_text("He said:\n\n> Copying is easy. Inventing is hard.\n")

    assert [passage.text for passage in passages] == ["He said:", "> Copying is easy. Inventing is hard."]


@pytest.mark.parametrize("code", ["```python\nx = 1\ny = 2\n```", "    x = 1\n    y = 2"])
def test_code_keeps_its_lines(code: str) -> None:
    passages = cut_text(f"Before.\n\n{code}\n\nAfter.\n")

    assert "x = 1" in [sentence.strip() for sentence in sentences(passages)]
    assert "y = 2" in [sentence.strip() for sentence in sentences(passages)]


def test_an_evidence_comment_says_what_the_paragraph_before_it_rests_on() -> None:
    text = "Bare.\n\nProven.\n<!-- refs: report, paper | facts: F1, F2 -->\n\nAlso proven.\n<!-- refs: paper -->\n"

    passages = cut_text(text)

    assert [(each.text, each.references, each.facts) for each in passages] == [
        ("Bare.", (), ()),
        ("Proven.", ("report", "paper"), ("F1", "F2")),
        ("Also proven.", ("paper",), ()),
    ]


@pytest.mark.parametrize("comment", ["<!-- to do -->", "<!-- refs: report -->", "<!--\nrefs:\nreport\n-->"])
def test_comments_are_never_quoted(comment: str) -> None:
    passages = cut_text(f"Words.\n\n{comment}\n\nMore words.\n")

    assert [passage.text for passage in passages] == ["Words.", "More words."]


def test_all_parts_of_a_long_paragraph_rest_on_its_evidence() -> None:
    paragraph = " ".join(f"Sentence number {number} says one thing." for number in range(30))

    passages = cut_text(f"{paragraph}\n<!-- refs: report -->\n", longest=300)

    assert len(passages) > 1
    assert {passage.references for passage in passages} == {("report",)}


def test_ids_are_unique_in_a_document() -> None:
    passages = cut_text("Same.\n\nSame.\n\nSame.\n")

    assert len({passage.id for passage in passages}) == 3


def test_a_quotation_in_french_marks_is_one_sentence_with_its_end() -> None:
    text = "Il a dit : « C'est vrai. » Puis il est parti."

    assert [text[span.start : span.end] for span in split_sentences(text, "fr")][-1] == "Puis il est parti."


def test_a_span_overlaps_what_shares_a_character_with_it() -> None:
    assert Span(0, 5).overlaps(Span(4, 9))
    assert not Span(0, 5).overlaps(Span(5, 9))


def test_the_head_of_a_table_is_no_sentence_but_is_found_by() -> None:
    (passage,) = cut_text("# Prices\n\n| Model | Input |\n|:--|--:|\n| R1 | 0.55 |\n| o1 | 15.00 |\n")

    assert sentences((passage,)) == ["| R1 | 0.55 |", "| o1 | 15.00 |"]
    assert passage.headings == ("Prices", "Model · Input")


def test_a_table_of_nothing_but_a_head_is_no_passage() -> None:
    assert cut_text("| Model | Input |\n|---|---|\n") == ()
