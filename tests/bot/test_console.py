"""The terminal: a question a line, an answer each, until the end of input."""

import asyncio
from io import StringIO

import pytest
from rich.console import Console

from bot.console import ConsolePlatform
from bot.conversation import Conversation
from bot.locales import word
from bot.settings import ConversationSettings
from retrieval import Answer, QuestionEmpty
from tests.bot.libraries import FakeLibrary, as_library
from tests.builders import make_answer, make_check, make_citation


def talk(library: FakeLibrary, typed: str, width: int = 100) -> str:
    """Return what is shown for the lines of standard input."""
    shown = StringIO()
    conversation = Conversation(as_library(library), ConversationSettings())
    platform = ConsolePlatform(
        conversation, StringIO(typed), Console(file=shown, width=width, highlight=False)
    )
    asyncio.run(platform.run())
    return shown.getvalue()


def test_two_questions_get_two_answers_of_one_thread() -> None:
    library = FakeLibrary()

    shown = talk(library, "What happened?\nAnd then?\n")

    assert [text.strip() for text, _ in library.asked] == ["What happened?", "And then?"]
    assert len(library.asked[1][1]) == 1
    assert shown.count("A quoted sentence.") == 2
    assert "What happened?" in shown


def test_the_last_line_may_lack_its_end() -> None:
    library = FakeLibrary()

    talk(library, "What happened?")

    assert len(library.asked) == 1


def test_empty_lines_are_passed_over() -> None:
    library = FakeLibrary()

    talk(library, "\n   \n\t\n")

    assert library.asked == []


def test_a_question_that_cannot_be_searched_does_not_end_the_session() -> None:
    def answer(text: str) -> Answer:
        if "!!!" in text:
            raise QuestionEmpty
        return make_answer(make_citation(), text=text)

    shown = talk(FakeLibrary(answer), "!!!\nWhat happened?\n")

    assert word("en", "error-question-empty") in shown
    assert "A quoted sentence." in shown


def test_an_answer_shows_statement_quote_source_date_translation_and_check() -> None:
    citation = make_citation(1, "Il dort [encore] :smile:.", translation="It still sleeps.")
    library = FakeLibrary(lambda text: make_answer(citation, checks=(make_check(citation),), text=text))

    shown = talk(library, "What happened?\n")

    for words in (
        "Statement 1.",
        "Il dort [encore] :smile:.",
        "The title of doc",
        "The Gazette",
        "2025-01-31",
        "Our translation",
        "It still sleeps.",
        "wrong",
        "It was otherwise.",
        "The Institute",
    ):
        assert words in shown


def test_what_was_typed_is_shown_as_it_is() -> None:
    shown = talk(FakeLibrary(), "[bold]Is[/bold] it [red]?\n")

    assert "[bold]Is[/bold] it [red]?" in shown


@pytest.mark.parametrize("word", ["quit", "exit", "quitter", " EXIT ", "Quitter"])
def test_a_word_of_leaving_ends_the_session(word: str) -> None:
    library = FakeLibrary()

    shown = talk(library, f"What happened?\n{word}\nAnd then?\n")

    assert [text.strip() for text, _ in library.asked] == ["What happened?"]
    assert "Goodbye" in shown


def test_a_source_s_id_stands_beside_its_quote() -> None:
    shown = talk(FakeLibrary(), "What happened?\n")

    assert "source doc" in shown
