"""Golden questions are counted as documented; what is held back is counted, never shown."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import jsonschema
import pytest
import typer
from rich.console import Console

from bot.cli_measuring import evaluate as evaluate_command
from bot.measuring import (
    Record,
    evaluation_record,
    mishaps,
    open_outcomes,
    shortfalls,
    show_evaluation,
)
from bot.report import report_page
from bot.settings import EvaluationSettings
from retrieval.evaluation import Evaluation, Figures, Outcome, carries, evaluate
from retrieval.types import (
    Answer,
    Check,
    Citation,
    GoldenQuestion,
    Hit,
    Question,
    Quote,
    Statement,
    Status,
    Turn,
)
from tests.builders import make_document, make_golden
from tests.mill import Opened

DOCS = Path(__file__).parent.parent / "docs"
BUILT = "Le moulin d'Orval a été construit en 1820."
REGISTER = "The parish register dates the building of the mill of Orval to 1791."
FLOUR = "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."
HOSTILE = "<script>alert('é & \"x\"')</script>[bold]{{ 7 * 7 }}"
STRICT = EvaluationSettings(
    right=0.9, refusal_recall=0.9, false_refusals=0.05, language=1, verbatim=1, checks=1
)
LENIENT = EvaluationSettings(right=0, refusal_recall=0, false_refusals=1, language=0, verbatim=0, checks=0)


def refusal(language: str = "en") -> Answer:
    return Answer(Question("?", language), language, Status.NOT_IN_SOURCES, message="Not in my sources.")


def quoting(mill: Opened, *sentences: str, checked: bool = False, language: str = "en") -> Answer:
    """Answer with these sentences of the village's texts, a citation each; claims may be checked."""
    citations = []
    for number, words in enumerate(sentences, start=1):
        document = next(each for each in mill.corpus.documents.values() if words in each.text)
        start = document.text.index(words)
        quote = Quote(document, start, start + len(words))
        citations.append(Citation(number, quote, facts=mill.snapshot.passage_at(quote).facts))
    checks = [
        Check(citation.number, claim, claim.findings[language], claim.corrections[language])
        for citation in citations
        for claim in mill.corpus.claims
        if checked
        and claim.quote.span.overlaps(citation.quote.span)
        and citation.quote.document == claim.quote.document
    ]
    return Answer(
        question=Question("?", language),
        language=language,
        status=Status.ANSWERED,
        statements=tuple(Statement(each.quote.text, (each.number,)) for each in citations),
        citations=tuple(citations),
        checks=tuple(checks),
    )


def no_hits(_text: str, _earlier: Sequence[Turn]) -> list[Hit]:
    return []


def count(mill: Opened, *answered: tuple[GoldenQuestion, Answer]) -> Evaluation:
    """Evaluate questions of which the answers are known."""
    answers = {question.text: answer for question, answer in answered}
    questions = [question for question, _ in answered]
    return evaluate(questions, lambda text, _earlier: answers[text], no_hits, mill.corpus)


def outcome(mill: Opened, question: GoldenQuestion, answer: Answer) -> Outcome:
    return count(mill, (question, answer)).outcomes[0]


def test_an_answer_that_cites_an_expected_fact_is_right(mill: Opened) -> None:
    assert outcome(mill, make_golden(facts=("F1",)), quoting(mill, REGISTER)).right
    assert not outcome(mill, make_golden(facts=("F1",)), quoting(mill, FLOUR)).right


@pytest.mark.parametrize(
    "expected", [BUILT, "construit en 1820", f"{BUILT} Il appartenait à une famille de boulangers."]
)
def test_an_answer_that_cites_the_expected_quote_is_right(mill: Opened, expected: str) -> None:
    assert outcome(mill, make_golden(facts=(), quote=expected), quoting(mill, BUILT)).right


def test_what_has_no_answer_is_right_to_refuse(mill: Opened) -> None:
    question = make_golden(answerable=False, facts=())

    assert outcome(mill, question, refusal()).right
    assert not outcome(mill, question, quoting(mill, FLOUR)).right


def test_a_refusal_of_what_has_an_answer_is_wrong(mill: Opened) -> None:
    refused = outcome(mill, make_golden(), refusal())

    assert refused.refused
    assert not refused.right


@pytest.mark.parametrize(
    ("shows", "complete"),
    [((), True), (("1791",), True), (("1800|1791",), True), (("1791", "35"), False), (("1800",), False)],
)
def test_a_right_answer_is_complete_when_it_shows_all_that_is_expected(
    mill: Opened, shows: tuple[str, ...], *, complete: bool
) -> None:
    found = outcome(mill, make_golden(shows=shows), quoting(mill, REGISTER))

    assert found.right
    assert found.complete is complete


