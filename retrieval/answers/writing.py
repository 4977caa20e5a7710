"""Passages and a language model → an answer or a summary whose every statement was verified, or the extracted one."""

import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from retrieval.answers.allowance import Allowance
from retrieval.answers.composing import Page
from retrieval.answers.drafting import draft, material_about
from retrieval.answers.grounding import Fault
from retrieval.answers.prompts import instructions
from retrieval.answers.rewriting import rewrite
from retrieval.errors import DraftBroken, GenerationFailed
from retrieval.index.snapshot import Snapshot
from retrieval.ports import Generator
from retrieval.settings import GenerationSettings
from retrieval.sources.names import IsKnown
from retrieval.types import Answer, Passage, Question, Usage, Writing

_log = logging.getLogger(__name__)

Said = Callable[[Answer], None]
"""Is given the answer as far as it is verified, each time a statement was added to it."""

_KEPT_FOR_EXTRACTION = 2.0
"""Seconds of the time limit that the model does not get."""
_WORTH_A_TRY = 1.0
"""Seconds below which a model is not asked again."""
_SHARE_OF_REWRITING = 0.25
"""The share of the time that wording a follow-up may take."""
_TRIES = 2

FEWEST_POINTS, MOST_POINTS = 4, 8
"""How many points a written summary has: at least so many in the model's words, at most so many with corrections."""
_QUOTES_OF_A_SUMMARY = 10


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be written: by which prompt, of what, and how much of it; kept for who asks for the same."""

    prompt: str
    subject: str
    key: Hashable
    room: int
    fewest: int = 1
    quotes: int | None = None
    refused: str | None = None


@dataclass(slots=True)
class Effort:
    """What one answer takes, counted while it is being written; `until` is when the model's time is over."""

    until: float
    started: float = field(default_factory=time.monotonic)
    usage: Usage = field(default_factory=Usage)
    dropped: list[Fault] = field(default_factory=list)
    rewritten: str | None = None

    @property
    def left(self) -> float:
        """The seconds that the model still has."""
        return max(0.0, self.until - time.monotonic())


