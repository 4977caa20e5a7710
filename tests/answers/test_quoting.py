"""Sentences are ranked by what they say of the question, in the asker's words."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.asking import Asked, take_apart
from retrieval.answers.quoting import Candidate, candidates, say_the_same, stems_of, translate
from retrieval.index.lexicon import Lexicon
from retrieval.types import Hit, Passage, Question, Span, TranslatedSpan
from tests.builders import make_document, make_passage, make_quote, make_source


def ask(text: str) -> Asked:
    return take_apart(Question(text, "en"), Lexicon("en", dict.fromkeys(stems_of(SAID, "en"), 1), 40))


def untranslated(_passage: Passage) -> Sequence[TranslatedSpan]:
    return ()


SAID = (
    "The mill stands by the river. Ada Stone built the mill in May 1991. It grinds 35 tonnes of flour. "
    "It was closed because of a fire."
)


def ranked(question: str, *hits: Hit) -> list[Candidate]:
    return candidates(ask(question), "en", hits or [Hit(make_passage(SAID), 0.5)], untranslated)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Where does the river mill stand?", "The mill stands by the river."),
        ("When did somebody build the mill?", "Ada Stone built the mill in May 1991."),
        ("Who is behind it?", "Ada Stone built the mill in May 1991."),
        ("How much does it make?", "It grinds 35 tonnes of flour."),
        ("Why is it closed?", "It was closed because of a fire."),
    ],
)
def test_the_sentence_with_the_thing_asked_for_comes_first(question: str, best: str) -> None:
    assert ranked(question)[0].text == best


def test_who_asks_only_by_a_name_gets_first_what_that_person_is() -> None:
    said = "Ada Stone studied in Namur. Ada Stone, the founder of the mill, was born in 1960."

    assert ranked("Who is Ada Stone?", Hit(make_passage(said), 0.5))[0].text.startswith(
        "Ada Stone, the founder"
    )


def test_candidates_are_all_sentences_best_first() -> None:
    near, far = Hit(make_passage(SAID), 0.5), Hit(make_passage("A cat. A dog.", make_source("cats")), 0.4)

    found = ranked("Who built the mill?", near, far)

    assert len(found) == 6
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.quote.text == each.text for each in found)


def test_a_better_hit_breaks_a_tie() -> None:
    one = Hit(make_passage("The cat sleeps.", make_source("one")), 0.4)
    other = Hit(make_passage("The cat sleeps.", make_source("other")), 0.5)

    found = ranked("Does the cat sleep?", one, other)

    assert found[0].passage.document.source.id == "other"


def test_a_foreign_sentence_is_compared_in_our_translation() -> None:
    passage = make_passage("Le moulin est fermé. La rivière coule.", make_source("fr", "fr"))
    pieces = (
        TranslatedSpan(Span(0, 20), "The mill is closed."),
        TranslatedSpan(Span(21, 38), "The river flows."),
    )

    found = candidates(ask("Is the river closed off?"), "en", [Hit(passage, 0.5)], lambda _passage: pieces)

    assert {each.text: each.quote.text for each in found} == {
        "The river flows.": "La rivière coule.",
        "The mill is closed.": "Le moulin est fermé.",
    }


def test_a_quote_over_two_sentences_is_translated_by_both() -> None:
    pieces = (TranslatedSpan(Span(0, 3), "One."), TranslatedSpan(Span(4, 9), "Two."))

    translation = translate(make_quote("Un. Deux.", "Un. Deux. Trois."), pieces)

    assert translation == "One. Two."


def test_a_quote_inside_a_sentence_has_the_whole_sentence_s_translation() -> None:
    document = make_document("Le moulin est fermé.")
    pieces = (TranslatedSpan(Span(0, len(document.text)), "The mill is closed."),)

    assert translate(make_quote("moulin", document.text), pieces) == "The mill is closed."


def test_what_is_not_translated_has_no_translation() -> None:
    assert translate(make_quote("Deux.", "Un. Deux."), (TranslatedSpan(Span(0, 3), "One."),)) is None


WORDS = st.frozensets(st.sampled_from("abcdefghij"), min_size=1)


@given(WORDS, WORDS)
def test_saying_the_same_is_mutual(one: frozenset[str], other: frozenset[str]) -> None:
    assert say_the_same(one, other) is say_the_same(other, one)


@given(WORDS, WORDS)
def test_a_sentence_says_the_same_as_one_that_holds_it(words: frozenset[str], more: frozenset[str]) -> None:
    assert say_the_same(words, words | more)


@given(WORDS)
def test_sentences_without_a_common_word_do_not_say_the_same(words: frozenset[str]) -> None:
    assert not say_the_same(words, frozenset("xyz"))
