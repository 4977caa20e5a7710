"""What moderators and admins read: reports, lists and settings as lines of plain text, the same on every platform."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.administration import Broken, Report
from bot.gaps import Gap
from bot.locales import word
from bot.records import FIGURES
from bot.settings import ChannelSettings
from bot.storage.curated import CuratedAnswer
from bot.storage.pins import Pin
from bot.storage.tasks import Progress
from retrieval import Fetched, Figures, Generation, Listed, Plan, Standing

_NAMED = 8
"""How many names a line lists at most."""
_SECONDS_A_DAY = 86_400


def report_lines(report: Report, language: str) -> list[str]:
    """Return what a reindex would change, how the golden questions do, what speaks against it, and what would break.

    What would break comes last: it may be long, and what is decided by must be seen whatever a message takes.
    """
    plan = report.plan
    if not plan.needed and not report.broken:
        return [word(language, "report-nothing", passages=plan.passages)]
    lines = _plan_lines(plan, language)
    if report.after:
        lines += _figure_lines(report.before, report.after, language)
    if report.stops:
        lines.append(word(language, "report-stops", reasons=stops_line(report, language)))
    return [*lines, *_broken_lines(report.broken, language)]


def stops_line(report: Report, language: str) -> str:
    """Return what speaks against applying it."""
    return ", ".join(word(language, f"stop-{stop}") for stop in report.stops)


def _plan_lines(plan: Plan, language: str) -> list[str]:
    lines = [word(language, "report-passages", passages=plan.passages, embed=plan.embed)]
    if (changes := plan.passage_changes) is not None:
        added, changed, removed = changes.added, changes.changed, changes.removed
        lines.append(word(language, "report-passage-changes", added=added, changed=changed, removed=removed))
    for kind, names in (("added", plan.added), ("changed", plan.changed), ("removed", plan.removed)):
        if names:
            lines.append(f"{word(language, f'report-{kind}', count=len(names))} {_names(names, language)}")
    return [*lines, word(language, "report-unchanged", count=len(plan.unchanged))]


def _broken_lines(broken: Sequence[Broken], language: str) -> list[str]:
    """Name each pin and approved answer, and what rests on the texts in a line for each kind and state."""
    lines, together = [], defaultdict[tuple[str, Standing], list[str]](list)
    for each in broken:
        if each.kind in ("pin", "curated"):
            state = word(language, f"standing-{each.standing.value}")
            lines.append(word(language, f"broken-{each.kind}", title=each.title, state=state))
        else:
            together[each.kind, each.standing].append(each.title)
    for (kind, standing), names in together.items():
        state = word(language, f"standing-{standing.value}")
        begun = word(language, f"broken-{kind}s", count=len(names), state=state)
        lines.append(f"{begun} {_names(names, language)}")
    return lines


def progress_line(progress: Progress, language: str) -> str:
    """Return how far a build is; the golden questions, which come last, take their time too."""
    if not progress.total:
        return word(language, "building-begins")
    if progress.done >= progress.total:
        return word(language, "building-asks", total=progress.total)
    return word(language, "building-now", done=progress.done, total=progress.total)


def busy_line(progress: Progress, language: str) -> str:
    """Return who is building already, and how far they are."""
    minutes = max(0, round((time.time() - progress.started) / 60))
    return word(
        language,
        "building-already",
        who=progress.actor,
        minutes=minutes,
        done=progress.done,
        total=progress.total,
    )


def generation_lines(generations: Sequence[Generation], active: str | None, language: str) -> list[str]:
    """Return the generations, newest first, the answering one marked."""
    return [
        f"{'→' if each.id == active else '·'} {each.id}, {each.created[:16].replace('T', ' ')} UTC, "
        + word(language, "generation-holds", sources=len(each.documents), passages=each.passages)
        + ("" if each.applied else f" · {word(language, 'generation-waits')}")
        for each in generations
    ] or [word(language, "generations-none")]


def pin_line(pin: Pin, language: str) -> str:
    """Return a pin's title, state and age."""
    days = int((time.time() - pin.created) / _SECONDS_A_DAY)
    day = datetime.fromtimestamp(pin.created, UTC).date().isoformat()
    state = word(language, f"standing-{pin.state}")
    return f"{pin.title} · {state} · {day} ({word(language, 'days-ago', days=days)})"


def gap_lines(gaps: Sequence[Gap], language: str) -> list[str]:
    """Return what was asked in vain, the most frequent first."""
    return [
        f"{gap.count} × {' / '.join(gap.examples)} ({word(language, 'gap-refused', count=gap.refused)})"
        for gap in gaps
    ] or [word(language, "gaps-none")]


def curated_line(each: CuratedAnswer, language: str) -> str:
    """Return the question an answer was approved for, and whether its quotes still stand."""
    return f"{each.question} · {word(language, f'standing-{each.state}')}"


def catalogue_lines(known: Sequence[Listed], language: str) -> list[str]:
    """Return every source, and what the next reindex will do with it."""
    return [
        f"{each.source.id} · {each.source.title} · "
        + word(language, f"state-{each.state.value.replace(' ', '-')}")
        for each in known
    ] or ["-"]


def fetched_line(fetched: Fetched, language: str) -> str:
    """Return what fetching a source has brought."""
    key = "source-fetched" if fetched.changed else "source-fetched-same"
    return word(language, key, id=fetched.source.id, characters=fetched.characters)


def setting_lines(settings: ChannelSettings, chosen: Mapping[str, Any], language: str) -> list[str]:
    """Return every setting with its value; those that were chosen here are marked."""
    return [
        f"{'•' if name in chosen else '·'} {name} = {_shown(getattr(settings, name), language)}: "
        + word(language, f"setting-{name.replace('_', '-')}")
        for name in ChannelSettings.model_fields
    ]


def _shown(value: object, language: str) -> str:
    if isinstance(value, bool):
        return word(language, "yes" if value else "no")
    return str(value) or "-"


def _names(names: Sequence[str], language: str) -> str:
    more = len(names) - _NAMED
    listed = ", ".join(names[:_NAMED])
    return f"{listed} {word(language, 'and-more', count=more)}" if more > 0 else listed


def _figure_lines(before: Figures | None, after: Figures, language: str) -> list[str]:
    lines = [word(language, "golden-questions", count=after.questions)]
    for name in FIGURES:
        new, old = getattr(after, name), getattr(before, name) if before else None
        if new is not None:
            was = f"{old:.1%} → " if old is not None else ""
            label = word(language, f"figure-{name.replace('_', '-')}")
            lines.append(f"  {label} {was}{new:.1%}")
    return lines
