"""`evaluate` and `bench` in a terminal: what they print, and the exit status."""

import io
import json
import math
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from rich.console import Console

from bot.speeds import bench_record, show_bench
from bot.timing import GOALS, Bench, Goal
from retrieval import ScaleSpeed
from tests.bot.commands import Done, Terminal
from tests.mill import write_mill

DOCS = Path(__file__).parents[2] / "docs"
QUESTIONS = """
[[question]]
id = "flour"
language = "en"
kinds = ["direct"]
question = "How many tonnes of flour does the mill of Orval grind?"
answerable = true
facts = ["F2"]
shows = ["35"]

[[question]]
id = "owner"
language = "fr"
kinds = ["direct"]
question = "Qui possédait le moulin d'Orval ?"
answerable = true
facts = ["F1"]
split = "held"
"""
REAL_QUESTIONS = """
[[question]]
id = "fine"
language = "en"
kinds = ["direct"]
question = "How much market value did Nvidia lose on 27 January 2025?"
answerable = true
facts = ["F074", "F075"]

[[question]]
id = "impossible"
language = "fr"
kinds = ["refuse"]
question = "Quel temps fait-il à Brest <b>aujourd'hui</b> ?"
answerable = true
facts = ["F074"]
"""


def validate(record: object, name: str) -> None:
    schema = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(record)))


@pytest.mark.parametrize("name", ["bench", "evaluation"])
def test_a_schema_of_measurements_is_one(name: str) -> None:
    schema = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False


def one_line(done: Done, *said: str) -> None:
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert all(word in done.err for word in said), done.err


def test_without_golden_questions_there_is_nothing_to_evaluate(terminal: Terminal) -> None:
    one_line(terminal.type("evaluate"), "questions.toml", "no such golden questions")


def test_a_split_without_questions_is_one_line(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("", encoding="utf-8")

    one_line(terminal.type("evaluate", "--questions", str(file), "--split", "held"), "mine.toml")


@pytest.mark.parametrize("words", [["--split", "closed"], ["--questions", "nowhere.toml"]])
def test_evaluate_refuses_what_it_does_not_know(terminal: Terminal, words: list[str]) -> None:
    done = terminal.type("evaluate", *words)

    assert done.status == 2
    assert "Traceback" not in done.err


@pytest.mark.slow
def test_evaluate_prints_one_object_writes_its_page_and_tells_what_is_below(
    real_terminal: Terminal, tmp_path: Path
) -> None:
    file, page = tmp_path / "questions.toml", tmp_path / "report.html"
    file.write_text(REAL_QUESTIONS, encoding="utf-8")

    done = real_terminal.type("evaluate", "--questions", str(file), "--json", "--report", str(page))

    record = json.loads(done.text)
    validate(record, "evaluation")
    assert done.status == 1
    assert record["overall"]["right"] == 0.5
    assert {each["id"]: each["mishaps"] for each in record["outcomes"]} == {
        "fine": [],
        "impossible": ["refused"],
    }
    assert {"right", "false_refusals"} <= {each["figure"] for each in record["below"]}
    assert done.err.count("\n") == len(record["below"])
    written = page.read_text(encoding="utf-8")
    assert "Brest &lt;b&gt;" in written
    assert "<b>aujourd" not in written


@pytest.mark.slow
def test_a_report_that_cannot_be_written_is_wrong_usage(real_terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(REAL_QUESTIONS, encoding="utf-8")

    done = real_terminal.type(
        "evaluate", "--questions", str(file), "--report", str(tmp_path / "no" / "page.html")
    )

    assert done.status == 2
    assert "page.html" in done.err
    assert "Traceback" not in done.err


def make_scale(passages: int, p95: float) -> ScaleSpeed:
    return ScaleSpeed(passages, 1.5, 2.5, 0.5, 300, 5, p95, 0.5, 1, 6, 12)


def make_bench(**changes: float) -> Bench:
    figures = {
        "embed_ms": 5.0,
        "answer_p50_ms": 7.0,
        "answer_p95_ms": 9.0,
        "answer_p50_over_embed": 1.4,
        "answer_p95_over_embed": 1.8,
        "embeddings_per_second": 150.0,
        "answers_per_second": 140.0,
        "throughput_over_embed": 0.93,
        "unanswered": 0,
        "passages": 14,
        "raw_seconds": 2.0,
        "reindex_seconds": 2.5,
        "reindex_over_embed": 0.8,
        "help_seconds": 0.3,
        "ask_seconds": 1.5,
        "ask_memory_mb": 250.0,
        "scale_p95_ratio": 1.5,
    }
    machine = {"system": "Linux", "python": "3.11", "cores": 2, "load_before": 0.5, "load_after": 1.5}
    scales = (make_scale(1000, 8), make_scale(100_000, 12))
    return Bench("2026-11-23T12:00:00+00:00", machine, {**figures, **changes}, scales)


def test_a_record_of_a_bench_follows_its_schema() -> None:
    record = bench_record(make_bench())

    validate(record, "bench")
    assert [scale["passages"] for scale in record["scale"]] == [1000, 100_000]


def test_goals_say_whether_they_are_met() -> None:
    met = {goal["figure"]: goal["met"] for goal in bench_record(make_bench())["goals"]}

    assert met == {
        "answer_p50_over_embed": True,
        "answer_p95_over_embed": True,
        "throughput_over_embed": True,
        "reindex_over_embed": False,
        "scale_p95_ratio": True,
    }


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.figure)
def test_a_figure_on_the_limit_meets_its_goal_and_a_worse_one_does_not(goal: Goal) -> None:
    worse = math.inf if goal.at_most else 0

    assert goal.met(goal.limit)
    assert not goal.met(worse)
    assert str(goal) == f"{'≤' if goal.at_most else '≥'} {goal.limit:g}"


def test_what_was_not_measured_has_no_goal() -> None:
    bench = Bench("2026-11-23T12:00:00+00:00", {}, {"throughput_over_embed": 0.9}, ())

    assert [(goal.figure, met) for goal, met in bench.goals()] == [("throughput_over_embed", True)]


def test_a_bench_is_shown_with_goals_and_generated_corpora() -> None:
    console = Console(file=io.StringIO(), width=120, highlight=False)

    show_bench(console, make_bench())

    shown = cast("io.StringIO", console.file).getvalue()
    assert shown.count("✓") == 4
    assert shown.count("✗") == 1
    assert "100,000" in shown
    assert "2 cores" in shown


def test_a_generated_corpus_has_a_passage_at_least(terminal: Terminal) -> None:
    assert terminal.type("bench", "--scale", "0").status == 2


@pytest.mark.slow
def test_bench_prints_one_object(terminal: Terminal, tmp_path: Path) -> None:
    terminal.corpus = write_mill(tmp_path / "village")
    (terminal.corpus / "questions.toml").write_text(QUESTIONS, encoding="utf-8")

    done = terminal.type("bench", "--json", "--scale", "30")

    assert done.status == 0, done.err
    record: dict[str, Any] = json.loads(done.text)
    validate(record, "bench")
    assert record["passages"] == 13
    assert record["unanswered"] == 0
    assert [scale["passages"] for scale in record["scale"]] == [30]
    assert not terminal.data.exists()
