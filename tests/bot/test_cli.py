"""The terminal contract of docs/design.md: what is printed, and the exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.commands import ROOT, Terminal, mendable, misused, parse
from tests.builders import TINY, manifest_entry, write_corpus

COMMANDS = (
    "run",
    "ask",
    "verify",
    "chat",
    "search",
    "source",
    "reindex",
    "generations",
    "rollback",
    "evaluate",
    "bench",
    "check",
)


def test_help_names_every_command(terminal: Terminal) -> None:
    done = terminal.type_bare("--help")

    assert done.status == 0
    assert all(command in done.text for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(terminal: Terminal, command: str) -> None:
    done = terminal.type_bare(command, "--help")

    assert done.status == 0
    assert command in done.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], ["frobnicate"]),
        (["ask"], ["QUESTION"]),
        (["ask", "--frob", "x"], ["--frob"]),
        (["search"], ["question"]),
        (["search", "x", "--batch", "y"], ["question"]),
        (["search", "x", "-k", "0"], ["-k", "1"]),
        (["search", "x", "-k", "many"], ["-k", "integer"]),
        (["search", "--batch", "no-such-file.txt"], ["no-such-file.txt"]),
        (["ask", "two", "words"], ["quotes"]),
    ],
)
def test_wrong_usage_is_status_2(terminal: Terminal, words: list[str], said: list[str]) -> None:
    misused(terminal.type(*words), *said)


@pytest.mark.parametrize("words", [["ask", "Why?"], ["search", "Why?"]])
def test_a_question_before_the_first_index_is_told_what_to_run(terminal: Terminal, words: list[str]) -> None:
    mendable(terminal.type(*words), "reindex")


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!", "\x00\x07"])
def test_an_empty_question_is_told_what_to_write(terminal: Terminal, command: str, question: str) -> None:
    terminal.data.mkdir()

    done = terminal.type(command, question)

    assert done.status == 1
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("words", [["source"], ["reindex"], ["reindex", "--dry-run"], ["check"]])
def test_a_missing_corpus_is_one_line(terminal: Terminal, words: list[str]) -> None:
    terminal.corpus = terminal.corpus / "nowhere"

    done = terminal.type(*words)

    assert done.status == 1
    said = done.err or next(line for line in done.lines if line.startswith("wrong"))
    assert "sources.toml" in said
    assert "no such file" in said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sources.toml", "[[source]", ["sources.toml", "TOML"]),
        ("sources.toml", "", ["sources.toml"]),
        ("bread.md", "", ["bread.md", "empty"]),
        ("claims.toml", "[[claim]]\n", ["claims.toml"]),
    ],
)
def test_a_broken_corpus_is_one_line(terminal: Terminal, name: str, text: str, said: list[str]) -> None:
    (terminal.corpus / name).write_text(text, encoding="utf-8")

    mendable(terminal.type("reindex"), *said)
    assert not terminal.data.exists()


def test_a_file_in_place_of_the_data_folder_is_one_line(terminal: Terminal) -> None:
    terminal.data.write_text("a file", encoding="utf-8")

    mendable(terminal.type("reindex"), "--data")


def test_a_wrong_setting_is_one_line(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("[retrieval]\nhitz = 3\n", encoding="utf-8")

    mendable(terminal.type_bare("--config", "my.toml", "source"), "retrieval.hitz", "retrieval.hits")


@pytest.mark.parametrize("line", [f"hits = {'9' * 5000}", 'corpus = "a\\u0000b"', f"hits = {'9' * 400}"])
def test_a_setting_that_cannot_be_is_one_line(terminal: Terminal, tmp_path: Path, line: str) -> None:
    (tmp_path / "bot.toml").write_text(f"[retrieval]\n{line}\n", encoding="utf-8")

    mendable(terminal.type_bare("--config", str(tmp_path / "bot.toml"), "source"))


def test_a_settings_file_that_is_named_must_exist(terminal: Terminal) -> None:
    mendable(terminal.type_bare("--config", "nowhere.toml", "source"), "nowhere.toml")


def test_an_unknown_source_is_one_line(terminal: Terminal) -> None:
    mendable(terminal.type("source", "nonsense"), "nonsense", "deepseek-bot source")


def test_a_source_whose_text_is_not_here_is_told_where_it_is(terminal: Terminal) -> None:
    entry = manifest_entry("far", 'held = false\naddress = "https://far.example"')
    write_corpus(terminal.corpus, TINY, {"sources.toml": manifest_entry("rivers") + entry})

    mendable(terminal.type("source", "far"), "far", "https://far.example")


def test_a_source_is_printed_byte_for_byte(terminal: Terminal) -> None:
    text = "Été, « déjà » 5,6 €. 🙂\n\n  Indented.\tTabbed.\n\n\n"
    write_corpus(terminal.corpus, {"odd": text})

    assert terminal.type("source", "odd").out == text.encode()


def test_the_article_is_printed_byte_for_byte(terminal: Terminal) -> None:
    terminal.corpus = ROOT / "corpus"

    done = terminal.type("source", "article")

    assert done.out == (ROOT / "corpus" / "article" / "article.txt").read_bytes()


def test_sources_are_listed(terminal: Terminal) -> None:
    done = terminal.type("source")

    assert done.status == 0
    assert all(name in done.text for name in TINY)


def test_sources_as_json_follow_their_schema(terminal: Terminal) -> None:
    terminal.corpus = ROOT / "corpus"

    sources = parse(terminal.type("source", "--json"), "sources")

    assert {"article", "deepseek-r1-paper"} <= {source["id"] for source in sources}
    assert {source["id"]: source["held"] for source in sources}["deepseek-r1-paper"] is False


def test_generations_before_the_first_build_are_none(terminal: Terminal) -> None:
    assert parse(terminal.type("generations", "--json"), "generations") == []


def test_a_rollback_without_generations_is_one_line(terminal: Terminal) -> None:
    mendable(terminal.type("rollback"), "generation")


def test_a_dry_run_says_what_would_be_built_and_writes_nothing(terminal: Terminal) -> None:
    before = sorted(terminal.corpus.parent.rglob("*"))

    record = parse(terminal.type("reindex", "--dry-run", "--json"), "reindex")

    assert (record["dry_run"], record["built"], record["generation"]) == (True, False, None)
    assert record["plan"]["added"] == list(TINY)
    assert sorted(terminal.corpus.parent.rglob("*")) == before


def test_a_dry_run_in_words_names_the_sources(terminal: Terminal) -> None:
    done = terminal.type("reindex", "--dry-run")

    assert done.status == 0
    assert all(name in done.text for name in TINY)


def test_check_without_an_index_says_what_is_wrong(terminal: Terminal) -> None:
    done = terminal.type("check")

    assert done.status == 1
    (wrong,) = (line for line in done.lines if line.startswith("wrong"))
    assert "index" in wrong
    assert "reindex" in wrong
    assert done.err == ""


def test_check_with_wrong_settings_says_so(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPSEEK_BOT__RETRIEVAL__HITS", "many")

    done = terminal.type("check")

    assert done.status == 1
    assert [line.split()[0] for line in done.lines] == ["wrong"]


@pytest.mark.slow
def test_a_line_of_standard_input_is_answered_with_quote_and_translation(
    real_data: Path, tmp_path: Path
) -> None:
    folders = ["--corpus", str(ROOT / "corpus"), "--data", str(real_data)]

    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *folders, "run"],
        input="How much market value did Nvidia lose?\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    shown = " ".join(done.stdout.replace("│", " ").split())
    assert "a perdu plus de 600 milliards de dollars" in shown, done.stderr
    assert "Our translation" in shown
    assert "2025-01-31" in shown
