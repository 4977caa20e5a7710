"""Every reason that retrieval gives for an error has words of its own in English and in French."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.explaining import explain, key_of
from bot.locales import LANGUAGES
from retrieval import CorpusError, FetchError, Reason
from tests.bot.test_locales import ROOT, read_messages


def given() -> Iterator[tuple[str, Reason, frozenset[str]]]:
    """Yield where the code gives a reason, with the names of the values that it gives with it."""
    for package in ("retrieval", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    for reason in _reasons(node.args):
                        where = f"{path.name}:{node.lineno}"
                        yield where, reason, frozenset(str(each.arg) for each in node.keywords)


def _reasons(arguments: list[ast.expr]) -> Iterator[Reason]:
    for argument in arguments:
        for node in ast.walk(argument):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Reason":
                yield Reason[node.attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words_with_the_same_values(language: str) -> None:
    messages = read_messages(language)

    worded = {reason: frozenset(messages.get(key_of(reason), {"none"})) for reason in Reason}

    assert worded == {reason: reason.values for reason in Reason}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_no_words_for_a_reason_that_nobody_gives(language: str) -> None:
    keys = {key for key in read_messages(language) if key.startswith("error-")}

    assert keys == {*(key_of(reason) for reason in Reason), "error-of-corpus"}


def test_every_error_gives_the_values_that_its_reason_names() -> None:
    found = list(given())

    assert len(found) > 100
    assert [each for each in found if each[2] != each[1].values] == []


def test_every_reason_is_given_somewhere() -> None:
    named = {
        Reason[node.attr]
        for package in ("retrieval", "bot")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Reason"
    }

    assert named == set(Reason)


def test_the_terminal_reads_the_line_of_the_reason() -> None:
    error = FetchError(Reason.NOT_PUBLIC, host="inner.example", address="10.0.0.1")

    assert str(error) == (
        "inner.example is at 10.0.0.1, which is not on the public internet: only public addresses are fetched"
    )


def test_a_fault_of_the_corpus_is_told_with_its_place() -> None:
    error = CorpusError(
        Path("claims.toml"), "claim mill", Reason.WORDS_NOT_FOUND, source="mill", words="In 1705"
    )

    assert str(error) == (
        "claims.toml, claim mill: these words are not in mill (in this order): 'In 1705'; copy them exactly"
    )
    assert explain(error, "fr") == (
        "Le corpus sur le disque a un défaut, à corriger là-bas. claims.toml, claim mill : Ces mots ne figurent "
        "pas dans mill (dans cet ordre) : « In 1705 ». Copiez-les exactement."
    )


def test_what_a_hostile_server_says_is_told_on_one_visible_line() -> None:
    error = FetchError(Reason.OTHER_TYPE, host="far.example", type="text/\u202eevil\n\x07@everyone")

    assert explain(error, "en") == (
        "far.example sends “text/evil @everyone”. I read only HTML, plain text, Markdown and PDF."
    )
