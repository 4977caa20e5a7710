"""`source` and its verbs: what they read, and what they print."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli_chats import write_down, written_down
from bot.cli_session import Json, Session, console, print_json, print_lines, warn

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval import Proposal, Upload

_PRINT = "(id)"
"""The command that an id stands for; no id can be called so."""


class _Sources(TyperGroup):
    """Takes a word that is no verb for the id of a source."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer keeps click's types to itself
        return super().resolve_command(ctx, args if args[0] in self.commands else [_PRINT, *args])


sources = typer.Typer(cls=_Sources, invoke_without_command=True, subcommand_metavar="[ID | VERB [ARGS]...]")


@sources.callback()
def source(context: typer.Context, as_json: Json = False) -> None:
    """List the sources, print one's text exactly as quotes are cut from it, or change them."""
    if context.invoked_subcommand is None:
        _list(context.obj, as_json)


@sources.command(_PRINT, hidden=True)
def print_text(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID")],
    as_json: Annotated[bool, typer.Option("--json", hidden=True)] = False,
) -> None:
    """Print a source's text, byte for byte."""
    del as_json  # a text has no other form
    given: Session = context.obj
    sys.stdout.buffer.write(given.library.document(identifier).text.encode())
    sys.stdout.buffer.flush()


@sources.command("list")
def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List every source on disk, and what the next reindex will do with it."""
    from bot.records import listed_record
    from bot.terminal import catalogue_table

    given: Session = context.obj
    listed = given.library.catalogue()
    if as_json or (context.parent and context.parent.params["as_json"]):
        print_json([listed_record(each) for each in listed])
    else:
        console().print(catalogue_table(listed))


@sources.command()
def add(  # noqa: PLR0913, PLR0917 - an option for each thing that can be corrected
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="ADDRESS|FILE", help="https://... or a .md, .txt, .html or .pdf file.")
    ],
    identifier: Annotated[str | None, typer.Option("--id", help="Another id than the proposed one.")] = None,
    title: Annotated[str | None, typer.Option(help="Another title.")] = None,
    language: Annotated[str | None, typer.Option(help="Another language, as en or fr.")] = None,
    published: Annotated[str | None, typer.Option(help="Another date: YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Another publisher.")] = None,
    licence: Annotated[str | None, typer.Option(help="The terms the text is under.")] = None,
    address: Annotated[str | None, typer.Option(help="Where the text of a file can be read.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add it without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Show what an address or a file would be as a source; add it when you say so."""
    from bot.records import proposal_record
    from bot.terminal import proposal_lines

    given: Session = context.obj
    corrections = {
        "id": identifier,
        "title": title,
        "language": language,
        "published": published,
        "publisher": publisher,
        "licence": licence,
        "address": address,
    }
    proposal = replace(
        _proposed(given, what), **{name: value for name, value in corrections.items() if value is not None}
    )
    if not as_json:
        print_lines(*proposal_lines(proposal))
    agreed = yes or (not as_json and sys.stdin.isatty() and typer.confirm("Add it?"))
    if agreed:
        with written_down(given, "source-add", source=proposal.id):
            given.library.add_source(proposal)
    if as_json:
        print_json({"added": agreed, "proposal": proposal_record(proposal)})
    elif agreed:
        print_lines(f"Added {proposal.id}: `deepseek-bot reindex` lets answers quote it.")
    else:
        print_lines("Nothing was added: --yes adds it, --title, --language and so on correct it.")


@sources.command()
def fetch(
    context: typer.Context,
    identifier: Annotated[str | None, typer.Argument(metavar="[ID]", help="The source to fetch.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every source with an address whose text is not the corpus's own.")
    ] = False,
) -> None:
    """Fetch the text of a source that is known by its address, or fetch it again."""
    from retrieval import RetrievalError, State

    if (identifier is None) != every:
        raise typer.BadParameter("name a source, or fetch every one with --all")
    given: Session = context.obj
    if identifier is not None:
        print_lines(_fetched(given, identifier))
        return
    failed = False
    for listed in given.library.catalogue():
        known = listed.state is State.NOT_HELD or listed.provenance is not None
        if known and listed.state is not State.REMOVED and listed.source.address:
            try:
                print_lines(_fetched(given, listed.source.id))
            except RetrievalError as error:
                failed = True
                warn(f"{listed.source.id}: {error}")
    raise typer.Exit(int(failed))


@sources.command()
def remove(context: typer.Context, identifier: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Remove a source; the next reindex stops quoting it."""
    given: Session = context.obj
    with written_down(given, "source-remove", source=identifier):
        removed = given.library.remove_source(identifier)
    print_lines(f"Removed {removed.id} ({removed.title}): `deepseek-bot reindex` stops quoting it.")


@sources.command()
def restore(context: typer.Context, identifier: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take back the removal of a source that the corpus brings along."""
    given: Session = context.obj
    with written_down(given, "source-restore", source=identifier):
        restored = given.library.restore_source(identifier)
    print_lines(f"Restored {restored.id} ({restored.title}): `deepseek-bot reindex` lets answers quote it.")


def _proposed(given: Session, what: str) -> "Proposal":
    """Return what an address or a file would be; a proposal changes nothing, so only its failure is written down."""
    asked = what if "://" in what else _upload(Path(what), given.settings)
    try:
        return given.library.propose(asked)
    except Exception as error:
        write_down(given, "source-add", failed=True, of=what, reason=" ".join(str(error).split()))
        raise


def _fetched(given: Session, identifier: str) -> str:
    from bot.terminal import fetched_line

    with written_down(given, "source-fetch", source=identifier) as details:
        fetched = given.library.fetch(identifier)
        details["changed"] = fetched.changed
    return fetched_line(fetched)


def _list(given: Session, as_json: bool) -> None:  # noqa: FBT001 - the option as it was given
    from bot.records import source_record
    from bot.terminal import sources_table

    if as_json:
        print_json([source_record(each) for each in given.library.sources()])
    else:
        console().print(sources_table(given.library.sources()))


def _upload(path: Path, settings: "Settings") -> "Upload":
    from retrieval import Upload

    most = int(settings.retrieval.fetch_megabytes * 1_000_000)
    try:
        with path.open("rb") as file:
            return Upload(path.name, file.read(most + 1))
    except OSError as error:
        raise typer.BadParameter(
            f"{path} cannot be read ({error.strerror}): name a file or an address"
        ) from None
