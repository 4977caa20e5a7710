"""The commands. Each reads its words, calls one thing and prints; heavy imports happen inside."""

import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import cli_chats, cli_library, cli_measuring, cli_reindex, cli_sources
from bot.cli_session import Json, Session, console, print_json, print_lines

if TYPE_CHECKING:
    from retrieval import Answer, Library

app = typer.Typer(
    name="deepseek-bot",
    help="Answers questions about the DeepSeek episode of January 2025, with quotes that a machine has checked.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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
    cli_library.build_if_missing(session)
    run_platforms(session.library, session.settings, secrets)


@app.command()
def chat(context: typer.Context) -> None:
    """Read a question a line from standard input and answer, until it ends."""
    from bot.app import run_console

    session: Session = context.obj
    cli_library.build_if_missing(session)
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
    library = session.answering
    started = time.perf_counter()
    answer = library.ask(question, earlier)
    _show(answer, 1000 * (time.perf_counter() - started), as_json=as_json)


@app.command()
def verify(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What somebody wrote.")],
    as_json: Json = False,
) -> None:
    """Say whether the sources support or contradict a message, with checked quotes."""
    library = context.obj.answering
    started = time.perf_counter()
    answer = library.check(text)
    _show(answer, 1000 * (time.perf_counter() - started), as_json=as_json)


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
        _search_batch(session.answering, batch, count)
        return
    hits = session.answering.search(str(question), count)
    if as_json:
        print_json(search_record(str(question), hits))
        return
    shown = console()
    for hit in hits:
        shown.print(f"{hit.score:.3f}  {hit.passage.id}", style="cyan")
        shown.print(hit.passage.text)
        shown.print()


@app.command()
def check(
    context: typer.Context,
    online: Annotated[
        bool, typer.Option("--online", help="Also ask the platforms about the tokens.")
    ] = False,
) -> None:
    """Check settings, embedder, corpus, index and tokens, a line each; exit status 1 if something is wrong."""
    from itertools import chain

    from bot.health import findings, token_findings

    wrong = False
    for finding in chain(findings(context.obj), token_findings(context.obj, online=online)):
        wrong = wrong or not finding.good
        print_lines(f"{'ok   ' if finding.good else 'wrong'}  {finding.subject}: {finding.words}")
    raise typer.Exit(int(wrong))


app.add_typer(cli_sources.sources, name="source")
for command in (
    cli_reindex.reindex,
    cli_library.generations,
    cli_library.rollback,
    cli_chats.summary,
    cli_chats.audit,
    cli_chats.backup,
    cli_chats.restore,
    cli_measuring.evaluate,
    cli_measuring.bench,
):
    app.command()(command)


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
    from bot.storage.errors import StorageError
    from retrieval import RetrievalError

    return isinstance(error, (NoPlatformLeft, RetrievalError, SettingsError, StorageError))


def _show(answer: "Answer", milliseconds: float, *, as_json: bool) -> None:
    if as_json:
        from bot.records import answer_record

        print_json(answer_record(answer, milliseconds))
    else:
        from bot.terminal import show_answer

        show_answer(console(), answer)


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
        print_json(record)
