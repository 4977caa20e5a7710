"""How the figures of `bench` are shown: a table with the goals, one of the generated corpora, a JSON record."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from bot.timing import ASK_RUNS, ASKERS, HELP_RUNS, Bench
from retrieval import ScaleSpeed

Record = dict[str, Any]

_WORDS = {
    "embed_ms": "one question embedded, median, ms",
    "answer_p50_ms": "a whole answer, median, ms",
    "answer_p95_ms": "a whole answer, 95th percentile, ms",
    "answer_p50_over_embed": "median answer / embedding",
    "answer_p95_over_embed": "95th percentile answer / embedding",
    "embeddings_per_second": "questions embedded a second, one thread",
    "answers_per_second": f"answers a second, {ASKERS} askers at once",
    "throughput_over_embed": "answers / embeddings a second",
    "unanswered": "askers who got a notice instead",
    "model_answers": "answers asked of the language model",
    "model_written": "of those, written by it",
    "model_p50_ms": "the model's part, median, ms",
    "model_p95_ms": "the model's part, 95th percentile, ms",
    "model_tokens_read": "tokens read an answer",
    "model_tokens_written": "tokens written an answer",
    "model_cost": "cost an answer",
    "passages": "passages of the corpus",
    "raw_seconds": "the embedder alone, all passages, s",
    "reindex_seconds": "a full reindex, s",
    "reindex_over_embed": "embedder alone / reindex",
    "help_seconds": f"--help, best of {HELP_RUNS}, s",
    "ask_seconds": f"ask from cold, median of {ASK_RUNS}, s",
    "ask_memory_mb": "ask from cold, peak memory, MB",
    "scale_p95_ratio": "95th percentile search, largest / smallest",
}


def bench_record(bench: Bench) -> Record:
    """Return what `bench --json` prints."""
    return {
        "measured": bench.measured,
        "machine": dict(bench.machine),
        **{name: round(value, 4) for name, value in _ordered(bench).items()},
        "goals": [
            {
                "figure": goal.figure,
                "at_most" if goal.at_most else "at_least": goal.limit,
                "met": met,
            }
            for goal, met in bench.goals()
        ],
        "scale": [{name: round(value, 4) for name, value in asdict(scale).items()} for scale in bench.scales],
    }


def _ordered(bench: Bench) -> Mapping[str, float]:
    return {name: bench.figures[name] for name in _WORDS if name in bench.figures}


def show_bench(console: Console, bench: Bench) -> None:
    """Print the figures with their goals, then the generated corpora, one a row."""
    goals = {goal.figure: (goal, met) for goal, met in bench.goals()}
    table = Table("figure", "", box=box.SIMPLE)
    table.add_column("value", justify="right")
    table.add_column("goal", justify="right")
    table.add_column("")
    for name, value in _ordered(bench).items():
        goal, met = goals.get(name, (None, False))
        mark = "" if goal is None else "[green]✓[/]" if met else "[red]✗[/]"
        table.add_row(name, _WORDS[name], _number(value), str(goal or ""), mark)
    console.print(table)
    if bench.scales:
        console.print(_scales_table(bench.scales))
    machine = bench.machine
    console.print(
        f"{bench.measured}, {machine['system']}, {machine['cores']} cores, Python {machine['python']}, "
        f"load {machine['load_before']:.1f} before and {machine['load_after']:.1f} after",
        style="dim",
    )


def _scales_table(scales: Iterable[ScaleSpeed]) -> Table:
    table = Table(box=box.SIMPLE, title="Generated corpora: p50 / p95 in ms")
    for heading in (
        "passages",
        "search",
        "without embedding",
        "answer",
        "first answer",
        "memory",
        "build",
        "disk",
    ):
        table.add_column(heading, justify="right")
    for scale in scales:
        table.add_row(
            f"{scale.passages:,}",
            f"{scale.search_p50_ms:.1f} / {scale.search_p95_ms:.1f}",
            f"{scale.without_embedding_p50_ms:.1f} / {scale.without_embedding_p95_ms:.1f}",
            f"{scale.answer_p50_ms:.1f} / {scale.answer_p95_ms:.1f}",
            f"{scale.first_seconds:.1f} s",
            f"{scale.memory_mb:,.0f} MB",
            f"{scale.build_seconds:,.1f} s",
            f"{scale.disk_mb:,.0f} MB",
        )
    return table


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
