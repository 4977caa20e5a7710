"""How the figures of `evaluate` are shown: a table, a JSON record, and which floors they fall below."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.settings import EvaluationSettings
from bot.writing import writing_record
from retrieval import Evaluation, Figures, Outcome

Record = dict[str, Any]

OPEN = "open"
"""The split of the questions that may be looked at one by one; of the others only figures are shown."""

_CEILINGS = {"false_refusals"}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure that does not keep to its floor or ceiling."""

    figure: str
    value: float
    limit: float

    def __str__(self) -> str:
        """Return it in words."""
        limit = "ceiling" if self.figure in _CEILINGS else "floor"
        subject = self.figure.replace("_", " ")
        return f"{subject}: {100 * self.value:.1f} %, the {limit} is {100 * self.limit:.1f} %"


def shortfalls(figures: Figures, floors: EvaluationSettings) -> list[Shortfall]:
    """Compare; a figure of which there is nothing to count is not judged."""
    found = []
    for name, limit in floors.model_dump().items():
        value = getattr(figures, name)
        if value is not None and (value > limit if name in _CEILINGS else value < limit):
            found.append(Shortfall(name, value, limit))
    return found


def mishaps(outcome: Outcome) -> list[str]:
    """Return what went wrong with a question, in words; nothing if all is well."""
    question = outcome.question
    found = []
    if not outcome.right:
        found.append("answered" if not question.answerable else "refused" if outcome.refused else "wrong")
    if not outcome.language:
        found.append("other language")
    if outcome.verbatim < outcome.quotes:
        found.append("not verbatim")
    if outcome.checks_shown < outcome.checks_due:
        found.append("check missing")
    return found


def open_outcomes(evaluation: Evaluation) -> list[Outcome]:
    """Return the outcomes that may be looked at one by one."""
    return [outcome for outcome in evaluation.outcomes if outcome.question.split == OPEN]


def slices(evaluation: Evaluation) -> Iterator[tuple[str, dict[str, Figures]]]:
    """Yield the slices by what they slice: split, language, kind; each with its figures by name."""
    for subject in ("split", "language", "kind"):
        yield (
            subject,
            {
                name.removeprefix(f"{subject} "): figures
                for name, figures in evaluation.slices.items()
                if name.startswith(f"{subject} ")
            },
        )


def percent(share: float | None) -> str:
    """Return a share from 0 to 1 in percent, without the sign."""
    return "-" if share is None else f"{100 * share:.1f}"


def _milliseconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


@dataclass(frozen=True, slots=True)
class Column:
    """How a figure is headed and written, and whether it needs a wide terminal."""

    figure: str
    heading: str
    show: Callable[[float | None], str] = percent
    wide: bool = False


COLUMNS = (
    Column("right", "right"),
    Column("complete", "complete", wide=True),
    Column("refusal_recall", "refusal recall"),
    Column("refusal_precision", "refusal precision", wide=True),
    Column("false_refusals", "false refusals"),
    Column("recall_1", "recall @1"),
    Column("recall_5", "recall @5"),
    Column("mrr", "MRR", wide=True),
    Column("ndcg_10", "nDCG @10", wide=True),
    Column("language", "language", wide=True),
    Column("verbatim", "verbatim", wide=True),
    Column("checks", "checks"),
    Column("p50_ms", "p50 ms", _milliseconds, wide=True),
    Column("p95_ms", "p95 ms", _milliseconds),
)
_WIDE = 145
"""Characters that all columns need."""


def show_evaluation(console: Console, evaluation: Evaluation) -> None:
    """Print overall figures, those of each slice, and the open questions that failed."""
    columns = [column for column in COLUMNS if console.width >= _WIDE or not column.wide]
    table = Table(box=box.SIMPLE, padding=(0, 0, 0, 1), caption="shares in percent", caption_justify="left")
    table.add_column("", no_wrap=True, min_width=13)
    table.add_column("n", justify="right")
    for column in columns:
        table.add_column(column.heading, justify="right", min_width=max(map(len, column.heading.split())))
    _add_row(table, "overall", evaluation.overall, columns)
    for _, figures_by_name in slices(evaluation):
        table.add_section()
        for name, figures in figures_by_name.items():
            _add_row(table, name, figures, columns)
    console.print(table)
    verbatim = sum(outcome.verbatim for outcome in evaluation.outcomes)
    quotes = sum(outcome.quotes for outcome in evaluation.outcomes)
    console.print(f"{verbatim} of {quotes} quotes are in their sources word for word")
    _show_failures(console, open_outcomes(evaluation))


def _add_row(table: Table, name: str, figures: Figures, columns: Iterable[Column]) -> None:
    shown = [column.show(getattr(figures, column.figure)) for column in columns]
    table.add_row(Text(name), str(figures.questions), *shown)


def _show_failures(console: Console, outcomes: Iterable[Outcome]) -> None:
    """Print a line each; a question is cut to what is left of the width."""
    failed = [(outcome.question, ", ".join(found)) for outcome in outcomes if (found := mishaps(outcome))]
    if not failed:
        return
    console.print(f"{len(failed)} open questions failed", style="bold")
    names = max(len(question.id) for question, _ in failed)
    words = max(len(found) for _, found in failed)
    for question, what in failed:
        line = Text(f"{question.id:{names}}  {what:{words}}  {question.text}")
        line.truncate(console.width, overflow="ellipsis")
        console.print(line)


def evaluation_record(evaluation: Evaluation, below: Iterable[Shortfall]) -> Record:
    """Return what `evaluate --json` prints."""
    return {
        "overall": _figures_record(evaluation.overall),
        "slices": {name: _figures_record(figures) for name, figures in evaluation.slices.items()},
        "outcomes": [_outcome_record(outcome) for outcome in open_outcomes(evaluation)],
        "writing": evaluation.writing and writing_record(evaluation.writing),
        "below": [{**asdict(shortfall), "value": round(shortfall.value, 4)} for shortfall in below],
    }


def _figures_record(figures: Figures) -> Record:
    values = {field.name: getattr(figures, field.name) for field in fields(figures)}
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}


def _outcome_record(outcome: Outcome) -> Record:
    question = outcome.question
    return {
        "id": question.id,
        "language": question.language,
        "kinds": list(question.kinds),
        "question": question.text,
        "answerable": question.answerable,
        "status": outcome.answer.status.value,
        "refused": outcome.refused,
        "right": outcome.right,
        "complete": outcome.complete,
        "language_right": outcome.language,
        "quotes": outcome.quotes,
        "verbatim": outcome.verbatim,
        "checks_due": outcome.checks_due,
        "checks_shown": outcome.checks_shown,
        "mishaps": mishaps(outcome),
        "seconds": round(outcome.seconds, 4),
    }
