"""A question's way: a courtesy is met, a follow-up understood, an answer given or refused in one sentence."""

import pytest

from retrieval.answers.wording import LANGUAGES, enumerate_words, say
from retrieval.types import Answer, Kind, Question, Status, Turn
from tests.mill import Opened


def ask(mill: Opened, language: str, text: str, *earlier: str) -> Answer:
    return mill.answerer.answer(Question(text, language, tuple(Turn(each) for each in earlier)))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [("en", "hello", "Hello"), ("fr", "Merci beaucoup !", "plaisir"), ("es", "hello", "Hello")],
)
def test_a_courtesy_is_met_without_a_search(mill: Opened, language: str, text: str, said: str) -> None:
    answer = ask(mill, language, text)

    assert said in (answer.message or "")
    assert (answer.status, answer.statements, answer.nearest) == (Status.COURTESY, (), ())


def test_a_part_that_the_sources_do_not_answer_is_named_beside_the_answer_to_the_other(mill: Opened) -> None:
    answer = ask(mill, "en", "When was the mill of Orval built? And who was the mayor of Springfield?")

    assert answer.status is Status.ANSWERED
    assert answer.message == "My sources do not say “who was the mayor of Springfield”."
    assert "1791" in answer.statements[0].text
    assert {citation.number for citation in answer.citations} == {
        number for statement in answer.statements for number in statement.citations
    }


def test_a_question_none_of_whose_parts_is_answered_is_refused(mill: Opened) -> None:
    answer = ask(mill, "en", "Who was the mayor of Springfield and when was Springfield founded?")

    assert (answer.status, answer.statements) == (Status.NOT_IN_SOURCES, ())


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("en", "Who was the mayor of Springfield?", ["“mayor”", "“Springfield”"]),
        ("fr", "Qui était le maire de Trouville ?", ["« maire »", "« Trouville »"]),
        ("en", "What fine did the mill of Orval pay?", ["“fine”"]),
    ],
)
def test_a_refusal_says_what_was_looked_for(mill: Opened, language: str, text: str, named: list[str]) -> None:
    answer = ask(mill, language, text)

    assert answer.status is Status.NOT_IN_SOURCES
    assert answer.message is not None
    assert all(name in answer.message for name in named), answer.message
    assert (answer.statements, answer.citations, answer.checks) == ((), (), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_shows_at_most_two_near_passages_in_the_asker_s_language(
    mill: Opened, language: str
) -> None:
    texts = {
        "en": "What fine did the mill of Orval pay?",
        "fr": "Quelle amende le moulin d'Orval a-t-il payée ?",
    }

    answer = ask(mill, language, texts[language])

    assert 1 <= len(answer.nearest) <= 2
    assert {quote.document.source.language for quote in answer.nearest} == {language}
    assert all(quote.document.source.kind is not Kind.ARTICLE for quote in answer.nearest)


def test_live_figures_are_refused_as_such(mill: Opened) -> None:
    answer = ask(mill, "en", "How much flour does the mill grind today?")

    assert answer.message == say("en", "live-undated")


@pytest.mark.parametrize(("language", "text"), [("en", "so what is it?"), ("fr", "et alors c'est quoi ?")])
def test_who_asks_nothing_gets_an_example(mill: Opened, language: str, text: str) -> None:
    assert ask(mill, language, text).message == say(language, "nothing-asked")


def test_another_language_is_answered_in_english_with_a_word_about_it(mill: Opened) -> None:
    answer = ask(mill, "es", "¿Gaston Leroux register mill?")

    assert answer.status is Status.ANSWERED
    assert (answer.language, answer.message) == ("en", say("en", "other-language"))
    assert answer.citations[0].quote.document.source.language == "en"


def test_a_refusal_of_another_language_says_which_are_read_best(mill: Opened) -> None:
    answer = ask(mill, "es", "¿Cuántos habitantes tiene Madrid?")

    assert answer.status is Status.NOT_IN_SOURCES
    assert (answer.message or "").endswith(say("en", "languages"))


@pytest.mark.parametrize(
    ("language", "earlier", "text", "leads"),
    [
        ("en", "How many tonnes of flour does the mill grind?", "and who owned it?", "Gaston Leroux"),
        ("en", "Who owned the mill of Orval?", "and how many tonnes of flour?", "35 tonnes"),
        ("fr", "Qui possédait le moulin d'Orval ?", "et combien de tonnes de farine ?", "35 tonnes"),
        ("fr", "Combien de tonnes de farine ?", "et la roue ?", "six mètres"),
    ],
)
def test_a_follow_up_is_understood_from_its_thread(
    mill: Opened, language: str, earlier: str, text: str, leads: str
) -> None:
    answer = ask(mill, language, text, earlier)

    assert answer.status is Status.ANSWERED
    assert leads in answer.statements[0].text


@pytest.mark.parametrize(
    ("language", "earlier", "text"),
    [
        ("en", "Who owned the mill of Orval?", "and in Belgium?"),
        ("fr", "Qui possédait le moulin d'Orval ?", "Et en Belgique ?"),
    ],
)
def test_a_follow_up_that_leaves_the_sources_is_refused(
    mill: Opened, language: str, earlier: str, text: str
) -> None:
    answer = ask(mill, language, text, earlier)

    assert answer.status is Status.NOT_IN_SOURCES
    assert "Belgi" in (answer.message or "")


def test_a_new_topic_drops_the_old_one(mill: Opened) -> None:
    thread = "Who owned the mill of Orval?"

    answer = ask(mill, "en", "How many tonnes of flour does the mill grind a year?", thread)

    alone = ask(mill, "en", "How many tonnes of flour does the mill grind a year?")
    assert answer.statements == alone.statements


@pytest.mark.parametrize(
    ("language", "words", "joined"),
    [
        ("en", [], ""),
        ("en", ["one"], "“one”"),
        ("en", ["one", "two"], "“one” and “two”"),
        ("fr", ["un", "deux", "trois"], "« un », « deux » et « trois »"),
    ],
)
def test_words_are_listed_as_the_language_does(language: str, words: list[str], joined: str) -> None:
    assert enumerate_words(words, language) == joined


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_ours_is_longer_than_a_line_or_two(language: str) -> None:
    keys = ("article-says", "other-language", "languages", "not-in-sources", "live", "nothing-asked")

    said = [say(language, key, year=2025) for key in keys]

    assert len(set(said)) == len(said)
    assert all(len(each) < 140 for each in said)
