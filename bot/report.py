"""The page that `evaluate --report` writes: one HTML file with its plots inside, complete without a network."""

import io
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment, StrictUndefined

from bot.measuring import COLUMNS, mishaps, open_outcomes, percent, shortfalls, slices
from bot.settings import EvaluationSettings
from retrieval import Evaluation, Figures, Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_RIGHT, _REFUSED, _INK, _FAINT = "#2b6cb0", "#dd8a2b", "#1f2933", "#cbd5e0"
_NAMES = {"en": "English", "fr": "French"}
_HEADLINES = (
    ("right", "right answers", "of answerable questions"),
    ("refusal_recall", "refused", "of unanswerable questions"),
    ("false_refusals", "false refusals", "of answerable questions"),
    ("verbatim", "verbatim", "of quotes shown"),
    ("checks", "corrections shown", "of those due"),
    ("language", "language", "answered in kind"),
    ("recall_1", "recall@1", "evidence found first"),
    ("mrr", "MRR", "reciprocal rank of evidence"),
)
_ROOM = 0.15
"""Shares from here on have their figure inside the bar."""
_UNUSED_NAMES = re.compile(r' id="[a-zA-Z0-9_.]+_\d+"')


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure at the top of the page; `kept` is None where there is no floor."""

    value: str
    label: str
    explanation: str
    limit: str | None
    kept: bool | None


def report_page(evaluation: Evaluation, floors: EvaluationSettings) -> str:
    """Return the page. Outcomes of the held split are only in its figures."""
    template = files("bot").joinpath("report.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    by_subject = dict(slices(evaluation))
    return environment.from_string(template).render(
        written=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        generation=evaluation.outcomes[0].answer.generation if evaluation.outcomes else "-",
        questions=evaluation.overall.questions,
        headlines=_headlines(evaluation.overall, floors),
        below=[str(shortfall) for shortfall in shortfalls(evaluation.overall, floors)],
        kinds=_bars(by_subject["kind"]),
        groups=_bars({**by_subject["split"], **by_subject["language"]}),
        latency=_latencies(evaluation),
        columns=[column.heading for column in COLUMNS],
        rows=_rows(evaluation),
        failures=[_failure(outcome) for outcome in open_outcomes(evaluation) if mishaps(outcome)],
        open_questions=len(open_outcomes(evaluation)),
    )


def _headlines(figures: Figures, floors: EvaluationSettings) -> list[Headline]:
    limits = floors.model_dump()
    missed = {shortfall.figure for shortfall in shortfalls(figures, floors)}
    return [
        Headline(
            value=percent(getattr(figures, name)),
            label=label,
            explanation=explanation,
            limit=f"{'at most' if name == 'false_refusals' else 'at least'} {100 * limits[name]:g} %"
            if name in limits
            else None,
            kept=name not in missed if name in limits else None,
        )
        for name, label, explanation in _HEADLINES
    ]


def _rows(evaluation: Evaluation) -> list[tuple[str, list[tuple[str, int, list[str]]]]]:
    groups: list[tuple[str, Mapping[str, Figures]]] = [("overall", {"all questions": evaluation.overall})]
    return [
        (
            subject,
            [
                (
                    _NAMES.get(name, name),
                    figures.questions,
                    [column.show(getattr(figures, column.figure)) for column in COLUMNS],
                )
                for name, figures in by_name.items()
            ],
        )
        for subject, by_name in (*groups, *slices(evaluation))
    ]


def _failure(outcome: Outcome) -> dict[str, Any]:
    answer = outcome.answer
    return {
        "id": outcome.question.id,
        "kinds": ", ".join(outcome.question.kinds),
        "mishaps": mishaps(outcome),
        "earlier": outcome.question.earlier,
        "language": outcome.question.language,
        "question": outcome.question.text,
        "said": " ".join(statement.text for statement in answer.statements) or answer.message or "",
    }


def _bars(figures: Mapping[str, Figures]) -> str:
    """Draw, for each slice, the share answered rightly and the share of the unanswerable refused."""
    names = sorted(figures, key=lambda name: (figures[name].right is None, name))
    with _style():
        figure = _figure(6.2, 0.9 + 0.42 * sum(_count(figures[name]) for name in names))
        axes = figure.subplots()
        place, places = 0.0, []
        for name in names:
            shares = [(figures[name].right, _RIGHT), (figures[name].refusal_recall, _REFUSED)]
            drawn = [(share, colour) for share, colour in shares if share is not None]
            places.append(place + (len(drawn) - 1) / 2)
            for share, colour in drawn:
                axes.barh(place, 100 * share, height=0.72, color=colour)
                _label(axes, share, place)
                place += 1
            place += 0.35
        labels = [f"{_NAMES.get(name, name)}  ({figures[name].questions})" for name in names]
        axes.set_yticks(places, labels)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xticks(range(0, 101, 20), [f"{share} %" for share in range(0, 101, 20)])
        axes.grid(axis="x", color=_FAINT, linewidth=0.6)
        axes.tick_params(length=0)
        return _svg(figure)


def _count(figures: Figures) -> int:
    return max(1, sum(share is not None for share in (figures.right, figures.refusal_recall)))


def _label(axes: "Axes", share: float, place: float) -> None:
    inside = share >= _ROOM
    axes.annotate(
        f"{100 * share:.0f}",
        (100 * share, place),
        xytext=(-5 if inside else 5, 0),
        textcoords="offset points",
        ha="right" if inside else "left",
        va="center",
        color="white" if inside else _INK,
        fontsize=9,
    )


def _latencies(evaluation: Evaluation) -> str:
    """Draw how many answers took how long; the few that took very long, such as the first, share the last bar."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - as below

    milliseconds = [1000 * outcome.seconds for outcome in evaluation.outcomes]
    marks: tuple[tuple[str, float | None, Literal["left", "right"]], ...] = (
        ("median", evaluation.overall.p50_ms, "right"),
        ("95 %", evaluation.overall.p95_ms, "left"),
    )
    longest = 2 * (evaluation.overall.p95_ms or 1)
    late = sum(each > longest for each in milliseconds)
    with _style():
        figure = _figure(6.2, 3)
        axes = figure.subplots()
        shown = [min(each, longest) for each in milliseconds]
        axes.hist(shown, bins=40, range=(0, longest), color=_RIGHT, edgecolor="white", linewidth=0.5)
        top = 1.15 * axes.get_ylim()[1]
        axes.set_ylim(0, top)
        for name, value, side in marks:
            if value is not None:
                axes.axvline(value, color=_REFUSED, linewidth=1.5)
                _write(axes, f"{name}: {value:.0f} ms", (value, top * 0.97), side)
        if late:
            _write(axes, f"{late} longer, up to {max(milliseconds):,.0f} ms", (longest, top * 0.25), "right")
        axes.set_xlabel("milliseconds an answer")
        axes.set_ylabel("questions")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlim(0, longest)
        axes.grid(axis="y", color=_FAINT, linewidth=0.6)
        return _svg(figure)


def _write(axes: "Axes", text: str, place: tuple[float, float], side: Literal["left", "right"]) -> None:
    away = (5 if side == "left" else -5, 0)
    axes.annotate(text, place, xytext=away, textcoords="offset points", ha=side, va="top")


def _figure(width: float, height: float) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415 - takes a second, and only reports need it

    return Figure(figsize=(width, height), layout="constrained")


def _style() -> AbstractContextManager[None]:
    import matplotlib as mpl  # noqa: PLC0415 - as above

    return mpl.rc_context(
        {
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "axes.edgecolor": _FAINT,
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "font.size": 10,
            "svg.fonttype": "none",
            "svg.hashsalt": "deepseek-bot",
        }
    )


def _svg(figure: "Figure") -> str:
    """Return a figure as markup for a page: no prologue, no metadata, no names that another plot has too."""
    written = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(written, format="svg", metadata=nothing, transparent=True)
    text = written.getvalue()
    return _UNUSED_NAMES.sub("", text[text.index("<svg") :])
