"""Whether what a statement says is carried by what it rests on: words quoted, figures, dates, names, language (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from retrieval.answers.aligning import says
from retrieval.answers.quoting import stems_of
from retrieval.sources.amounts import Figure, figures
from retrieval.sources.days import Day, days, years
from retrieval.sources.language import detect_spoken
from retrieval.sources.names import IsKnown, borne, names, never
from retrieval.sources.terms import light_words, stop_words, words
from retrieval.types import Quote

MATTER, MATTER_OF_FEW = 0.3, 0.6
"""The share of a statement's words of weight that must stand in what it rests on; measured in docs/models.md."""
_FEW = 5
"""Of so many words of weight, or fewer, more must."""
_QUOTED = re.compile(
    r"[“„«]([^“”„«»]*)[”»“]|(?<!\w)\"([^\"]*)\"|(?<!\w)[‘']([^‘’']{2,}(?:[’']\w[^‘’']*)*)[’'](?!\w)"
)
_DENIAL = re.compile(
    r"\b(not|never|no|nor|neither|none|wrong|false|incorrect|rather than|instead of|pas|jamais|aucune?|ni|faux|fausse|"
    r"plutôt que|au lieu)\b|n['’]t\b|\bn['’]|\bne\b",
    re.IGNORECASE,
)


class Fault(StrEnum):
    """Why a statement is not shown."""

    FORM = "form"
    QUOTE = "quote"
    ROOM = "room"
    REPEATED = "repeated"
    LANGUAGE = "language"
    QUOTATION = "quotation"
    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    MATTER = "matter"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Support:
    """What a statement may draw on: its quotes, what is ours about them, and the question as it was asked.

    `ours` holds our translations of the quotes and the findings and corrections of their checks, in the language of
    the answer; `sources` the titles and publishers that stand beside the quotes; `around` the passages they stand in.
    """

    language: str
    quotes: Sequence[Quote]
    ours: Sequence[str]
    sources: Sequence[str]
    questions: Sequence[str]
    around: Sequence[str] = ()

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The quotes and what is ours about them, each with its language."""
        quoted = [(quote.text, quote.document.source.language) for quote in self.quotes]
        return [*quoted, *((text, self.language) for text in self.ours)]


def fault(statement: str, support: Support, is_known: IsKnown = never) -> Fault | None:
    """Return the first reason not to show a statement, None if all of it is carried."""
    checks = (
        (Fault.LANGUAGE, detect_spoken(statement) == support.language),
        (Fault.QUOTATION, _quotations_are_quoted(statement, support)),
        (Fault.FIGURE, not uncarried_figures(statement, support)),
        (Fault.DATE, not uncarried_days(statement, support)),
        (Fault.NAME, not uncarried_names(statement, support, is_known)),
        (Fault.MATTER, _is_about_its_quotes(statement, support)),
    )
    return next((found for found, is_sound in checks if not is_sound), None)


def uncarried_figures(statement: str, support: Support) -> list[Figure]:
    """Return the figures that nothing carries; one that only the question has may be denied, and years repeated."""
    stated = figures(_without(statement, days(statement)), support.language)
    if not stated:
        return []
    carrying = _figures_of(support.texts)
    asked = _figures_of([(question, support.language) for question in support.questions])
    denied = bool(_DENIAL.search(statement))
    return [
        figure
        for figure in stated
        if not any(other.carries(figure) for other in carrying)
        and not ((denied or figure.is_year) and any(other.carries(figure) for other in asked))
    ]


def uncarried_days(statement: str, support: Support) -> list[Day]:
    """Return the days and months that nothing says; the year may stand apart from the day."""
    texts = [*(text for text, _ in support.texts), *support.questions]
    said = [day for text in texts for day in days(text)]
    values = _figures_of([*support.texts, *((question, support.language) for question in support.questions)])
    known = years(said) | {int(figure.value) for figure in values if figure.is_year}
    return [
        day
        for day in days(statement)
        if not any(other.says(day) for other in said) or (day.year is not None and day.year not in known)
    ]


def uncarried_names(statement: str, support: Support, is_known: IsKnown = never) -> list[str]:
    """Return the names that neither quotes and checks nor the titles beside the quotes bear.

    One that the question bears may be denied, or stand for a pronoun: then the passage around the quote bears it.
    """
    texts = [*(text for text, _ in support.texts), *support.sources]
    denied = bool(_DENIAL.search(statement))
    return [
        name
        for name in names(_without(statement, days(statement)), support.language, is_known)
        if not borne(name, texts)
        and not (borne(name, support.questions) and (denied or borne(name, support.around)))
    ]


def matter(statement: str, support: Support) -> tuple[int, float]:
    """Return how many words of weight a statement has, and their share that stands in what it rests on.

    Words of two languages do not compare: without a text in the answer's language there are none to be told.
    """
    readable = [text for text, language in support.texts if language == support.language]
    light = stop_words(support.language) | light_words(support.language)
    own = sorted({word for word in words(statement) if word not in light})
    weighty = stems_of(" ".join(own), support.language)
    if not readable or not weighty:
        return 0, 1.0
    said = stems_of(" ".join((*readable, *support.sources)), support.language)
    return len(weighty), len(weighty & said) / len(weighty)


def _is_about_its_quotes(statement: str, support: Support) -> bool:
    count, share = matter(statement, support)
    return share >= (MATTER_OF_FEW if count <= _FEW else MATTER)


def _quotations_are_quoted(statement: str, support: Support) -> bool:
    """Tell whether all that stands in quotation marks is a source's own words, or the asker's."""
    marked = ("".join(filter(None, match.groups())) for match in _QUOTED.finditer(statement))
    texts = [*(quote.text for quote in support.quotes), *support.questions]
    return all(any(says(text, piece) for text in texts) for piece in marked if words(piece))


def _without(text: str, found: Iterable[Day]) -> str:
    """Return the text with its dates crossed out."""
    for day in found:
        text = text[: day.span.start] + "#" * (day.span.end - day.span.start) + text[day.span.end :]
    return text


def _figures_of(texts: Iterable[tuple[str, str]]) -> list[Figure]:
    return [figure for text, language in texts for figure in _cached_figures(text, language)]


@lru_cache(maxsize=2000)
def _cached_figures(text: str, language: str) -> tuple[Figure, ...]:
    return tuple(figures(text, language))
