"""An answer as Slack messages: which blocks say what, and how they keep Slack's limits (pure)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.growing import beginnings
from bot.layout import Checked, Near, Part, Quoted, Said, markers, parts, reference_line, source_line
from bot.locales import word
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    button,
    divider,
    feedback,
    header,
    link,
    quotation,
    remark,
    rich,
    section,
    shortened,
    size,
    text,
)
from bot.slack.escaping import first_sentence, neutralise
from bot.splitting import Split, split
from retrieval import Answer, Check, Citation, Mode, Quote, Reference, Status, Verdict

MESSAGE_CHARACTERS = 12_000
"""Of all blocks as they are sent; Slack refuses somewhat above 12,000 characters of text and containers."""
MESSAGE_BLOCKS = 50
MOST_MESSAGES = 4
PASSAGE, FEEDBACK, SHARE = "passage", "feedback", "share"
"""The actions of the buttons under an answer; a passage's is followed by a colon and its number."""
_FINDING_CHARACTERS = 100
_NAME_CHARACTERS = 80
_TOGETHER_CHARACTERS = 8_000
_TOGETHER_BLOCKS = 40
_ROWS = 3
_LEFT_OUT_BUTTONS = 5

_MARKS = {
    Verdict.SUPPORTED: "✅",
    Verdict.IMPRECISE: "⚠️",
    Verdict.WRONG: "❌",
    Verdict.UNVERIFIABLE: "❔",
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted at once; `text` is for notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def content(self) -> dict[str, Any]:
        """As the Web API takes it."""
        return {"text": self.text, "blocks": list(self.blocks)}


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where a private answer can be shared: "" is the channel itself."""

    thread: str = ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never divided: a sentence, a quote with its source, a check."""

    words: str
    blocks: tuple[Block, ...]
    citation: int | None = None
    is_check: bool = False


def render(
    answer: Answer, identifier: str | None, *, sharing: Sharing | None = None, shared_by: str = ""
) -> tuple[Message, ...]:
    """Return an answer as messages of one thread. Without an identifier nothing is kept, so there are no buttons."""
    units = _with_checks(list(_units(answer, shared_by)))
    tail = _tail(answer, identifier, sharing)
    sizes = [_unit_size(unit, identifier, answer.language) for unit in units]
    spare = size(tail) + _LEFT_OUT_BUTTONS * _button_size(identifier, 1, answer.language) + 400
    budget = (MESSAGE_CHARACTERS - spare, MESSAGE_BLOCKS - len(tail) - _ROWS - 1)
    chosen = split(sizes, budget, budget, MOST_MESSAGES)
    return tuple(_messages(answer, units, chosen, tail, identifier))


def render_unfinished(answer: Answer) -> Message | None:
    """Return what is verified of an answer that is being written, as far as one message can show it; None if it cannot.

    No statement is shown without all that it rests on, and nothing can be clicked yet.
    """
    still = remark(word(answer.language, "still-writing"))
    for begun in beginnings(answer):
        blocks = [block for unit in _units(begun, "") for block in unit.blocks]
        if size([*blocks, still]) < MESSAGE_CHARACTERS and len(blocks) < MESSAGE_BLOCKS:
            return Message(first_sentence(begun.statements[0].text), (*blocks, still))
    return None


def notice(words: str) -> Message:
    """Return a line of ours as a message."""
    return Message(neutralise(words), (rich(section(text(words))),))


def cited(citation: Citation, language: str, *, repeats: bool = False) -> Block:
    """Return a quote, its source and its translation in one block, so that nothing can come between them."""
    quote = [] if repeats else [quotation(text(citation.quote.text))]
    translated = (
        [section(text(f"{word(language, 'slack-translation')} ", italic=True), text(citation.translation))]
        if citation.translation
        else []
    )
    source = section(text(f"[{citation.number}] ", bold=True), *_source(citation.quote, language))
    return rich(*quote, source, *translated, *_rests_on(citation.references, language))


def _units(answer: Answer, shared_by: str) -> Iterator[_Unit]:
    language = answer.language
    if shared_by:
        yield _Unit(
            "", (remark(word(language, "slack-shared", name=shortened(shared_by, _NAME_CHARACTERS))),)
        )
    if answer.message:
        stands_out = bool(answer.statements or answer.citations)
        said_first = text(answer.message, bold=True) if stands_out else text(answer.message)
        yield _Unit(answer.message, (rich(section(said_first)),))
    for part in parts(answer):
        yield _unit(part, language)


def _with_checks(units: list[_Unit]) -> list[_Unit]:
    """Keep a check in the message of its quote, unless the two are too big for one."""
    together: list[_Unit] = []
    for unit in units:
        above = together[-1] if together and unit.is_check else None
        joined = (*above.blocks, *unit.blocks) if above else ()
        if above and size(joined) <= _TOGETHER_CHARACTERS and len(joined) <= _TOGETHER_BLOCKS:
            together[-1] = replace(above, blocks=joined)
        else:
            together.append(unit)
    return together


def _unit(part: Part, language: str) -> _Unit:
    match part:
        case Said(statement):
            marks = markers(statement.citations)
            marked = [text(f" {marks}", bold=True)] if marks else []
            return _Unit(statement.text, (rich(section(text(statement.text), *marked)),))
        case Quoted(citation, repeats):
            blocks = (cited(citation, language, repeats=repeats),)
            return _Unit(citation.quote.text, blocks, citation.number)
        case Checked(check, repeats):
            return _Unit(check.correction, _checked(check, language, repeats=repeats), is_check=True)
        case Near(quote):
            label = section(text(word(language, "near-not-answer"), bold=True))
            near = rich(label, quotation(text(quote.text)), section(*_source(quote, language)))
            return _Unit(quote.text, (near,))


def _checked(check: Check, language: str, *, repeats: bool) -> tuple[Block, ...]:
    mark, finding = _MARKS[check.claim.verdict], check.finding
    fits = len(finding) <= _FINDING_CHARACTERS
    headline = word(language, "slack-check", finding=finding) if fits else word(language, "check")
    explained = [] if fits else [section(text(finding, bold=True))]
    marks = markers(tuple(number for number in check.citations if number != check.citation))
    marked = [text(f" {marks}", bold=True)] if marks else []
    correction = [] if repeats else [section(text(check.correction), *marked)]
    body = [*explained, *correction, *_rests_on(check.references, language)]
    return (header(f"{mark} {headline}"), *([rich(*body)] if body else []), divider())


def _source(quote: Quote, language: str) -> list[Element]:
    source = quote.document.source
    rest = source_line(source, language).removeprefix(source.title)
    return [link(source.address, source.title), *([text(rest)] if rest else [])]


def _rests_on(references: tuple[Reference, ...], language: str) -> list[Element]:
    line = reference_line(references, language)
    return [section(text(line, italic=True))] if line else []


def _tail(answer: Answer, identifier: str | None, sharing: Sharing | None) -> list[Block]:
    if answer.status is Status.COURTESY:
        return []
    language = answer.language
    tail: list[Block] = []
    if identifier and sharing is not None:
        label = word(language, "slack-share-thread" if sharing.thread else "slack-share")
        value = json.dumps({"answer": identifier, "thread": sharing.thread})
        tail += actions([button(SHARE, label, value, style="primary")])
    if identifier:
        helpful = (word(language, "slack-helpful"), f"+{identifier}")
        tail.append(feedback(FEEDBACK, helpful, (word(language, "slack-not-helpful"), f"-{identifier}")))
    wrote = "slack-generated" if answer.mode is Mode.GENERATIVE else "slack-extracted"
    index = word(language, "generation", id=answer.generation)
    return [*tail, remark(f"{word(language, wrote)} · {index}")]


def _messages(
    answer: Answer, units: list[_Unit], chosen: Split, tail: list[Block], identifier: str | None
) -> Iterator[Message]:
    left_out = [units[place] for place in chosen.left_out]
    last = len(chosen.messages) - 1
    for number, places in enumerate(chosen.messages or ((),)):
        shown = [units[place] for place in places]
        buttons = [unit.citation for unit in shown if unit.citation]
        blocks = [block for unit in shown for block in unit.blocks]
        if number >= last:
            buttons += [unit.citation for unit in left_out if unit.citation][:_LEFT_OUT_BUTTONS]
            blocks += (
                [remark(word(answer.language, "slack-left-out", count=len(left_out)))] if left_out else []
            )
        if identifier:
            blocks += actions([_button(identifier, each, answer.language) for each in buttons])
        words = next((unit.words for unit in shown if unit.words), _first_words(answer))
        yield Message(first_sentence(words), (*blocks, *(tail if number >= last else ())))


def _first_words(answer: Answer) -> str:
    return answer.message or " ".join(statement.text for statement in answer.statements) or "…"


def _unit_size(unit: _Unit, identifier: str | None, language: str) -> tuple[int, int]:
    opens = _button_size(identifier, unit.citation, language) if unit.citation else 0
    return size(unit.blocks) + opens, len(unit.blocks)


def _button_size(identifier: str | None, number: int, language: str) -> int:
    return size([_button(identifier, number, language)]) if identifier else 0


def _button(identifier: str, number: int, language: str) -> Element:
    return button(
        f"{PASSAGE}:{number}",
        word(language, "slack-passage", number=number),
        json.dumps({"answer": identifier, "citation": number}),
        label=word(language, "slack-passage-label", number=number),
    )
