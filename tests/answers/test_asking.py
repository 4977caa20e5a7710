"""A question is taken apart the same way in English and French, whatever its spelling."""

from collections.abc import Sequence

import pytest

from retrieval.answers.asking import Asked, as_written, take_apart
from retrieval.answers.wants import Wants
from retrieval.index.lexicon import Lexicon
from retrieval.sources.dates import Time
from retrieval.sources.terms import stem
from retrieval.types import Question

WORDS = {
    "en": "cost train model price token output company italy nvidia share chip founder user deepseek",
    "fr": "cout entrainement modele prix jeton sortie entreprise italie nvidia action puce fondateur deepseek",
}
LEXICONS = {
    language: Lexicon(language, {stem(word, language): 3 for word in words.split()}, 50, names=["deepseek"])
    for language, words in WORDS.items()
}


def ask(text: str, language: str = "en", earlier: Sequence[str] = ()) -> Asked:
    return take_apart(Question(text, language), LEXICONS.get(language, LEXICONS["en"]), earlier)


@pytest.mark.parametrize(
    ("language", "text", "wants"),
    [
        ("en", "Is it true that R1 cost 5.6 million?", Wants.VERDICT),
        ("en", "true or false: R1 cost 5.6 million", Wants.VERDICT),
        ("fr", "C'est vrai que R1 a coûté 5,6 millions ?", Wants.VERDICT),
        ("fr", "Est-ce vrai que Nvidia a chuté ?", Wants.VERDICT),
        ("fr", "vrai ou faux : R1 a coûté 5,6 millions", Wants.VERDICT),
        ("en", "How much did R1 cost?", Wants.FIGURE),
        ("en", "how mcuh did r1 cost to trian", Wants.FIGURE),
        ("fr", "Combien a coûté R1 ?", Wants.FIGURE),
        ("fr", "cmb ca coute r1", Wants.FIGURE),
        ("en", "When was R1 released?", Wants.DATE),
        ("en", "On which day did Nvidia fall?", Wants.DATE),
        ("fr", "Quand est sorti R1 ?", Wants.DATE),
        ("fr", "Depuis quand l'Italie bloque-t-elle l'appli ?", Wants.DATE),
        ("en", "Who founded DeepSeek?", Wants.PERSON),
        ("fr", "Qui a fondé DeepSeek ?", Wants.PERSON),
        ("en", "Why did Italy block the app?", Wants.REASON),
        ("fr", "Pourquoi l'Italie a bloqué l'appli ?", Wants.REASON),
        ("fr", "pk l'italie a bloqué", Wants.REASON),
        ("en", "What is GRPO?", Wants.MEANING),
        ("fr", "C'est quoi le GRPO ?", Wants.MEANING),
        ("fr", "Qu'est-ce que la distillation ?", Wants.MEANING),
        ("en", "Is R1 cheaper than o1?", Wants.COMPARISON),
        ("fr", "R1 est-il moins cher que o1 ?", Wants.COMPARISON),
        ("en", "Tell me about Liang Wenfeng", Wants.ANYTHING),
        ("fr", "Parle-moi de Liang Wenfeng", Wants.ANYTHING),
    ],
)
def test_the_kind_of_thing_wanted_is_seen(language: str, text: str, wants: Wants) -> None:
    assert ask(text, language).wants is wants


def test_a_follow_up_wants_what_its_thread_wanted() -> None:
    asked = ask("and the output tokens?", earlier=["How much do input tokens cost?"])

    assert asked.wants is Wants.FIGURE
    assert {meaning.word for meaning in asked.earlier} == {"input", "cost"}
    assert {meaning.word for meaning in asked.meanings} == {"output", "tokens"}


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Who is Liang Wenfeng?", {"liang", "wenfeng"}),
        ("en", "What did the H800 cost in 2023?", {"h800", "2023"}),
        ("en", "Nobody knows the price", set()),
        ("en", "was deepseek cheap?", {"deepseek"}),
        ("en", "did italy block it?", {"italy"}),
        ("fr", "Combien de puces GPU en Espagne ?", {"gpu", "espagne"}),
        ("fr", "et l'italie ?", {"italie"}),
        ("en", "WHY IS THE PRICE SO LOW", set()),
    ],
)
def test_names_are_known_by_capitals_digits_and_the_texts(language: str, text: str, names: set[str]) -> None:
    assert ask(text, language).names == names


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("What does the H200 cost?", {"h200"}),
        ("Is o3-mini cheaper than R-1?", {"o3", "r1"}),
        ("Was it the 27th of January 2025?", set()),
        ("Did it lose 600bn, 600b or 17m?", set()),
        ("Was it 1st on the store in 24h?", set()),
    ],
)
def test_versions_mix_letters_and_digits_but_are_no_ordinals_or_units(text: str, versions: set[str]) -> None:
    assert ask(text).versions == versions


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        ("en", "Did Spain or Italy block it?", {"spain", "italy"}),
        ("fr", "Et la Belgique ?", {"belgique"}),
        ("fr", "et l'espagne, bloquée ?", {"espagne"}),
        ("en", "Did Nvidia fall?", set()),
    ],
)
def test_countries_are_known_without_capitals(language: str, text: str, countries: set[str]) -> None:
    assert ask(text, language).countries == countries


