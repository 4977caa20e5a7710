"""A question that cannot stand alone is read with the ones before it, as far back as it must."""

import pytest

from retrieval.index.lexicon import Lexicon
from retrieval.search.followups import asked_again, leaning_on
from retrieval.types import Turn

ALONE = {
    "en": "How much did training DeepSeek R1 cost?",
    "fr": "Combien a coûté l'entraînement de DeepSeek R1 ?",
}


def leaned(text: str, *earlier: str, language: str = "en") -> tuple[str, ...]:
    return leaning_on(text, tuple(Turn(each) for each in earlier), Lexicon(language, {}, 0))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ok and what about output tokens?"),
        ("en", "does that include the research before it?"),
        ("en", "and OpenAI?"),
        ("en", "why?"),
        ("en", "so how many times cheaper is it?"),
        ("en", "What about the H800?"),
        ("en", "Who said so?"),
        ("en", "thanks! and when was that?"),
        ("en", "is it the same for V3?"),
        ("fr", "et chez OpenAI ?"),
        ("fr", "Et la Belgique ?"),
        ("fr", "donc c'est combien de fois moins cher ?"),
        ("fr", "pourquoi ?"),
        ("fr", "ok et en sortie ?"),
        ("fr", "et lui, il a dit quoi ?"),
        ("fr", "Qui l'a dit ?"),
        ("fr", "ça comprend les recherches d'avant ?"),
    ],
)
def test_a_follow_up_leans_on_the_question_before(language: str, text: str) -> None:
    assert leaned(text, ALONE[language], language=language) == (ALONE[language],)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Why did Italy's regulator block the DeepSeek app?"),
        ("en", "How much market value did Nvidia lose on 27 January?"),
        ("en", "Which universities did the founders of High-Flyer attend?"),
        ("en", "Is it true that Microsoft lost 7 billion dollars on the market?"),
        ("en", "So which chips did Nvidia build for the Chinese market?"),
        ("fr", "Pourquoi l'Italie a-t-elle bloqué l'application DeepSeek ?"),
        ("fr", "Combien de valeur Nvidia a perdu le 27 janvier 2025 ?"),
        ("fr", "C'est vrai que Microsoft a perdu 7 milliards de dollars en bourse ?"),
        ("fr", "Quelles puces Nvidia a fabriquées pour le marché chinois ?"),
    ],
)
def test_a_question_of_its_own_leans_on_nothing(language: str, text: str) -> None:
    assert leaned(text, ALONE[language], language=language) == ()


def test_without_a_thread_nothing_is_leaned_on() -> None:
    assert leaned("and OpenAI?") == ()


def test_a_chain_of_follow_ups_ends_with_the_question_that_stands_alone() -> None:
    older = "Which chips did Nvidia build for the Chinese market?"

    found = leaned("and why?", older, ALONE["en"], "and output tokens?", "what about OpenAI?")

    assert found == ("what about OpenAI?", "and output tokens?", ALONE["en"])


def test_a_changed_topic_ends_the_chain() -> None:
    changed = "Why did Italy's regulator block the DeepSeek app?"

    found = leaned("and Belgium?", ALONE["en"], changed)

    assert found == ("Why did Belgium regulator block the DeepSeek app?",)


def test_a_thread_of_nothing_but_follow_ups_is_taken_whole() -> None:
    assert leaned("why?", "and R1?", "and V3?") == ("and V3?", "and R1?")


NAMING = Lexicon(
    "en",
    {"grpo": 2, "r1": 2, "v3": 2, "nvidia": 2, "microsoft": 2, "italy": 2, "franc": 2, "cost": 2},
    200,
    names=["grpo", "r1", "v3", "nvidia", "microsoft", "italy", "franc"],
)


@pytest.mark.parametrize("text", ["what is GRPO?", "c koi grpo", "who is Nvidia?"])
def test_a_short_question_that_is_complete_stands_alone(text: str) -> None:
    assert leaning_on(text, (Turn("What did R1 cost?"),), NAMING) == ()


@pytest.mark.parametrize(
    "text", ["what is the cost?", "GRPO?", "what about GRPO?", "what did it cost Nvidia?"]
)
def test_a_short_question_that_points_back_still_leans(text: str) -> None:
    assert leaning_on(text, (Turn("How was it trained, and on what?"),), NAMING) != ()


@pytest.mark.parametrize(
    ("earlier", "text", "read"),
    [
        ("What did R1 cost?", "and V3?", "What did V3 cost?"),
        ("What did Nvidia lose on R1?", "and Microsoft?", "What did Microsoft lose on R1?"),
        ("Why did Italy block R1?", "and France?", "Why did France block R1?"),
        ("What did R1 cost?", "and why?", "What did R1 cost?"),
    ],
)
def test_a_name_put_in_the_place_of_another_of_its_kind_replaces_it(
    earlier: str, text: str, read: str
) -> None:
    found = leaning_on(text, (Turn(earlier),), NAMING)

    assert [" ".join(each.replace(" ?", "?").split()) for each in found] == [read]


@pytest.mark.parametrize(
    ("earlier", "text", "read"),
    [
        ("What did R1 cost?", "and V3?", "What did V3 cost?"),
        ("What did Nvidia lose on R1?", "what about Microsoft?", "What did Microsoft lose on R1?"),
        ("What did Nvidia lose on R1?", "ok thanks, and Microsoft on V3?", "What did Microsoft lose on V3?"),
        ("Did Italy and France block R1?", "and in Belgium?", "Did Belgium and block R1?"),
        ("What did Nvidia lose on Monday?", "and on Tuesday?", "What did Nvidia lose on Tuesday?"),
        ("What did Nvidia lose on R1?", "and in February?", None),
        ("What did R1 cost?", "and when was that for V3?", None),
        ("What did R1 cost?", "and the cost of V3?", None),
        ("What did R1 cost?", "and Nvidia?", None),
        ("What did R1 cost?", "and R1?", None),
        ("What did R1 cost?", "and why?", None),
    ],
)
def test_a_text_of_names_alone_asks_the_same_of_them(earlier: str, text: str, read: str | None) -> None:
    assert asked_again(text, (Turn("Who is Liang?"), Turn(earlier)), NAMING) == read


def test_nothing_is_asked_again_at_the_beginning_of_a_thread() -> None:
    assert asked_again("and V3?", (), NAMING) is None
