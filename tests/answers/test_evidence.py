"""What is said nowhere is refused, each sign for itself; the more the passages say, the likelier an answer."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.asking import take_apart
from retrieval.answers.evidence import Evidence, Text, coverage, says, weigh
from retrieval.answers.fitting import Sentence, make_sentence
from retrieval.answers.quoting import stems_of
from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.search.precedents import Likeness
from retrieval.sources.dates import Time, times
from retrieval.types import Question

LATEST = Time(2025, 9, 9)
LEAD = "In January 2025 Italy ordered DeepSeek to stop, and Nvidia lost 593 billion dollars of market value."
NEAR = "The H800 chip was cut down for China in March 2023."
FAR = "Weather in April, revenue, energy: users of the app in Spain, a fine, the H100 and Broadcom."
"""Words that the texts know, though not here."""
LEXICON = Lexicon("en", dict.fromkeys(stems_of(f"{LEAD} {NEAR} {FAR}", "en"), 2), 60, names=["nvidia"])
DECISIVE = ("names_nowhere", "too_late", "stranger", "version_unknown", "country_unsaid", "head_unknown")


def sentence(said: str) -> Sentence:
    return make_sentence(said, stems_of(said, "en"))


def text(said: str) -> Text:
    return Text(stems_of(said, "en"), (sentence(said),), frozenset(times(said)))


def weighed(
    question: str, earlier: Sequence[str] = (), language: str = "en", likeness: Likeness | None = None
) -> Evidence:
    asked = take_apart(Question(question, language), LEXICON, earlier)
    return weigh(asked, [sentence(LEAD)], [text(LEAD)], [text(LEAD), text(NEAR)], LATEST, likeness)


@pytest.mark.parametrize(
    "question",
    [
        "What did Italy order?",
        "How many billion dollars of market value did Nvidia lose?",
        "Did Nvidia lose market value in January 2025?",
        "was deepseek told to stop by italy",
    ],
)
def test_what_the_passages_say_is_answered(question: str) -> None:
    assert weighed(question).suffices


@pytest.mark.parametrize(
    ("question", "sign"),
    [
        ("How many dollars did Nvidia lose with the H200?", "version_unknown"),
        ("Did Nvidia lose market value in April 2026?", "too_late"),
        ("Did Spain order DeepSeek to stop?", "country_unsaid"),
        ("What did Broadcom lose?", "names_nowhere"),
        ("What penalties did DeepSeek lose?", "head_unknown"),
        ("Did Nvidia lose Zorblatt?", "stranger"),
    ],
)
def test_one_sign_is_enough_to_refuse(question: str, sign: str) -> None:
    evidence = weighed(question)

    assert [name for name in DECISIVE if getattr(evidence.signs, name)] == [sign]
    assert evidence.likelihood == 0


def test_live_figures_are_refused_though_the_past_is_told() -> None:
    assert weighed("Did Nvidia lose market value?").suffices

    assert not weighed("Did Nvidia lose market value today?").suffices


@pytest.mark.parametrize("question", ["What is it?", "so what then?", "weather"])
def test_where_no_word_is_shared_nothing_is_answered(question: str) -> None:
    assert not weighed(question).suffices


def test_a_question_without_words_of_its_own_leans_on_its_thread() -> None:
    assert not weighed("and why is that?").suffices

    assert weighed("and why is that?", ["Did Italy order DeepSeek to stop?"]).suffices


def test_a_follow_up_that_leaves_the_sources_is_refused() -> None:
    evidence = weighed("and Belgium?", ["Did Italy order DeepSeek to stop?"])

    assert not evidence.suffices
    assert [meaning.word for meaning in evidence.missing] == ["belgium"]


def test_without_passages_nothing_is_answered() -> None:
    asked = take_apart(Question("What did Italy order?", "en"), LEXICON)

    assert not weigh(asked, [], [], [], LATEST).suffices


def test_another_date_than_the_passages_speaks_against_an_answer() -> None:
    told = weighed("Did Nvidia lose market value in January 2025?")
    other = weighed("Did Nvidia lose market value in March 2024?")

    assert other.likelihood < told.likelihood
    assert other.signs.date_missing == 1


def test_what_is_missing_is_named() -> None:
    evidence = weighed("What revenue did Zorblatt order from Italy?")

    assert {meaning.word for meaning in evidence.missing} == {"revenue", "zorblatt"}


STEMS = st.sampled_from("abcdefgh")
MEANINGS = st.lists(
    st.builds(
        Meaning,
        word=STEMS,
        stems=st.lists(STEMS, min_size=1, max_size=3).map(tuple),
        weight=st.floats(0.01, 9),
        known=st.booleans(),
    ),
    max_size=6,
)


@given(MEANINGS, st.sets(STEMS))
def test_coverage_is_a_share(meanings: list[Meaning], stems: set[str]) -> None:
    assert 0 <= coverage(meanings, stems) <= 1


@given(MEANINGS, st.sets(STEMS), st.sets(STEMS))
def test_more_words_never_cover_less(meanings: list[Meaning], stems: set[str], more: set[str]) -> None:
    assert coverage(meanings, stems | more) >= coverage(meanings, stems)


@given(MEANINGS, st.sets(STEMS))
def test_everything_is_covered_when_every_meaning_is_said(meanings: list[Meaning], stems: set[str]) -> None:
    all_said = all(says(stems, meaning) for meaning in meanings)

    assert (coverage(meanings, stems) == pytest.approx(1)) is all_said


def test_a_heavy_word_counts_for_more_than_a_light_one() -> None:
    heavy, light = Meaning("h200", ("h200",), 4.0, known=True), Meaning("say", ("say",), 1.0, known=True)

    assert coverage([heavy, light], {"h200"}) == pytest.approx(0.8)


ANSWERED, UNANSWERED = Likeness(meaning=2, wording=1), Likeness(meaning=-2, wording=-1)


@pytest.mark.parametrize(
    "question",
    ["How much market value went up in smoke at Nvidia?", "did the Italians put a stop to DeepSeek"],
)
def test_questions_like_it_decide_where_the_words_leave_it_open(question: str) -> None:
    assert weighed(question, likeness=ANSWERED).suffices
    assert not weighed(question, likeness=UNANSWERED).suffices


@pytest.mark.parametrize(
    "question",
    ["Did Nvidia lose market value in April 2026?", "Who won the football?"],
)
def test_no_likeness_makes_up_for_what_is_surely_lacking(question: str) -> None:
    assert not weighed(question, likeness=ANSWERED).suffices


@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(0, 4))
def test_the_nearer_the_answered_questions_the_likelier_an_answer(
    meaning: float, wording: float, more: float
) -> None:
    question = "How much market value did Nvidia lose?"
    near = weighed(question, likeness=Likeness(meaning, wording)).likelihood
    nearer = weighed(question, likeness=Likeness(meaning + more, wording)).likelihood
    worded = weighed(question, likeness=Likeness(meaning, wording + more)).likelihood

    assert near <= nearer
    assert near <= worded
