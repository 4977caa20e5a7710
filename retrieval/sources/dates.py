"""Which months and years a text speaks of, in English and French."""

import re
from collections.abc import Iterator

from retrieval.sources.terms import fold

_MONTHS = {
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
_SEASONS = {
    "spring": 3, "printemps": 3, "summer": 6, "ete": 6, "autumn": 9, "automne": 9, "fall": 9, "winter": 12,
    "hiver": 12, "christmas": 12, "noel": 12, "end": 12, "late": 10, "fin": 12, "q2": 4, "q3": 7, "q4": 10,
}  # fmt: skip
_TIME = "|".join((*_MONTHS, *_SEASONS))
_DATE = re.compile(
    rf"(?:\b(?P<time>{_TIME})\b(?:\W+(?:of|de|d|l|annee|the|year|trimestre|quarter|\d\d?)\b)*\W+)?\b(?P<year>(?:19|20)\d\d)\b"
)

Month = tuple[int, int]
"""A year and a month of it; the month is 0 where only the year is said."""


def months(text: str) -> Iterator[Month]:
    """Yield the months and years that a text names; a season counts as its first month, "end of" as December."""
    for match in _DATE.finditer(fold(text)):
        time = match["time"] or ""
        yield int(match["year"]), _MONTHS.get(time, _SEASONS.get(time, 0))
