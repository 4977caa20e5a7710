"""What is asked of a subject must be said of it: another's attribute, count, name or amount is no answer."""

import pytest

from retrieval.answers.asking import take_apart
from retrieval.answers.fitting import Lack, lacking, make_sentence
from retrieval.answers.quoting import stems_of
from retrieval.index.lexicon import Lexicon
from retrieval.types import Question

TOLD = (
    "Alibaba released the Falcon2 model under the Apache licence in March 2024.",
    "The Falcon2 model has 70 parameters in each of its 8 experts, and scored 61.5 on MMLU.",
    "Heron was worth 4 trillion USD in July 2025, and recovered after its fall.",
    "DeepSeek limited new accounts on 27 January 2025 after attacks.",
    "Condor, a rival, was seen in Oslo; its chief Ada Bergen called Falcon2 impressive.",
    "Condor fell by 12% in one day.",
    "DeepSeek's income is theoretical and not a revenue.",
)
NAMES = ["alibaba", "falcon2", "heron", "condor", "oslo", "ada", "bergen", "deepseek"]
LEXICON = Lexicon("en", dict.fromkeys(stems_of(" ".join(TOLD), "en"), 2) | {"deepseek": 50}, 60, names=NAMES)


def lack(question: str, *earlier: str, spoken: str = TOLD[4]) -> Lack | None:
    asked = take_apart(Question(question, "en"), LEXICON, earlier)
    return lacking(asked, [make_sentence(said, stems_of(said, "en")) for said in TOLD], [spoken])


@pytest.mark.parametrize(
    "question",
    [
        "Under which licence is Falcon2?",
        "How many parameters does Falcon2 have?",
        "What did Falcon2 score on MMLU?",
        "When did Heron pass 4 trillion dollars?",
        "Did Heron recover?",
        "What did Ada Bergen say of Falcon2?",
        "Who called Falcon2 impressive?",
        "Where was it seen?",
        "How much did Condor fall?",
        "Is it true that Heron passed 9 trillion dollars?",
        "What is a parameter?",
    ],
)
def test_what_a_sentence_gives_of_its_subject_is_not_lacking(question: str) -> None:
    assert lack(question) is None


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("Under which licence is Condor?", Lack.ATTRIBUTE),
        ("How many parameters does Condor have?", Lack.ATTRIBUTE),
        ("What did Condor score on MMLU?", Lack.ATTRIBUTE),
        ("Did Condor recover?", Lack.ATTRIBUTE),
        ("What did Alibaba say of Falcon2?", Lack.ATTRIBUTE),
        ("What fine did DeepSeek pay?", Lack.ATTRIBUTE),
        ("What is DeepSeek's revenue?", Lack.ATTRIBUTE),
        ("How many employees does DeepSeek have?", Lack.ATTRIBUTE),
        ("How much energy does Falcon2 use per request?", Lack.ATTRIBUTE),
        ("How much is DeepSeek worth?", Lack.ATTRIBUTE),
        ("How many experts does Heron have?", Lack.COUNT),
        ("When did Heron pass five trillion dollars?", Lack.AMOUNT),
        ("Write me a poem about Heron", Lack.TASK),
    ],
)
def test_what_no_sentence_gives_of_its_subject_is_lacking(question: str, lacks: Lack) -> None:
    assert lack(question) is lacks


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("Who attacked DeepSeek?", Lack.PERSON),
        ("Which country did the attacks on DeepSeek come from?", Lack.PLACE),
    ],
)
def test_who_and_where_want_a_name_that_the_question_lacks(question: str, lacks: Lack) -> None:
    assert lack(question, spoken=TOLD[4]) is None

    assert lack(question, spoken=TOLD[3]) is lacks


def test_a_role_wants_a_person_s_name() -> None:
    assert lack("Which engineer praised it?", spoken=TOLD[0]) is Lack.PERSON

    assert lack("Which engineer praised it?", spoken=TOLD[4]) is None


def test_a_follow_up_asks_the_same_of_another_subject() -> None:
    assert lack("and Falcon2?", "Under which licence is Heron?") is None

    assert lack("and Condor?", "Under which licence is Falcon2?") is Lack.ATTRIBUTE
