"""In which order an answer's parts are shown, the same on every platform (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.locales import word
from retrieval import Answer, Check, Citation, Quote, Reference, Source, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the answer."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation. `repeats` tells that the sentence above is the quote itself, so only its source is due."""

    citation: Citation
    repeats: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of the claim in the quote above. `repeats` tells that a statement has said the correction."""

    check: Check
    repeats: bool


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that does not answer."""

    quote: Quote


Part = Said | Quoted | Checked | Near


def parts(answer: Answer) -> Iterator[Part]:
    """Yield every statement, each citation once, right after the first statement it carries, and its checks."""
    citations = {citation.number: citation for citation in answer.citations}
    shown: set[int] = set()
    for statement in answer.statements:
        yield Said(statement)
        for number in statement.citations:
            if number not in shown:
                shown.add(number)
                yield from _cited(answer, citations[number], statement)
    for number in citations.keys() - shown:
        yield from _cited(answer, citations[number], None)
    for quote in answer.nearest:
        yield Near(quote)


def _cited(answer: Answer, citation: Citation, statement: Statement | None) -> Iterator[Part]:
    yield Quoted(citation, statement is not None and statement.text == citation.quote.text)
    for check in answer.checks:
        if check.citation == citation.number:
            said = any(check.correction in statement.text for statement in answer.statements)
            yield Checked(check, said)


def label(language: str, key: str, more: str = "") -> str:
    """Return a word of the interface, and more, with the colon that a language puts after a label."""
    return word(language, "label", words=f"{word(language, key)}{more}")


def source_line(source: Source, language: str) -> str:
    """Return title, publisher and date: what a quote is never parted from."""
    publisher = source.publisher or word(language, "no-publisher")
    return f"{source.title} · {publisher} · {source.published or word(language, 'no-date')}"


def reference_line(references: tuple[Reference, ...], language: str, most: int = 3) -> str | None:
    """Return the first references by publisher and date, or None if there are none."""
    if not references:
        return None
    named = list(
        dict.fromkeys(
            f"{reference.publisher} ({reference.date})" if reference.date else reference.publisher
            for reference in references
        )
    )
    more = f" {word(language, 'and-more', count=len(named) - most)}" if len(named) > most else ""
    return f"{label(language, 'rests-on')} {', '.join(named[:most])}{more}"


def markers(numbers: tuple[int, ...]) -> str:
    """Return the citation marks of a statement, e.g. "[1] [2]"."""
    return " ".join(f"[{number}]" for number in numbers)


def plain_text(answer: Answer) -> str:
    """Return the whole answer as lines of text."""
    lines = [answer.message] if answer.message else []
    for part in parts(answer):
        lines.extend(_plain(part, answer.language))
    return "\n".join(lines)


def _plain(part: Part, language: str) -> list[str]:
    match part:
        case Said(statement):
            return [f"{statement.text} {markers(statement.citations)}"]
        case Quoted(citation, repeats):
            source = f"[{citation.number}] {source_line(citation.quote.document.source, language)}"
            own = [] if repeats else [f"« {citation.quote.text} »"]
            translated = (
                [f"{label(language, 'our-translation')} {citation.translation}"]
                if citation.translation
                else []
            )
            return [*own, *translated, source]
        case Checked(check, repeats):
            return (
                [] if repeats else [f"{label(language, 'check', f' ({check.finding})')} {check.correction}"]
            )
        case Near(quote):
            source = source_line(quote.document.source, language)
            return [f"{label(language, 'near-not-answer')} « {quote.text} » {source}"]
