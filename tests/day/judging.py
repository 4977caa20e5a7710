"""What must be so at the end of a day, of every question and every answer."""

from collections import Counter
from typing import TYPE_CHECKING

from tests.day.members import FLOUR, WEAVERS, Asked
from tests.day.reckoning import Texts, Told
from tests.day.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable

HEARING_SECONDS = 3.0
"""How long, at most, a question lies in a connection before its process has stored it."""
_REFUSED = "is left for Slack to send again"
"""Said of an event that could not be stored in the time that Slack gives: nothing is lost by it."""


def pace_of(asked: list[Asked], starts: dict[str, float]) -> float:
    """Return how many questions a second came in around the moment at which the new index was applied."""
    hurried = [each for each in asked if starts["noon"] <= each.at < starts["evening"]]
    return len(hurried) / (starts["evening"] - starts["noon"])


def report(told: list[Told], asked: list[Asked], starts: dict[str, float]) -> None:
    """Print what a failure's reader wants to know."""
    pace = pace_of(asked, starts)
    moments = {name: round(at - starts["morning"], 1) for name, at in starts.items()}
    took = sorted(each.kept.created - each.asked.at for each in told)
    print(  # noqa: T201
        f"{len(told)} answered, {pace:.1f} a second, half of them within {took[len(took) // 2]:.2f} s; {moments}"
    )


def assert_only_what_nobody_heard_is_unanswered(
    asked: list[Asked], stored: dict[str, bool], town: Town
) -> None:
    """Discord says nothing twice: what it said to nobody, or to a process in its last moment, is not answered."""
    unheard = [each for each in asked if each.event not in stored]
    assert all(each.platform == "discord" for each in unheard)
    for each in unheard:
        assert any(start - HEARING_SECONDS <= each.at <= end for start, end in town.absences), (
            each,
            town.absences,
        )


def assert_each_answer_is_of_one_generation(told: list[Told], known: Texts) -> None:
    faults = {each.asked: found for each in told if (found := list(known.faults_of(each)))}
    assert not faults, faults
    for each in told:
        if each.asked.platform == "slack":
            assert each.kept.generation in each.shown.words
    kinds: dict[str, Callable[[Told], bool]] = {
        FLOUR: lambda one: any(word in one.shown.words for word in ("35 tonnes", "36 tonnes")),
        WEAVERS: lambda one: (
            ("linen sails" in one.shown.words)
            == ("weavers" in str(known.documents[one.kept.generation].keys()))
        ),
    }
    for text, is_right in kinds.items():
        of_kind = [each for each in told if each.asked.text == text]
        answering = Counter((each.asked.platform, each.kept.generation) for each in of_kind)
        assert answering.keys() == {
            (platform, generation) for platform in ("discord", "slack") for generation in known.documents
        }, answering
        assert all(is_right(each) for each in of_kind)


def assert_each_answer_is_of_the_generation_of_its_moment(
    told: list[Told], moments: dict[str, float]
) -> None:
    """A new index answers all that is asked from the moment on at which it is applied; so does an old one."""
    first, second = sorted({each.kept.generation for each in told})
    for each in told:
        asked, given = each.asked.at, each.kept.created
        if given < moments["applying"] or asked > moments["gone back"]:
            assert each.kept.generation == first, each
        elif moments["applied"] < asked and given < moments["going back"]:
            assert each.kept.generation == second, each


def assert_nothing_went_wrong(said: str) -> None:
    """Look through the logs of all processes."""
    errors = [line for line in said.splitlines() if " ERROR " in line and _REFUSED not in line]
    assert not errors, errors
    assert "Traceback" not in said
