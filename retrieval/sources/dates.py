"""Which months and years a text speaks of, in English and French."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.sources.terms import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier jan", "february fevrier feb fev", "march mars", "april avril apr avr", "may mai",
            "june juin", "july juillet", "august aout aug", "september septembre sept sep", "october octobre oct",
            "november novembre nov", "december decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Folded names and abbreviations, by number."""
_SEASONS = {
    "spring": (3, 6), "printemps": (3, 6), "summer": (6, 9), "ete": (6, 9), "autumn": (9, 12), "automne": (9, 12),
    "fall": (9, 12), "winter": (12, 12), "hiver": (12, 12), "christmas": (12, 12), "noel": (12, 12), "end": (12, 12),
    "late": (10, 12), "fin": (12, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
}  # fmt: skip
_TIME = "|".join((*MONTHS, *_SEASONS))
_DATE = re.compile(
    rf"(?:\b(?P<time>{_TIME})\b(?:\W+(?:of|de|d|l|annee|the|year|trimestre|quarter|\d\d?)\b)*\W+)?\b(?P<year>19[5-9]\d|20[0-3]\d)\b"
)


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """Months of a year, from the first to the last; all twelve where only the year is said."""

    year: int
    first: int
    last: int

    @property
    def is_year(self) -> bool:
        """Tell whether no month is said."""
        return (self.first, self.last) == (1, 12)

    def overlaps(self, other: "Time") -> bool:
        """Tell whether the two share a month."""
        return self.year == other.year and self.first <= other.last and other.first <= self.last


def times(text: str) -> Iterator[Time]:
    """Yield the months and years that a text names; "end of" a year is its December."""
    for match in _DATE.finditer(fold(text)):
        time, year = match["time"], int(match["year"])
        if time in MONTHS:
            yield Time(year, MONTHS[time], MONTHS[time])
        else:
            yield Time(year, *_SEASONS.get(time, (1, 12)))
