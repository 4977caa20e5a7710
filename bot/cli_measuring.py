"""The options of `evaluate` and `bench`; what they measure and show is imported when they run."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_session import Json, Session, console, print_json

if TYPE_CHECKING:
    from bot.settings import EvaluationSettings
    from retrieval import Evaluation


class Split(StrEnum):
    """Which golden questions are asked."""

    OPEN = "open"
    HELD = "held"


class Way(StrEnum):
    """Who puts the answers together."""

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


def evaluate(
    context: typer.Context,
    questions: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Golden questions instead of the corpus's."),
    ] = None,
    split: Annotated[Split | None, typer.Option(help="Only these; the held ones only at the end.")] = None,
    mode: Annotated[
        Way, typer.Option(help="Whether the language model of the settings writes the answers.")
    ] = Way.EXTRACTIVE,
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write an HTML page with plots, too.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask the golden questions and compare; exit status 1 if a figure is below its floor in config/bot.toml."""
    from bot.measuring import evaluation_record, shortfalls, show_evaluation
    from bot.writing import writing_table
    from retrieval import CorpusError, Mode, Reason

    given: Session = context.obj
    evaluation = given.library.evaluate(questions, split, Mode(mode.value))
    if not evaluation.outcomes:
        file = questions or given.settings.retrieval.corpus / "questions.toml"
        raise CorpusError(file, "", Reason.NO_QUESTIONS)
    below = shortfalls(evaluation.overall, given.settings.evaluation)
    if as_json:
        print_json(evaluation_record(evaluation, below))
    else:
        show_evaluation(console(markup=True), evaluation)
        if evaluation.writing is not None:
            console(markup=True).print(writing_table(evaluation.writing))
    if report is not None:
        _write(report, evaluation, given.settings.evaluation)
    for shortfall in below:
        sys.stderr.write(f"deepseek-bot: {shortfall}\n")
    raise typer.Exit(int(bool(below)))


def bench(
    context: typer.Context,
    scale: Annotated[
        list[int] | None,
        typer.Option(min=1, metavar="N", help="A generated corpus of N passages, too; may be repeated."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure speed and memory against the embedder alone, in a folder of its own; takes some minutes."""
    from tempfile import TemporaryDirectory

    from bot.app import build_benchmark
    from bot.speeds import bench_record, show_bench
    from bot.timing import measure

    given: Session = context.obj
    settings = given.settings
    with TemporaryDirectory(prefix="deepseek-bot-bench-") as data:
        command = [sys.executable, "-P", "-c", "from bot.cli import main; main()"]
        command += ["--config", str(given.config)] if given.config else []
        command += ["--corpus", str(settings.retrieval.corpus), "--data", data]
        benchmark = build_benchmark(settings, Path(data))
        measured = measure(benchmark, settings.conversation, command, scale or (), _progress)
        benchmark.library.close()
    if as_json:
        print_json(bench_record(measured))
    else:
        show_bench(console(markup=True), measured)


def _write(report: Path, evaluation: "Evaluation", floors: "EvaluationSettings") -> None:
    from bot.report import report_page

    try:
        report.write_text(report_page(evaluation, floors), encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{report} cannot be written ({error.strerror})") from None


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
