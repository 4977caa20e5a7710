"""Is a figure or a date of a statement right by another sentence, and is it the statement's own there? (pure)."""

from collections.abc import Sequence
from typing import TypeVar

from retrieval.answers.evidence import says
from retrieval.answers.stating import NARROWER, Clause, Sentence, Statement
from retrieval.index.lexicon import Meaning
from retrieval.sources.figures import Day, Figure

Told = TypeVar("Told")


def figure_holds(statement: Statement, figure: Figure, other: Sentence) -> bool | None:
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
    columns = zip(NARROWER, clause.marks, zip(*(each.marks for each in before), strict=True), strict=True)
    return [
        own or (0 if {1, -1} <= set(column) or (is_narrower and any(clause.marks)) else max(column, key=abs))
        for is_narrower, own, column in columns
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
    if not is_named_by(statement, other, other.clauses.index(clause)):
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


def day_holds(statement: Statement, day: Day, other: Sentence) -> bool | None:
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
    said = [
        (weight_said(statement.names, clause), weight_said(statement.meanings, clause)) for clause, _ in alike
    ]
    most = max(said, default=(0.0, 0.0))
    return [pair for pair, each in zip(alike, said, strict=True) if each == most]


def is_named_by(statement: Statement, other: Sentence, place: int) -> bool:
    """Tell whether none of the names that a statement begins with comes only after a clause."""
    before = frozenset[str]().union(*(clause.stems for clause in other.clauses[: place + 1]))
    return all(
        says(before, name) or not says(other.stems, name) or other.order.is_credited(name)
        for name in statement.subjects
    )


def weight_said(meanings: Sequence[Meaning], clause: Clause) -> float:
    return sum(meaning.weight for meaning in meanings if says(clause.stems, meaning))
