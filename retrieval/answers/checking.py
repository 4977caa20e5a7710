"""Somebody's message → what the sources say of it: supported, contradicted, neither, or not in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from retrieval.answers import claims
from retrieval.answers.answering import Answerer
from retrieval.answers.asking import Asked, take_apart
from retrieval.answers.citing import cite
from retrieval.answers.judging import Judge, Judgement
from retrieval.answers.messages import is_about_article, readable, readable_sentences, without_credit
from retrieval.answers.stating import Statement as Stated
from retrieval.answers.stating import make_statement
from retrieval.answers.wording import LANGUAGES, say
from retrieval.index.keywords import KeywordIndex
from retrieval.index.snapshot import Snapshot
from retrieval.search.retriever import Retriever
from retrieval.sources.language import detect_spoken
from retrieval.types import (
    Answer,
    Assessment,
    Check,
    Citation,
    Claim,
    Hit,
    Passage,
    Question,
    Quote,
    Statement,
    Status,
    Verdict,
)

_SENTENCES = 3
"""How many sentences of a message are checked at most."""
_NEAREST = 2
_HITS = 50


@dataclass(frozen=True, slots=True)
class _Checked:
    """A sentence of the message, what was judged of it, and what could be quoted about it if nothing was."""

    assessment: Assessment
    stated: Stated | None = None
    judgement: Judgement | None = None
    hits: Sequence[Hit] = ()
    about: Answer | None = None


@dataclass
class _Draft:
    """An answer being put together; citations are numbered as they are first used."""

    language: str
    room: int
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    meant: list[Claim] = field(default_factory=list)


class Checker:
    """Checks messages against one generation."""

    def __init__(
        self,
        retriever: Retriever,
        keywords: KeywordIndex,
        snapshot: Snapshot,
        answerer: Answerer,
        quotes: int,
    ) -> None:
        """Take the generation's parts, and how many quotes there may be."""
        self._retriever = retriever
        self._keywords = keywords
        self._snapshot = snapshot
        self._answerer = answerer
        self._quotes = quotes
        self._judge = Judge(snapshot)

    def check(self, text: str) -> Answer:
        """Say what the sources make of a message: of up to three sentences that they know something of."""
        words = readable(text)
        spoken = detect_spoken(words) if words else LANGUAGES[0]
        language = spoken if spoken in LANGUAGES else LANGUAGES[0]
        question = Question(" ".join(words.split()) or text.strip(), spoken)
        sentences, credited = self._understood(text, spoken, language)
        chosen = self._choose(sentences)
        checked = [self._check(sentence, asked, spoken, language) for sentence, asked in chosen]
        told = [each for each in checked if each.assessment is not Assessment.NOT_IN_SOURCES]
        if not told:
            return self._nothing(question, language, checked, stated=bool(sentences))
        draft = _Draft(language, max(self._quotes, len(told)))
        for number, each in enumerate(told, start=1):
            self._say(draft, each, leave=len(told) - number)
        assessment = _overall([each.assessment for each in checked])
        headline = self._headline(assessment, checked, draft)
        if credited and any(each.judgement is not None and each.judgement.repeats for each in checked):
            headline = f"{headline} {say(language, 'check-article-says')}"
        return Answer(
            question=question,
            language=language,
            status=Status.ANSWERED,
            statements=tuple(draft.statements),
            citations=tuple(draft.citations),
            checks=self._checks(draft),
            message=headline,
            assessment=assessment,
        )

    def _understood(self, text: str, spoken: str, language: str) -> tuple[list[tuple[str, Asked]], bool]:
        """Return the sentences of a message that state something, in order, and whether it says the article has it."""
        lexicon = self._keywords.lexicon(language)
        told = [without_credit(sentence) for sentence in readable_sentences(text, spoken)]
        understood = [(rest, take_apart(Question(rest, spoken), lexicon)) for rest, _ in told]
        stating = [(rest, asked) for rest, asked in understood if asked.meanings]
        return stating, any(credited for _, credited in told)

    def _choose(self, sentences: Sequence[tuple[str, Asked]]) -> list[tuple[str, Asked]]:
        """Return the sentences that say most of what the texts know, in the message's order."""
        known = [sum(meaning.weight for meaning in asked.meanings if meaning.known) for _, asked in sentences]
        best = sorted(range(len(sentences)), key=lambda number: -known[number])[:_SENTENCES]
        return [sentences[number] for number in sorted(best) if known[number]]

    def _check(self, sentence: str, asked: Asked, spoken: str, language: str) -> _Checked:
        stated = make_statement(sentence, asked, language)
        hits = self._retriever.search(sentence, spoken, _HITS)
        judgement = (
            None if asked.foreign or is_about_article(sentence) else self._judge.judge(stated, hits, language)
        )
        if judgement is not None:
            return _Checked(judgement.assessment, stated, judgement, hits)
        about = self._answerer.answer(Question(sentence, spoken))
        cited = [self._snapshot.passage_at(citation.quote) for citation in about.citations]
        if self._judge.speaks_of(stated, cited, language):
            return _Checked(Assessment.UNDECIDED, about=about)
        near = about.nearest or tuple(
            citation.quote for citation in about.citations if not self._is_checked(citation.quote)
        )
        return _Checked(Assessment.NOT_IN_SOURCES, about=replace(about, nearest=near))

    def _is_checked(self, quote: Quote) -> bool:
        """Tell whether a quote would need a check, which a refusal has no room for."""
        return any(
            claim.verdict in claims.MUST_SHOW for claim in claims.overlapping(quote, self._snapshot.claims)
        )

    def _nothing(
        self, question: Question, language: str, checked: Sequence[_Checked], *, stated: bool
    ) -> Answer:
        nearest = [quote for each in checked if each.about for quote in each.about.nearest]
        return Answer(
            question=question,
            language=language,
            status=Status.NOT_IN_SOURCES,
            nearest=tuple(dict.fromkeys(nearest))[:_NEAREST],
            message=say(language, "check-not-in-sources" if stated else "check-nothing"),
            assessment=Assessment.NOT_IN_SOURCES,
        )

    def _headline(self, assessment: Assessment, checked: Sequence[_Checked], draft: _Draft) -> str:
        same = all(each.assessment is assessment for each in checked)
        if assessment is Assessment.UNDECIDED and not same:
            supported = any(each.assessment is Assessment.SUPPORTED for each in checked)
            return say(draft.language, "check-supported-in-part" if supported else "check-undecided")
        if assessment is Assessment.CONTRADICTED and not same:
            return say(draft.language, "check-contradicted-in-part")
        if assessment is Assessment.UNDECIDED and any(
            claim.verdict is Verdict.IMPRECISE for claim in draft.meant
        ):
            return say(draft.language, "check-imprecise")
        return say(draft.language, f"check-{assessment.value.replace('_', '-')}")

    def _say(self, draft: _Draft, checked: _Checked, leave: int) -> None:
        """Add what carries one sentence's assessment, and leave room for the sentences after it."""
        judgement, stated = checked.judgement, checked.stated
        if judgement is None or stated is None:
            self._say_about(draft, checked.about, leave)
            return
        if judgement.claim is None:
            self._add(draft, judgement.quote.text, [(judgement.quote, judgement.passage)])
            return
        claim = judgement.claim
        carrying = self._judge.carrying(claim, stated, checked.hits, draft.language)
        finding, correction = claim.findings[draft.language], claim.corrections[draft.language]
        text = f"{finding[0].upper()}{finding[1:]}: {correction}" if judgement.repeats else correction
        room = draft.room - len(draft.citations) - leave
        self._add(draft, text, [(judgement.quote, judgement.passage), *carrying[:1]][: max(1, room)])
        draft.meant.append(claim)

    def _say_about(self, draft: _Draft, about: Answer | None, leave: int) -> None:
        """Take over what an answer says of the matter."""
        if about is None:
            return
        cited = {citation.number: citation for citation in about.citations}
        for statement in about.statements:
            quotes = [cited[number].quote for number in statement.citations]
            if len(draft.citations) + len(quotes) + leave <= draft.room:
                self._add(
                    draft, statement.text, [(quote, self._snapshot.passage_at(quote)) for quote in quotes]
                )

    def _add(self, draft: _Draft, text: str, quotes: Sequence[tuple[Quote, Passage]]) -> None:
        if any(statement.text == text for statement in draft.statements):
            return
        numbers = tuple(dict.fromkeys(self._cite(draft, quote, passage) for quote, passage in quotes))
        draft.statements.append(Statement(text, numbers))

    def _cite(self, draft: _Draft, quote: Quote, passage: Passage) -> int:
        for citation in draft.citations:
            if citation.quote == quote:
                return citation.number
        citation = cite(self._snapshot, quote, len(draft.citations) + 1, draft.language)
        draft.citations.append(citation)
        return citation.number

    def _checks(self, draft: _Draft) -> tuple[Check, ...]:
        """Return the checks of all that is quoted, those of the claims the message is about first."""
        due = [
            (claim, citation)
            for citation in draft.citations
            for claim in claims.overlapping(citation.quote, self._snapshot.claims)
            if claim.verdict in claims.MUST_SHOW or claim in draft.meant
        ]
        due.sort(key=lambda pair: pair[0] not in draft.meant)
        return tuple(self._check_of(draft, claim, citation) for claim, citation in due)

    def _check_of(self, draft: _Draft, claim: Claim, citation: Citation) -> Check:
        carrying = tuple(
            other.number
            for other in draft.citations
            if other.number != citation.number and set(other.facts) & set(claim.facts)
        )
        return claims.make_check(claim, citation, draft.language, self._snapshot.references, carrying)


def _overall(assessments: Sequence[Assessment]) -> Assessment:
    """Return what a message comes to: one contradicted sentence is enough, while all must be supported."""
    if Assessment.CONTRADICTED in assessments:
        return Assessment.CONTRADICTED
    supported = all(assessment is Assessment.SUPPORTED for assessment in assessments)
    return Assessment.SUPPORTED if supported else Assessment.UNDECIDED
