"""Which figures an English or French text states, by value, exactness and unit: "5,6 millions" is "5.6M".

Who asks here wants to know whether a statement may be said at all: exact decimals of the text as it is written, and
both readings where there are two, because what passes is shown. figures.py compares two sentences instead: there
"more than" and "about" count, and what is counted, values are near or far, and it may be that nothing can be said.
Neither answers the other's question, so there are two readers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from retrieval.sources.number_words import SCALES, numbers

_LETTERS = {
    "k": 3,
    "K": 3,
    "M": 6,
    "m": 6,
    "mn": 6,
    "B": 9,
    "b": 9,
    "bn": 9,
    "Bn": 9,
    "Md": 9,
    "Mds": 9,
    "T": 12,
}
_ORDINALS = frozenset("st nd rd th er re ère e ème eme nde s".split())
_UNITS = (
    ("%", r"%|percent\b|per cent\b|pour ?cents?\b"),
    ("points", r"(?:percentage )?points?\b"),
    ("$", r"(?:US ?)?\$|USD?\b|(?:US )?dollars?\b|dollars? américains?\b"),
    ("€", r"€|EUR\b|euros?\b"),
    ("£", r"£|GBP\b|pounds?\b|livres? sterling\b"),
    ("¥", r"¥|CNY\b|RMB\b|yuans?\b|renminbi\b"),
    ("seconds", r"secondes?\b|seconds?\b"),
    ("minutes", r"minutes?\b"),
    ("hours", r"(?:#+ )?(?:GPU[- ])?hours?\b|(?:d['’])?heures?\b|h\b"),
    ("days", r"days?\b|jours?\b"),
    ("weeks", r"weeks?\b|semaines?\b"),
    ("months", r"months?\b|mois\b"),
    ("years", r"years?\b|ans?\b|années?\b"),
)
_UNIT = re.compile(
    r"[ -]?(?:(?:of|de|d['’]) ?)?(?:(?P<u>"
    + "|".join(f"(?P<u{n}>{pattern})" for n, (_, pattern) in enumerate(_UNITS))
    + "))"
)
_BEFORE = re.compile(r"(?:(?:US ?)?(?P<sign>[$€£¥])|(?P<code>USD|EUR|GBP|CNY|RMB)) ?$")
_CODES = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "RMB": "¥"}
_NAME = re.compile(r"\b(?!(?:USD|EUR|GBP|CNY|RMB)\d)[^\W\d_]+-?\d\w*(?:[-.]\w+)*")
"""A name with figures in it, as V3-0324: those are no amounts."""
_SPACES = re.compile("[\u00a0\u202f\u2009\u2007\t\n]")
_START = r"(?<![\w.,])(?<![^\W\d_]-)"
_NUMBER = {
    "en": re.compile(_START + r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"),
    "fr": re.compile(
        _START + r"(?:\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:[.,]\d+)?)"
    ),
}
_THREE_BEHIND = re.compile(r"\d{1,3}[.,]\d{3}")
_GLUED = re.compile(r"[^\W\d_]+")
_JOINT = re.compile(r"(?:\s*(?:,|-|–|—|and|or|to|et|ou|à|of|des?|sur)\s*)+")
_YEARS = range(1900, 2100)
_FEWEST_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A value; `step` is what its last digit counts, 100,000 in "5.6 million"; `digits` those that say something."""

    value: Decimal
    step: Decimal
    digits: int
    unit: str | None = None

    @property
    def is_year(self) -> bool:
        """Tell whether it may well be a year."""
        return self.unit is None and self.step == 1 and self.value in _YEARS

    def carries(self, stated: "Figure") -> bool:
        """Tell whether it allows to state a figure: the same value, or itself rounded to two digits or more.

        A figure that is stated without a unit may be an amount of anything but percent.
        """
        if stated.unit != self.unit and (stated.unit is not None or self.unit in {"%", "points"}):
            return False
        if stated.value == self.value:
            return True
        rounded = self.step < stated.step and abs(self.value - stated.value) * 2 <= stated.step
        return rounded and stated.digits >= _FEWEST_DIGITS


