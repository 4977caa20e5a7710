"""Every word of the interface exists in English and in French."""

import ast
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from bot.locales import LANGUAGES, word

ROOT = Path(__file__).parents[2]


def read_messages(language: str) -> dict[str, set[str]]:
    """Return the variables of each message; no two files of a language may have the same one."""
    messages: dict[str, set[str]] = {}
    for file in sorted((ROOT / "config" / "locales" / language).glob("*.ftl")):
        text = file.read_text(encoding="utf-8")
        for entry in FluentParser().parse(text).body:
            assert not isinstance(entry, fluent.Junk), entry.content
            if isinstance(entry, fluent.Message):
                span = entry.span
                assert span is not None
                assert entry.id.name not in messages, f"{file.name} says {entry.id.name} again"
                messages[entry.id.name] = set(re.findall(r"\$(\w+)", text[span.start : span.end]))
    return messages


def used_keys() -> dict[str, set[str]]:
    """Return the messages that the code asks for, with the variables it gives."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).split(".")[-1] == "word"
                and len(node.args) > 1
            ):
                key = node.args[1]
                if isinstance(key, ast.Constant):
                    found[str(key.value)] = {str(keyword.arg) for keyword in node.keywords}
    return found


def test_both_languages_have_the_same_messages_with_the_same_variables() -> None:
    assert read_messages("en") == read_messages("fr")


def test_every_message_that_the_code_asks_for_exists() -> None:
    messages = read_messages("en")

    used = used_keys()

    assert used
    assert {key: variables for key, variables in used.items() if messages.get(key) != variables} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_worded(language: str) -> None:
    for key, variables in read_messages(language).items():
        assert word(language, key, **dict.fromkeys(variables, 3)).strip()


def test_a_language_we_do_not_speak_gets_english() -> None:
    assert word("it", "our-translation") == word("en", "our-translation")


def test_an_unknown_message_is_a_bug() -> None:
    with pytest.raises(KeyError):
        word("en", "no-such-message")


def test_a_missing_variable_is_a_bug() -> None:
    with pytest.raises(KeyError):
        word("en", "failed")
