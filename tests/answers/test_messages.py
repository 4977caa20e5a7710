"""What a message says by itself is told from whom it says it has it."""

import pytest

from retrieval.answers.messages import is_about_article, without_credit


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("The article says so: the mill is old", "the mill is old"),
        ("As the article says, the mill is old", "the mill is old"),
        ("According to the article, the mill is old", "the mill is old"),
        ("I read in the article that the mill is old", "the mill is old"),
        ("The mill is old, at least that's what the article says", "The mill is old"),
        ("The article is clear: the mill is old", "the mill is old"),
        ("Comme le dit l'article, le moulin est vieux", "le moulin est vieux"),
        ("D’après l’article, le moulin est vieux", "le moulin est vieux"),
        ("C'est écrit dans l'article, le moulin est vieux", "le moulin est vieux"),
        ("L'article affirme que le moulin est vieux", "le moulin est vieux"),
        ("The article says so.", "."),
    ],
)
def test_that_the_article_says_so_is_taken_off(sentence: str, rest: str) -> None:
    assert without_credit(sentence) == (rest, True)


@pytest.mark.parametrize("sentence", ["The mill is old", "Le moulin a un article de journal au mur"])
def test_what_credits_nobody_stays_as_it_is(sentence: str) -> None:
    assert without_credit(sentence) == (sentence, False)


def test_an_if_that_supposes_nothing_is_left_out() -> None:
    assert without_credit("If I remember correctly, the mill is old") == ("the mill is old", False)


@pytest.mark.parametrize(
    ("sentence", "about"),
    [("The article was published in May", True), ("Nature published an article on R1", False)],
)
def test_what_speaks_of_the_article_itself_is_known(sentence: str, *, about: bool) -> None:
    assert is_about_article(sentence) is about
