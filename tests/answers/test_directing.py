"""Who does it to whom, and which is ahead, is read from the order of names; a passive turns it round."""

import pytest

from retrieval.answers.directing import denies_alike, is_ahead, is_turned_round, order_of
from retrieval.index.lexicon import Meaning
from retrieval.sources.terms import stem


def meanings(*words: str) -> tuple[Meaning, ...]:
    return tuple(Meaning(word, (stem(word, "en"),), 1.0, known=True) for word in words)


@pytest.mark.parametrize(
    ("statement", "other", "turned"),
    [
        ("Rover copied Fido", "Fido copied Rover last year", True),
        ("Rover copied Fido", "Rover copied Fido last year", False),
        ("Rover copied Fido", "Fido was copied by Rover", False),
        ("Rover was copied by Fido", "Rover copied Fido", True),
        ("Rover and Fido copied it", "Fido and Rover copied it", False),
        ("Rover copied Fido", "Fido barked, and Rover slept", False),
    ],
)
def test_the_order_of_names_tells_who_did_it(statement: str, other: str, *, turned: bool) -> None:
    names = meanings("rover", "fido")

    judged = is_turned_round(
        order_of(statement, "en"), order_of(other, "en"), names, (*names, *meanings("copied"))
    )

    assert judged is turned


@pytest.mark.parametrize(
    ("statement", "other", "ahead"),
    [
        ("R1 beats o1", "DeepSeek-R1 is slightly ahead of OpenAI o1", True),
        ("R1 beats o1", "OpenAI o1 outperforms R1", False),
        ("R1 is worse than o1", "OpenAI o1 outperforms R1", True),
        ("R1 is cheaper than o1", "OpenAI o1 outperforms R1", None),
        ("R1 beats o1 on DROP", "R1 leads o1 on AIME; o1 leads R1 on MMLU", None),
        ("R1 beats o1 on MMLU", "R1 leads o1 on AIME; o1 leads R1 on MMLU", False),
        ("R1 beats o1", "R1-Distill-Qwen beats o1-mini", None),
        ("R1 and o1 are models", "R1 beats o1", None),
        ("R1 beats o1", "R1 beats every other model, but not o1", None),
    ],
)
def test_what_is_set_ahead_is_told_on_the_same_scale_and_in_the_same_field(
    statement: str, other: str, *, ahead: bool | None
) -> None:
    names = meanings("r1", "o1", "drop", "mmlu")

    judged = is_ahead(order_of(statement, "en"), order_of(other, "en"), names)

    assert judged is ahead


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("Rover did not bark at all", True),
        ("Rover's bark did not wake anybody", False),
        ("Rover barks", True),
    ],
)
def test_two_denials_agree_only_on_what_both_deny(other: str, *, alike: bool) -> None:
    statement = order_of("Rover never barked", "en")

    assert denies_alike(statement, order_of(other, "en"), meanings("barked")) is alike
