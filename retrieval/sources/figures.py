"""Which figures and days a text states, in English and French: value, unit, and how exactly they are meant.

Two sentences are compared by them; whether a statement may be said is amounts.py's question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from retrieval.sources.dates import MONTHS
from retrieval.sources.terms import fold, is_stop_word, stem, words

_SCALES = {
    "en": {
        "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "billions": 1e9,
        "bn": 1e9, "b": 1e9, "trillion": 1e12, "trillions": 1e12, "tn": 1e12,
    },
    "fr": {
        "mille": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "m": 1e6, "milliard": 1e9, "milliards": 1e9, "md": 1e9,
        "mds": 1e9, "mrd": 1e9, "b": 1e9, "billion": 1e12, "billions": 1e12, "trillion": 1e18, "trillions": 1e18,
    },
}  # fmt: skip
"""A French billion is an English trillion."""
_SCALE = "|".join(sorted({word for scales in _SCALES.values() for word in scales}, key=len, reverse=True))
_UNITS = {
    "$": "USD", "usd": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "£": "GBP", "yuan": "CNY", "yuans": "CNY", "rmb": "CNY", "cny": "CNY", "%": "%", "percent": "%",
    "per cent": "%", "pour cent": "%", "pourcent": "%",
}  # fmt: skip
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
# The numbers of digits are bounded, so that a long run of them takes no longer than as many letters.
_FIGURE = re.compile(
    r"(?<![\w.,\-])(?P<before>(?:us)?[$€£] ?|usd )?(?P<number>\d{1,3}(?:[ ,]\d{3}){1,5}(?:\.\d{1,9})?(?!\d)|\d{1,15}(?:[.,]\d{1,9})?)"
    rf"(?:[ -]?(?P<scale>{_SCALE})(?![\w$]))?"
    rf"(?: ?(?:de |d['’]|of |us |americains? )?(?P<unit>{_UNIT})(?!\w))?(?![\w])"
)
_MONTH = "|".join(MONTHS)
_DAY = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)? (?:of )?)?(?P<month>{_MONTH})\b(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?! ?[%$€]))?"
    r"(?:,? (?:of |de )?(?P<year>(?:1\d|20)\d\d)(?!\d))?"
    r"|(?<![\d.,\w-])(?P<iso>(?:19|20)\d\d)-(?P<isomonth>\d\d)-(?P<isoday>\d\d)(?!\d)"
    r"|(?<![\d.,\w$€-])(?P<only>(?:19|20)\d\d|(?<=\b(?:in|en) )1\d\d\d)(?![\d.,]?\d)(?! ?(?:%|[$€]|h\d))"
)
_BOUNDS = (
    ("<", re.compile(r"(under|below|less than|nearly|almost|close to|up to|at most|moins de|moins d|pres de|presque|jusqu'?a|au plus)\W*$")),
    (">", re.compile(r"(more than|over|above|at least|exceed\w*|plus de|plus d|au moins|depass\w*|superieure? a)\W*$")),
    ("~", re.compile(r"(about|around|some|roughly|approximately|circa|environ|quelque|autour de)\W*$")),
)  # fmt: skip
_TO = re.compile(
    r" (?:and|to|et|a|or|ou) (?:(?:about|over|more than|nearly|environ|plus de|pres de) )?| ?- ?"
)
"""What stands between the ends of a range, whose first number takes the unit of the second."""
_PAUSE = re.compile(r"[()\[\];:!?\"«»]|[.,](?!\d)")
_NEAR = 24
_NOUNS = 3
"""So many words after a number say what is counted."""
_LARGE = 1e6
_TELLTALE = 2
"""From so many digits on a broken number, as a score, is known by itself."""
_NOT_FAR = 1.25
"""By what factor a figure may lie beyond a bound that still says as much."""
_ALIKE = 0.05
"""By what share two figures may differ that round alike."""


class Bound(StrEnum):
    """How a figure is meant."""

    EXACT = "="
    ABOUT = "~"
    OVER = ">"
    UNDER = "<"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, or the stems of the words after it where it counts things; offsets in the folded text."""

    value: float
    scale: float
    digits: int
    unit: str
    counted: frozenset[str]
    bound: Bound
    start: int
    end: int

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing says what is measured, as in "they lost 600 billion"."""
        return not self.unit and not self.counted and self.scale >= _LARGE

    def is_like(self, other: "Figure") -> bool:
        """Tell whether both measure or count the same kind of thing."""
        if self.is_bare or other.is_bare:
            return min(self.scale, other.scale) >= _LARGE
        if self.unit or other.unit:
            return self.unit == other.unit
        return bool(self.counted & other.counted) or (
            self.value == other.value and self.digits >= _TELLTALE and not self.value.is_integer()
        )

    def agrees(self, other: "Figure") -> bool | None:
        """Tell whether this figure holds where the other is true; None where that cannot be said."""
        if self.bound is Bound.OVER or self.bound is Bound.UNDER:
            return self._bounds(other)
        if other.bound is Bound.OVER or other.bound is Bound.UNDER:
            return self._is_bounded(other)
        close = abs(self.value - other.value) <= _ALIKE * other.value
        if close and (self.bound is Bound.ABOUT or _rounded(other.value, self.digits) == self.value):
            return True
        if close and _rounded(self.value, other.digits) == other.value:
            return True
        return None if close else False

    def _is_bounded(self, other: "Figure") -> bool | None:
        if self.value == other.value:
            return True
        if (self.value > other.value) is (other.bound is Bound.OVER):
            return True if max(self.value, other.value) <= _NOT_FAR * min(self.value, other.value) else None
        return None if self.bound is Bound.ABOUT else False

    def _bounds(self, other: "Figure") -> bool | None:
        over = self.bound is Bound.OVER
        opposite = Bound.UNDER if over else Bound.OVER
        if self.value == other.value:
            return None if other.bound in (Bound.EXACT, Bound.ABOUT) else other.bound is not opposite
        if (other.value > self.value) is not over:
            return False
        return True if max(self.value, other.value) <= _NOT_FAR * min(self.value, other.value) else None


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is said; offsets in the folded text."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    def agrees(self, other: "Day") -> bool | None:
        """Tell whether the other is this date; None where it leaves out something that this one says."""
        pairs = [(self.year, other.year), (self.month, other.month), (self.day, other.day)]
        said = [(one, another) for one, another in pairs if one is not None]
        if any(another is not None and one != another for one, another in said):
            return False
        return None if any(another is None for _, another in said) else True


def days(folded: str) -> Iterator[Day]:
    """Yield the dates that a folded text names."""
    for match in _DAY.finditer(folded):
        if match["iso"]:
            yield Day(int(match["iso"]), int(match["isomonth"]), int(match["isoday"]), *match.span())
        elif match["only"]:
            yield Day(int(match["only"]), None, None, *match.span())
        else:
            day = match["day"] or match["after"]
            if day or match["year"] or len(match["month"]) > len("sept"):
                year = int(match["year"]) if match["year"] else None
                yield Day(year, MONTHS[match["month"]], int(day) if day else None, *match.span())


def figures(folded: str, language: str) -> Iterator[Figure]:
    """Yield the figures that a folded text states, its dates left out."""
    dated = [(day.start, day.end) for day in days(folded)]
    later: Figure | None = None
    found: list[Figure] = []
    for match in reversed(list(_FIGURE.finditer(folded))):
        if any(match.start() < last and first < match.end() for first, last in dated):
            continue
        figure = _figure(match, folded, language)
        if (
            later
            and not match["scale"]
            and not figure.unit
            and _TO.fullmatch(folded[figure.end : later.start])
        ):
            figure = replace(figure, value=figure.value * later.scale, scale=later.scale, unit=later.unit)
        found.append(later := figure)
    yield from reversed(found)


def _figure(match: re.Match[str], folded: str, language: str) -> Figure:
    scale = _SCALES.get(language, _SCALES["en"]).get(match["scale"] or "", 1.0)
    unit = _UNITS.get((match["unit"] or match["before"] or "").strip(), "")
    following = words(_PAUSE.split(folded[match.end() : match.end() + 3 * _NEAR])[0])[:_NOUNS]
    counted = (stem(word, language) for word in following if not is_stop_word(word, language))
    return Figure(
        value=_value(match["number"], language) * scale,
        scale=scale,
        digits=len(re.sub(r"\D", "", match["number"]).strip("0")) or 1,
        unit=unit,
        counted=frozenset() if unit else frozenset(counted),
        bound=_bound(folded, match.start()),
        start=match.start(),
        end=match.end(),
    )


def folded(text: str) -> str:
    """Return a text as figures and dates are read from it."""
    return " ".join(fold(text).split())


def _value(number: str, language: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:([ ,])\d{3})+(?:\.\d+)?", number)
    if grouped and (grouped[1] == " " or language != "fr"):
        return float(re.sub("[ ,]", "", number))
    return float(number.replace(" ", "").replace(",", ".", 1).replace(",", ""))


def _bound(folded: str, start: int) -> Bound:
    before = folded[max(0, start - _NEAR) : start]
    return next((Bound(sign) for sign, pattern in _BOUNDS if pattern.search(before)), Bound.EXACT)


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{max(digits, 1) - 1}e}")
