"""What is shown beside answers: a passage, the sources, help, a notice (pure)."""

import re
from urllib.parse import quote as encode

from bot.answered import Around
from bot.discord.controls import Control, Press
from bot.discord.escaping import escape, length, link, one_line
from bot.discord.pages import Block, Button, Page, paginate
from bot.discord.rendering import check_title, source_markup
from bot.locales import word
from retrieval import About, Answer, Reference, Source

_EXAMPLES = 3
_NOTICE = 2000
_PASSAGE = 3600
_LABEL = 80
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)


def passage_page(around: Around, language: str) -> Page:
    """Show a paragraph with the quote in bold. Of a very long one, as much around the quote as fits."""
    citation = around.citation
    source = citation.quote.document.source
    shown = f"**{escape(citation.quote.text)}**"
    foot = source_markup(source, language)
    if address := _deep_link(source, citation.quote.text):
        foot += f"\n-# {link(word(language, 'discord-open-there'), address)}"
    room = _PASSAGE - length(shown) - length(foot)
    if room < 0:
        return notice_page(word(language, "discord-passage-too-long", source=one_line(source.title)))
    after = _start(_COMMENT.sub("", around.after), room // 2)
    before = _end(_COMMENT.sub("", around.before), room - length(after))
    title = word(language, "discord-passage-title", number=citation.number)
    return Page((Block(f"### {title}"), Block(f"{before}{shown}{after}\n{foot}", framed=True)))


def sources_pages(sources: list[Source], language: str) -> list[Page]:
    """List sources, a small block each."""
    title = Block(f"### {word(language, 'discord-sources-title', count=len(sources))}")
    pages, _ = paginate([(title,), *[(_source(source, language),) for source in sources]])
    return pages


def source_pages(source: Source, language: str) -> list[Page]:
    """Say what is known of one source."""
    lines = [source_markup(source, language).removeprefix("-# "), f"-# {_particulars(source, language)}"]
    if source.address:
        lines.append(f"-# {one_line(source.address) if not _is_web(source.address) else source.address}")
    return [Page((Block("\n".join(lines), framed=True),))]


def cited_pages(answer: Answer, language: str) -> list[Page]:
    """List the sources of an answer, and the public documents that they and its checks rest on."""
    units = [(Block(f"### {word(language, 'discord-cited-title')}"),)]
    for citation in answer.citations:
        lines = [f"**{escape(f'[{citation.number}]')}** {_titled(citation.quote.document.source, language)}"]
        lines += [_reference(reference) for reference in citation.references]
        units.append((Block("\n".join(lines)),))
    for check in answer.checks:
        head = one_line(check_title(check, language))
        lines = [f"**{head}**", *[_reference(reference) for reference in check.references]]
        units.append((Block("\n".join(lines)),))
    pages, _ = paginate(list(units))
    return pages


def help_page(subject: About, language: str) -> Page:
    """Say how to ask, with examples to press: what is pressed is asked, so a label holds its whole question."""
    fitting = [question for question in subject.questions if length(question) <= _LABEL][:_EXAMPLES]
    buttons = [
        Button(Control(Press.EXAMPLE, language, number).id, question)
        for number, question in enumerate(fitting)
    ]
    blocks = [Block(word(language, "discord-help", topic=one_line(subject.topic)))]
    blocks += [Block(word(language, "discord-help-examples"))] if buttons else []
    return Page(tuple(blocks), tuple((button,) for button in buttons))


def notice_page(text: str) -> Page:
    """Show one line."""
    return Page((Block(notice_text(text)),))


def notice_text(text: str) -> str:
    """Keep a notice within an ordinary message."""
    return text if length(text) <= _NOTICE else text[: _NOTICE // 2] + "…"


def _source(source: Source, language: str) -> Block:
    return Block(f"{_titled(source, language)}\n-# {_particulars(source, language)}")


def _titled(source: Source, language: str) -> str:
    return source_markup(source, language).removeprefix("-# ")


def _particulars(source: Source, language: str) -> str:
    known = [source.language.upper(), *([source.licence] if source.licence else [])]
    held = [] if source.held else [word(language, "discord-not-held")]
    return one_line(" · ".join([*known, *held]))


def _reference(reference: Reference) -> str:
    dated = f"{reference.publisher}, {reference.date}" if reference.date else reference.publisher
    return f"-# {link(one_line(reference.title), reference.address)} ({one_line(dated)})"


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _deep_link(source: Source, quote: str) -> str | None:
    """Return an address that opens a web page at the quote, in browsers that can."""
    if source.address is None or not _is_web(source.address) or "#" in source.address:
        return source.address
    words = quote.split()
    ends = (" ".join(words[:5]), " ".join(words[-5:])) if len(words) > 12 else (" ".join(words),)  # noqa: PLR2004 - shorter quotes are named whole
    fragment = ",".join(encode(part, safe="").replace("-", "%2D") for part in ends)
    return f"{source.address}#:~:text={fragment}"


def _start(text: str, room: int) -> str:
    """Return as many whole words from the start as fit."""
    shown = escape(text)
    if length(shown) <= room:
        return shown
    words = text.split(" ")
    while words and length(escape(" ".join(words))) > room - 1:
        words = words[: len(words) * 9 // 10]
    return f"{escape(' '.join(words))}…" if words else ""


def _end(text: str, room: int) -> str:
    """Return as many whole words up to the end as fit."""
    shown = escape(text)
    if length(shown) <= room:
        return shown
    words = text.split(" ")
    while words and length(escape(" ".join(words))) > room - 1:
        words = words[len(words) // 10 + 1 :]
    return f"…{escape(' '.join(words))}" if words else ""
