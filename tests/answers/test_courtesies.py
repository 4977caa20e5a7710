"""A greeting gets a greeting; whatever asks something is searched for, however politely it begins."""

import pytest

from retrieval.answers.courtesies import courtesy
from retrieval.types import About

COURTESIES = {
    "en": [
        "hello", "Hi!", "hey there", "Good morning everyone", "thanks", "Thank you so much!", "thx bot", "ty",
        "great, thanks!", "ok thanks", "ok", "cool", "bye", "See you later", "who are you?", "What are you?",
        "are you a bot?", "what can you do?", "help", "can you help me please?", "how are you?", "tell me a joke",
        "lol", "test", "What's up?", "Hello! How are you?", "hi, who are you?", "thanks, bye", "good bot :)",
    ],
    "fr": [
        "bonjour", "Salut !", "slt", "coucou tout le monde", "Bonsoir à tous", "merci", "Merci beaucoup !", "mci",
        "super, merci", "ok merci", "d'accord", "au revoir", "à bientôt", "bonne soirée", "qui es-tu ?", "t'es qui ?",
        "tu es un robot ?", "que sais-tu faire ?", "aide-moi", "tu peux m'aider ?", "ça va ?", "raconte une blague",
        "mdr", "quoi de neuf ?", "Bonjour, ça va ?", "salut, t'es qui ?", "merci, bonne nuit", "comment tu t'appelles ?",
    ],
}  # fmt: skip
QUESTIONS = {
    "en": [
        "hello, what did R1 cost?", "hi! who founded DeepSeek?", "help me understand GRPO", "thanks, and output tokens?",
        "ok and what about output tokens?", "can you help me with the training cost?", "who made R1?", "why?", "and OpenAI?",
        "who are the founders?", "what is DeepSeek?", "what do you know about Liang?", "how do you train R1?", "really?",
        "what's up with Nvidia?", "test scores of R1?", "great, so how much?", "yes, but when?", "no, the other one",
        "cool app?", "are you sure that Nvidia lost 600 billion?", "hey bot what's GRPO", "top of the App Store?",
        "what can you tell me about Italy?", "good evening, is it true that R1 cost 5.6 million?", "later models?", "R1", "hi-flyer",
        "who created DeepSeek?", "is deepseek a robot?", "how is R1 licensed?", "thank you Sam Altman post?",
    ],
    "fr": [
        "bonjour, combien a coûté R1 ?", "salut c'est quoi GRPO ?", "aide-moi à comprendre la distillation", "merci, et chez OpenAI ?",
        "ok et les jetons de sortie ?", "et la Belgique ?", "pourquoi ?", "super, et pourquoi ?", "quoi de neuf chez Nvidia ?",
        "qui est Liang Wenfeng ?", "qui a créé R1 ?", "que sais-tu de Nvidia ?", "oui, mais quand ?", "non, l'autre",
        "tu peux m'aider à comprendre le GRPO ?", "bonsoir, c'est vrai que R1 a coûté 5,6 millions ?", "d'accord, donc combien ?",
        "comment marche R1 ?", "à quoi sert la distillation ?", "tu es sûr ?", "ça va coûter combien ?", "comment ça marche le GRPO ?",
        "parfait, et en Italie ?", "c'est quoi ton avis sur Nvidia ?", "qui es derrière DeepSeek", "merci bot, et le H800 ?",
    ],
}  # fmt: skip


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), cases(COURTESIES))
def test_a_courtesy_gets_a_short_reply(language: str, text: str) -> None:
    reply = courtesy(text, language)

    assert reply is not None
    assert len(reply) < 400


@pytest.mark.parametrize(("language", "text"), cases(QUESTIONS))
def test_a_question_is_no_courtesy(language: str, text: str) -> None:
    assert courtesy(text, language) is None


@pytest.mark.parametrize("text", ["hello", "merci", "who are you?", "au revoir", "lol"])
def test_the_reply_is_in_the_language_asked_for(text: str) -> None:
    english, french = courtesy(text, "en"), courtesy(text, "fr")

    assert english is not None
    assert french is not None
    assert english != french
    assert any(word in english for word in ("Ask", "questions", "bot"))
    assert any(word in french for word in ("Posez", "questions", "Demandez", "demander"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("hello", "Hello"), ("thanks", "welcome"), ("bye", "Goodbye"), ("are you human?", "I am a bot")],
)
def test_the_reply_fits(text: str, said: str) -> None:
    assert said in (courtesy(text, "en") or "")


@pytest.mark.parametrize("text", ["", "!!!", "?", ":)", "..."])
def test_nothing_is_no_courtesy(text: str) -> None:
    assert courtesy(text, "en") is None


@pytest.mark.parametrize("text", ["hello", "who are you?", "lol"])
def test_the_reply_speaks_of_what_the_corpus_is_about_and_offers_a_question(text: str) -> None:
    about = About("the mills of Orval", ("Who built the mill?",))

    reply = courtesy(text, "en", about, ["The mill"]) or ""

    assert "the mills of Orval" in reply
    assert reply.endswith("for example: Who built the mill?")


@pytest.mark.parametrize(
    ("language", "titles"),
    [("en", "“Rivers”, “Bread” and “Clocks”"), ("fr", "« Rivers », « Bread » et « Clocks »")],
)
@pytest.mark.parametrize("text", ["hello", "who are you?", "lol"])
def test_without_such_words_it_names_a_few_sources(text: str, language: str, titles: str) -> None:
    reply = courtesy(text, language, None, ["Rivers", "Bread", "Clocks", "Stones"]) or ""

    assert titles in " ".join(reply.split())
    assert "DeepSeek" not in reply
    assert "Stones" not in reply
