"""Which questions ask the same."""

import pytest

from retrieval import Library

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How much did R1 cost to train?", "how much did r1 cost to train"),
        ("How much did R1 cost to train?", "Hey, how much did it cost to train R1?"),
        ("What is an H800?", "what is a H800 ?"),
        ("Combien a coûté l'entraînement de R1 ?", "combien a coute l'entrainement de R1"),
    ],
)
def test_the_same_question_in_nearly_the_same_words_has_the_same_gist(
    real_library: Library, one: str, other: str
) -> None:
    assert real_library.gist(one)
    assert real_library.gist(one) == real_library.gist(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How much did R1 cost to train?", "How much did V3 cost to train?"),
        ("How much did R1 cost to train?", "When was R1 trained?"),
        ("Why did Nvidia fall?", "Why did Microsoft fall?"),
        ("How much did Nvidia lose on 27 January?", "How much did Nvidia lose on 28 January?"),
        ("Did DeepSeek use banned chips?", "Did DeepSeek not use banned chips?"),
        ("Is R1 better than o1?", "Combien a coûté R1 ?"),
    ],
)
def test_another_question_has_another_gist(real_library: Library, one: str, other: str) -> None:
    assert real_library.gist(one) != real_library.gist(other)


def test_what_says_nothing_by_itself_has_no_gist(real_library: Library) -> None:
    assert real_library.gist("and what about it?") is None
