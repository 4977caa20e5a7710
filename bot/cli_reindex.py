"""The command that reindexes: what a look ahead finds, what it stops, and what is applied all the same."""

import asyncio
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_chats import written_down
from bot.cli_library import build
from bot.cli_session import Json, Session, print_json, print_lines, warn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.administration import Administration, Ready, Report
    from bot.storage.tasks import Progress
    from retrieval import Generation, Plan

_MENDED = "mend what is named above, then run `deepseek-bot reindex` again"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look ahead came to: its report, the generation that was applied, and why none was."""

    report: "Report | None" = None
    applied: "Generation | None" = None
    stopped: str | None = None


def reindex(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Apply it also where something speaks against it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the index anew from the corpus: look ahead, and apply it unless something speaks against it."""
    session: Session = context.obj
    plan, lost = session.library.look_ahead()
    active, _ = session.library.generations()
    started = time.perf_counter()
    if not plan.needed and not lost:
        found = _Found()
    elif active is None and not lost:
        found = _begin(session, plan, dry_run=dry_run, shown=not as_json)
    else:
        found = _look_ahead(session, dry_run=dry_run, anyway=anyway, shown=not as_json)
    _show(session, plan, found, time.perf_counter() - started, dry_run=dry_run, as_json=as_json)
    if found.stopped:
        warn(found.stopped)
        raise typer.Exit(1)


def _begin(session: Session, plan: "Plan", *, dry_run: bool, shown: bool) -> _Found:
    """Build the first index: there is nothing to compare it with, nor anybody whose pins could break."""
    from bot.terminal import plan_lines

    if shown:
        print_lines(*plan_lines(plan))
    if dry_run:
        return _Found()
    with written_down(session, "reindex", step="applied") as details:
        generation = build(session.library)
        details["generation"] = generation.id
    return _Found(applied=generation)


def _look_ahead(session: Session, *, dry_run: bool, anyway: bool, shown: bool) -> _Found:
    from bot.app import open_services
    from bot.settings import load_secrets

    async def looked() -> _Found:
        async with open_services(session.library, session.settings, load_secrets(), beside=False) as services:
            looking = _Looking(services.administration, shown=shown)
            return await looking.look(dry_run=dry_run, anyway=anyway)

    return asyncio.run(looked())


class _Looking:
    """One look ahead, with what follows it."""

    def __init__(self, administration: "Administration", *, shown: bool) -> None:
        self._administration = administration
        self._shown = shown

    async def look(self, *, dry_run: bool, anyway: bool) -> _Found:
        from bot.deeds import TERMINAL
        from bot.reporting import busy_line, report_lines
        from bot.storage.tasks import Progress

        with _status() as tell:
            ready = await self._administration.dry_run(TERMINAL, _who(), tell)
        if isinstance(ready, Progress):
            return _Found(stopped=busy_line(ready, "en"))
        report = ready.report
        if self._shown:
            reason = [f"Reason: {report.plan.reason}."] if report.plan.reason else []
            print_lines(*reason, *report_lines(report, "en"))
        if report.prepared is None:
            return _Found(report, stopped=f"nothing was built: {_MENDED}" if report.stops else None)
        return _Found(report) if dry_run else await self._apply(ready, anyway=anyway)

    async def _apply(self, ready: "Ready", *, anyway: bool) -> _Found:
        from bot.administration import Ready
        from bot.deeds import TERMINAL
        from bot.reporting import stops_line

        done = await self._administration.apply(TERMINAL, ready.id, anyway=anyway)
        if isinstance(done, Ready) and self._shown and _confirmed(stops_line(done.report, "en")):
            ready = done
            done = await self._administration.apply(TERMINAL, ready.id, anyway=True)
        if isinstance(done, Ready):
            reasons = stops_line(done.report, "en")
            return _Found(
                done.report,
                stopped=f"not applied: {reasons}. `deepseek-bot reindex --anyway` applies it all the same",
            )
        if done is None:
            return _Found(
                ready.report, stopped="the texts have changed meanwhile: run `deepseek-bot reindex` again"
            )
        return _Found(ready.report, applied=done)


def _confirmed(reasons: str) -> bool:
    """Ask a person; whatever else reads from us has --anyway."""
    return sys.stdin.isatty() and typer.confirm(f"This speaks against it: {reasons}. Apply it anyway?")


def _who() -> str:
    """Return whom others are told of."""
    from getpass import getuser

    try:
        return f"terminal ({getuser()})"
    except (KeyError, OSError):  # a container's user may have no name
        return "terminal"


@contextmanager
def _status() -> "Iterator[Callable[[Progress], Awaitable[None]]]":
    """Give what is told how far it is, and show that where somebody looks."""
    from rich.console import Console

    from bot.locales import word
    from bot.reporting import progress_line

    shown = Console(stderr=True)
    with shown.status(word("en", "building-begins")) if shown.is_terminal else nullcontext() as status:

        async def tell(progress: "Progress") -> None:
            if status is not None:
                status.update(progress_line(progress, "en"))

        yield tell


def _show(
    session: Session, plan: "Plan", found: _Found, seconds: float, *, dry_run: bool, as_json: bool
) -> None:
    from bot.records import reindex_record
    from bot.terminal import plan_lines

    if as_json:
        active, known = session.library.generations()
        answering = next((each for each in known if each.id == active), None)
        applied, stopped = found.applied is not None, found.stopped is not None
        record = reindex_record(
            plan, found.report, answering, dry_run=dry_run, built=applied, stopped=stopped
        )
        print_json({**record, "elapsed_ms": round(1000 * seconds, 1)})
    elif found.applied is not None:
        kept = plan.passages - plan.embed
        done = f"{plan.embed} embedded, {kept} kept, in {seconds:.1f} s"
        print_lines(f"Generation {found.applied.id} answers: {done}.")
    elif not plan.needed and found.report is None and not found.stopped:
        print_lines(*plan_lines(plan))
