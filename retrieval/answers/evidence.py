"""Do the passages cover what a question asks? The decision between an answer and "not in my sources" (pure)."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answers.asking import Asked
from retrieval.answers.fitting import Lack, Sentence, lacking
from retrieval.answers.wants import Wants
from retrieval.index.lexicon import Meaning
from retrieval.search.precedents import Likeness
from retrieval.sources.dates import Time

Stems = Collection[str]

_PLENTY = 2.4
"""So many of the rarest words, or more commoner ones of the same weight, make a question unmistakable."""


_UNMISTAKABLE = 0.65
_AROUND = 3
"""How many of the best hits around are weighed; further ones are only looked through for what is lacking."""
_WEIGHTS = {
    "matched": 3.53,
    "further": 0.72,
    "unknown": -2.29,
    "date_missing": -2.06,
    "live": -4.0,
    "figure": -1.38,
    "follows": 1.84,
    "foreign": 1.0,
    "later": -3.1,
}
"""Logistic regression over the golden questions of the open split; `live` and `foreign` are set (docs/search.md)."""

_WEIGHTS_BESIDE_PRECEDENTS = {
    "meaning": 4.21,
    "meaning_itself": 2.77,
    "wording": 2.47,
    "matched": 0.55,
    "further": 0.16,
    "sentence": 0.46,
    "whole": 0.52,
    "date_missing": -2.24,
    "live": -2.46,
    "figure": -0.28,
    "follows": -0.69,
    "later": -0.98,
    "names_nowhere": -0.82,
    "stranger": -1.34,
    "version_unknown": -1.78,
    "country_unsaid": -1.63,
    "head_unknown": -0.32,
    "lacking": -1.32,
}
_BASE_BESIDE_PRECEDENTS = -0.05
"""The same over precedents, each set against those written apart from it, and golden questions; the base is set, so that
few answerable questions are refused (docs/search.md)."""
_DECISIVE = frozenset((Lack.PERSON, Lack.PLACE, Lack.AMOUNT))
"""What is lacking for certain, whatever is known of questions like it."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a passage says: its stems; by sentence, headings included; and the months and years it names."""

    stems: frozenset[str]
    sentences: tuple[Sentence, ...]
    dates: frozenset[Time]


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against an answer: numbers from 0 to 1 that are weighed, and facts that decide.

    `matched` is the weight of the words said, not their share: a long question may say much besides. `sentence` is
    the share of the question's words in the best single sentence: where it has them all, there is an answer.
    There is none where a date is later than all that the texts name, a version ("H200") is in no text, or no
    country of the question is in the first passage; nor, unless much else is said, where no name of the question
    is said near, a name or the thing counted or chosen among ("what fine") is in no text. Where it is known of
    questions like it whether they are answered (`meaning`, `wording`), nearly all is weighed together.
    """

    matched: float
    further: float
    sentence: float
    unknown: float
    date_missing: float
    live: float
    figure: float
    follows: float
    foreign: float
    later: float
    names_nowhere: bool
    too_late: bool
    stranger: bool
    version_unknown: bool
    country_unsaid: bool
    head_unknown: bool
    lack: Lack | None
    likeness: Likeness | None

    @property
    def lacking(self) -> bool:
        """Tell whether something that is asked for is given nowhere."""
        return self.lack is not None

    @property
    def whole(self) -> bool:
        """Tell whether a single sentence says all of the question's words, and nothing that is asked for is lacking."""
        if self.live or self.date_missing or self.lacking:
            return False
        return self.matched > 0 and self.sentence == 1

    @property
    def meaning(self) -> float:
        """What the nearest known questions foretell: about 1 for an answer, -1 for none."""
        return self.likeness.meaning if self.likeness else 0.0

    @property
    def meaning_itself(self) -> float:
        """What they foretell of the question without what it leans on; nothing (0) where it stands alone."""
        return self.likeness.itself.meaning if self.likeness and self.likeness.itself else 0.0

    @property
    def wording(self) -> float:
        """How much more wording is shared with answered questions than with unanswered ones."""
        return self.likeness.wording if self.likeness else 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of the question is said nowhere near, and how likely it is that an answer is there: 0 to 1."""

    missing: tuple[Meaning, ...]
    likelihood: float
    signs: Signs

    @property
    def suffices(self) -> bool:
        """Tell whether the question can be answered."""
        return self.likelihood >= 0.5  # noqa: PLR2004 - more likely than not


def weigh(
    asked: Asked,
    spoken: Sequence[Sentence],
    passages: Sequence[Text],
    around: Sequence[Text],
    latest: Time,
    likeness: Likeness | None = None,
) -> Evidence:
    """Weigh what would be said, the passages it is from, best first, and the best hits around.

    `latest` is the latest month that any text names; `likeness` what is known of questions like it.
    """
    wider, around = around, around[:_AROUND]
    said = spoken[0].stems if spoken else frozenset[str]()
    lead = frozenset(passages[0].stems if passages else ())
    near = _union([*passages, *around])
    names = [meaning for meaning in asked.meanings if meaning.word in asked.names]
    countries = [meaning for meaning in asked.meanings if meaning.word in asked.countries]
    missing = tuple(meaning for meaning in asked.meanings if not says(near, meaning))
    signs = Signs(
        matched=min(1.0, _weight(asked.meanings, lead) / (_PLENTY * asked.rarest)),
        further=sum(meaning.weight for meaning in asked.meanings if meaning.known and not says(said, meaning))
        / asked.rarest,
        sentence=max(
            (
                coverage(asked.meanings, sentence.stems)
                for text in (*passages, *around)
                for sentence in text.sentences
            ),
            default=0.0,
        ),
        unknown=_share(asked.meanings, [meaning for meaning in missing if not meaning.known]),
        date_missing=float(not all(_dated(date, passages) for date in asked.dates)),
        live=float(asked.live),
        figure=float(asked.wants is Wants.FIGURE),
        follows=float(bool(asked.earlier)),
        foreign=float(asked.foreign),
        later=float(asked.later),
        names_nowhere=bool(names) and not any(says(near, name) for name in names),
        too_late=any((date.year, date.first) > (latest.year, latest.last) for date in asked.dates),
        stranger=any(not name.known and name.word in asked.capitals for name in names),
        version_unknown=any(
            not name.known and not says(near, name) for name in names if name.word in asked.versions
        ),
        country_unsaid=bool(countries) and not any(says(lead, country) for country in countries),
        head_unknown=asked.head is not None and not asked.head.known and asked.head in missing,
        lack=lacking(
            asked,
            [sentence for text in (*passages, *wider) for sentence in text.sentences],
            [sentence.text for sentence in spoken],
        ),
        likeness=likeness,
    )
    judge = _likelihood if likeness is None else _likelihood_beside_precedents
    return Evidence(missing, judge(signs), signs)


def _weight(meanings: Iterable[Meaning], stems: Stems) -> float:
    return sum(meaning.weight for meaning in meanings if says(stems, meaning))


def coverage(meanings: Iterable[Meaning], stems: Stems) -> float:
    """Return the share of the meanings' weight that a text's stems say; 1 for no meanings."""
    total = said = 0.0
    for meaning in meanings:
        total += meaning.weight
        if says(stems, meaning):
            said += meaning.weight
    return said / total if total else 1.0


def says(stems: Stems, meaning: Meaning) -> bool:
    """Tell whether a text's stems hold one that says what is meant."""
    return any(stem in stems for stem in meaning.stems)


