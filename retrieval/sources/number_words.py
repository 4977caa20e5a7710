"""Which numbers an English or French text writes in words, as "soixante et onze"; "one" and "un" alone are articles."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

SCALES: Mapping[str, Mapping[str, int]] = {
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
    # A French billion is a million millions.
    "fr": {"mille": 3, "millier": 3, "million": 6, "milliard": 9, "billion": 12, "trillion": 18},
}
"""The words of scale and their powers of ten."""
_UP_TO_TWENTY = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize - - - vingt",
}
_TENS = {
    "en": {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12},
    "fr": {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "dizaine": 10, "douzaine": 12, "vingts": 20},
}  # fmt: skip
_HUNDRED = {"en": frozenset({"hundred", "hundreds"}), "fr": frozenset({"cent", "cents", "centaine"})}
_PARTS = {
    "en": {"half": "0.5", "twice": "2", "double": "2", "doubled": "2", "triple": "3", "tripled": "3"},
    "fr": {"moitié": "0.5", "demi": "0.5", "double": "2", "doublé": "2", "triple": "3", "triplé": "3"},
}
_NUMBERS = {
    language: {word: value for value, word in enumerate(_UP_TO_TWENTY[language].split()) if word != "-"}
    | _TENS[language]
    for language in SCALES
}
_WORD = re.compile(r"[^\W\d_]+")
_BOTH = frozenset({"tous", "toutes"})
_AND_ONE = frozenset({"un", "une", "onze"})
_TWENTY, _FOUR_TWENTIES = 20, 80


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the characters that spell it."""

    value: Decimal
    start: int
    end: int


@dataclass(slots=True)
class _Count:
    """A number being read: `total` is closed by a word of scale, `current` is still open."""

    total: int = 0
    current: int = 0

    def add(self, value: int) -> None:
        # Four twenties: quatre-vingts.
        of_twenties = self.current == _FOUR_TWENTIES // _TWENTY and value == _TWENTY
        self.current = _FOUR_TWENTIES if of_twenties else self.current + value

    def takes(self, value: int) -> bool:
        """Tell whether a number word goes on with what was read, as "one" after "twenty", "ten" after "soixante"."""
        rest = self.current % 100
        return (
            rest == 0
            or (self.current == _FOUR_TWENTIES // _TWENTY and value == _TWENTY)
            or (rest >= _TWENTY and rest % 10 == 0 and value < _TWENTY)
        )

    def scale(self, power: int) -> None:
        if self.current and self.total >= 10**power:
            self.total += self.current * 10**power
        else:
            # Thousand milliards: the scales multiply.
            self.total = max(1, self.total + self.current) * 10**power
        self.current = 0


def numbers(text: str, language: str) -> Iterator[Number]:
    """Yield the numbers in order."""
    lowered = text.lower()
    tokens = list(_WORD.finditer(lowered))
    place = 0
    while place < len(tokens):
        word = tokens[place]
        if word.group() == "deux" and place and tokens[place - 1].group() in _BOTH:
            place += 1
            continue
        if part := _PARTS[language].get(word.group()):
            yield Number(Decimal(part), word.start(), word.end())
            place += 1
            continue
        last, count = _read(lowered, tokens, place, language)
        value = count.total + count.current
        if last > place and (value != 1 or last > place + 1):
            yield Number(Decimal(value), word.start(), tokens[last - 1].end())
        place = max(last, place + 1)


def _read(text: str, tokens: list[re.Match[str]], first: int, language: str) -> tuple[int, _Count]:
    """Read a number from a word on; return the word after it."""
    count, place = _Count(), first
    while place < len(tokens) and (
        place == first or text[tokens[place - 1].end() : tokens[place].start()] in {" ", "-"}
    ):
        word = tokens[place].group()
        value = _NUMBERS[language].get(word)
        scale = SCALES[language].get(word.removesuffix("s"))
        if value is not None and (place == first or count.takes(value)):
            count.add(value)
        elif word in _HUNDRED[language] and _opens_hundred(text, tokens, place, first, language):
            count.current = max(1, count.current) * 100
        elif scale and (place > first or word == "mille"):
            count.scale(scale)
        elif not (word == "et" and _follows(tokens, place, _AND_ONE) and count.current >= _TWENTY):
            break
        place += 1
    return place, count


def _opens_hundred(text: str, tokens: list[re.Match[str]], place: int, first: int, language: str) -> bool:
    """Tell whether "cent" is a hundred: "pour cent" is not, and English says "a hundred" of no figure in particular."""
    return place > first or (language == "fr" and not text[: tokens[place].start()].endswith("pour "))


def _follows(tokens: list[re.Match[str]], place: int, words: frozenset[str]) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].group() in words
