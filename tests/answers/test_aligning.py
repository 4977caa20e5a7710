"""A proposed quote is found in its passage and widened to whole sentences of the source, or dropped."""

import pytest

from retrieval.answers.aligning import Match, align, says
from tests.builders import make_passage, make_source

ENGLISH = make_passage(
    "The article’s model R1 cost 5.576 million dollars — “a lot”, said Liang. The training ran on 2,048 H800 GPUs for "
    "two months. It was not the whole cost of the research, says the report. Why? Nobody knows. It did not last long."
)
FRENCH = make_passage(
    "Le modèle R1 a coûté 5,6 millions\u00a0USD\u202f: « c'est peu », dit Liang. L'entraînement a duré deux mois.",
    make_source(language="fr"),
)
FIRST = "The article’s model R1 cost 5.576 million dollars — “a lot”, said Liang."
SECOND = "The training ran on 2,048 H800 GPUs for two months."


@pytest.mark.parametrize(
    ("proposed", "match"),
    [
        (FIRST, Match.EXACT),
        ("model R1 cost 5.576 million dollars", Match.EXACT),
        ('The article\'s model R1 cost 5.576 million dollars - "a lot", said Liang.', Match.TYPOGRAPHIC),
        ("THE ARTICLE’S MODEL R1 COST 5.576 MILLION DOLLARS", Match.TYPOGRAPHIC),
        ("“The article’s  model\u00a0R1 cost 5.576 million dollars…”", Match.TYPOGRAPHIC),
        ("The artcle’s modle R1 cost 5.576 million dollars", Match.ALIKE),
    ],
)
def test_a_quote_is_found_and_widened_to_its_sentence(proposed: str, match: Match) -> None:
    found = align(proposed, ENGLISH)

    assert found is not None
    assert found.quote.text == FIRST
    assert found.match is match


@pytest.mark.parametrize(
    "proposed",
    [
        "Le modèle R1 a coûté 5,6 millions USD : « c'est peu », dit Liang.",
        'Le modèle R1 a coûté 5,6 millions USD: "c\'est peu", dit Liang.',
        "le modele r1 a coute 5,6 millions usd : «\u00a0c’est peu\u00a0», dit liang",
    ],
)
def test_french_typography_and_accents_do_not_matter(proposed: str) -> None:
    found = align(proposed, FRENCH)

    assert found is not None
    assert found.quote.text == "Le modèle R1 a coûté 5,6 millions\u00a0USD\u202f: « c'est peu », dit Liang."


def test_two_sentences_that_follow_each_other_are_one_quote() -> None:
    found = align(f"{FIRST} {SECOND}", ENGLISH)

    assert found is not None
    assert found.quote.text == f"{FIRST} {SECOND}"


def test_a_short_sentence_is_a_quote_and_a_short_piece_is_none() -> None:
    found = align("Nobody knows.", ENGLISH)

    assert found is not None
    assert found.quote.text == "Nobody knows."
    assert align("the report", ENGLISH) is None


@pytest.mark.parametrize(
    "proposed",
    [
        "",
        "   ",
        "cost",
        "R2 was cheaper than anybody had thought before it came out.",
        SECOND.replace("2,048", "2,049"),
        "The trainings ran on 2,048 H800 GPUs for three month.",
        "It was the whole cost of the research, says the report.",
        "The training ran on 2,048 H800 GPUs, says the report.",
        "The R1 model's cost came to 5.6 million USD",
        "x" * 5000,
        ENGLISH.text,
    ],
)
def test_what_the_passage_does_not_say_is_dropped(proposed: str) -> None:
    assert align(proposed, ENGLISH) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [('"a lot"', True), ("said liang", True), ("a lot of money", False), ("", False), ("…", False)],
)
def test_words_in_quotation_marks_are_looked_up_without_typography(words: str, *, said: bool) -> None:
    assert says(ENGLISH.text, words) is said
