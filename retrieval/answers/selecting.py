"""Which sentences could answer: the best in the asker's language, those that add to it, and the article's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answers import claims
from retrieval.answers.asking import Asked
from retrieval.answers.evidence import coverage
from retrieval.answers.quoting import Candidate, candidates, say_the_same
from retrieval.index.snapshot import Snapshot
from retrieval.types import Hit, Kind, Passage, Quote, TranslatedSpan

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
_SPEAKS_SURELY = 0.2
"""The same for a sentence that holds a claim resting on the same facts."""
_LINKED = 0.15
"""What a sentence of the article gains that holds a claim resting on the same facts as the first statement."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What could be said: sentences in the asker's language, best first, and one of the article's."""

    spoken: tuple[Candidate, ...]
    article: Candidate | None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All of them, what leads first."""
        return (*self.spoken, *([self.article] if self.article else []))


class Selector:
    """Chooses sentences from one generation's texts."""

    def __init__(self, snapshot: Snapshot, statements: int) -> None:
        """Take the texts, and how much to say at most."""
        self._snapshot = snapshot
        self._statements = statements

    def select(self, asked: Asked, hits: Sequence[Hit], language: str) -> Selection:
        """Choose what could be said: the best sentences in the asker's language and the article's own words."""
        spoken = self._choose(asked, language, self._spoken(hits, language))
        return Selection(tuple(spoken), self._article(asked, language, hits, spoken))

    def _spoken(self, hits: Sequence[Hit], language: str) -> list[Hit]:
        """Return the best hits that are not the article, in the answer's language if there are any."""
        others = [hit for hit in hits if hit.passage.document.source.kind is not Kind.ARTICLE]
        spoken = [hit for hit in others if hit.passage.document.source.language == language]
        return (spoken or others)[:_CONSIDERED]

    def _choose(self, asked: Asked, language: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Return the best sentence and the few that add to it: what they say of the question beyond it counts."""
        room = self._statements * (2 if asked.at_length else 1)
        ranked = candidates(asked, language, hits, lambda passage: self._pieces(passage, language))
        chosen = ranked[:1]
        while len(chosen) < room:
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
        if best is None or not spoken or asked.about_article:
            return best
        behind = _SPEAKS_SURELY if self._shares_fact(best.quote, linked) else _SPEAKS_OF_IT
        return best if score >= spoken[0].score - behind else None

    def _linked_hits(self, facts: set[str], known: set[str], score: float) -> list[Hit]:
        """Return the passages with a claim that rests on one of the facts; search may have ranked them out."""
        found = {}
        for claim in self._snapshot.claims:
            if facts & set(claim.facts) and claim.quote.document.source.kind is Kind.ARTICLE:
                passage = self._snapshot.passage_at(claim.quote)
                found[passage.id] = Hit(passage, score)
        return [hit for identifier, hit in found.items() if identifier not in known]

    def _shares_fact(self, quote: Quote, facts: set[str]) -> bool:
        return any(facts & set(claim.facts) for claim in claims.overlapping(quote, self._snapshot.claims))

    def _pieces(self, passage: Passage, language: str) -> Sequence[TranslatedSpan]:
        source = passage.document.source
        return (
            () if source.language == language else self._snapshot.translations.get((source.id, language), ())
        )
