"""What can be said of the article itself: who wrote it, when, what it is called, its main points and its errors."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from retrieval.answers.asking import Asked
from retrieval.answers.quoting import Candidate, say_the_same, translate
from retrieval.answers.speech import Speech
from retrieval.answers.wording import date_in_words, say
from retrieval.index.snapshot import Snapshot
from retrieval.sources.terms import terms
from retrieval.types import Answer, Kind, Passage, Question, Quote, Source, Verdict


class Matter(StrEnum):
    """What is asked of the article itself."""

    AUTHOR = "author"
    DATE = "date"
    TITLE = "title"
    SUMMARY = "summary"
    ERRORS = "errors"


_TEXT = r"(articles?|artcle|artical|piece|text|texte|papier|source)"
_WRONG = (
    r"(wrong|errors?|mistakes?|mistaken|inaccura\w+|incorrect|untrue|false|accurate|accuracy|reliable|trust\w*|correct|right|true|"
    r"erreurs?|fautes?|faux|fausses?|inexact\w*|se trompe|trompe|fiable|fiabilite|confiance|correcte?s?|juste|vraie?)"
)
_PATTERNS = (
    (
        Matter.AUTHOR,
        (
            rf"who('s| is| are| was)? (the )?(wrote|written|published|signed|authored?|authors?|journalists?|behind)\b.*\b{_TEXT}|\b{_TEXT} (was |is )?(written|published) by\b|"
            rf"authors? of (the|this|that) {_TEXT}|(who|which|what) \w+ published (the|this|that) {_TEXT}|"
            rf"(qui|par qui|quel journal\w*|quel site|quel media) .*\b(ecri\w*|publi\w*|sign\w*|redig\w*|auteurs?|derriere)\b.*\b{_TEXT}|{_TEXT}.* (ecrit|publie|redige|signe) par|"
            rf"{_TEXT}.* de qui\b|auteurs? d[eu] (l |l['’]|cet? |ce )?{_TEXT}|qui est l ?['’]?auteur"
        ),
    ),
    (
        Matter.DATE,
        (
            rf"(when|what (date|day|year)|how old)\b.*\b{_TEXT}\b|date of (the|this|that) {_TEXT}|"
            rf"(quand|de quand|quelle date|quel jour|date)\b.*\b{_TEXT}\b|{_TEXT}\b.*\b(de quand|quelle date|quand)\b"
        ),
    ),
    (
        Matter.TITLE,
        rf"(title|headline|titre)\b.*\b{_TEXT}|{_TEXT}.* (title|headline|titre)|how is (the|this|that) {_TEXT} called|what('s| is) (the|this|that) {_TEXT} called|comment s.appelle (l.|cet |ce ){_TEXT}",
    ),
    (
        Matter.SUMMARY,
        (
            rf"\b(summar\w+|tl ?;? ?dr|sum up|recap|overview|gist|(main|key) (points?|ideas?|takeaways?|messages?)|takeaways?|resum\w+|synthese|synthetis\w+|"
            rf"(points?|idees?) (cles?|principaux|principales?|essentielle?s?)|grandes lignes|l.essentiel)\b.*\b({_TEXT}|it|this|that|ca|le|la)\b|"
            rf"\b{_TEXT}\b.*\b(in (short|brief|a nutshell|\w+ (lines|points|sentences))|en (bref|resume|quelques (mots|lignes)|gros))\b|"
            rf"\b(explain|tell me|expliqu\w+|raconte\w*)\b.*\b(whole (thing|story|affair)|everything|all of (it|this)|tout (ca|cela)|toute (l.histoire|l.affaire|cette (histoire|affaire)))\b|"
            rf"what (does|did) (the|this|that) {_TEXT} say\W*$|what('s| is) (the|this|that) {_TEXT} about|(de quoi (parle|traite)|que (dit|raconte)) (l.|cet |ce ){_TEXT}\W*$|"
            rf"(l.|cet |ce ){_TEXT} (parle de quoi|dit quoi|raconte quoi)|^\W*(summar[iy][sz]e|resume|tl ?;? ?dr)( it| this| that| ca| le)?( please| pls| stp| svp)?\W*$"
        ),
    ),
    (Matter.ERRORS, rf"\b{_WRONG}\b.*\b{_TEXT}\b|\b{_TEXT}\b.*\b{_WRONG}\b"),
)
_KNOWN = frozenset(
    "write wrote written writer publish published author authored journalist sign signed behind date dated day year old title headline called call "
    "explain tell whole thing story affair everything eli5 expliquer explique expliquez raconte toute tout histoire affaire "
    "summarize summarise summary sum recap overview gist point points idea ideas takeaway takeaways message messages main key tl dr tldr nutshell sentence "
    "sentences lines brief give newspaper outlet site website media paper piece text source out come came released deepseek "
    "ecrit ecrite ecrire redige publie publiee publier paru parue sorti signe journal journaliste media titre appelle resume resumer synthese synthetiser points "
    "wrong error errors mistake mistakes mistaken inaccurate inaccuracies incorrect untrue false accurate accuracy reliable trust trustworthy correct right true "
    "fact facts claim claims check checked get gets got make made contain contains list "
    "erreur erreurs faute fautes faux fausse fausses inexact inexactitude inexactitudes trompe tromper fiable fiabilite confiance correct juste vrai vraie fait faits "
    "affirmation affirmations verifie verifier contient commet commis liste "
    "idees cles principaux principales essentiel grandes lignes bref gros parle traite raconte texte papier phrases mots date jour annee trois cinq five three few".split()
)
"""Words that a question about the article itself may have; any other is about a matter."""
_SHORTEST, _LONGEST = 60, 420
_FIGURE_GAIN = 2
"""How many times more a sentence with a figure weighs."""


def matter_asked_about(asked: Asked) -> Matter | None:
    """Return what is asked of the article itself, or None for a question about a matter."""
    if any(meaning.word not in _KNOWN for meaning in asked.meanings) or asked.versions:
        return None
    return next((matter for matter, pattern in _PATTERNS if re.search(pattern, asked.folded)), None)


def tell(
    snapshot: Snapshot, question: Question, asked: Asked, matter: Matter, language: str, room: int
) -> Answer | None:
    """Tell it of the article, or return None where the texts hold none."""
    source = next(
        (source for source in snapshot.sources.values() if source.kind is Kind.ARTICLE and source.held), None
    )
    passages = snapshot.passages_of(source.id) if source else ()
    if source is None or not passages:
        return None
    speech = Speech(snapshot, language, 2 * room)
    if matter is Matter.ERRORS:
        _state_errors(speech, snapshot, passages, room)
    elif matter is Matter.SUMMARY:
        for candidate in _main_points(snapshot, passages, language, 2 * room):
            speech.say(candidate, candidate.text)
    else:
        quote = _dateline(passages, source) if matter is Matter.DATE else _quotes(passages[0])[0]
        number = speech.cite(quote, None).number
        speech.state(_metadata(source, matter, language), [number])
    return speech.answer(question, asked) if speech.statements else None


def _state_errors(speech: Speech, snapshot: Snapshot, passages: Sequence[Passage], room: int) -> None:
    """Say how many claims are wrong, and quote those whose checks rest on most; each quote brings its check."""
    counts = Counter(claim.verdict for claim in snapshot.claims)
    wrong = [claim for claim in snapshot.claims if claim.verdict is Verdict.WRONG]
    sentences = [quote for passage in passages for quote in _quotes(passage)]
    for claim in sorted(wrong, key=lambda claim: -len(claim.facts)):
        for sentence in sentences:
            if len(speech.citations) < room and sentence.span.overlaps(claim.quote.span):
                if not speech.cites(sentence):
                    speech.cite(sentence, None)
                break
    if speech.citations:
        numbers = [citation.number for citation in speech.citations]
        told = say(speech.language, "article-errors", wrong=len(wrong), imprecise=counts[Verdict.IMPRECISE])
        speech.state(told, numbers)


def _metadata(source: Source, matter: Matter, language: str) -> str:
    if matter is Matter.TITLE:
        return say(language, "article-title")
    if matter is Matter.DATE:
        if source.published is None:
            return say(language, "article-undated")
        return say(language, "article-date", date=date_in_words(source.published, language))
    if source.publisher is None:
        return say(language, "article-unsigned")
    return say(language, "article-publisher", publisher=source.publisher)


def _dateline(passages: Sequence[Passage], source: Source) -> Quote:
    """Return the sentence that says the date as the manifest does, else the first."""
    quotes = [quote for passage in passages for quote in _quotes(passage)]
    return next((quote for quote in quotes if source.published and source.published in quote.text), quotes[0])


def _quotes(passage: Passage) -> list[Quote]:
    return [Quote(passage.document, span.start, span.end) for span in passage.sentences]


def _main_points(
    snapshot: Snapshot, passages: Sequence[Passage], language: str, count: int
) -> list[Candidate]:
    """Return the sentences that say most of what the article says often, one of a passage, in its order."""
    said = list(_sayable(snapshot, passages, language))
    weights = Counter(stem for candidate in said for stem in candidate.stems)
    chosen: list[Candidate] = []
    while len(chosen) < count:
        further = [
            (_weight(candidate, weights), candidate)
            for candidate in said
            if not any(
                candidate.passage is other.passage or say_the_same(candidate.stems, other.stems)
                for other in chosen
            )
        ]
        if not further:
            break
        best = max(further, key=lambda pair: pair[0])[1]
        chosen.append(best)
        # What is said once need not be said again.
        for stem in best.stems:
            weights[stem] //= 2
    return sorted(chosen, key=lambda candidate: candidate.quote.start)


def _weight(candidate: Candidate, weights: Mapping[str, int]) -> float:
    mean = sum(weights[stem] for stem in candidate.stems) / (len(candidate.stems) or 1)
    return mean * (_FIGURE_GAIN if any(map(str.isdigit, candidate.text)) else 1)


def _sayable(snapshot: Snapshot, passages: Sequence[Passage], language: str) -> Iterator[Candidate]:
    for passage in passages:
        source = passage.document.source
        pieces = snapshot.translations.get((source.id, language), ())
        for quote in _quotes(passage):
            text = (None if source.language == language else translate(quote, pieces)) or quote.text
            if _SHORTEST <= len(text) <= _LONGEST and not text.rstrip().endswith("?"):
                shown = language if text != quote.text else source.language
                yield Candidate(passage, quote, text, frozenset(terms(text, shown)), 0.0)
