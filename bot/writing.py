"""How a language model's part in measured answers is shown: a table, a record, and figures an answer."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich import box
from rich.table import Table

from retrieval import WritingFigures

_LONGEST_REASON = 60


def writing_record(figures: WritingFigures) -> dict[str, Any]:
    """Return what `evaluate --json` prints of it."""
    record = asdict(figures)
    rounded = {
        "cost": round(figures.cost, 6),
        "p50_ms": round(figures.p50_ms, 1),
        "p95_ms": round(figures.p95_ms, 1),
    }
    return {**record, **rounded}


def figures_an_answer(figures: WritingFigures) -> dict[str, float]:
    """Return what one answer of the model took on average, by name; latencies are percentiles."""
    return {
        "model_p50_ms": figures.p50_ms,
        "model_p95_ms": figures.p95_ms,
        "model_tokens_read": figures.tokens_read / figures.asked,
        "model_tokens_written": figures.tokens_written / figures.asked,
        "model_cost": figures.cost / figures.asked,
        "model_answers": figures.asked,
        "model_written": figures.written,
    }


def writing_table(figures: WritingFigures) -> Table:
    """Return a table of what became of the model's statements, and of what they took."""
    table = Table(
        box=box.SIMPLE, title=figures.model, title_justify="left", show_header=False, padding=(0, 0, 0, 1)
    )
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    table.add_row("answers it was to write", f"{figures.asked:,}")
    table.add_row("answers that show its statements", f"{figures.written:,}")
    _add_reasons(table, "extraction after all", figures.fallbacks)
    table.add_row("statements kept", f"{figures.kept:,}")
    table.add_row("statements dropped", f"{sum(figures.dropped.values()):,}")
    _add_reasons(table, "dropped", figures.dropped)
    table.add_row("quotes snapped", f"{figures.snapped:,}")
    about = "about " if figures.estimated else ""
    table.add_row("tokens read", f"{about}{figures.tokens_read:,}")
    table.add_row("tokens written", f"{about}{figures.tokens_written:,}")
    table.add_row("cost, all / an answer", f"{figures.cost:.4f} / {figures.cost / figures.asked:.6f}")
    table.add_row("p50 / p95 ms", f"{figures.p50_ms:.0f} / {figures.p95_ms:.0f}")
    return table


def _add_reasons(table: Table, what: str, reasons: Mapping[str, int]) -> None:
    for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        table.add_row(f"  {what}: {reason}"[:_LONGEST_REASON], f"{count:,}")