@pytest.mark.parametrize(
    ("language", "text", "head"),
    [
        ("en", "What fine did Italy impose?", "fine"),
        ("en", "How many users did the app have?", "users"),
        ("en", "Which company sells chips?", "company"),
        ("fr", "Combien de puces ont été achetées ?", "puces"),
        ("fr", "Quelle amende l'Italie a-t-elle infligée ?", "amende"),
    ],
)
def test_the_head_is_the_thing_counted_or_chosen_among(language: str, text: str, head: str) -> None:
    found = ask(text, language).head

    assert found is not None
    assert found.word == head


@pytest.mark.parametrize(
    "text", ["What did R1 cost?", "Why did Nvidia fall?", "Tell me about Liang", "What is it?"]
)
def test_many_questions_have_no_head(text: str) -> None:
    assert ask(text).head is None


def test_dates_are_what_the_text_names() -> None:
    assert ask("Did it change between 2023 and March 2024?").dates == (Time(2023, 1, 12), Time(2024, 3, 3))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "What is Nvidia's share price today?"),
        ("en", "What does it cost right now?"),
        ("en", "What is the latest price?"),
        ("fr", "Quel est le cours de Nvidia aujourd'hui ?"),
        ("fr", "Combien ça coûte en ce moment ?"),
        ("fr", "Quel est le prix actuel ?"),
    ],
)
def test_live_figures_are_asked_for_in_either_language(language: str, text: str) -> None:
    assert ask(text, language).live


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "What was Nvidia's share price on 27 January 2025?"),
        ("en", "Who knows the price?"),
        ("en", "Where does Liang Wenfeng live?"),
        ("en", "How many people live in Hangzhou?"),
        ("fr", "Combien coûtait R1 en janvier 2025 ?"),
    ],
)
def test_a_question_about_the_past_asks_for_nothing_live(language: str, text: str) -> None:
    assert not ask(text, language).live


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Explain the training cost in detail"),
        ("en", "Tell me everything about Liang"),
        ("en", "Tell me more about GRPO"),
        ("fr", "Explique le coût en détail"),
        ("fr", "Dis-m'en plus sur Liang"),
        ("fr", "Donne plus de détails sur le prix"),
    ],
)
def test_more_is_said_to_who_asks_for_more(language: str, text: str) -> None:
    assert ask(text, language).at_length


@pytest.mark.parametrize(("language", "text"), [("en", "What is GRPO?"), ("fr", "C'est quoi le GRPO ?")])
def test_an_ordinary_question_is_answered_shortly(language: str, text: str) -> None:
    assert not ask(text, language).at_length


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "What does the article say about chips?", True),
        ("fr", "Que dit l'article sur les puces ?", True),
        ("fr", "Quel est le prix ?", False),
    ],
)
def test_a_question_about_the_article_is_one(language: str, text: str, *, expected: bool) -> None:
    assert ask(text, language).about_article is expected


def test_of_a_foreign_question_only_known_words_count() -> None:
    asked = ask("Quanto è costato il chip di Nvidia?", "it")

    assert asked.foreign
    assert {meaning.word for meaning in asked.meanings} == {"chip", "nvidia"}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "What is it?"), ("fr", "C'est quoi ?"), ("en", "so what do you think?"), ("fr", "et alors ?")],
)
def test_small_words_ask_for_nothing(language: str, text: str) -> None:
    assert ask(text, language).meanings == ()


def test_words_are_shown_as_they_were_written() -> None:
    assert as_written("Une amende en Italie pour GPT-5 ?", ["amende", "italie"]) == ["amende", "Italie"]


def test_a_kind_of_thing_that_no_text_names_is_not_looked_for() -> None:
    asked = take_apart(
        Question("Which countries banned the chips?", "en"), Lexicon("en", {"ban": 2, "chip": 2}, 60)
    )

    assert asked.head is None
    assert [meaning.word for meaning in asked.meanings] == ["banned", "chips"]
