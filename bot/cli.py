"""The commands. Each reads its words, calls one thing and prints; heavy imports happen inside."""

import json
import signal
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import cli_measuring

if TYPE_CHECKING:
    from rich.console import Console

    from bot.settings import Settings
    from retrieval import Generation, Library

app = typer.Typer(
    name="deepseek-bot",
    help="Answers questions about the DeepSeek episode of January 2025, with quotes that a machine has checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


@dataclass
class Session:
    """The options before the command, and what is made of them when a command asks."""

    config: Path | None
    overrides: dict[str, dict[str, Any]]

    @cached_property
    def settings(self) -> "Settings":
        """Read on first use. Raises SettingsError."""
        from bot.settings import load_settings

        return load_settings(self.config, self.overrides)

    @cached_property
    def library(self) -> "Library":
        """Put together on first use. Raises SettingsError and RetrievalError."""
        from bot.app import build_library

        return build_library(self.settings)


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Settings file instead of config/bot.toml.")] = None,
    corpus: Annotated[Path | None, typer.Option(help="Folder with a sources.toml and texts.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder for what is built.")] = None,
) -> None:
    """Answers questions about the DeepSeek episode of January 2025, with quotes that a machine has checked."""
    given = {"corpus": corpus, "data": data}
    context.obj = Session(
        config, {"retrieval": {key: value for key, value in given.items() if value is not None}}
    )


@app.command()
def run(context: typer.Context) -> None:
    """Start every platform whose tokens are set; with none, the console."""
    from bot.app import run_platforms
    from bot.settings import load_secrets

    session: Session = context.obj
    secrets = load_secrets()
    if secrets.discord_token is None and secrets.slack_bot_token is None:
        chat(context)
        return
    _build_if_missing(session)
    run_platforms(session.library, session.settings, secrets)


