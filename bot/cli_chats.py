"""The commands about what the bot remembers of its chats: the audit log, backup and restore; and summaries."""

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.cli_session import Json, console, print_json, warn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

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

    with written_down(context.obj, "backup", file=file.name) as details:
        rows = details["rows"] = _with_database(context.obj, lambda database: back_up(database, file))
    typer.echo(
        f"{rows} rows are in {file}. It holds no tokens; keep data/author.key (or AUTHOR_KEY) beside it."
    )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
) -> None:
    """Fill an empty database from a backup."""
    from bot.storage.backup import restore as fill

    with written_down(context.obj, "restore", file=file.name) as details:
        rows = details["rows"] = _with_database(context.obj, lambda database: fill(database, file))
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
    from bot.terminal import show_answer, show_summary
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
    elif isinstance(found, Answer):
        show_answer(console(), found)
    else:
        show_summary(console(), found)


def write_down(session: "Session", deed: str, *, failed: bool = False, **details: Any) -> None:  # noqa: ANN401 - JSON values
    """Put what was done in the terminal, or failed, a Deed's value, into the audit log."""
    from bot.access import Deed
    from bot.deeds import TERMINAL, Deeds
    from bot.identity import Identity, read_key
    from bot.settings import load_secrets
    from bot.storage.audit import Audit
    from bot.storage.errors import StorageError

    async def write(database: "Database") -> None:
        deeds = Deeds(Audit(database), Identity(key))
        await (deeds.failed if failed else deeds.done)(TERMINAL, Deed(deed), **details)

    try:
        data, given = session.settings.retrieval.data, load_secrets().author_key
        data.mkdir(parents=True, exist_ok=True)
        key = given.get_secret_value().encode() if given else read_key(data / "author.key")
        _with_database(session, write)
    except (StorageError, OSError) as error:
        if not failed:  # else what is said of the failure is enough, and often has the same cause
            warn(f"the audit log lacks this: {error}")


@contextmanager
def written_down(session: "Session", deed: str, **details: Any) -> "Iterator[dict[str, Any]]":  # noqa: ANN401 - likewise
    """Put what is done within into the audit log, and if it raises, that it failed; what is yielded takes more details."""
    try:
        yield details
    except Exception as error:
        write_down(session, deed, failed=True, **details, reason=" ".join(str(error).split()))
        raise
    write_down(session, deed, **details)


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