def figures(text: str, language: str) -> list[Figure]:
    """Return the figures in order; those that can be read in two ways, as 1.234 in French, stand there twice."""
    spoken = language if language in SCALES else "en"
    plain = _NAME.sub(lambda name: "#" * len(name.group()), _SPACES.sub(" ", text))
    written = list(_written(plain, spoken))
    spelt = [
        Figure(number.value, Decimal(1), 1, _unit(plain, number.start, number.end)[1])
        for number in numbers(plain, spoken)
    ]
    return [*_with_shared_scales(plain, written), *spelt]


@dataclass(frozen=True, slots=True)
class _Written:
    """A figure in digits, where it stands, and the power of ten after it."""

    figure: Figure
    start: int
    end: int
    power: int


def _written(plain: str, language: str) -> Iterator[_Written]:
    for match in _NUMBER[language].finditer(plain):
        end, power = match.end(), 0
        glued = _GLUED.match(plain, end)
        if glued is not None:
            letters = glued.group()
            if letters in _LETTERS:
                end, power = glued.end(), _LETTERS[letters]
            elif letters in _ORDINALS:
                end = glued.end()
            elif _UNIT.match(plain, end) is None:
                continue  # a name, as 4o
        end, power = _scaled(plain, end, power, language)
        end, unit = _unit(plain, match.start(), end)
        for value, decimals in _readings(match.group(), language, scaled=bool(power)):
            yield _Written(_figure(value, decimals, power, unit), match.start(), end, power)


def _scaled(plain: str, end: int, power: int, language: str) -> tuple[int, int]:
    """Read the words and letters of scale from `end` on."""
    spaced = re.compile(r" (?:(M|Md|Mds|B|bn)(?=\W|$)|([^\W\d_]+?)s?\b)")
    while match := spaced.match(plain, end):
        letters, word = match.groups()
        if letters in _LETTERS and not power:
            power, end = _LETTERS[letters], match.end()
        elif word and word.lower() in SCALES[language]:
            power, end = power + SCALES[language][word.lower()], match.end()
        else:
            break
    return end, power


def _unit(plain: str, start: int, end: int) -> tuple[int, str | None]:
    if match := _UNIT.match(plain, end):
        number = next(n for n in range(len(_UNITS)) if match[f"u{n}"])
        return match.end(), _UNITS[number][0]
    if before := _BEFORE.search(plain[:start]):
        return end, before["sign"] or _CODES[before["code"]]
    return end, None


def _readings(digits: str, language: str, *, scaled: bool) -> Iterator[tuple[str, int]]:
    """Yield the digits with a point as Python reads them, and how many stand behind it."""
    groups = "," if language == "en" else " "
    point = "." if language == "en" else ","
    if digits.count(".") > 1:
        groups = "."
    plain = digits.replace(groups, "").replace(point, ".")
    yield plain, len(plain.partition(".")[2])
    if language == "fr" and _THREE_BEHIND.fullmatch(digits) and not scaled:
        yield re.sub("[.,]", "", digits), 0


def _figure(digits: str, decimals: int, power: int, unit: str | None) -> Figure:
    scale = Decimal(10) ** power
    significant = len(digits.replace(".", "").lstrip("0"))
    return Figure(Decimal(digits) * scale, scale / Decimal(10) ** decimals, significant, unit)


def _with_shared_scales(plain: str, written: list[_Written]) -> Iterator[Figure]:
    """In "between 589 and 593 billion dollars" both are billions of dollars; the bare reading is kept as well."""
    shared: list[_Written] = list(written)
    for before, after in reversed(list(pairwise(range(len(shared))))):
        one, other = shared[before], shared[after]
        joined = _JOINT.fullmatch(plain[one.end : other.start].rstrip("$€£¥"))
        if joined and not one.power and not one.figure.is_year and (other.power or other.figure.unit):
            scale = Decimal(10) ** other.power
            unit = one.figure.unit or other.figure.unit
            lent = Figure(one.figure.value * scale, one.figure.step * scale, one.figure.digits, unit)
            shared[before] = replace(one, figure=lent, power=other.power)
    for given, lent_to in zip(written, shared, strict=True):
        yield lent_to.figure
        if lent_to is not given and given.figure.value != lent_to.figure.value and given.figure.unit:
            yield given.figure