def test_a_correction_counts_as_shown(mill: Opened) -> None:
    question = make_golden(facts=(), quote=BUILT, shows=("1791",))

    assert outcome(mill, question, quoting(mill, BUILT, checked=True)).complete
    assert not outcome(mill, question, quoting(mill, BUILT)).complete


def test_a_wrong_answer_is_never_complete(mill: Opened) -> None:
    assert not outcome(mill, make_golden(facts=("F9",)), quoting(mill, REGISTER)).complete


def test_checks_that_are_due_are_counted_and_those_shown(mill: Opened) -> None:
    shown = outcome(mill, make_golden(), quoting(mill, BUILT, FLOUR, checked=True))
    missing = outcome(mill, make_golden(), quoting(mill, BUILT, FLOUR))

    assert (shown.checks_due, shown.checks_shown) == (1, 1)
    assert (missing.checks_due, missing.checks_shown) == (1, 0)


def test_a_quote_that_is_not_in_the_corpus_on_disk_is_not_verbatim(mill: Opened) -> None:
    answer = quoting(mill, FLOUR, REGISTER)
    changed = make_document("X" * 700, answer.citations[0].quote.document.source)
    forged = replace(answer.citations[0], quote=replace(answer.citations[0].quote, document=changed))

    found = outcome(mill, make_golden(), replace(answer, citations=(forged, answer.citations[1])))

    assert (found.verbatim, found.quotes) == (1, 2)


@pytest.mark.parametrize(
    ("asked", "answered", "right"),
    [("en", "en", True), ("fr", "fr", True), ("fr", "en", False), ("es", "en", True)],
)
def test_an_answer_should_be_in_the_asker_s_language_or_in_english(
    mill: Opened, asked: str, answered: str, *, right: bool
) -> None:
    assert (
        outcome(mill, make_golden(language=asked), quoting(mill, FLOUR, language=answered)).language is right
    )


def test_a_question_is_asked_with_its_thread(mill: Opened) -> None:
    heard: list[tuple[str, Sequence[Turn]]] = []

    def ask(text: str, earlier: Sequence[Turn]) -> Answer:
        heard.append((text, earlier))
        return refusal()

    evaluate([make_golden(text="And then?", earlier=("What?", "Why?"))], ask, no_hits, mill.corpus)

    assert heard == [("And then?", [Turn("What?"), Turn("Why?")])]


@pytest.fixture(scope="module")
def mixed(mill: Opened) -> Evaluation:
    """Four answerable questions: right and complete, right only, refused, wrong; three others, one of them answered."""
    return count(
        mill,
        (make_golden("a", "A?", shows=("1791",)), quoting(mill, REGISTER)),
        (make_golden("b", "B?", shows=("1800",), split="held"), quoting(mill, REGISTER)),
        (make_golden("c", "C?", kinds=("typo", "direct")), refusal()),
        (make_golden("d", "D?", language="fr", facts=("F9",)), quoting(mill, BUILT, language="fr")),
        (make_golden("e", "E?", kinds=("refuse",), answerable=False), refusal()),
        (make_golden("f", "F?", kinds=("refuse",), answerable=False, split="held"), refusal()),
        (make_golden("g", HOSTILE, kinds=(HOSTILE,), answerable=False), quoting(mill, FLOUR)),
    )


def test_shares_are_counted_as_documented(mixed: Evaluation) -> None:
    figures = mixed.overall

    assert figures.questions == 7
    assert (figures.right, figures.complete, figures.false_refusals) == (2 / 4, 1 / 4, 1 / 4)
    assert (figures.refusal_recall, figures.refusal_precision) == (2 / 3, 2 / 3)
    assert (figures.language, figures.verbatim, figures.checks) == (1, 1, 0)


def test_figures_are_given_by_split_language_and_kind(mixed: Evaluation) -> None:
    assert {name: figures.questions for name, figures in mixed.slices.items()} == {
        "split open": 5,
        "split held": 2,
        "language en": 6,
        "language fr": 1,
        "kind direct": 4,
        "kind typo": 1,
        "kind refuse": 2,
        f"kind {HOSTILE}": 1,
    }
    assert mixed.slices["split held"].right == 1


def test_where_there_is_nothing_to_count_there_is_no_figure(mill: Opened) -> None:
    figures = count(mill, (make_golden(answerable=False), refusal())).overall

    assert (figures.right, figures.complete, figures.false_refusals, figures.recall_1, figures.mrr) == (
        None,
    ) * 5
    assert (figures.verbatim, figures.checks) == (None, None)
    assert count(mill).overall.p50_ms is None


def test_a_passage_carries_the_evidence_by_fact_or_quote(mill: Opened) -> None:
    carrying = [
        passage.id
        for passage in mill.corpus.passages
        if carries(passage, make_golden(facts=("F1",), quote=BUILT))
    ]

    assert [identifier.split("@")[0] for identifier in carrying] == ["article", "mill-en", "mill-fr"]


