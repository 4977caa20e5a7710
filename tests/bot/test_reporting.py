"""Reports say the same in both languages, and nothing that is not so."""

from dataclasses import replace

import pytest

from bot.administration import Broken, Report
from bot.gaps import Gap
from bot.reporting import (
    busy_line,
    gap_lines,
    generation_lines,
    progress_line,
    report_lines,
    setting_lines,
)
from bot.settings import ChannelSettings
from bot.storage.tasks import Progress
from retrieval import Figures, PassageChanges, Plan, Standing
from tests.builders import make_generation


def make_figures(right: float) -> Figures:
    return Figures(40, 0.9, 0.95, 0.9, 0.9, right, 0.8, 0.9, 0.9, 0.05, 1.0, 1.0, None, 1.0, 2.0)


def make_report(*broken: Broken, stops: tuple[str, ...] = ()) -> Report:
    plan = Plan(("new",), ("notes-en", "notes-fr"), (), ("article",), 520, 12, "the corpus has changed")
    return Report(plan, "g2", make_figures(0.9), make_figures(0.85), broken, stops)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_names_changes_figures_and_what_would_break(language: str) -> None:
    broken = Broken("pin", "The chips", Standing.GONE)

    text = "\n".join(report_lines(make_report(broken, stops=("pins", "golden")), language))

    for expected in ("520", "12", "new", "notes-en, notes-fr", "The chips", "90.0% → 85.0%"):
        assert expected in text


@pytest.mark.parametrize(("language", "said"), [("en", "Checked claims (9), a quote is gone"), ("fr", "(9)")])
def test_claims_and_translations_that_would_be_lost_are_named_in_a_line_for_each_kind(
    language: str, said: str
) -> None:
    claims = [Broken("claim", f"C{number}", Standing.GONE) for number in range(9)]
    translation = Broken("translation", "article (en)", Standing.CHANGED)

    lines = report_lines(make_report(*claims, translation, stops=("claims", "translations")), language)

    (line,) = (line for line in lines if "C0" in line)
    assert said in line
    assert "C7" in line
    assert "C8" not in line
    assert any("article (en)" in line for line in lines if "C0" not in line)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_counts_the_passages_that_come_and_go(language: str) -> None:
    report = make_report()
    plan = replace(report.plan, passage_changes=PassageChanges(11, 22, 33))

    text = "\n".join(report_lines(replace(report, plan=plan), language))

    assert all(str(count) in text for count in (11, 22, 33))


def test_a_report_of_nothing_is_one_line() -> None:
    plan = Plan((), (), (), ("article",), 520, 0, None)

    assert report_lines(Report(plan, None, None, None, (), ()), "en") == [
        "Nothing has changed: 520 passages stay as they are."
    ]


def test_what_does_not_speak_against_it_is_not_said_to() -> None:
    assert not any("against" in line for line in report_lines(make_report(), "en"))


def test_the_answering_generation_is_marked() -> None:
    lines = generation_lines([make_generation("b"), make_generation("a")], "a", "en")

    assert [line[0] for line in lines] == ["·", "→"]


def test_who_builds_already_is_named_with_how_far_they_are() -> None:
    progress = Progress("Ada", 0.0, 3, 9)

    assert "Ada" in busy_line(progress, "en")
    assert "3 of 9" in busy_line(progress, "en")
    assert "3 of 9" in progress_line(progress, "en")


@pytest.mark.parametrize(("done", "total", "said"), [(0, 0, "Building beside"), (9, 9, "golden questions")])
def test_before_and_after_embedding_the_progress_says_what_is_done(done: int, total: int, said: str) -> None:
    assert said in progress_line(Progress("Ada", 0.0, done, total), "en")


def test_gaps_show_how_they_were_asked() -> None:
    assert gap_lines([Gap(3, 2, ("Who?", "Who is it?"))], "en") == ["3 × Who? / Who is it? (2 refused)"]
    assert len(gap_lines([], "fr")) == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_setting_is_shown_and_what_was_chosen_is_marked(language: str) -> None:
    lines = setting_lines(ChannelSettings(threads=True), {"threads": True}, language)

    assert len(lines) == len(ChannelSettings.model_fields)
    assert [line for line in lines if line.startswith("•")] == [
        line for line in lines if line.startswith("• threads")
    ]


def test_what_is_decided_by_stands_before_a_list_that_may_be_long() -> None:
    broken = [Broken("pin", f"Pin {number}", Standing.GONE) for number in range(100)]

    lines = report_lines(make_report(*broken, stops=("pins",)), "en")

    assert [("speaks against" in line, "Pin" in line) for line in lines[-101:-99]] == [
        (True, False),
        (False, True),
    ]
