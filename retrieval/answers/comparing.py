"""Does a sentence of ours say what another says, or the contrary? Decided by words, figures, dates and negation (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from retrieval.answers.asking import Asked
from retrieval.answers.evidence import coverage, says
from retrieval.answers.quoting import stems_of
from retrieval.index.lexicon import Meaning
from retrieval.sources.figures import Day, Figure, days, figures, folded
from retrieval.sources.terms import words

_SAME = 0.7
"""Share of a statement's words from which a sentence without its figures is taken to say the same."""
_SAME_FIGURE = 0.62
"""The same for a sentence that has all its figures or dates."""
_LEAST = 0.5
"""The same at the least, for what has several figures in common or the same figure with the contrary said of it."""
_OF_THE_SAME = 0.75
"""The same for a sentence with another figure to be taken to contradict."""
_FEWEST, _FEWEST_FIGURE = 4, 2
"""So many words of weight make a statement that can be compared; fewer where it has a figure or a date besides."""
_UNREAL = re.compile(
    r"\b(if|will|would|might|may|could|should|gonna|going to|soon|tomorrow|si|pourr\w+|devr\w+|va|vont|serait|demain|bientot)\b(?! \d)"
)
"""What is not said to be so cannot be borne out."""
_TO_THE_POINT = 0.05
"""What a sentence gains that says all of a statement in one clause."""
_TELLING = 1.0
"""Inverse document frequency above which a name must be said: every text has "DeepSeek"."""
_CLAUSES = re.compile(
    r"[;:,](?!\d)|\b(?:and|while|whereas|but|against|et|tandis que|alors que|mais|contre|face a)\b"
)
_NOT = re.compile(
    r"\b(not|never|no|none|nobody|nothing|cannot|neither|nor|instead|didnt|doesnt|isnt|wasnt|pas|jamais|aucune?|"
    r"personne|rien|ni|non|au lieu)\b(?! seulement| only| less| just)|n['’]t\b"
)
_OPPOSITES = (
    (r"rose|rises?|rising|risen|gain\w*|climb\w*|soar\w*|jump\w*|won|wins?|up|monte\w*|grimpe\w*|bondi\w*|gagne\w*|hausse|augment\w*|increas\w*|progress\w*",
     r"fell|falls?|fallen|falling|los[st]\w*|losing|drop\w*|plung\w*|sank|down|slump\w*|decreas\w*|per[dt]\w*|chut\w*|recul\w*|baiss\w*|plong\w*|diminu\w*"),
    (r"cheap\w*|less expensive|moins cher\w*|economi\w*", r"expensive|dearer|plus cher\w*|couteu\w*"),
    (r"better|best|outperform\w*|beats?|mieux|meilleure?s?|surpass\w*|bat", r"worse|worst|underperform\w*|pires?|moins bien"),
    (r"bigger|larger|largest|biggest|plus grande?s?", r"smaller|smallest|small|tiny|plus petite?s?|petite?s?"),
    (r"bann?\w*|block\w*|forb[ia]d\w*|interdi\w*|bloqu\w*", r"allow\w*|authori[sz]\w*|unblock\w*|permit\w*|autoris\w*|debloqu\w*|legal"),
    (r"open\w*|ouvert\w*", r"closed|proprietary|ferme\w*|proprietaire"),
    (r"before|avant", r"after|apres"),
    (r"inputs?|entrees?", r"outputs?|sorties?"),
)  # fmt: skip
_SIDES = tuple((re.compile(rf"\b(?:{one})\b"), re.compile(rf"\b(?:{other})\b")) for one, other in _OPPOSITES)


Told = TypeVar("Told")


