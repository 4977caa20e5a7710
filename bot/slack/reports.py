"""Lists and reports for moderators and admins, as messages (pure)."""

from collections.abc import Sequence

from bot.administration import Ready
from bot.locales import word
from bot.reporting import report_lines
from bot.slack.blocks import Block, Element, actions, button, remark, rich, section, size, text
from bot.slack.rendering import MOST_MESSAGES, Message, notice

APPLY, ANYWAY, KEEP_OLD = "reindex-apply", "reindex-anyway", "reindex-cancel"
_CHARACTERS = 9_000
"""Well below what a message takes."""
_MORE = 20
"""Room for how many more there are."""
_ENTRY_BLOCKS = 40


def lines_messages(lines: Sequence[str]) -> list[Message]:
    """Return lines of plain text, as many messages as they need; what is too much for a few is counted."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if groups[-1] and sum(len(each) + 1 for each in groups[-1]) + len(line) > _CHARACTERS:
            groups.append([])
        groups[-1].append(line[:_CHARACTERS])
    if left := sum(len(group) for group in groups[MOST_MESSAGES:]):
        groups[MOST_MESSAGES - 1].append(f"… (+{left})")
    return [_message(group) for group in groups[:MOST_MESSAGES] if group]


def board(entries: Sequence[tuple[str, Sequence[Element]]], title: str, locale: str) -> list[Message]:
    """Return lines, each with its buttons, as many messages as they need; the first ones give way where it is too much."""
    pages: list[list[Block]] = [[]]
    left = 0
    for line, buttons in reversed(entries):
        entry = [rich(section(text(line[:_CHARACTERS]))), *actions(buttons)]
        if pages[-1] and (len(pages[-1]) >= _ENTRY_BLOCKS or size([*entry, *pages[-1]]) > _CHARACTERS):
            if len(pages) == MOST_MESSAGES:
                left += 1
                continue
            pages.append([])
        pages[-1] = [*entry, *pages[-1]]
    if left:
        pages[-1].insert(0, remark(word(locale, "and-more", count=left)))
    return [Message(title, tuple(page)) for page in reversed(pages)]


def report_message(ready: Ready, locale: str, *, anyway: bool = False) -> Message:
    """Return what a reindex would do, to be applied; after an Apply that was stopped, to be applied anyway."""
    report = _message(_shortened(report_lines(ready.report, locale)))
    if ready.report.prepared is None:
        return report
    apply = (
        button(ANYWAY, word(locale, "slack-apply-anyway"), ready.id, style="danger")
        if anyway
        else button(APPLY, word(locale, "slack-apply"), ready.id, style="primary")
    )
    cancel = button(KEEP_OLD, word(locale, "slack-cancel"), ready.id)
    return Message(report.text, (*report.blocks, *actions([apply, cancel])))


def _shortened(lines: Sequence[str]) -> list[str]:
    """Return the lines that one message takes, and how many more there are."""
    shown = list(lines)
    while len(shown) > 1 and sum(len(line) + 1 for line in shown) > _CHARACTERS - _MORE:
        shown.pop()
    return shown if len(shown) == len(lines) else [*shown, f"… (+{len(lines) - len(shown)})"]


def _message(lines: Sequence[str]) -> Message:
    whole = "\n".join(lines)[:_CHARACTERS]
    return Message(notice(lines[0]).text, (rich(section(text(whole))),))
