"""Question and hits → an answer made of the sources' own sentences, without a model."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.answers import claims
from retrieval.answers.asking import Asked, Wants
from retrieval.answers.citing import cite, due_checks, must_show
from retrieval.answers.evidence import coverage, says
from retrieval.answers.quoting import Candidate, candidates, say_the_same, stems_of, translate
from retrieval.answers.wording import say
from retrieval.index.snapshot import Snapshot
from retrieval.sources.terms import words
from retrieval.types import (
    Answer,
    Check,
    Citation,
    Claim,
    Hit,
    Kind,
    Passage,
    Question,
    Quote,
    Statement,
    Status,
    TranslatedSpan,
)

_CONSIDERED = 12
"""How many hits statements are chosen from."""
_NEARLY_AS_GOOD = 0.06
"""By how much a further statement may be worth less than the first."""
_FAR_BEHIND = 0.12
"""By how much a further statement may score below the first, whatever it adds."""
_ADDS = 0.3
"""What a further statement gains that says all of a question's words which the ones before do not."""
_SAME_PASSAGE = 0.03
"""What a further statement gains that stands in the passage of one before."""
_SPEAKS_OF_IT = 0.1
"""By how much the article's best sentence may score below the first statement to be quoted."""
_LINKED = 0.15
"""What a sentence of the article gains that holds a claim resting on the same facts as the first statement."""
_AS_MUCH = 0.15
"""By how much less of a question the article's sentence may say than a note's, to come first when it is asked for."""
_FIGURE_QUOTED = 0.3
"""What a claim gains that has all the figures of a question in its own words."""
_TELLING = 1.0
"""Inverse document frequency above which a name tells claims apart: every text has "DeepSeek"."""
_CLAIM_MEANT = 0.5
_CLAIM_NAMED = 0.7
"""Share of a question's words from which a claim is taken to be the one asked about, near the matter and at large."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What could be said: sentences in the asker's language, best first, and one of the article's."""

    spoken: tuple[Candidate, ...]
    article: Candidate | None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All of them, what leads first."""
        return (*self.spoken, *([self.article] if self.article else []))


@dataclass
class _Draft:
    """An answer being put together: citations are numbered as they are first used; `room` is for so many."""

    language: str
    room: int
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


class Extractor:
    """Words answers from one generation's texts."""

    def __init__(self, snapshot: Snapshot, statements: int, quotes: int) -> None:
        """Take the texts, and how much to say at most."""
        self._snapshot = snapshot
        self._statements = statements
        self._quotes = quotes

    def select(self, asked: Asked, hits: Sequence[Hit], language: str) -> Selection:
        """Choose what could be said: the best sentences in the asker's language and the article's own words."""
        spoken = self._choose(asked, language, self._spoken(hits, language))
        return Selection(tuple(spoken), self._article(asked, language, hits, spoken))

    def answer(self, question: Question, asked: Asked, selection: Selection, language: str) -> Answer:
        """Say it, a true-or-false question's verdict first, and add the checks."""
        spoken, article = selection.spoken, selection.article
        claim = self._claim_asked_about(asked, language, spoken, article)
        draft = _Draft(language, self.room(asked))
        if claim is not None:
            self._say_verdict(draft, claim, spoken)
        elif article is not None and asked.about_article and self._leads(asked, article, spoken):
            self._say(draft, article, article.text)
        room = 1 if article is not None and not self._cited(draft, article) else 0
        for candidate in spoken:
            self._say(draft, candidate, candidate.text, leave=room)
        if article is not None:
            self._say(draft, article, say(language, "article-says"))
        return Answer(
            question=question,
            language=language,
            status=Status.ANSWERED,
            statements=tuple(draft.statements),
            citations=tuple(draft.citations),
            checks=self._checks(draft, asked, claim),
        )

    def _spoken(self, hits: Sequence[Hit], language: str) -> list[Hit]:
        """Return the best hits that are not the article, in the answer's language if there are any."""
        others = [hit for hit in hits if hit.passage.document.source.kind is not Kind.ARTICLE]
        spoken = [hit for hit in others if hit.passage.document.source.language == language]
        return (spoken or others)[:_CONSIDERED]

    def room(self, asked: Asked) -> int:
        """Return how many statements and quotes there may be."""
        return min(self._statements, self._quotes) * (2 if asked.at_length else 1)

    def _choose(self, asked: Asked, language: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Return the best sentence and the few that add to it: what they say of the question beyond it counts."""
        ranked = candidates(asked, language, hits, lambda passage: self._pieces(passage, language))
        chosen = ranked[:1]
        while len(chosen) < self.room(asked):
            said = frozenset[str]().union(*(candidate.stems for candidate in chosen))
            covered = coverage(asked.meanings, said)
            further = [
                (self._worth(asked, candidate, chosen, said) - covered * _ADDS, candidate)
                for candidate in ranked
                if candidate.score > chosen[0].score - _FAR_BEHIND
                and not any(say_the_same(candidate.stems, other.stems) for other in chosen)
            ]
            worth, best = max(further, key=lambda pair: pair[0], default=(0.0, None))
            if best is None or worth < chosen[0].score - _NEARLY_AS_GOOD:
                break
            chosen.append(best)
        return chosen

    def _worth(
        self, asked: Asked, candidate: Candidate, chosen: Sequence[Candidate], said: frozenset[str]
    ) -> float:
        near = any(candidate.passage is other.passage for other in chosen)
        return (
            candidate.score + _ADDS * coverage(asked.meanings, said | candidate.stems) + _SAME_PASSAGE * near
        )

    def _article(
        self, asked: Asked, language: str, hits: Sequence[Hit], spoken: Sequence[Candidate]
    ) -> Candidate | None:
        """Return the article's best sentence on the matter, if it speaks of it at all."""
        linked = {fact for candidate in spoken[:1] for fact in candidate.passage.facts}
        # Who asks what the article says uses its words, so that its claims on the same facts count for less.
        gain = _LINKED / 2 if asked.about_article else _LINKED
        own = [hit for hit in hits if hit.passage.document.source.kind is Kind.ARTICLE]
        own += self._linked_hits(
            linked, {hit.passage.id for hit in own}, min((hit.score for hit in hits), default=0.0)
        )
        ranked = candidates(asked, language, own, lambda passage: self._pieces(passage, language))
        scored = [
            (candidate.score + gain * self._shares_fact(candidate.quote, linked), candidate)
            for candidate in ranked
        ]
        score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if spoken and not asked.about_article and score < spoken[0].score - _SPEAKS_OF_IT:
            return None
        return best

    def _linked_hits(self, facts: set[str], known: set[str], score: float) -> list[Hit]:
        """Return the passages with a claim that rests on one of the facts; search may have ranked them out."""
        found = {}
        for claim in self._snapshot.claims:
            if facts & set(claim.facts) and claim.quote.document.source.kind is Kind.ARTICLE:
                passage = self._snapshot.passage_at(claim.quote)
                found[passage.id] = Hit(passage, score)
        return [hit for identifier, hit in found.items() if identifier not in known]

    def _leads(self, asked: Asked, article: Candidate, spoken: Sequence[Candidate]) -> bool:
        """Tell whether the article's sentence answers by itself: it says about as much of the question."""
        said = max((coverage(asked.meanings, candidate.stems) for candidate in spoken[:1]), default=0.0)
        return coverage(asked.meanings, article.stems) >= said - _AS_MUCH

    def _shares_fact(self, quote: Quote, facts: set[str]) -> bool:
        return any(facts & set(claim.facts) for claim in claims.overlapping(quote, self._snapshot.claims))

    def _claim_asked_about(
        self, asked: Asked, language: str, spoken: Sequence[Candidate], article: Candidate | None
    ) -> Claim | None:
        """Return the claim that a true-or-false question is about: the one that says most of its words.

        Unless it says nearly all of them, it must be in the article's sentence on the matter or rest on the
        same facts as the best statement.
        """
        if asked.wants is not Wants.VERDICT or asked.negated or not self._snapshot.claims:
            return None
        facts = {fact for candidate in spoken[:1] for fact in candidate.passage.facts}
        share, best = max(
            ((self._share(asked, claim, language), claim) for claim in self._snapshot.claims),
            key=lambda pair: pair[0],
        )
        near = bool(facts & set(best.facts)) or (
            article is not None and article.quote.span.overlaps(best.quote.span)
        )
        return best if share >= (_CLAIM_MEANT if near else _CLAIM_NAMED) else None

    def _share(self, asked: Asked, claim: Claim, language: str) -> float:
        """Return how much of a question a claim says, its own words before those of its sentence.

        A claim whose sentence does not speak of what the question names is not the one asked about, nor is one
        that has none of its figures: who asks about the better figure is not to be told that it is wrong.
        """
        pieces = self._snapshot.translations.get((claim.quote.document.source.id, language), ())
        own = stems_of(f"{claim.quote.text} {claim.corrections[language]}", language)
        sentence = own | stems_of(translate(claim.quote, pieces) or claim.quote.text, language)
        names = [name for name in asked.meanings if name.word in asked.names and name.weight > _TELLING]
        if not all(says(sentence, name) for name in names):
            return 0.0
        figures = [name.word for name in names if name.word.replace(".", "").isdigit()]
        quoted = words(claim.quote.text)
        if figures and not any(figure in quoted for figure in figures):
            return 0.0
        bonus = _FIGURE_QUOTED * sum(figure in quoted for figure in figures) / (len(figures) or 1)
        meanings = asked.meanings or asked.earlier
        return 0.5 * coverage(meanings, own) + 0.5 * coverage(meanings, sentence) + bonus

    def _stems(self, claim: Claim, language: str) -> frozenset[str]:
        pieces = self._snapshot.translations.get((claim.quote.document.source.id, language), ())
        text = translate(claim.quote, pieces) or claim.quote.text
        return stems_of(f"{text} {claim.corrections[language]}", language)

    def _say_verdict(self, draft: _Draft, claim: Claim, spoken: Sequence[Candidate]) -> None:
        quote = self._sentence_around(claim)
        citation = self._cite(draft, quote, self._snapshot.passage_at(quote))
        carrying = [
            self._cite(draft, candidate.quote, candidate.passage).number
            for candidate in spoken[:1]
            if set(candidate.passage.facts) & set(claim.facts) and len(draft.citations) < draft.room
        ]
        finding = claim.findings[draft.language]
        text = f"{finding[0].upper()}{finding[1:]}: {claim.corrections[draft.language]}"
        draft.statements.append(Statement(text, (citation.number, *carrying)))

    def _sentence_around(self, claim: Claim) -> Quote:
        """Return the whole sentences that hold a claim."""
        spans = [
            span
            for span in self._snapshot.passage_at(claim.quote).sentences
            if span.overlaps(claim.quote.span)
        ]
        return Quote(claim.quote.document, spans[0].start, max(spans[-1].end, claim.quote.end))

    def _say(self, draft: _Draft, candidate: Candidate, text: str, leave: int = 0) -> None:
        """Add a statement unless its quote is cited already, or there is no room but for what is to be left."""
        if self._cited(draft, candidate):
            return
        if max(len(draft.statements), len(draft.citations)) + leave >= draft.room:
            return
        citation = self._cite(draft, candidate.quote, candidate.passage)
        draft.statements.append(Statement(text, (citation.number,)))

    def _cited(self, draft: _Draft, candidate: Candidate) -> bool:
        return any(
            citation.quote.document == candidate.quote.document
            and citation.quote.span.overlaps(candidate.quote.span)
            for citation in draft.citations
        )

    def _cite(self, draft: _Draft, quote: Quote, passage: Passage | None) -> Citation:
        citation = cite(self._snapshot, quote, len(draft.citations) + 1, draft.language, passage)
        draft.citations.append(citation)
        return citation

    def _checks(self, draft: _Draft, asked: Asked, asked_about: Claim | None) -> tuple[Check, ...]:
        checks = list(
            due_checks(
                self._snapshot,
                draft.citations,
                draft.language,
                lambda claim: must_show(claim) or claim is asked_about,
            )
        )
        checks.sort(key=lambda check: -coverage(asked.meanings, self._stems(check.claim, draft.language)))
        return tuple(checks)

    def _pieces(self, passage: Passage, language: str) -> Sequence[TranslatedSpan]:
        source = passage.document.source
        return (
            () if source.language == language else self._snapshot.translations.get((source.id, language), ())
        )