class Relation(StrEnum):
    """How two sentences stand to each other."""

    AGREES = "agrees"
    CONFLICTS = "conflicts"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence between commas and the like; `sides` says for each pair of opposites which it has."""

    stems: frozenset[str]
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    negated: bool
    sides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source, a translation or a correction, taken apart; `is_unreal` if it only supposes or foresees."""

    stems: frozenset[str]
    clauses: tuple[Clause, ...]
    is_unreal: bool

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All its figures."""
        return tuple(figure for clause in self.clauses for figure in clause.figures)

    @property
    def days(self) -> tuple[Day, ...]:
        """All its dates."""
        return tuple(day for clause in self.clauses for day in clause.days)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to be compared: what its words mean but for those of its figures, its telling names, all its names."""

    meanings: tuple[Meaning, ...]
    names: tuple[Meaning, ...]
    named: tuple[Meaning, ...]
    sentence: Sentence

    @property
    def is_comparable(self) -> bool:
        """Tell whether it says enough to be held against another sentence."""
        if self.sentence.figures or (self.sentence.days and self.named):
            return len(self.meanings) >= _FEWEST_FIGURE
        return len(self.meanings) >= _FEWEST


def make_statement(text: str, asked: Asked, language: str) -> Statement:
    """Take apart a sentence whose words were understood as `asked`."""
    sentence = take_sentence_apart(text, language)
    whole = folded(text)
    spans = [(figure.start, figure.end) for figure in figures(whole, language)]
    spans += [(day.start, day.end) for day in days(whole)]
    measured = {word for start, end in spans for word in words(whole[start:end])}
    meanings = tuple(meaning for meaning in asked.meanings if meaning.word not in measured)
    names = [meaning for meaning in meanings if meaning.word in asked.names]
    telling = tuple(meaning for meaning in names if meaning.weight > _TELLING)
    return Statement(meanings, telling, tuple(names), sentence)


@lru_cache(maxsize=20_000)
def take_sentence_apart(text: str, language: str) -> Sentence:
    """Cut a sentence into clauses."""
    whole = folded(text)
    ends = [0, *(match.start() for match in _CLAUSES.finditer(whole)), len(whole)]
    found, dated = tuple(figures(whole, language)), tuple(days(whole))
    clauses = tuple(
        Clause(
            stems_of(whole[start:end], language),
            tuple(figure for figure in found if start <= figure.start < end),
            tuple(day for day in dated if start <= day.start < end),
            bool(_NOT.search(whole[start:end])),
            tuple(
                bool(one.search(whole[start:end])) - bool(other.search(whole[start:end]))
                for one, other in _SIDES
            ),
        )
        for start, end in pairwise(ends)
    )
    return Sentence(stems_of(text, language), clauses, bool(_UNREAL.search(whole)))


def compare(
    statement: Statement,
    other: Sentence,
    around: frozenset[str] = frozenset(),
    *,
    beside: frozenset[str] | None = None,
    negated: bool | None = None,
) -> tuple[Relation, float]:
    """Say how a sentence stands to a statement, and how much of the statement it speaks of: 0 to 1.

    `around` holds what may be taken as said with it, `beside` the names that may be, if not those; `negated` tells
    whether it denies, if its clauses do not.
    """
    share = coverage(statement.meanings, other.stems)
    said = other.stems | around
    if not _speaks_of(statement, other, other.stems | (around if beside is None else beside)):
        return Relation.UNRELATED, share
    whole = (share + coverage(statement.meanings, said)) / 2
    score = whole + _TO_THE_POINT * max(
        coverage(statement.meanings, clause.stems) for clause in other.clauses
    )
    contrary = _is_contrary(statement, other, negated=negated)
    numbers = [_figure(statement, figure, other) for figure in statement.sentence.figures]
    dates = [_day(statement, day, other) for day in statement.sentence.days]
    if not numbers and not dates:
        return _by_words(whole, contrary=contrary), score
    settled = all(numbers) and (False not in dates if numbers else all(dates))
    enough = _LEAST if contrary or len(numbers) > 1 else _SAME_FIGURE if numbers else _SAME
    if settled and whole >= enough:
        return (Relation.CONFLICTS if contrary else Relation.AGREES), score
    other_figure = False in numbers and None not in numbers and False not in dates
    other_day = False in dates and all(numbers)
    telling = sum(meaning.weight > _TELLING for meaning in statement.meanings)
    sure = bool(statement.named) and (bool(numbers) or telling >= _FEWEST_FIGURE)
    if (other_figure or other_day) and sure and whole >= _OF_THE_SAME and not contrary:
        return Relation.CONFLICTS, score
    return Relation.UNRELATED, whole


