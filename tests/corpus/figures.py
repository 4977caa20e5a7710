"""Which figures an English or French text states, by value: "5,6 millions" and "5.6 million" are one figure."""

import re
from itertools import pairwise

SCALES = {
    "en": {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "K": 1e3, "M": 1e6, "B": 1e9},
    # A French billion is a million millions.
    "fr": {"mille": 1e3, "million": 1e6, "milliard": 1e9, "billion": 1e12, "K": 1e3, "M": 1e6, "B": 1e9},
}  # fmt: skip
NUMBERS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
}
OTHER_WORDS = {
    "en": {"a": 1, "an": 1, "twice": 2, "double": 2, "half": 2, "first": 1, "second": 2, "third": 3},
    "fr": {"une": 1, "double": 2, "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3, "premier": 1},
}
_SPACES = re.compile("[\u00a0\u202f\u2009]")
_NAME = re.compile(
    r"[^\W\d_](?=[\w.-]*\d)[\w]*(?:[.-]\w+)*|\b\d+(?:[x×]\d+|(?!(?:st|nd|rd|th|er|e|h|[KMB])\b)[^\W\d_]\w*)"
)
_FIGURE = {
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
    "fr": re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?"),
}
_JOINT = re.compile(r"(?:\s*(?:,|-|–|and|or|to|et|ou|à)\s*)+")


def figures(text: str, language: str) -> list[float]:
    """Return the values of the figures that are written in digits, in order, without names such as H800."""
    plain = _NAME.sub(lambda found: "#" * len(found[0]), _SPACES.sub(" ", text))
    found = list(_FIGURE[language].finditer(plain))
    scales = [_scale(plain[match.end() :], language) for match in found]
    # In "between 589 and 593 billion" both are billions.
    for before, after in reversed(list(pairwise(range(len(found))))):
        if scales[before] == 1 and _JOINT.fullmatch(plain[found[before].end() : found[after].start()]):
            scales[before] = scales[after]
    return [round(_value(match[0], language) * scale, 4) for match, scale in zip(found, scales, strict=True)]


def mentioned(text: str, language: str) -> set[float]:
    """Return all values that a reader may find: figures, with and without their scale, and number words."""
    known = {word: float(value) for value, word in enumerate(NUMBERS[language].split())} | OTHER_WORDS[
        language
    ]
    spelled = set()
    words = list(re.finditer(r"[^\W\d_]+", text.lower()))
    for word in words:
        if word[0] in known:
            value = known[word[0]]
            spelled |= {value, value * _scale(text.lower()[word.end() :], language)}
        elif word[0] == "mille":
            spelled.add(1000 * _scale(text.lower()[word.end() :], language))
    bare = {_value(match[0], language) for match in _FIGURE[language].finditer(_SPACES.sub(" ", text))}
    return {*figures(text, language), *spelled, *bare}


def _scale(following: str, language: str) -> float:
    letter = re.match(r"([KMB])\b", following)
    if letter:
        return SCALES[language][letter[1]]
    scale = 1.0
    while word := re.match(r"\s(mille|thousand|million|milliard|billion|trillion)s?\b", following):
        scale *= SCALES[language].get(word[1], 1.0)
        following = following[word.end() :]
    return scale


def _value(figure: str, language: str) -> float:
    if language == "en":
        return float(figure.replace(",", ""))
    return float(figure.replace(" ", "").replace(",", "."))
