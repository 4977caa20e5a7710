"""What moderators and admins see: summaries, pins, reports, proposals, with their controls (pure)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.administration import Ready
from bot.discord.controls import Control, Press
from bot.discord.escaping import escape, excerpt, one_line
from bot.discord.pages import Block, Button, Choice, Page, Row, paginate, with_note, with_rows
from bot.discord.rendering import Shown, render
from bot.locales import word
from bot.moderation import Preview
from bot.reporting import curated_line, pin_line, report_lines
from bot.storage.curated import CuratedAnswer
from bot.storage.pins import Pin
from retrieval import Proposal, Summary

_OPTION = 100
_BEGINNING = 600
_PINS_A_PAGE, _APPROVED_A_PAGE = 6, 10


def summary_pages(summary: Summary, language: str) -> tuple[Page, ...]:
    """Return the messages that show a summary; the first is the one to pin."""
    pages = render(summary.answer, Shown(None, language))
    title = Block(f"## {one_line(summary.title)}")
    dated = word(
        language, "discord-summary-dated", day=summary.created[:10], generation=summary.answer.generation
    )
    last = with_note(pages[-1], dated)
    first, *rest = (*pages[:-1], last)
    return (replace(first, blocks=(title, *first.blocks)), *rest)


def preview_pages(preview: Preview, language: str, note: str = "") -> tuple[Page, ...]:
    """Return a summary as its moderator sees it before it is pinned."""
    *before, last = summary_pages(preview.summary, language)
    if note:
        last = replace(last, blocks=(*last.blocks, Block(f"⚠️ {note}")))
    points = preview.summary.answer.statements
    row = (
        _button(Press.PIN, preview.id, "discord-pin", language, green=True),
        _button(Press.CANCEL, preview.id, "discord-cancel", language),
    )
    options = tuple((str(place), _gist(preview.summary, place)) for place in range(len(points)))
    menu = Choice(Control(Press.LEAVE_OUT, preview.id).id, word(language, "discord-leave-out"), options)
    rows: tuple[Row, ...] = (menu, row) if len(points) > 1 else (row,)
    return (*before, with_rows(last, *rows))


def pins_pages(pins: Sequence[Pin], language: str) -> list[Page]:
    """Return the pins with what can be done with each."""
    pages = [Page((), ()) for _ in range(0, len(pins), _PINS_A_PAGE)]
    for number in range(len(pages)):
        chunk = pins[number * _PINS_A_PAGE : (number + 1) * _PINS_A_PAGE]
        blocks = tuple(
            Block(one_line(f"[{place}] {pin_line(pin, language)}")) for place, pin in enumerate(chunk, 1)
        )
        rows = tuple(_pin_row(pin, language, f" [{place}]") for place, pin in enumerate(chunk, 1))
        pages[number] = Page(blocks, rows)
    return pages or [Page((Block(word(language, "discord-no-pins")),))]


def pin_notice_page(pin: Pin, language: str) -> Page:
    """Say that a pinned summary is not true any more, and what can be done."""
    line = word(language, "discord-pin-notice", pin=one_line(pin_line(pin, language)))
    leave = _button(Press.LEAVE, pin.id, "discord-leave", language)
    return Page((Block(f"⚠️ {line}", framed=True, accent=0xF0B232),), ((*_pin_row(pin, language), leave),))


def curated_pages(approved: Sequence[CuratedAnswer], language: str) -> list[Page]:
    """Return the approved answers, each with a button that withdraws it."""
    pages = []
    for start in range(0, len(approved), _APPROVED_A_PAGE):
        chunk = approved[start : start + _APPROVED_A_PAGE]
        blocks = [
            Block(excerpt(f"[{place}] {curated_line(each, language)}", 300))
            for place, each in enumerate(chunk, 1)
        ]
        rows = tuple(
            (_button(Press.WITHDRAW, each.id, "discord-withdraw", language, f" [{place}]"),)
            for place, each in enumerate(chunk, 1)
        )
        pages.append(Page(tuple(blocks), rows))
    return pages or [Page((Block(word(language, "discord-none-approved")),))]


def report_pages(ready: Ready, language: str, *, anyway: bool = False) -> list[Page]:
    """Return what a reindex would do, to be applied, or after a first Apply that was stopped, applied anyway.

    What can be pressed stands under the last page.
    """
    *before, last = lines_pages(report_lines(ready.report, language))
    if ready.report.prepared is None:
        return [*before, last]
    apply = (
        _button(Press.APPLY_ANYWAY, ready.id, "discord-apply-anyway", language)
        if anyway
        else _button(Press.APPLY, ready.id, "discord-apply", language, green=True)
    )
    return [*before, with_rows(last, (apply, _button(Press.DROP, ready.id, "discord-cancel", language)))]


def lines_pages(lines: Sequence[str]) -> list[Page]:
    """Return lines of plain text, as many messages as they need; what is too much for a few is counted."""
    pages, _ = paginate([(Block(escape(line)),) for line in _gathered(lines)])
    shown = sum(block.text.count("\n") + 1 for page in pages for block in page.blocks)
    return pages if shown >= len(lines) else [*pages[:-1], with_note(pages[-1], f"… (+{len(lines) - shown})")]


def proposal_page(token: str, proposal: Proposal, language: str) -> Page:
    """Return a source as it would be added."""
    about = " · ".join(
        each for each in (proposal.language, proposal.published, proposal.publisher, proposal.address) if each
    )
    size = word(language, "discord-proposal-size", id=one_line(proposal.id), characters=proposal.characters)
    licence = excerpt(word(language, "proposal-licence", licence=proposal.licence or "–"), 300)
    beginning = excerpt(proposal.preview, _BEGINNING)
    blocks = (
        Block(f"### {excerpt(proposal.title, 300)}\n-# {excerpt(about, 500)}\n-# {licence} · {size}"),
        Block(f"{beginning}…", framed=True),
    )
    row = (
        _button(Press.ADD_SOURCE, token, "discord-add", language, green=True),
        _button(Press.CHANGE_SOURCE, token, "discord-change", language),
        _button(Press.FORGET_SOURCE, token, "discord-cancel", language),
    )
    return Page(blocks, (row,))


def removal_page(token: str, title: str, language: str) -> Page:
    """Ask whether a source shall really go."""
    line = word(language, "discord-remove-really", title=one_line(title))
    row = (
        _button(Press.REMOVE_SOURCE, token, "discord-remove", language),
        _button(Press.FORGET_SOURCE, token, "discord-cancel", language),
    )
    return Page((Block(line),), (row,))


def _gist(summary: Summary, place: int) -> str:
    """Return how a point begins, or its quote where the point only announces one."""
    point = summary.answer.statements[place]
    text = point.text
    if text.rstrip().endswith(":"):
        quoted = {citation.number: citation.quote.text for citation in summary.answer.citations}
        text = next((quoted[number] for number in point.citations if number in quoted), text)
    return " ".join(f"{place + 1}. {text}".split())[:_OPTION]


def _pin_row(pin: Pin, language: str, place: str = "") -> tuple[Button, ...]:
    return (
        _button(Press.REFRESH, pin.id, "discord-refresh", language, place),
        _button(Press.UNPIN, pin.id, "discord-unpin", language, place),
    )


def _gathered(lines: Sequence[str]) -> list[str]:
    """Put short lines together, so that they need few components."""
    gathered: list[str] = []
    for line in lines:
        if gathered and len(gathered[-1]) + len(line) < 800:  # noqa: PLR2004 - a quarter of a message
            gathered[-1] += f"\n{line}"
        else:
            gathered.append(line)
    return gathered


def _button(
    press: Press, identifier: str, key: str, language: str, place: str = "", *, green: bool = False
) -> Button:
    return Button(Control(press, identifier).id, word(language, key) + place, green=green)
