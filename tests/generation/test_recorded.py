"""A recorded run of `evaluate --mode generative`: the same table, what was dropped and snapped, latency and cost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.settings import PREFIX
from tests.bot.commands import Terminal
from tests.generation.servers import ModelServer, Play, Request, always, drafted, material

RECORDED = Path(__file__).parent / "recorded"
DOCS = Path(__file__).parents[2] / "docs"
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def replay(request: Request) -> Play:
    """Say what was recorded for the question, its quotes numbered as the passages stand now."""
    told = material(request)
    statements = json.loads((RECORDED / "drafts.json").read_text(encoding="utf-8"))[told["question"]]
    passages = told["passages"]

    def number(quote: str) -> int:
        return next((int(each["number"]) for each in passages if quote[:12] in each["text"]), 0)

    return Play(drafted(*((text, [(number(quote), quote)]) for text, quote in statements)))


@pytest.fixture
def writing_terminal(
    capfdbinary: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, real_data: Path, server: ModelServer
) -> Terminal:
    """A terminal with our corpus and a model that says what was recorded."""
    server.part = replay
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("MODEL", "openai:recorded"),
        ("BASE_URL", server.address),
        ("PRICE_READ", "1"),
        ("PRICE_WRITTEN", "10"),
    ):
        monkeypatch.setenv(f"{PREFIX}GENERATION__{name}", value)
    terminal = Terminal(capfdbinary, monkeypatch, tmp_path)
    terminal.corpus, terminal.data = ROOT / "corpus", real_data
    return terminal


Evaluate = Callable[..., dict[str, Any]]


@pytest.fixture
def record(writing_terminal: Terminal) -> dict[str, Any]:
    words = ("evaluate", "--mode", "generative", "--questions", str(RECORDED / "questions.toml"), "--json")
    done = writing_terminal.type(*words)
    return dict(json.loads(done.text))


def test_a_recorded_run_gives_the_same_figures_every_time(record: dict[str, Any]) -> None:
    writing = record["writing"]

    schema = json.loads((DOCS / "evaluation.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(record, schema)
    assert (writing["asked"], writing["written"], writing["kept"]) == (6, 5, 7)
    assert writing["dropped"] == {"figure": 3, "language": 1, "form": 1, "repeated": 1}
    assert writing["fallbacks"] == {"no statement was kept (1 figure)": 1}
    assert writing["snapped"] == 3
    assert (writing["tokens_read"], writing["tokens_written"], writing["estimated"]) == (6000, 600, False)
    assert writing["cost"] == pytest.approx(0.012)
    assert writing["p95_ms"] > 0


def test_a_recorded_run_is_right_verbatim_checked_and_in_the_asker_s_language(record: dict[str, Any]) -> None:
    overall = record["overall"]

    assert overall["questions"] == 7
    assert overall["right"] == 1.0
    assert overall["refusal_recall"] == 1.0
    assert overall["verbatim"] == 1.0
    assert overall["language"] == 1.0
    assert overall["checks"] == 1.0


def test_the_table_shows_what_the_model_s_part_was(writing_terminal: Terminal) -> None:
    words = ("evaluate", "--mode", "generative", "--questions", str(RECORDED / "questions.toml"))

    shown = writing_terminal.type(*words).text

    assert "statements dropped" in shown
    assert "quotes snapped" in shown
    assert "cost, all / an answer" in shown
    assert "0.0120 / 0.002000" in shown


def test_extraction_is_what_is_evaluated_unless_the_model_is_asked_for(
    writing_terminal: Terminal, server: ModelServer
) -> None:
    done = writing_terminal.type("evaluate", "--questions", str(RECORDED / "questions.toml"), "--json")

    assert json.loads(done.text)["writing"] is None
    assert server.requests == []


def test_ask_shows_what_the_model_wrote(writing_terminal: Terminal) -> None:
    done = writing_terminal.type("ask", "R1 est sorti à quelle heure, heure de Pékin ?", "--json")

    answer = json.loads(done.text)
    schema = json.loads((DOCS / "answer.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(answer, schema)
    assert answer["mode"] == "extractive"
    assert answer["rewritten"] is None


def test_without_a_model_evaluate_says_what_to_set(
    writing_terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}GENERATION__MODEL", "none")

    done = writing_terminal.type("evaluate", "--mode", "generative")

    assert done.status == 1
    assert "name one in generation.model" in done.err
    assert done.err.count("\n") == 1


def test_check_names_the_model(writing_terminal: Terminal) -> None:
    assert "ok     model: openai:recorded writes answers" in writing_terminal.type("check").text


def test_a_missing_key_is_one_line(writing_terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}GENERATION__MODEL", "openai:gpt-4.1-mini")
    monkeypatch.delenv(f"{PREFIX}GENERATION__BASE_URL")

    done = writing_terminal.type("ask", "What is GRPO?")

    assert done.status == 1
    assert done.err == (
        "deepseek-bot: generation.model = 'openai:gpt-4.1-mini' needs a key: set OPENAI_API_KEY in the environment\n"
    )


def honest(request: Request) -> Play:
    """Say the first sentence of each passage that is in English."""
    passages = [each for each in material(request)["passages"] if each["language"] == "English"]
    firsts = [(int(each["number"]), each["text"].partition(". ")[0].rstrip(".") + ".") for each in passages]
    return Play(drafted(*((text, [(number, text)]) for number, text in firsts)))


def test_summary_as_json_tells_who_worded_it_and_from_which_generation(
    writing_terminal: Terminal, server: ModelServer
) -> None:
    server.part = honest

    done = writing_terminal.type("summary", "The 5.6 million dollars", "--json")

    answer = json.loads(done.text)
    schema = json.loads((DOCS / "answer.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(answer, schema)
    assert answer["mode"] == "generative"
    assert answer["generation"]
    assert 4 <= len(answer["statements"]) <= 8
    assert any(check["verdict"] == "wrong" for check in answer["checks"])


def test_a_topic_of_which_the_model_says_nothing_true_is_summarised_by_extraction(
    writing_terminal: Terminal, server: ModelServer
) -> None:
    server.part = always("The mill is a casino.")

    done = writing_terminal.type("summary", "The 5.6 million dollars")

    assert "What the sources say about The 5.6 million dollars" in done.text
    assert "language model" not in done.text


def test_the_topics_are_listed_as_json(writing_terminal: Terminal) -> None:
    done = writing_terminal.type("summary", "--language", "fr", "--json")

    assert len(json.loads(done.text)) > 5
