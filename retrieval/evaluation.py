"""Golden questions → figures: what was found, what was answered, what was refused, and how quickly."""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answers.claims import MUST_SHOW, overlapping
from retrieval.sources.corpus import Corpus
from retrieval.types import Answer, GoldenQuestion, Hit, Passage, Status, Turn

Ask = Callable[[str, Sequence[Turn]], Answer]
Search = Callable[[str, Sequence[Turn]], list[Hit]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one golden question.

    `right`: the expected quote, or a passage with an expected fact, is cited, or a question that has no answer is
    refused. `complete`: all the figures, dates and names expected are shown as well.
    """

    question: GoldenQuestion
    answer: Answer
    right: bool
    complete: bool
    language: bool
    verbatim: int
    quotes: int
    checks_due: int
    checks_shown: int
    seconds: float

    @property
    def refused(self) -> bool:
        """Tell whether the question was not answered."""
        return self.answer.status is not Status.ANSWERED


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1, None where nothing is to be counted; latencies in milliseconds."""

    questions: int
    recall_1: float | None
    recall_5: float | None
    mrr: float | None
    ndcg_10: float | None
    right: float | None
    complete: float | None
    refusal_recall: float | None
    refusal_precision: float | None
    false_refusals: float | None
    language: float | None
    verbatim: float | None
    checks: float | None
    p50_ms: float | None
    p95_ms: float | None


@dataclass(frozen=True, slots=True)
class WritingFigures:
    """What a language model's part in answers came to. Numbers by reason; latencies are of those it was asked for.

    `asked` counts the answers that a model was meant to write, `written` those that show its statements.
    """

    model: str
    asked: int
    written: int
    fallbacks: Mapping[str, int]
    kept: int
    dropped: Mapping[str, int]
    snapped: int
    tokens_read: int
    tokens_written: int
    estimated: bool
    cost: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes, and the figures of all of them and of each slice by name.

    `writing` is None where no language model was asked.
    """

    outcomes: tuple[Outcome, ...]
    overall: Figures
    slices: Mapping[str, Figures]
    writing: WritingFigures | None = None


def evaluate(questions: Sequence[GoldenQuestion], ask: Ask, search: Search, corpus: Corpus) -> Evaluation:
    """Ask every question with its thread; quotes must be found in the corpus as it is on disk."""
    outcomes, found = [], {}
    for question in questions:
        thread = [Turn(text) for text in question.earlier]
        started = time.perf_counter()
        answer = ask(question.text, thread)
        seconds = time.perf_counter() - started
        outcomes.append(_outcome(question, answer, seconds, corpus))
        if question.answerable:
            found[question.id] = search(question.text, thread)
    relevance = {
        question.id: _relevant(question, corpus.passages) for question in questions if question.answerable
    }
    slices = {name: _figures(part, relevance, found) for name, part in _slices(outcomes).items() if part}
    writing = writing_figures(outcome.answer for outcome in outcomes)
    return Evaluation(tuple(outcomes), _figures(outcomes, relevance, found), slices, writing)


def writing_figures(answers: Iterable[Answer]) -> WritingFigures | None:
    """Add up what a language model's part in answers was; None if it had none."""
    parts = [answer.writing for answer in answers if answer.writing is not None]
    if not parts:
        return None
    seconds = sorted(part.seconds for part in parts)
    return WritingFigures(
        model=parts[0].model,
        asked=len(parts),
        written=sum(part.fallback is None for part in parts),
        fallbacks=dict(Counter(part.fallback for part in parts if part.fallback is not None)),
        kept=sum(part.kept for part in parts),
        dropped=dict(Counter(reason for part in parts for reason in part.dropped)),
        snapped=sum(part.snapped for part in parts),
        tokens_read=sum(part.usage.read for part in parts),
        tokens_written=sum(part.usage.written for part in parts),
        estimated=any(part.usage.estimated for part in parts),
        cost=sum(part.cost for part in parts),
        p50_ms=1000 * statistics.median(seconds),
        p95_ms=1000 * seconds[int(0.95 * (len(seconds) - 1))],
    )


def carries(passage: Passage, question: GoldenQuestion) -> bool:
    """Tell whether a passage holds the evidence that a golden question expects: one of its facts, or its quote."""
    return bool(set(passage.facts) & set(question.facts)) or bool(
        question.quote and question.quote in passage.text
    )


def _relevant(question: GoldenQuestion, passages: Iterable[Passage]) -> set[str]:
    return {passage.id for passage in passages if carries(passage, question)}


def _outcome(
    question: GoldenQuestion,
    answer: Answer,
    seconds: float,
    corpus: Corpus,
) -> Outcome:
    quotes = [*(citation.quote for citation in answer.citations), *answer.nearest]
    due = {
        (citation.number, claim.id)
        for citation in answer.citations
        for claim in overlapping(citation.quote, corpus.claims)
        if claim.verdict in MUST_SHOW
    }
    shown = {(check.citation, check.claim.id) for check in answer.checks}
    verbatim = sum(
        quote.text == corpus.documents[quote.document.source.id].text[quote.start : quote.end]
        for quote in quotes
    )
    language = answer.language == (question.language if question.language in {"en", "fr"} else "en")
    right = _is_right(question, answer)
    return Outcome(
        question=question,
        answer=answer,
        right=right,
        complete=right and _is_complete(question, answer),
        language=language,
        verbatim=verbatim,
        quotes=len(quotes),
        checks_due=len(due),
        checks_shown=len(due & shown),
        seconds=seconds,
    )


def _is_right(question: GoldenQuestion, answer: Answer) -> bool:
    if not question.answerable:
        return answer.status is not Status.ANSWERED
    if answer.status is not Status.ANSWERED:
        return False
    return any(set(citation.facts) & set(question.facts) for citation in answer.citations) or any(
        question.quote and (citation.quote.text in question.quote or question.quote in citation.quote.text)
        for citation in answer.citations
    )


def _is_complete(question: GoldenQuestion, answer: Answer) -> bool:
    text = _shown(answer)
    return all(any(option in text for option in shown.split("|")) for shown in question.shows)


def _shown(answer: Answer) -> str:
    """Return all words a reader sees."""
    return "\n".join(
        [
            *(statement.text for statement in answer.statements),
            *(citation.quote.text for citation in answer.citations),
            *(citation.translation or "" for citation in answer.citations),
            *(check.correction for check in answer.checks),
        ]
    )


def _slices(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    slices: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        question = outcome.question
        names = [
            f"split {question.split}",
            f"language {question.language}",
            *(f"kind {kind}" for kind in question.kinds),
        ]
        for name in dict.fromkeys(names):
            slices.setdefault(name, []).append(outcome)
    return dict(sorted(slices.items()))


def _figures(
    outcomes: Sequence[Outcome], relevance: Mapping[str, set[str]], found: Mapping[str, Sequence[Hit]]
) -> Figures:
    answerable = [outcome for outcome in outcomes if outcome.question.answerable]
    refusable = [outcome for outcome in outcomes if not outcome.question.answerable]
    refused = [outcome for outcome in outcomes if outcome.refused]
    seconds = sorted(outcome.seconds for outcome in outcomes)
    ranking = _ranking([outcome.question.id for outcome in answerable], relevance, found)
    return Figures(
        questions=len(outcomes),
        recall_1=ranking.get("Success@1"),
        recall_5=ranking.get("Success@5"),
        mrr=ranking.get("RR"),
        ndcg_10=ranking.get("nDCG@10"),
        right=_share(sum(outcome.right for outcome in answerable), len(answerable)),
        complete=_share(sum(outcome.complete for outcome in answerable), len(answerable)),
        refusal_recall=_share(sum(outcome.refused for outcome in refusable), len(refusable)),
        refusal_precision=_share(sum(not outcome.question.answerable for outcome in refused), len(refused)),
        false_refusals=_share(sum(outcome.refused for outcome in answerable), len(answerable)),
        language=_share(sum(outcome.language for outcome in outcomes), len(outcomes)),
        verbatim=_share(
            sum(outcome.verbatim for outcome in outcomes), sum(outcome.quotes for outcome in outcomes)
        ),
        checks=_share(
            sum(outcome.checks_shown for outcome in outcomes), sum(outcome.checks_due for outcome in outcomes)
        ),
        p50_ms=1000 * statistics.median(seconds) if seconds else None,
        p95_ms=1000 * seconds[int(0.95 * (len(seconds) - 1))] if seconds else None,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _ranking(
    names: Sequence[str], relevance: Mapping[str, set[str]], found: Mapping[str, Sequence[Hit]]
) -> dict[str, float]:
    import ir_measures  # noqa: PLC0415 - needed by evaluations only

    judged = [name for name in names if relevance[name]]
    if not judged:
        return {}
    wanted = {name: dict.fromkeys(relevance[name], 1) for name in judged}
    run = {name: {hit.passage.id: hit.score for hit in found[name]} for name in judged}
    measures = [ir_measures.Success @ 1, ir_measures.Success @ 5, ir_measures.RR, ir_measures.nDCG @ 10]
    figures = ir_measures.calc_aggregate(measures, wanted, run)
    return {str(measure): float(value) for measure, value in figures.items()}
