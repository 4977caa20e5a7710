"""What opens over a chat and beside it: the passage, the reasons, the App Home (pure)."""

import json
from collections.abc import Sequence
from typing import Any

from bot.access import Role
from bot.answered import REASONS, Around
from bot.layout import source_line
from bot.locales import word
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    bullets,
    button,
    choice,
    divider,
    field,
    header,
    link,
    plain_text,
    remark,
    rich,
    section,
    shortened,
    size,
    text,
)
from bot.slack.rendering import MESSAGE_CHARACTERS, cited
from retrieval import About, Answer, Generation, Kind, Source

View = dict[str, Any]

REASONS_VIEW = "reasons"
REASON, QUOTE, COMMENT = "reason", "quote", "comment"
EXAMPLE = "example"
QUESTIONS = 4
"""So many are offered at most: Slack takes no more prompts."""
_TITLE_CHARACTERS = 24
_AROUND_CHARACTERS = 3_000
_COMMENT_CHARACTERS = 500
_SOURCES = 40


def passage(around: Around, language: str) -> View:
    """Return a modal with the paragraph that a quote stands in, the quote in bold."""
    before, after = _clipped_start(around.before), _clipped_end(around.after)
    quote = text(around.citation.quote.text, bold=True)
    paragraph = [*([text(before)] if before else []), quote, *([text(after)] if after else [])]
    blocks = [rich(section(*paragraph)), cited(around.citation, language, repeats=True)]
    return _modal(word(language, "slack-passage-title"), blocks, language)


def line(title: str, words: str, language: str) -> View:
    """Return a modal that says one thing."""
    return _modal(title, [rich(section(text(words)))], language)


def reasons(identifier: str, answer: Answer | None, language: str) -> View:
    """Return a modal that asks why an answer was not helpful."""
    options = [choice(_reason(reason, language), reason) for reason in REASONS]
    radio = {"type": "radio_buttons", "options": options}
    blocks = [field(REASON, word(language, "slack-reasons-question"), radio, optional=False)]
    numbers = [citation.number for citation in answer.citations] if answer else []
    if numbers:
        quotes = [
            choice(word(language, "slack-quote", number=number), str(number)) for number in numbers[:100]
        ]
        blocks.append(
            field(QUOTE, word(language, "slack-reasons-quote"), {"type": "static_select", "options": quotes})
        )
    comment = {"type": "plain_text_input", "multiline": True, "max_length": _COMMENT_CHARACTERS}
    hint = word(language, "slack-reasons-comment-hint")
    blocks.append(field(COMMENT, word(language, "slack-reasons-comment"), comment, hint=hint))
    view = _modal(word(language, "slack-reasons-title"), blocks, language)
    submit = plain_text(word(language, "slack-send"))
    return {**view, "submit": submit, "callback_id": REASONS_VIEW, "private_metadata": identifier}


def home(
    sources: Sequence[Source] | None,
    active: Generation | None,
    subject: About,
    language: str,
    role: Role = Role.MEMBER,
) -> View:
    """Return the App Home: how to ask, examples, what is known. `sources` is None if they cannot be listed."""
    examples = [
        button(f"{EXAMPLE}:{number}", question, json.dumps({"question": question}))
        for number, question in enumerate(subject.questions[:QUESTIONS])
    ]
    return {
        "type": "home",
        "blocks": [
            header(word(language, "slack-how-title")),
            *_help(subject, language, role),
            *([header(word(language, "slack-home-examples")), *actions(examples)] if examples else []),
            divider(),
            header(word(language, "slack-home-sources")),
            *_known(sources, active, language),
            remark(word(language, "slack-ai-notice")),
        ],
    }


def help_blocks(subject: About, language: str, role: Role = Role.MEMBER) -> tuple[Block, ...]:
    """Return how to ask, for a message, and what else the reader's role may do."""
    return (*_help(subject, language, role), remark(word(language, "slack-ai-notice")))


def _help(subject: About, language: str, role: Role) -> list[Block]:
    helped = [word(language, "slack-help", topic=subject.topic)]
    helped += [word(language, "slack-help-moderators")] if role >= Role.MODERATOR else []
    helped += [word(language, "slack-help-admins")] if role >= Role.ADMIN else []
    return [rich(section(text(words))) for words in helped]


def _known(sources: Sequence[Source] | None, active: Generation | None, language: str) -> list[Block]:
    if sources is None:
        return [rich(section(text(word(language, "slack-home-unavailable"))))]
    quotable = [source for source in sources if source.held]
    # Our notes say the same in each language: a reader's own come first, and those of the other are counted.
    read = [each for each in quotable if each.kind is not Kind.NOTE or each.language == language] or quotable
    entries: list[Element] = []
    for source in read[:_SOURCES]:
        rest = source_line(source, language).removeprefix(source.title)
        entry = section(link(source.address, source.title, bold=True), text(rest or " "))
        if size([*entries, entry]) > MESSAGE_CHARACTERS:
            break
        entries.append(entry)
    more = len(quotable) - len(entries)
    left_out = [remark(word(language, "slack-home-source-more", count=more))] if more else []
    return [*([rich(bullets(entries))] if entries else []), *left_out, remark(_index(active, language))]


def _index(active: Generation | None, language: str) -> str:
    if active is None:
        return word(language, "slack-home-no-index")
    date = active.created[:16].replace("T", " ")
    return word(language, "slack-home-index", date=f"{date} UTC", passages=str(active.passages), id=active.id)


def _reason(reason: str, language: str) -> str:
    worded = {
        "wrong": word(language, "slack-reason-wrong"),
        "unsupported": word(language, "slack-reason-unsupported"),
        "incomplete": word(language, "slack-reason-incomplete"),
        "unclear": word(language, "slack-reason-unclear"),
        "other": word(language, "slack-reason-other"),
    }
    return worded[reason]


def _modal(title: str, blocks: list[Block], language: str) -> View:
    return {
        "type": "modal",
        "title": plain_text(shortened(title, _TITLE_CHARACTERS)),
        "close": plain_text(word(language, "slack-close")),
        "blocks": blocks,
    }


def _clipped_start(words: str) -> str:
    return words if len(words) <= _AROUND_CHARACTERS else f"[…] {words[-_AROUND_CHARACTERS:]}"


def _clipped_end(words: str) -> str:
    return words if len(words) <= _AROUND_CHARACTERS else f"{words[:_AROUND_CHARACTERS]} […]"