def _speaks_of(statement: Statement, other: Sentence, named: frozenset[str]) -> bool:
    """Tell whether a sentence names what a statement names, says some word of it besides, and supposes no less."""
    others = [
        meaning
        for meaning in statement.meanings
        if meaning not in statement.names and meaning.weight > _TELLING
    ]
    measured = statement.sentence.figures or statement.sentence.days
    # Who did it to whom is not told by the words alone: so much is asked that they stand together.
    together = (
        measured
        or len(others) > 1
        or any(all(says(clause.stems, meaning) for meaning in statement.meanings) for clause in other.clauses)
    )
    return (
        bool(together)
        and all(says(named, name) for name in statement.names)
        and (not others or any(says(other.stems, meaning) for meaning in others))
        and (other.is_unreal or not statement.sentence.is_unreal)
    )


def share_a_figure(one: Sentence, other: Sentence, *, counted: bool = True) -> bool:
    """Tell whether a figure of one, or a date if it has none, is one of the other's; or, unless `counted`, its number."""
    if not one.figures:
        return any(day.agrees(it) for day in one.days for it in other.days)
    return any(
        figure.agrees(it)
        for figure in one.figures
        for it in other.figures
        if figure.is_like(it) or (not counted and figure.unit == it.unit)
    )


def _by_words(share: float, *, contrary: bool) -> Relation:
    if share < _SAME:
        return Relation.UNRELATED
    return Relation.CONFLICTS if contrary else Relation.AGREES


def _is_contrary(statement: Statement, other: Sentence, *, negated: bool | None) -> bool:
    """Tell whether one denies what the other says, by the clauses that speak most of the matter."""
    mine, its = (_telling(statement, sentence.clauses) for sentence in (statement.sentence, other))
    denied = any(clause.negated for clause in its) if negated is None else negated
    opposed = any(
        one * (near or anywhere) < 0
        for one, near, anywhere in zip(
            _sides(statement.sentence.clauses), _sides(its), _sides(other.clauses), strict=True
        )
    )
    return (any(clause.negated for clause in mine) != denied) != opposed


def _sides(clauses: Sequence[Clause]) -> list[int]:
    return [sum(each) for each in zip(*(clause.sides for clause in clauses), strict=True)]


def _telling(statement: Statement, clauses: Sequence[Clause]) -> list[Clause]:
    said = [_weight(statement.meanings, clause) for clause in clauses]
    return [clause for clause, each in zip(clauses, said, strict=True) if each == max(said)]


def _figure(statement: Statement, figure: Figure, other: Sentence) -> bool | None:
    """Tell whether the figure is right by another sentence, by the clause that speaks most of the matter."""
    alike = [(clause, it) for clause in other.clauses for it in clause.figures if figure.is_like(it)]
    near = [figure.agrees(it) for it in _nearest(statement, alike)]
    return _settled(near, [figure.agrees(it) for _, it in alike])


def _day(statement: Statement, day: Day, other: Sentence) -> bool | None:
    alike = [(clause, it) for clause in other.clauses for it in clause.days]
    return _settled(
        [day.agrees(it) for it in _nearest(statement, alike)], [day.agrees(it) for _, it in alike]
    )


def _settled(near: Sequence[bool | None], anywhere: Sequence[bool | None]) -> bool | None:
    """Return True where what is near agrees, False where nothing agrees anywhere, and None in doubt."""
    if True in near:
        return True
    return False if anywhere and all(verdict is False for verdict in anywhere) else None


def _nearest(statement: Statement, alike: Sequence[tuple[Clause, Told]]) -> list[Told]:
    """Return those in the clauses that say most of the statement, its names first: "Alphabet 4.2%" is not Microsoft's."""
    said = [(_weight(statement.names, clause), _weight(statement.meanings, clause)) for clause, _ in alike]
    most = max(said, default=(0.0, 0.0))
    return [it for (_, it), each in zip(alike, said, strict=True) if each == most]


def _weight(meanings: Sequence[Meaning], clause: Clause) -> float:
    return sum(meaning.weight for meaning in meanings if says(clause.stems, meaning))
