"""Does a sentence of ours say what another says, or the contrary? Decided by words, figures, dates and negation (pure)."""

from collections.abc import Sequence
from enum import StrEnum

from retrieval.answers.directing import denies_alike, is_ahead, is_done_alike, is_turned_round
from retrieval.answers.evidence import coverage, says
from retrieval.answers.figuring import day_holds, figure_holds, is_named_by, weight_said
from retrieval.answers.stating import FEWEST, FEWEST_FIGURE, MARKING, Clause, Sentence, Statement

_SAME = 0.7
"""Share of a statement's words from which a sentence without its figures is taken to say the same."""
_SAME_FIGURE = 0.62
"""The same for a sentence that has all its figures or dates."""
_ALL = 0.95
"""The same for a statement of very few words."""
_ITSELF = 0.5
"""The same for a sentence by itself, whatever it is known to speak of."""
_LEAST = 0.5
"""The same at the least, for what has several figures in common or the same figure with the contrary said of it."""
_OF_THE_SAME = 0.75
"""The same for a sentence with another figure to be taken to contradict."""
_TO_THE_POINT = 0.05
"""What a sentence gains that says all of a statement in one clause."""


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
    order = statement.sentence.order
    ahead = is_ahead(order, other.order, statement.named)
    if not _speaks_of(statement, other, named, other.stems | matter, compared=ahead is not None):
        return Relation.UNRELATED, share
    whole = (share + coverage(statement.meanings, said)) / 2
    score = whole + _TO_THE_POINT * max(
        coverage(statement.meanings, clause.stems) for clause in other.clauses
    )
    if ahead is None and (
        is_turned_round(order, other.order, statement.named, statement.meanings)
        or not _may_be_of(statement, other)
        or _is_uncompared(statement, other)
    ):
        return Relation.UNRELATED, share
    denied, opposed = _contrary(statement, other, negated=negated)
    if ahead is not None:
        opposed = not ahead
    contrary = denied != opposed
    numbers = [figure_holds(statement, figure, other) for figure in statement.sentence.figures]
    dates = [day_holds(statement, day, other) for day in statement.sentence.days]
    if not numbers and not dates:
        named_said = not matter or all(says(named, name) for name in statement.named)
        is_said = ahead is not None or (
            share >= _ITSELF
            and whole >= (_SAME if len(statement.meanings) >= FEWEST else _ALL)
            and _is_done_and_denied_alike(statement, other, denied=denied)
        )
        return (_told(contrary=contrary) if is_said and named_said else Relation.UNRELATED), score
    relation = _by_figures(statement, numbers, dates, whole, denied=denied, contrary=contrary)
    return relation, whole if relation is Relation.UNRELATED else score


def _is_done_and_denied_alike(statement: Statement, other: Sentence, *, denied: bool) -> bool:
    """Tell whether few words, or an accusation, are said of the same to the same, and the same is denied if both deny."""
    order, its = statement.sentence.order, other.order
    if not denied and not denies_alike(order, its, statement.others):
        return False
    sure = len(statement.meanings) >= FEWEST and not statement.sentence.is_alleged
    return sure or is_done_alike(order, its, statement.named, statement.meanings)


def _by_figures(
    statement: Statement,
    numbers: Sequence[bool | None],
    dates: Sequence[bool | None],
    whole: float,
    *,
    denied: bool,
    contrary: bool,
) -> Relation:
    settled = all(numbers) and (False not in dates if numbers else all(dates))
    enough = _LEAST if contrary or len(numbers) > 1 else _SAME_FIGURE if numbers else _SAME
    if settled and whole >= enough:
        return _told(contrary=contrary)
    other_figure = False in numbers and None not in numbers and False not in dates
    other_day = False in dates and all(numbers)
    telling = len(statement.names) + len(statement.others)
    if statement.sentence.is_unreal:
        return Relation.UNRELATED  # what is only supposed is not contradicted by another figure
    sure = bool(statement.named) and (bool(numbers) or telling >= FEWEST_FIGURE)
    if (other_figure or other_day) and sure and whole >= _OF_THE_SAME and not denied:
        return Relation.CONFLICTS
    return Relation.UNRELATED


def _speaks_of(
    statement: Statement, other: Sentence, named: frozenset[str], said: frozenset[str], *, compared: bool
) -> bool:
    """Tell whether a sentence names what a statement names, says some word of it besides, and supposes no less."""
    # Who did it to whom is not told by the words alone: so much is asked that they stand together.
    together = (
        statement.is_measured
        or compared
        or len(statement.others) > 1
        or any(all(says(clause.stems, meaning) for meaning in statement.meanings) for clause in other.clauses)
    )
    return (
        together
        and all(says(named, name) for name in statement.names)
        and (compared or not statement.others or any(says(said, meaning) for meaning in statement.others))
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


def _told(*, contrary: bool) -> Relation:
    return Relation.CONFLICTS if contrary else Relation.AGREES


def _contrary(statement: Statement, other: Sentence, *, negated: bool | None) -> tuple[bool, bool]:
    """Tell whether one denies what the other says, and whether one has the opposite, by the clauses that speak most of it."""
    mine, its = (_telling(statement, sentence.clauses) for sentence in (statement.sentence, other))
    denied = any(clause.negated for clause in its) if negated is None else negated
    # Of a figure, what marks it is looked at with the figure itself.
    mine_sides = _sides(statement.sentence.clauses, marks=not statement.sentence.figures)
    opposed = any(
        one * (near or anywhere) < 0
        for one, near, anywhere in zip(mine_sides, _sides(its), _sides(other.clauses), strict=True)
    )
    return any(clause.negated for clause in mine) != denied, opposed


def _may_be_of(statement: Statement, other: Sentence) -> bool:
    """Tell whether a sentence may say a statement's words of its names: they are not named after them only.

    An allegation bears nothing out but that it is alleged.
    """
    if other.is_alleged and not statement.sentence.is_alleged:
        return False
    said = [
        sum(each.weight for each in statement.others if says(clause.stems, each)) for clause in other.clauses
    ]
    if statement.is_measured:
        return True
    absent = any(not says(other.stems, name) for name in statement.subjects)
    if absent and other.clauses[0].owners - {stem for name in statement.named for stem in name.stems}:
        return False
    if not statement.others or not max(said):
        return True
    last = max(place for place, each in enumerate(said) if each == max(said))
    return is_named_by(statement, other, last)


def _is_uncompared(statement: Statement, other: Sentence) -> bool:
    """Tell whether a statement compares and a sentence does not."""
    stated = statement.sentence
    return stated.is_comparison and not stated.figures and not other.is_comparison


def _sides(clauses: Sequence[Clause], *, marks: bool = True) -> list[int]:
    sides = [sum(each) for each in zip(*(clause.sides for clause in clauses), strict=True)]
    return sides if marks else [*sides[: MARKING.start], *(0 for _ in sides[MARKING]), *sides[MARKING.stop :]]


def _telling(statement: Statement, clauses: Sequence[Clause]) -> list[Clause]:
    said = [weight_said(statement.meanings, clause) for clause in clauses]
    return [clause for clause, each in zip(clauses, said, strict=True) if each == max(said)]
