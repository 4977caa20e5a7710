"""The commands about built indexes: which there are, the first one, the way back."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_chats import written_down
from bot.cli_session import Json, Session, console, print_json, print_lines, warn

if TYPE_CHECKING:
    from retrieval import Generation, Library


def generations(context: typer.Context, as_json: Json = False) -> None:
    """List the built indexes, newest first, and mark the one that answers."""
    active, known = context.obj.library.generations()
    if as_json:
        from bot.records import generation_record

        print_json([generation_record(each, active) for each in known])
    else:
        from bot.terminal import generations_table

        console().print(generations_table(known, active))


def rollback(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="Default: the one before.")] = None,
) -> None:
    """Let an earlier generation answer again."""
    with written_down(context.obj, "rollback", generation=identifier) as details:
        generation = context.obj.library.rollback(identifier)
        details["generation"] = generation.id
    print_lines(f"Generation {generation.id} of {generation.created} answers again.")


def build_if_missing(session: Session) -> None:
    """Build the first index, or say that the one there is no longer holds the corpus as it is."""
    plan = session.library.plan()
    active, _ = session.library.generations()
    if active is None:
        build(session.library)
    elif plan.needed:
        warn(f"{plan.reason}: run `deepseek-bot reindex` to answer from it")


def build(library: "Library") -> "Generation":
    """Build with a bar that shows how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.locales import word

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = Console(stderr=True)
    with Progress(*columns, console=shown, disable=not shown.is_terminal) as bar:
        task = bar.add_task(word("en", "building"), total=None)
        return library.reindex(lambda done, total: bar.update(task, completed=done, total=total))
