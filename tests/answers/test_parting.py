"""A question is taken apart where it asks two things, and left whole where it asks one."""

import pytest

from retrieval.answers.parting import leaning, parts_of


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "who built the mill and when?", ["who built the mill?", "when?"]),
        ("en", "What did it cost? And how many use it?", ["What did it cost?", "how many use it?"]),
        ("en", "how wide is it and what about the wheel?", ["how wide is it?", "what about the wheel?"]),
        (
            "fr",
            "combien de roues et combien de meules ?",
            ["combien de roues?", "combien de meules?"],
        ),
        ("fr", "Qui l'a bâti et en quelle année ?", ["Qui l'a bâti?", "en quelle année?"]),
        (
            "en",
            "Compare R1 and o1 on price and maths",
            ["Compare R1 and o1 on price?", "Compare R1 and o1 on maths?"],
        ),
        (
            "fr",
            "Compare R1 et o1 sur le prix et les maths",
            ["Compare R1 et o1 sur le prix?", "Compare R1 et o1 sur les maths?"],
        ),
    ],
)
def test_what_asks_several_things_has_parts(language: str, text: str, parts: list[str]) -> None:
    assert parts_of(text, language) == parts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "who built the mill and the barn?"),
        ("en", "Compare R1 and o1 on price"),
        ("en", "Can you explain the wheel and the stone?"),
        ("en", "What did it cost? thanks"),
        ("en", "It burnt in 1902. Who put it out and when?"),
        ("fr", "Le moulin, qui est vieux, et qui tourne ?"),
        ("de", "Wer hat es gebaut und wann?"),
    ],
)
def test_what_asks_one_thing_or_tells_a_story_stays_whole(language: str, text: str) -> None:
    assert parts_of(text, language) == [text]


def test_a_part_that_names_nothing_leans_on_the_one_before() -> None:
    assert (leaning("when?", "en"), leaning("quand?", "fr")) == ("and when?", "et quand?")
