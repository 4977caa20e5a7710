"""Does a sentence of ours say what another says, or the contrary? Decided by words, figures, dates and negation (pure)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from retrieval.answers.directing import is_ahead, is_done_alike, is_turned_round
from retrieval.answers.evidence import coverage, says
from retrieval.answers.stating import FEWEST, FEWEST_FIGURE, MARKING, NARROWER, Clause, Sentence, Statement
from retrieval.index.lexicon import Meaning
from retrieval.sources.figures import Day, Figure

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
    ordered = statement.sentence.order, other.order, statement.named, statement.meanings
    ahead = is_ahead(*ordered)
    if not _speaks_of(statement, other, named, other.stems | matter, compared=ahead is not None):
        return Relation.UNRELATED, share
    whole = (share + coverage(statement.meanings, said)) / 2
    score = whole + _TO_THE_POINT * max(
        coverage(statement.meanings, clause.stems) for clause in other.clauses
    )
    if ahead is None and (
        is_turned_round(*ordered) or not _may_be_of(statement, other) or _is_uncompared(statement, other)
    ):
        return Relation.UNRELATED, share
    denied, opposed = _contrary(statement, other, negated=negated)
    if ahead is not None:
        opposed = not ahead
    contrary = denied != opposed
    numbers = [_figure(statement, figure, other) for figure in statement.sentence.figures]
    dates = [_day(statement, day, other) for day in statement.sentence.days]
    if not numbers and not dates:
        least = _SAME if len(statement.meanings) >= FEWEST else _ALL
        is_said = ahead is not None or (whole >= least and share >= _ITSELF)
        is_said = is_said and (not matter or all(says(named, name) for name in statement.named))
        if len(statement.meanings) < FEWEST and ahead is None:
            is_said = is_said and is_done_alike(*ordered)
        return (_told(contrary=contrary) if is_said else Relation.UNRELATED), score
    settled = all(numbers) and (False not in dates if numbers else all(dates))
    enough = _LEAST if contrary or len(numbers) > 1 else _SAME_FIGURE if numbers else _SAME
    if settled and whole >= enough:
        return _told(contrary=contrary), score
    other_figure = False in numbers and None not in numbers and False not in dates
    other_day = False in dates and all(numbers)
    telling = len(statement.names) + len(statement.others)
    sure = bool(statement.named) and (bool(numbers) or telling >= FEWEST_FIGURE)
    if (other_figure or other_day) and sure and whole >= _OF_THE_SAME and not denied:
        return Relation.CONFLICTS, score
    return Relation.UNRELATED, whole


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
    if statement.is_measured or not statement.others or not max(said):
        return True
    last = max(place for place, each in enumerate(said) if each == max(said))
    return _is_named_by(statement, other, last)


def _is_uncompared(statement: Statement, other: Sentence) -> bool:
    """Tell whether a statement compares and a sentence does not."""
    stated = statement.sentence
    return stated.is_comparison and not stated.figures and not other.is_comparison


def _is_named_by(statement: Statement, other: Sentence, place: int) -> bool:
    """Tell whether none of the names that a statement begins with comes only after a clause."""
    before = frozenset[str]().union(*(clause.stems for clause in other.clauses[: place + 1]))
    return all(
        says(before, name) or not says(other.stems, name) or other.order.is_credited(name)
        for name in statement.subjects
    )


def _sides(clauses: Sequence[Clause], *, marks: bool = True) -> list[int]:
    sides = [sum(each) for each in zip(*(clause.sides for clause in clauses), strict=True)]
    return sides if marks else [*sides[: MARKING.start], *(0 for _ in sides[MARKING]), *sides[MARKING.stop :]]


def _telling(statement: Statement, clauses: Sequence[Clause]) -> list[Clause]:
    said = [_weight(statement.meanings, clause) for clause in clauses]
    return [clause for clause, each in zip(clauses, said, strict=True) if each == max(said)]


def _figure(statement: Statement, figure: Figure, other: Sentence) -> bool | None:
    """Tell whether the figure is right by another sentence, by the clause that speaks most of the matter."""
    alike = [(clause, it) for clause in other.clauses for it in clause.figures if figure.is_like(it)]
    alike = _marked_alike(statement, other, alike)
    nearest = _nearest(statement, alike)
    near = [
        figure.agrees(it) if _is_its_own(statement, it, clause, other) else None for clause, it in nearest
    ]
    agreeing = [clause for clause, it in alike if figure.agrees(it) is not False]
    if False in near and True not in near and all(_is_of_another(statement, clause) for clause in agreeing):
        return False
    return _settled(near, [figure.agrees(it) for _, it in alike])


def _marked_alike(
    statement: Statement, other: Sentence, alike: list[tuple[Clause, Figure]]
) -> list[tuple[Clause, Figure]]:
    """Leave out the figures that are, or may be, of the opposite of what the statement's is marked for."""
    marks = _marks(statement.sentence.clauses)
    opposite = [{-mark} <= {each.marks[kind] for each in other.clauses} for kind, mark in enumerate(marks)]
    return [
        (clause, it)
        for clause, it in alike
        if not any(
            mark and (own * mark < 0 or (not own and there))
            for mark, own, there in zip(marks, _marks_of(clause, other), opposite, strict=True)
        )
    ]


def _marks(clauses: Sequence[Clause]) -> list[int]:
    return [sum(each) for each in zip(*(clause.marks for clause in clauses), strict=True)]


def _marks_of(clause: Clause, other: Sentence) -> list[int]:
    """Return a clause's marks, or where it has none of its own those of the clauses before, if they are at one."""
    before = other.clauses[: other.clauses.index(clause) + 1]
    columns = zip(*(each.marks for each in before), strict=True)
    return [
        own or (0 if {1, -1} <= set(column) else max(column, key=abs))
        for own, column in zip(clause.marks, columns, strict=True)
    ]


def _is_of_another(statement: Statement, clause: Clause) -> bool:
    """Tell whether a clause begins with a name that is none of the statement's."""
    own = {stem for name in statement.named for stem in name.stems}
    return bool(clause.owners - own) and not any(says(clause.stems, name) for name in statement.names)


def _is_its_own(statement: Statement, figure: Figure, clause: Clause, other: Sentence) -> bool:
    """Tell whether a clause's figure is the statement's: not another day's, nor the other side's of a comparison."""
    stated = statement.sentence
    if stated.days and clause.days and not any(day.agrees(it) for day in stated.days for it in clause.days):
        return False
    if not _is_named_by(statement, other, other.clauses.index(clause)):
        return False
    marks = zip(_marks(stated.clauses), _marks_of(clause, other), strict=True)
    if any(
        mark * it < 0 or (is_narrower and not mark and it > 0)
        for is_narrower, (mark, it) in zip(NARROWER, marks, strict=True)
    ):
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
