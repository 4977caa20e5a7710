"""An answer as Discord's messages: what stands in which block, in which order, in which message (pure)."""

from dataclasses import dataclass, replace

from bot.discord.controls import Control, Press
from bot.discord.escaping import escape, excerpt, link, one_line
from bot.discord.pages import Block, Button, Choice, Page, Row, Unit, paginate, with_note, with_rows
from bot.growing import beginnings
from bot.layout import Checked, Near, Part, Quoted, Said, markers, parts, reference_line, source_line
from bot.locales import word
from retrieval import Answer, Check, Citation, Quote, Source, Status, Verdict

COLOURS = {
    Verdict.WRONG: 0xDA373C,
    Verdict.IMPRECISE: 0xF0B232,
    Verdict.UNVERIFIABLE: 0x80848E,
    Verdict.SUPPORTED: 0x23A55A,
}
_QUIET = 0x4E5058
_SIGNS = {Verdict.WRONG: "❌", Verdict.IMPRECISE: "⚠️", Verdict.UNVERIFIABLE: "❔", Verdict.SUPPORTED: "✅"}
QUESTION_MARK = 7001
"""The number of the component that repeats the question, so that a shared answer can take it along."""
_QUESTION_CHARACTERS = 250
_MOST_BUTTONS = 4
_MOST_OPTIONS = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """How an answer is shown: under which id it is kept, with labels in which language, to the asker only or to all.

    `asked` is the line above it, for answers that do not stand under their question.
    """

    identifier: str | None
    language: str
    private: bool = False
    asked: str | None = None


def render(answer: Answer, shown: Shown) -> tuple[Page, ...]:
    """Return the messages that show an answer, each within Discord's limits."""
    pages, left_out = paginate(_units(answer))
    pages[0] = _under_question(pages[0], shown)
    last = pages[-1]
    if left_out:
        last = with_note(last, word(shown.language, "discord-left-out", count=left_out))
    if answer.citations and shown.identifier is not None:
        last = with_note(last, word(shown.language, "discord-footer"))
    return (*pages[:-1], with_rows(last, *_rows(answer, shown)))


def render_unfinished(answer: Answer, shown: Shown) -> Page | None:
    """Return what is verified of an answer that is being written, as far as one message can show it; None if it cannot.

    No statement is shown without all that it rests on, and nothing can be pressed yet.
    """
    for begun in beginnings(answer):
        (page, *more), left_out = paginate(_units(begun))
        if not more and not left_out:
            return with_note(_under_question(page, shown), word(shown.language, "still-writing"))
    return None


def _under_question(page: Page, shown: Shown) -> Page:
    if not shown.asked:
        return page
    return replace(page, blocks=(Block(shown.asked, mark=QUESTION_MARK), *page.blocks))


def asked_line(name: str, text: str, language: str) -> str:
    """Return the line that repeats a question."""
    return word(
        language, "discord-asked", name=excerpt(name, 40), question=excerpt(text, _QUESTION_CHARACTERS)
    )


def quote_lines(quote: Quote, label: str) -> str:
    """Return a quote and, under it, where it is from."""
    return f"{label}« {escape(quote.text)} »"


def source_markup(source: Source, language: str) -> str:
    """Return title, publisher and date as a small line, the title leading to the source."""
    line, title = one_line(source_line(source, language)), one_line(source.title)
    return f"-# {link(title, source.address)}{line[len(title) :]}"


def check_title(check: Check, language: str) -> str:
    """Return what a check says first, e.g. "Check [1]: wrong"."""
    return word(language, "discord-check", number=check.citation, finding=check.finding)


def _units(answer: Answer) -> list[Unit]:
    units: list[Unit] = [(Block(_headline(answer, answer.message)),)] if answer.message else []
    if answer.nearest:
        units.append((Block(f"-# {word(answer.language, 'near-not-answer')}"),))
    for part in _without_echoes(list(parts(answer))):
        block = _block(part, answer.language)
        # A check is never parted from its quote, nor left out alone.
        if isinstance(part, Checked):
            units[-1] = (*units[-1], block)
        else:
            units.append((block,))
    return units


def _headline(answer: Answer, message: str) -> str:
    return escape(message) if answer.assessment is None else f"### {one_line(message)}"


def _without_echoes(shown: list[Part]) -> list[Part]:
    """Drop a sentence that is the very quote that follows it."""
    following = [*shown, None][1:]
    return [
        part
        for part, after in zip(shown, following, strict=True)
        if not (
            isinstance(part, Said)
            and len(part.statement.citations) == 1
            and isinstance(after, Quoted)
            and after.repeats
        )
    ]


def _block(part: Part, language: str) -> Block:
    match part:
        case Said(statement):
            return Block(f"**{escape(statement.text)}** {escape(markers(statement.citations))}")
        case Quoted(citation, _):
            return _citation(citation, language)
        case Checked(check, repeats):
            sign = _SIGNS[check.claim.verdict]
            title = one_line(check_title(check, language))
            lines = [f"### {sign} {title}"]
            lines += (
                [] if repeats else [f"{escape(check.correction)} {escape(markers(check.citations))}".rstrip()]
            )
            if rests := reference_line(check.references, language):
                lines.append(f"-# {one_line(rests)}")
            return Block("\n".join(lines), framed=True, accent=COLOURS[check.claim.verdict])
        case Near(quote):
            lines = [quote_lines(quote, ""), source_markup(quote.document.source, language)]
            return Block("\n".join(lines), framed=True, accent=_QUIET)


def _citation(citation: Citation, language: str) -> Block:
    lines = [quote_lines(citation.quote, f"**{escape(f'[{citation.number}]')}** ")]
    if citation.translation:
        label = word(language, "our-translation")
        lines.append(f"*{escape(label)}:* {escape(citation.translation)}")
    lines.append(source_markup(citation.quote.document.source, language))
    if rests := reference_line(citation.references, language):
        lines.append(f"-# {one_line(rests)}")
    return Block("\n".join(lines), framed=True, accent=_QUIET)


def _rows(answer: Answer, shown: Shown) -> list[Row]:
    if shown.identifier is None or answer.status is Status.COURTESY:
        return []
    identifier, language = shown.identifier, shown.language

    def button(press: Press, key: str, emoji: str | None = None) -> Button:
        return Button(Control(press, identifier).id, word(language, key), emoji=emoji)

    row = [
        button(Press.HELPFUL, "discord-helpful", "👍"),
        button(Press.UNHELPFUL, "discord-unhelpful", "👎"),
    ]
    if answer.citations:
        row.append(button(Press.SOURCES, "discord-sources", "📚"))
    if shown.private:
        row.append(replace(button(Press.SHARE, "discord-share"), green=True))
    return [_passages(answer, identifier, language), tuple(row)]


def _passages(answer: Answer, identifier: str, language: str) -> Row:
    numbers = [citation.number for citation in answer.citations]
    if len(numbers) > _MOST_BUTTONS:
        label = word(language, "discord-choose-passage")
        options = tuple((str(number), f"[{number}]") for number in numbers[:_MOST_OPTIONS])
        return Choice(Control(Press.CHOOSE_PASSAGE, identifier).id, label, options)
    return tuple(
        Button(
            Control(Press.PASSAGE, identifier, number).id,
            word(language, "discord-passage", number=number),
            emoji="📖",
        )
        for number in numbers
    )
