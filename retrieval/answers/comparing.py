"""Does a sentence of ours say what another says, or the contrary? Decided by words, figures, dates and negation (pure)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from retrieval.answers.evidence import coverage, says
from retrieval.answers.stating import FEWEST_FIGURE, Clause, Sentence, Statement
from retrieval.index.lexicon import Meaning
from retrieval.sources.figures import Day, Figure

_SAME = 0.7
"""Share of a statement's words from which a sentence without its figures is taken to say the same."""
_SAME_FIGURE = 0.62
"""The same for a sentence that has all its figures or dates."""
_LEAST = 0.5
"""The same at the least, for what has several figures in common or the same figure with the contrary said of it."""
_OF_THE_SAME = 0.75
"""The same for a sentence with another figure to be taken to contradict."""
_TO_THE_POINT = 0.05
"""What a sentence gains that says all of a statement in one clause."""

Told = TypeVar("Told")


class Relation(StrEnum):
    """How two sentences stand to each other."""

    AGREES = "agrees"
    CONFLICTS = "conflicts"
    UNRELATED = "unrelated"


def compare(
    statement: Statement,
    other: Sentence,
    around: frozenset[str] = frozenset(),
    *,
    beside: frozenset[str] | None = None,
    matter: frozenset[str] = frozenset(),
    negated: bool | None = None,
) -> tuple[Relation, float]:
    """Say how a sentence stands to a statement, and how much of the statement it speaks of: 0 to 1.

    `around` holds what may be taken as said with it, `beside` the names that may be, if not those, `matter` what it is
    known to speak of; `negated` tells whether it denies, if its clauses do not.
    """
    share = coverage(statement.meanings, other.stems)
    said = other.stems | around | matter
    named = other.stems | (around if beside is None else beside)
    if not _speaks_of(statement, other, named, other.stems | matter):
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
    telling = len(statement.names) + len(statement.others)
    sure = bool(statement.named) and (bool(numbers) or telling >= FEWEST_FIGURE)
    if (other_figure or other_day) and sure and whole >= _OF_THE_SAME and not contrary:
        return Relation.CONFLICTS, score
    return Relation.UNRELATED, whole


def _speaks_of(statement: Statement, other: Sentence, named: frozenset[str], said: frozenset[str]) -> bool:
    """Tell whether a sentence names what a statement names, says some word of it besides, and supposes no less."""
    # Who did it to whom is not told by the words alone: so much is asked that they stand together.
    together = (
        statement.is_measured
        or len(statement.others) > 1
        or any(all(says(clause.stems, meaning) for meaning in statement.meanings) for clause in other.clauses)
    )
    return (
        together
        and all(says(named, name) for name in statement.names)
        and (not statement.others or any(says(said, meaning) for meaning in statement.others))
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
    near = [
        figure.agrees(it) if _is_its_own(statement, it, clause, other) else None
        for clause, it in _nearest(statement, alike)
    ]
    return _settled(near, [figure.agrees(it) for _, it in alike])


def _is_its_own(statement: Statement, figure: Figure, clause: Clause, other: Sentence) -> bool:
    """Tell whether a clause's figure is the statement's: not another day's, nor the other side's of a comparison."""
    stated = statement.sentence
    if stated.days and clause.days and not any(day.agrees(it) for day in stated.days for it in clause.days):
        return False
    measured = {it.value for it in other.figures if it.unit == figure.unit}
    compared = other.is_comparison and len(measured) > 1 == len(stated.figures)
    return not compared or all(says(clause.stems, name) for name in statement.named)


def _day(statement: Statement, day: Day, other: Sentence) -> bool | None:
    alike = [(clause, it) for clause in other.clauses for it in clause.days]
    return _settled(
        [day.agrees(it) for _, it in _nearest(statement, alike)], [day.agrees(it) for _, it in alike]
    )


def _settled(near: Sequence[bool | None], anywhere: Sequence[bool | None]) -> bool | None:
    """Return True where what is near agrees, False where nothing agrees anywhere, and None in doubt."""
    if True in near:
        return True
    return False if anywhere and all(verdict is False for verdict in anywhere) else None


def _nearest(statement: Statement, alike: Sequence[tuple[Clause, Told]]) -> list[tuple[Clause, Told]]:
    """Return those in the clauses that say most of the statement, its names first: "Alphabet 4.2%" is not Microsoft's."""
    said = [(_weight(statement.names, clause), _weight(statement.meanings, clause)) for clause, _ in alike]
    most = max(said, default=(0.0, 0.0))
    return [pair for pair, each in zip(alike, said, strict=True) if each == most]


def _weight(meanings: Sequence[Meaning], clause: Clause) -> float:
    return sum(meaning.weight for meaning in meanings if says(clause.stems, meaning))
