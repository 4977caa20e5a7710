"""The commands about what the bot remembers of its chats: the audit log, backup and restore; and summaries."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.cli_session import Json, console, print_json, warn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.cli_session import Session
    from bot.storage.database import Database

Result = TypeVar("Result")


def audit(
    context: typer.Context,
    count: Annotated[int, typer.Option("-n", min=1, max=100_000, help="How many, the latest.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON line for each.")] = False,
) -> None:
    """Show what moderators and admins did, newest first; people are keyed hashes."""
    import json
    from dataclasses import asdict
    from datetime import UTC, datetime

    from bot.storage.audit import Audit

    entries = _with_database(context.obj, lambda database: Audit(database).read(count))
    for entry in entries:
        when = datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="seconds")
        if as_json:
            typer.echo(json.dumps({**asdict(entry), "at": when}, ensure_ascii=False))
        else:
            details = ", ".join(f"{name}: {value}" for name, value in entry.details.items())
            typer.echo(f"{when}  {entry.deed}  {entry.outcome}  {entry.place}  {entry.actor[:8]}  {details}")
    if not entries and not as_json:
        typer.echo("Nothing has been done yet.")


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, e.g. bot-backup.jsonl.gz.")],
) -> None:
    """Write all that the bot remembers of its chats to one file."""
    from bot.storage.backup import back_up

    rows = _with_database(context.obj, lambda database: back_up(database, file))
    typer.echo(
        f"{rows} rows are in {file}. It holds no tokens; keep data/author.key (or AUTHOR_KEY) beside it."
    )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
) -> None:
    """Fill an empty database from a backup."""
    from bot.storage.backup import restore as fill

    rows = _with_database(context.obj, lambda database: fill(database, file))
    typer.echo(f"{rows} rows are restored.")


def summary(
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="A title, or what it is about.")
    ] = None,
    language: Annotated[str, typer.Option(help="en or fr.")] = "en",
    as_json: Json = False,
) -> None:
    """Summarise a topic in four to eight quoted points; without one, list the topics."""
    from bot.records import answer_record
    from bot.terminal import show_answer
    from retrieval import Answer

    library = context.obj.library
    if topic is None:
        titles = library.topics(language)
        if as_json:
            print_json([each.title for each in titles])
        for each in () if as_json else titles:
            typer.echo(f"{'' if len(each.headings) < 2 else '  '}{each.title}")  # noqa: PLR2004 - a heading under a title
        return
    started = time.perf_counter()
    found = library.summarise(topic, language)
    answer = found if isinstance(found, Answer) else found.answer
    if as_json:
        print_json(answer_record(answer, 1000 * (time.perf_counter() - started)))
    else:
        show_answer(console(), answer)


def write_down(session: "Session", deed: str, **details: Any) -> None:  # noqa: ANN401 - JSON values
    """Put what was done in the terminal, a Deed's value, into the audit log; where no bot has run yet, there is none."""
    from bot.access import Deed
    from bot.deeds import TERMINAL, Deeds
    from bot.identity import Identity, read_key
    from bot.settings import load_secrets
    from bot.storage.audit import Audit
    from bot.storage.errors import StorageError

    settings, key = session.settings, load_secrets().author_key
    data = settings.retrieval.data
    if not settings.storage.address and not (data / "bot.sqlite").exists():
        return
    identity = Identity(key.get_secret_value().encode() if key else read_key(data / "author.key"))
    try:
        _with_database(
            session, lambda database: Deeds(Audit(database), identity).done(TERMINAL, Deed(deed), **details)
        )
    except StorageError as error:
        warn(f"the audit log lacks this: {error}")


def _with_database(session: "Session", use: "Callable[[Database], Awaitable[Result]]") -> Result:
    import asyncio

    from bot.storage.database import open_database

    async def opened() -> Result:
        settings = session.settings
        database = await open_database(settings.storage.resolved(settings.retrieval.data))
        try:
            return await use(database)
        finally:
            await database.close()

    return asyncio.run(opened())