def _union(texts: Iterable[Text]) -> frozenset[str]:
    return frozenset().union(*(text.stems for text in texts))


def _dated(date: Time, passages: Sequence[Text]) -> bool:
    """Tell whether a passage names the time of year, or the year if no time of year is asked for."""
    return any(
        date.overlaps(named) and (date.is_year or not named.is_year)
        for text in passages
        for named in text.dates
    )


def _share(meanings: Sequence[Meaning], part: Sequence[Meaning]) -> float:
    total = sum(meaning.weight for meaning in meanings)
    return sum(meaning.weight for meaning in part) / total if total else 0.0


def _likelihood_beside_precedents(signs: Signs) -> float:
    if signs.too_late or signs.lack in _DECISIVE or not (signs.matched or signs.follows):
        return 0.0
    if signs.whole and signs.matched >= _UNMISTAKABLE:
        return 1.0
    return _weighed(signs, _WEIGHTS_BESIDE_PRECEDENTS, _BASE_BESIDE_PRECEDENTS)


def _likelihood(signs: Signs) -> float:
    if not signs.matched and (signs.foreign or not signs.follows):
        return 0.0
    if signs.lack or signs.too_late or signs.version_unknown or signs.country_unsaid:
        return 0.0
    if signs.matched < _UNMISTAKABLE and (signs.names_nowhere or signs.stranger or signs.head_unknown):
        return 0.0
    if signs.whole:
        return 1.0
    return _weighed(signs, _WEIGHTS)


def _weighed(signs: Signs, weights: Mapping[str, float], base: float = 0.0) -> float:
    weighed = base + sum(weight * getattr(signs, name) for name, weight in weights.items())
    return 1 / (1 + math.exp(-weighed))