class Writer:
    """Writes answers from one generation of texts; what it has written is kept for those who ask the same."""

    def __init__(
        self, generator: Generator, allowance: Allowance, snapshot: Snapshot, settings: GenerationSettings
    ) -> None:
        """Share the allowance with the writers of other generations."""
        self._generator = generator
        self._allowance = allowance
        self._snapshot = snapshot
        self._settings = settings
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()

    def begin(self, question: Question, language: str, *, leans: bool) -> Effort:
        """Begin with a question; one that leans on its thread is worded anew, if the model does that faithfully."""
        effort = self._effort()
        kept = self._recalled(question)
        if kept is not None:
            effort.rewritten = kept.rewritten
        elif leans and self._settings.rewrite:
            effort.rewritten = self._reworded(question, language, effort)
        return effort

    def write(
        self,
        effort: Effort,
        extracted: Answer,
        passages: Sequence[Passage],
        room: int,
        is_known: IsKnown,
        said: Said | None = None,
    ) -> Answer:
        """Return the model's answer with at most so many statements, or the extracted one with the reason in it."""
        refused = _verdict_leads(extracted)
        task = _Task("answer", "question", extracted.question, room, refused=refused)
        return self._done(task, effort, extracted, passages, is_known, said)

    def summarise(
        self, extracted: Answer, passages: Sequence[Passage], points: int, is_known: IsKnown
    ) -> Answer:
        """Return the model's summary with at most so many points, or the extracted one with the reason in it.

        The corrections that extraction shows are added to them; together they are never more than eight.
        """
        corrected = {check.citation for check in extracted.checks}
        due = sum(bool(corrected & set(statement.citations)) for statement in extracted.statements)
        room = max(1, min(points, MOST_POINTS - due))
        fewest = min(FEWEST_POINTS, room, max(1, len(extracted.statements) - due))
        key = (extracted.question, room, tuple(passage.id for passage in passages))
        task = _Task("summary", "topic", key, room, fewest, _QUOTES_OF_A_SUMMARY)
        return self._done(task, self._effort(), extracted, passages, is_known, None)

    def _effort(self) -> Effort:
        return Effort(time.monotonic() + self._settings.seconds - _KEPT_FOR_EXTRACTION)

    def _done(
        self,
        task: _Task,
        effort: Effort,
        extracted: Answer,
        passages: Sequence[Passage],
        is_known: IsKnown,
        said: Said | None,
    ) -> Answer:
        if (kept := self._recalled(task.key)) is not None:
            return _said_again(kept, said)
        page = Page(extracted, task.room, self._snapshot, is_known, task.quotes)
        failure = task.refused or self._allowance.refusal()
        if failure is None:
            failure = self._fill(page, task, passages[: self._settings.passages], effort, said)
        if page.statements:
            page.add_missing_corrections()
        if page.kept < task.fewest:
            reason = failure or _too_few(page, task, effort)
            return replace(extracted, writing=self._writing(page, effort, reason))
        answer = replace(page.answer(), writing=self._writing(page, effort, None))
        if failure is None:
            self._keep(task.key, answer)
        return answer

    def _reworded(self, question: Question, language: str, effort: Effort) -> str | None:
        if self._allowance.refusal():
            return None
        try:
            worded = rewrite(
                self._generator, question, language, _SHARE_OF_REWRITING * effort.left, self._spender(effort)
            )
        except GenerationFailed as error:
            self._allowance.failed()
            _log.warning("generation: the follow-up is not reworded: %s", error)
            return None
        self._allowance.succeeded()
        if worded is None:
            _log.info("generation: the follow-up is not reworded: the wording is not faithful")
        return None if worded == question.text else worded

    def _fill(
        self, page: Page, task: _Task, passages: Sequence[Passage], effort: Effort, said: Said | None
    ) -> str | None:
        """Put what survives on the page; return how the model failed, if it did: what was complete is kept."""
        failure = ""
        for _ in range(_TRIES):
            try:
                self._try(page, task, passages, effort, said)
            except DraftBroken as error:
                failure = str(error)
                if page.kept >= task.fewest or effort.left < _WORTH_A_TRY:
                    break
            except GenerationFailed as error:
                failure = str(error)
                break
            else:
                self._allowance.succeeded()
                return None
        self._allowance.failed()
        return failure

    def _try(
        self, page: Page, task: _Task, passages: Sequence[Passage], effort: Effort, said: Said | None
    ) -> None:
        told = instructions(task.prompt, page.language, statements=task.room, fewest=task.fewest)
        subject = {task.subject: page.question.text}
        material = material_about(subject, passages, page.language, self._snapshot)
        for proposed in draft(self._generator, told, material, effort.left, self._spender(effort)):
            fault = page.add(proposed, passages)
            if fault is not None:
                effort.dropped.append(fault)
            elif said is not None:
                said(page.answer())

    def _spender(self, effort: Effort) -> Callable[[Usage], None]:
        def spend(usage: Usage) -> None:
            effort.usage += usage
            self._allowance.spend(usage)

        return spend

    def _writing(self, page: Page, effort: Effort, fallback: str | None) -> Writing:
        writing = Writing(
            model=self._generator.name,
            seconds=time.monotonic() - effort.started,
            usage=effort.usage,
            cost=self._allowance.cost(effort.usage),
            kept=0 if fallback else page.kept,
            dropped=tuple(effort.dropped),
            snapped=page.snapped,
            fallback=fallback,
        )
        _report(writing)
        return writing

    def _recalled(self, key: Hashable) -> Answer | None:
        """Return what was written for the same question, language and thread; model and texts are this writer's own."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def _keep(self, key: Hashable, answer: Answer) -> None:
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._settings.cache:
                self._kept.popitem(last=False)


def _too_few(page: Page, task: _Task, effort: Effort) -> str:
    faults = ", ".join(f"{count} {fault}" for fault, count in Counter(effort.dropped).items())
    kept = "no statement was" if not page.kept else f"only {page.kept} of {task.fewest} statements were"
    made = "the model made no others" if page.kept else "the model made none"
    return f"{kept} kept ({faults or made})"


def _verdict_leads(extracted: Answer) -> str | None:
    """Say that a known claim's verdict is no matter for a model, where a true-or-false question is answered by one."""
    first = extracted.statements[0].text if extracted.statements else ""
    verdict = any(first.endswith(f": {check.correction}") for check in extracted.checks)
    return "the verdict on a known claim is data" if verdict else None


def _said_again(answer: Answer, said: Said | None) -> Answer:
    if said is not None:
        said(answer)
    writing = answer.writing
    return replace(answer, writing=writing and Writing(writing.model, kept=writing.kept, cached=True))


def _report(writing: Writing) -> None:
    """Log what an answer took; never what was asked or said."""
    about = "about " if writing.usage.estimated else ""
    _log.info(
        "generation: %s, %.1f s, %s%d tokens read, %d written, cost %.6f, %d statements kept, %d dropped, "
        "%d quotes snapped",
        writing.model, writing.seconds, about, writing.usage.read, writing.usage.written, writing.cost,
        writing.kept, len(writing.dropped), writing.snapped,
    )  # fmt: skip
    if writing.fallback is not None:
        _log.warning("generation: extraction answers: %s", writing.fallback)
