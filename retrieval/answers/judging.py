"""Does a generation's texts bear a sentence out? Weighed against checked claims, their corrections, and what is near."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.answers.comparing import Relation, compare, share_a_figure
from retrieval.answers.evidence import coverage, says
from retrieval.answers.quoting import stems_of, translate
from retrieval.answers.stating import Sentence, Statement, take_sentence_apart
from retrieval.index.snapshot import Snapshot
from retrieval.sources.passages import split_sentences
from retrieval.types import Assessment, Claim, Hit, Kind, Passage, Quote, Span, Verdict

_CONSIDERED = 12
"""How many hits a sentence is compared with, beside all claims."""
_OWN_WORDS = 0.2
"""What a claim gains that says all of a sentence in its own words or its correction."""
_FEWEST = 2
_SPOKEN_OF = 0.6
"""Share of a sentence's words from which a passage speaks of it."""
_SHIFT = 8
"""By how many characters a translation may run ahead of its original or behind."""
_KNOWN = 0.15
"""What a claim gains that a sentence repeats: that it was checked says more than that a source agrees."""
_REPORT = re.compile(r"^(?!.*\b(?:contrary to|contrairement)\b).*\barticle\b", re.IGNORECASE | re.DOTALL)
"""A sentence in which a note reports what the article says, which is not what the note says."""
_BY_VERDICT = {
    Verdict.SUPPORTED: Assessment.SUPPORTED,
    Verdict.WRONG: Assessment.CONTRADICTED,
    Verdict.IMPRECISE: Assessment.UNDECIDED,
    Verdict.UNVERIFIABLE: Assessment.UNDECIDED,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is made of a sentence, and on which claim or quote it rests; `repeats` a claim or states its correction."""

    assessment: Assessment
    score: float
    quote: Quote
    passage: Passage
    claim: Claim | None = None
    repeats: bool = False


class Judge:
    """Knows one generation's texts."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the texts."""
        self._snapshot = snapshot
        self._has_article = any(source.kind is Kind.ARTICLE for source in snapshot.sources.values())

    def judge(self, statement: Statement, hits: Sequence[Hit], language: str) -> Judgement | None:
        """Return what the texts make of a sentence, or None if nothing in them says as much or the contrary.

        What repeats a claim or agrees with a sentence counts before what contradicts one.
        """
        if not statement.is_comparable:
            return None
        found = [*self._by_claims(statement, language), *self._by_sentences(statement, hits, language)]
        agreeing = [judgement for relation, judgement in found if relation is Relation.AGREES]
        contrary = [judgement for relation, judgement in found if relation is Relation.CONFLICTS]
        return max(agreeing or contrary, key=lambda judgement: judgement.score, default=None)

    def speaks_of(self, statement: Statement, passages: Sequence[Passage], language: str) -> bool:
        """Tell whether passages speak of a sentence's names and of most of its words."""
        if len(statement.meanings) < _FEWEST and not statement.named:
            return False
        texts = (
            self._in(language, Quote(passage.document, passage.start, passage.end)) for passage in passages
        )
        stems = [
            stems_of(text, language) | self._headed(passage, language)
            for text, passage in zip(texts, passages, strict=True)
        ]
        return any(
            coverage(statement.meanings, each) >= _SPOKEN_OF
            and all(says(each, name) for name in statement.names)
            for each in stems
        )

    def carrying(
        self, claim: Claim, statement: Statement, hits: Sequence[Hit], language: str
    ) -> list[tuple[Quote, Passage]]:
        """Return the sentences near that rest on a claim's facts, those that say most of the sentence first."""
        own = [
            (coverage(statement.meanings, stems_of(quote.text, language)), quote, passage)
            for quote, passage in self._sentences(hits, language)
            if set(passage.facts) & set(claim.facts)
        ]
        return [(quote, passage) for _, quote, passage in sorted(own, key=lambda each: -each[0])]

    def _by_claims(self, statement: Statement, language: str) -> Iterator[tuple[Relation, Judgement]]:
        for claim in self._snapshot.claims:
            quote = self._sentence_around(claim)
            passage = self._snapshot.passage_at(claim.quote)
            said = take_sentence_apart(self._in(language, quote), language)
            corrected = stems_of(claim.corrections[language], language)
            own = stems_of(self._own_words(claim, quote, language), language)
            gain = _OWN_WORDS * coverage(statement.meanings, own | corrected)
            beside = frozenset[str]() if statement.sentence.figures else corrected
            denied = _quoted(claim).negated
            relation, share = compare(statement, said, corrected, beside=beside, negated=denied)
            if relation is not Relation.UNRELATED and self._is_meant(claim, statement, language):
                assessment = self._assess(claim, statement, language, relation)
                if assessment is not None:
                    yield (
                        relation,
                        Judgement(assessment, share + gain + _KNOWN, quote, passage, claim, repeats=True),
                    )
                    if assessment is Assessment.UNDECIDED:
                        continue  # its correction may well say the same: that is what is imprecise of it
            for relation, share in self._corrections(claim, statement, said.stems, language):
                assessment = Assessment.SUPPORTED if relation is Relation.AGREES else Assessment.CONTRADICTED
                yield relation, Judgement(assessment, share + gain, quote, passage, claim)

    def _corrections(
        self, claim: Claim, statement: Statement, matter: frozenset[str], language: str
    ) -> Iterator[tuple[Relation, float]]:
        """Compare with a claim's correction, which speaks of the same without repeating the claim's words."""
        text = claim.corrections[language]
        for span in split_sentences(text, language):
            yield compare(
                statement, take_sentence_apart(text[span.start : span.end], language), matter=matter
            )

    def _by_sentences(
        self, statement: Statement, hits: Sequence[Hit], language: str
    ) -> Iterator[tuple[Relation, Judgement]]:
        for quote, passage in self._sentences(hits, language):
            said, headed = take_sentence_apart(quote.text, language), self._headed(passage, language)
            # A heading may name whom a text is about, but not whose figure a sentence gives.
            beside = frozenset[str]() if statement.is_measured else headed
            relation, score = compare(statement, said, headed, beside=beside)
            assessment = Assessment.SUPPORTED if relation is Relation.AGREES else Assessment.CONTRADICTED
            yield relation, Judgement(assessment, score, quote, passage)

    def _sentences(self, hits: Sequence[Hit], language: str) -> Iterator[tuple[Quote, Passage]]:
        """Yield what the texts themselves say in a language: not the article's words, nor what a note reports of it."""
        spoken = [
            hit.passage
            for hit in hits
            if hit.passage.document.source.language == language
            and hit.passage.document.source.kind is not Kind.ARTICLE
        ]
        for passage in spoken[:_CONSIDERED]:
            for span in passage.sentences:
                quote = Quote(passage.document, span.start, span.end)
                if not (self._has_article and _REPORT.search(quote.text)):
                    yield quote, passage

    def _assess(
        self, claim: Claim, statement: Statement, language: str, relation: Relation
    ) -> Assessment | None:
        """Return what repeating a claim comes to, or denying it: an imprecise figure is contradicted by a better one."""
        if relation is Relation.CONFLICTS:
            own, stated = _quoted(claim).sentence, statement.sentence
            about_it = bool(own.figures) >= bool(stated.figures) and bool(own.days) >= bool(stated.days)
            return Assessment.CONTRADICTED if about_it and claim.verdict is Verdict.SUPPORTED else None
        correction = take_sentence_apart(claim.corrections[language], language)
        stated = statement.sentence
        measured = bool(stated.figures or stated.days)
        if claim.verdict is Verdict.IMPRECISE and measured and not share_a_figure(stated, correction):
            return Assessment.CONTRADICTED
        return _BY_VERDICT[claim.verdict]

    def _is_meant(self, claim: Claim, statement: Statement, language: str) -> bool:
        """Tell whether a sentence with figures states one of the claim's own; others may stand beside it in the text."""
        quoted, stated = _quoted(claim).sentence, statement.sentence
        if stated.figures or (stated.days and quoted.days):
            same = claim.quote.document.source.language == language
            return share_a_figure(stated, quoted, counted=same)
        return True

    def _headed(self, passage: Passage, language: str) -> frozenset[str]:
        return stems_of(" ".join((passage.document.source.title, *passage.headings)), language)

    def _own_words(self, claim: Claim, around: Quote, language: str) -> str:
        """Return a claim's words in a language; of a translation, what stands about where they stand in the original."""
        if claim.quote.document.source.language == language:
            return claim.quote.text
        translated = self._in(language, around)
        scale = len(translated) / len(around.text)
        start, end = (round(scale * (place - around.start)) for place in (claim.quote.start, claim.quote.end))
        return translated[max(0, start - _SHIFT) : end + _SHIFT]

    def _in(self, language: str, quote: Quote) -> str:
        """Return a quote's words in a language where we have translated it."""
        source = quote.document.source
        pieces = self._snapshot.translations.get((source.id, language), ())
        return (None if source.language == language else translate(quote, pieces)) or quote.text

    def _sentence_around(self, claim: Claim) -> Quote:
        """Return the whole sentences that hold a claim."""
        spans = _touched(self._snapshot.passage_at(claim.quote).sentences, claim.quote.span)
        return Quote(claim.quote.document, spans[0].start, max(spans[-1].end, claim.quote.end))


@dataclass(frozen=True, slots=True)
class _Quoted:
    sentence: Sentence
    negated: bool


def _quoted(claim: Claim) -> _Quoted:
    """Return a claim's own words, taken apart: it may deny while its sentence does not."""
    sentence = take_sentence_apart(claim.quote.text, claim.quote.document.source.language)
    return _Quoted(sentence, any(clause.negated for clause in sentence.clauses))


def _touched(spans: Iterable[Span], span: Span) -> list[Span]:
    return [each for each in spans if each.overlaps(span)]
