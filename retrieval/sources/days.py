"""Which days and months an English or French text states, as exactly as it states them.

It belongs to amounts.py; the days of figures.py are read from folded text, and a year alone is one of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.types import Span

_NAMES = (
    "january janvier jan janv", "february février fevrier feb fév fev", "march mars", "april avril apr avr", "may mai",
    "june juin", "july juillet juil", "august août aout aug", "september septembre sept sep", "october octobre oct",
    "november novembre nov", "december décembre decembre dec déc",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th|er)?"
_YEAR = r"(?P<{}>(?:1\d|20)\d\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>(?:1\d|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b{_DAY.format('day')}\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?:of\s+)?{_YEAR.format('year')}\b)?",
        rf"\b(?P<month>{_MONTH})\b\.?\s+{_DAY.format('day')}\b(?!\s*%|[.,]\d)(?:,?\s+{_YEAR.format('year')}\b)?",
        rf"\b(?P<month>{_MONTH})\b\.?,?\s+(?:of\s+|de\s+)?{_YEAR.format('year')}\b",
    )
)
_ALONE = re.compile(
    r"\b(?P<month>January|February|April|June|July|August|September|October|November|December|March|"
    r"[Jj]anvier|[Ff]évrier|mars|[Aa]vril|[Jj]uin|[Jj]uillet|[Aa]oût|[Ss]eptembre|[Oo]ctobre|[Nn]ovembre|[Dd]écembre|"
    r"(?<=\bin )May|(?<=\bof )May|(?<=\bsince )May|(?<=\bby )May|(?<=\blate )May|(?<=\bearly )May|(?<=\bmid-)May|"
    r"(?<=\ben )mai|(?<=\bde )mai|(?<=\bdébut )mai|(?<=\bfin )mai|(?<=\bmi-)mai|(?<=\bdepuis )mai)\b"
)
"""Months without day or year; "may" and "mai" are months only after such words."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or a month where `day` is None; `year` is None where it is not said. `span` is where it stands."""

    month: int
    day: int | None
    year: int | None
    span: Span

    def says(self, other: "Day") -> bool:
        """Tell whether it says all that another states."""
        return (
            self.month == other.month
            and other.day in (None, self.day)
            and (other.year is None or self.year in (None, other.year))
        )


def days(text: str) -> list[Day]:
    """Return the days and months in the order of the patterns, each stretch of text read once."""
    found: list[Day] = []
    for pattern in (*_PATTERNS, _ALONE):
        found.extend(_read(pattern, text, found))
    return found


def years(stated: Iterable[Day]) -> set[int]:
    """Return the years that are said."""
    return {day.year for day in stated if day.year is not None}


def _read(pattern: re.Pattern[str], text: str, before: list[Day]) -> Iterator[Day]:
    taken = [day.span for day in before]
    for match in pattern.finditer(text):
        span = Span(match.start(), match.end())
        if any(span.overlaps(other) for other in taken):
            continue
        groups = match.groupdict()
        month = int(groups["number"]) if groups.get("number") else _MONTHS[groups["month"].lower()]
        day, year = groups.get("day"), groups.get("year")
        yield Day(month, int(day) if day else None, int(year) if year else None, span)