@app.command()
def chat(context: typer.Context) -> None:
    """Read a question a line from standard input and answer, until it ends."""
    from bot.app import run_console

    session: Session = context.obj
    _build_if_missing(session)
    run_console(session.library, session.settings)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What you want to know.")],
    more: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    after: Annotated[
        list[str] | None, typer.Option(help="An earlier question of the thread; oldest first.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Answer one question with checked quotes."""
    from retrieval import Turn

    if more and not after:
        raise typer.BadParameter('put the question in quotes: deepseek-bot ask "What did R1 cost to train?"')
    session: Session = context.obj
    earlier = [Turn(text) for text in (*(after or ()), *(more or ()))]
    library = session.library
    started = time.perf_counter()
    answer = library.ask(question, earlier)
    if as_json:
        from bot.records import answer_record

        _print_json(answer_record(answer, 1000 * (time.perf_counter() - started)))
    else:
        from bot.terminal import show_answer

        show_answer(_console(), answer)


@app.command()
def search(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="[QUESTION]", help="What to look for.")] = None,
    count: Annotated[int | None, typer.Option("-k", min=1, max=1000, help="How many hits.")] = None,
    batch: Annotated[
        Path | None, typer.Option(help="File with a question a line; prints a JSON line for each.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the passages nearest to a question."""
    from bot.records import search_record

    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or a file of questions with --batch")
    session: Session = context.obj
    if batch is not None:
        _search_batch(session.library, batch, count)
        return
    hits = session.library.search(str(question), count)
    if as_json:
        _print_json(search_record(str(question), hits))
        return
    console = _console()
    for hit in hits:
        console.print(f"{hit.score:.3f}  {hit.passage.id}", style="cyan")
        console.print(hit.passage.text)
        console.print()


@app.command()
def source(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="The source to print.")] = None,
    as_json: Json = False,
) -> None:
    """List the sources, or print one source's text exactly as quotes are cut from it."""
    library = context.obj.library
    if identifier is not None:
        sys.stdout.buffer.write(library.document(identifier).text.encode())
        sys.stdout.buffer.flush()
    elif as_json:
        from bot.records import source_record

        _print_json([source_record(each) for each in library.sources()])
    else:
        from bot.terminal import sources_table

        _console().print(sources_table(library.sources()))


@app.command()
def reindex(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Build the index anew from the corpus; unchanged passages are not embedded again."""
    from bot.records import generation_record, plan_record
    from bot.terminal import plan_lines

    library = context.obj.library
    plan = library.plan()
    if not as_json:
        _say(*plan_lines(plan))
    started = time.perf_counter()
    generation = _build(library) if plan.needed and not dry_run else None
    seconds = time.perf_counter() - started
    if as_json:
        active, known = library.generations()
        built = generation or next((each for each in known if each.id == active), None)
        record = {"dry_run": dry_run, "built": generation is not None, "plan": plan_record(plan)}
        record["generation"] = built and generation_record(built, active)
        _print_json({**record, "elapsed_ms": round(1000 * seconds, 1)})
    elif generation is not None:
        kept = plan.passages - plan.embed
        _say(f"Generation {generation.id} answers: {plan.embed} embedded, {kept} kept, in {seconds:.1f} s.")


@app.command()
def generations(context: typer.Context, as_json: Json = False) -> None:
    """List the built indexes, newest first, and mark the one that answers."""
    active, known = context.obj.library.generations()
    if as_json:
        from bot.records import generation_record

        _print_json([generation_record(each, active) for each in known])
    else:
        from bot.terminal import generations_table

        _console().print(generations_table(known, active))


@app.command()
def rollback(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="Default: the one before.")] = None,
) -> None:
    """Let an earlier generation answer again."""
    generation = context.obj.library.rollback(identifier)
    _say(f"Generation {generation.id} of {generation.created} answers again.")


@app.command()
def check(context: typer.Context) -> None:
    """Check settings, embedder, corpus and index, a line each; exit status 1 if something is wrong."""
    from bot.health import findings

    wrong = False
    for finding in findings(context.obj):
        wrong = wrong or not finding.good
        _say(f"{'ok   ' if finding.good else 'wrong'}  {finding.subject}: {finding.words}")
    raise typer.Exit(int(wrong))


app.command()(cli_measuring.evaluate)
app.command()(cli_measuring.bench)


def main() -> None:
    """Run a command; what the user can mend is one line on standard error and status 1, wrong usage status 2."""
    # Python's default would end a container's first process by SIGKILL only, and leave a half-built index about.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:  # a bug keeps its traceback
        if not _is_mendable(error):
            raise
        sys.stderr.write(f"deepseek-bot: {error}\n")
        sys.exit(1)


def _is_mendable(error: Exception) -> bool:
    from bot.app import NoPlatformLeft
    from bot.settings import SettingsError
    from retrieval import RetrievalError

    if isinstance(error, (NoPlatformLeft, RetrievalError, SettingsError)):
        return True
    from bot.storage.database import StorageError

    return isinstance(error, StorageError)


def _search_batch(library: "Library", batch: Path, count: int | None) -> None:
    from bot.records import search_record
    from retrieval import QuestionError

    try:
        lines = batch.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{batch} cannot be read ({error}): name a UTF-8 text file") from None
    for line in lines:
        try:
            record = search_record(line, library.search(line, count))
        except QuestionError as error:
            record = {**search_record(line, []), "error": str(error)}
        _print_json(record)


def _build_if_missing(session: Session) -> None:
    plan = session.library.plan()
    active, _ = session.library.generations()
    if active is None:
        _build(session.library)
    elif plan.needed:
        _warn(f"{plan.reason}: run `deepseek-bot reindex` to answer from it")


def _build(library: "Library") -> "Generation":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.locales import word

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(word("en", "building"), total=None)
        return library.reindex(lambda done, total: bar.update(task, completed=done, total=total))


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def _print_json(record: object) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _warn(line: str) -> None:
    sys.stderr.write(f"deepseek-bot: {line}\n")