def test_the_rank_of_the_first_evidence_is_measured(mill: Opened) -> None:
    first, second = (
        next(passage for passage in mill.corpus.passages if words in passage.text)
        for words in (REGISTER, FLOUR)
    )
    questions = [make_golden("one", "One?", facts=("F1",)), make_golden("two", "Two?", facts=("F1",))]
    found = {"One?": [Hit(first, 0.9), Hit(second, 0.8)], "Two?": [Hit(second, 0.9), Hit(first, 0.8)]}

    figures = evaluate(
        questions, lambda _text, _earlier: refusal(), lambda text, _earlier: found[text], mill.corpus
    ).overall

    assert (figures.recall_1, figures.recall_5, figures.mrr) == (0.5, 1, 0.75)
    assert figures.ndcg_10 is not None
    assert 0 < figures.ndcg_10 < 1


def validate(record: Record) -> None:
    schema = json.loads((DOCS / "evaluation.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(record)))


def test_the_record_of_an_evaluation_follows_its_schema(mixed: Evaluation) -> None:
    validate(evaluation_record(mixed, shortfalls(mixed.overall, STRICT)))


def test_held_questions_are_counted_but_never_listed(mixed: Evaluation) -> None:
    record = evaluation_record(mixed, [])

    assert record["overall"]["questions"] == 7
    assert [each["id"] for each in record["outcomes"]] == ["a", "c", "d", "e", "g"]
    assert "B?" not in json.dumps(record)
    assert {outcome.question.split for outcome in open_outcomes(mixed)} == {"open"}


def test_what_went_wrong_is_said_in_words(mixed: Evaluation) -> None:
    found = {outcome.question.id: mishaps(outcome) for outcome in mixed.outcomes}

    assert found == {
        "a": [], "b": [], "c": ["refused"], "d": ["wrong", "check missing"], "e": [], "f": [], "g": ["answered"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "below"),
    [
        ({}, []),
        ({"right": 0.8}, ["right"]),
        ({"right": 0.9}, []),
        ({"false_refusals": 0.06}, ["false_refusals"]),
        ({"false_refusals": 0.0}, []),
        ({"right": None, "checks": None}, []),
        ({"verbatim": 0.999, "checks": 0.5, "language": 0.0}, ["checks", "language", "verbatim"]),
    ],
)
def test_a_figure_on_the_wrong_side_of_its_limit_is_a_shortfall(
    changes: dict[str, float | None], below: list[str]
) -> None:
    perfect = Figures(9, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 9, 9)

    found = shortfalls(replace(perfect, **cast("dict[str, Any]", changes)), STRICT)

    assert sorted(shortfall.figure for shortfall in found) == below


def run_command(evaluation: Evaluation, floors: EvaluationSettings, **options: Any) -> int:
    """Run `evaluate` with a library that has been asked already; return its exit status."""
    library = SimpleNamespace(evaluate=lambda _questions, _split, _mode: evaluation)
    given = SimpleNamespace(settings=SimpleNamespace(evaluation=floors), library=library)
    with pytest.raises(typer.Exit) as stopped:
        evaluate_command(cast("typer.Context", SimpleNamespace(obj=given)), **options)
    return stopped.value.exit_code


def test_below_a_floor_the_exit_status_is_1_and_the_figure_is_named(
    mixed: Evaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run_command(mixed, STRICT, as_json=True)

    printed = capsys.readouterr()
    assert status == 1
    assert "right: 50.0 %, the floor is 90.0 %" in printed.err
    assert "false refusals: 25.0 %, the ceiling is 5.0 %" in printed.err
    validate(json.loads(printed.out))


def test_on_the_floors_the_exit_status_is_0(mixed: Evaluation, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(mixed, LENIENT) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("width", [70, 100, 200])
def test_the_table_lists_open_failures_only_and_keeps_its_width(mixed: Evaluation, width: int) -> None:
    console = Console(file=io.StringIO(), width=width, highlight=False)

    show_evaluation(console, mixed)

    shown = cast("io.StringIO", console.file).getvalue()
    assert "3 open questions failed" in shown
    assert "<script>" in shown
    assert "B?" not in shown
    assert max(map(len, shown.splitlines())) <= width


@pytest.mark.slow
def test_the_page_escapes_what_was_asked_and_needs_no_network(mixed: Evaluation) -> None:
    page = report_page(mixed, STRICT)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "49" not in page.partition("[bold]")[2][:9]
    assert page.count("<svg") >= 3
    assert not any(f'{attribute}="http' in page for attribute in ("src", "href"))
    assert "B?" not in page


@pytest.mark.slow
def test_the_page_of_one_question_can_be_drawn(mill: Opened) -> None:
    page = report_page(count(mill, (make_golden(), refusal())), LENIENT)

    assert page.count("<svg") >= 3
