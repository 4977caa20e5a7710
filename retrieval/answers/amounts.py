"""Which large amounts a text names, by value: "five trillion" is "5 000 milliards" (pure)."""

import re

from retrieval.sources.terms import fold

_SCALES = {
    "million": 1e6, "millions": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9, "trillion": 1e12, "trillions": 1e12,
    "tn": 1e12, "milliard": 1e9, "milliards": 1e9, "md": 1e9, "mds": 1e9,
}  # fmt: skip
_LONG_SCALE = {"billion": 1e12, "billions": 1e12}
"""A French billion is a million millions."""
_NUMBERS = {
    word: value
    for words in (
        "zero one two three four five six seven eight nine ten",
        "zero un deux trois quatre cinq six sept huit neuf dix",
    )
    for value, word in enumerate(words.split())
}
_AMOUNT = re.compile(rf"\b(?P<number>\d[\d.,\u202f\u00a0 ]*|[a-z]+)\+?[ -]*(?P<scale>{'|'.join(_SCALES)})\b")
_THOUSANDS = re.compile(r"(?<=\d)[ \u202f\u00a0](?=\d{3})")


def amounts(text: str, language: str) -> list[float]:
    """Return the values of the amounts that stand before a million, billion and so on."""
    found = []
    for match in _AMOUNT.finditer(fold(text)):
        number = _number(_THOUSANDS.sub("", match["number"]).strip(" ,.\u202f\u00a0"), language)
        scales = _SCALES | _LONG_SCALE if language == "fr" else _SCALES
        if number is not None:
            found.append(number * scales[match["scale"]])
    return found


def _number(written: str, language: str) -> float | None:
    if written in _NUMBERS:
        return float(_NUMBERS[written])
    plain = written.replace(",", "." if language == "fr" else "")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None
