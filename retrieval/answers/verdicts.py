"""Which claim of a source a true-or-false question is about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers.asking import Asked
from retrieval.answers.evidence import coverage, says
from retrieval.answers.judging import Judge, Judgement
from retrieval.answers.quoting import Candidate, stems_of, translate
from retrieval.answers.stating import make_statement
from retrieval.answers.wants import Wants
from retrieval.index.snapshot import Snapshot
from retrieval.sources.terms import terms, words
from retrieval.types import Assessment, Claim, Verdict

_FIGURE_QUOTED = 0.3
"""What a claim gains that has all the figures of a question in its own words."""
_TELLING = 1.0
"""Inverse document frequency above which a name tells claims apart: every text has "DeepSeek"."""
_CLAIM_MEANT = 0.5
_CLAIM_NAMED = 0.7
"""Share of a question's words from which a claim is taken to be the one asked about, near the matter and at large."""
_TO_THE_POINT = 0.1
"""What a claim gains whose words are all in the question."""
_SAME_FACTS = 0.05
"""What a claim gains that rests on the same facts as the best statement."""


_TRUTH = re.compile(
    r"\b(actually|truly|for real|est[- ]il (?:vrai|exact|faux|juste)|est[- ]ce (?:bien )?(?:vrai|exact|faux|juste)|reellement|pour de vrai|fact or fiction|"
    r"(?:a |un )?(?:myth\w*|mythe)|info ou intox|intox|correct that|fact that|debunk\w*|verif\w*|confirm\w*|is it (?:so|the case)|rumou?rs?|rumeurs?)\b"
)
_ASKED_FOR = re.compile(
    r"\b(who|whom|whose|what|which|when|where|why|how|qui|quoi|quand|pourquoi|comment|combien|quel\w*|lequel|laquelle|explain|compare|tell)\b|"
    r"^\W*(?:que|qu['’]|ou)\b"
)
_IS_IT = re.compile(r"\best[- ]ce qu[e'’]")
_ASIDE = re.compile(
    r"^\W*(?:so |but |and |ok |alors |donc |et |mais )*(?:(?:is|was) it (?:really |actually )?(?:true|correct|right|accurate|a fact|so|the case)(?: that)?|"
    r"(?:is it )?true or false|right or wrong|fact or fiction|(?:c['’]?est|est[- ]ce|est[- ]il) (?:vraiment |bien )?(?:vrai|exact|juste|faux)(?: que| qu['’])?|"
    r"vrai ou faux|info ou intox|est[- ]ce (?:que|qu['’]))\s*[:,]?\s*|[\s,:]*(?:true or false|vrai ou faux|right|correct|n['’]est[- ]ce pas|hein|info ou intox)?\s*\?*\s*$",
    re.IGNORECASE,
)
"""What only asks whether the rest is so."""


def claim_asked_about(
    snapshot: Snapshot,
    judge: Judge,
    asked: Asked,
    language: str,
    spoken: Sequence[Candidate],
    article: Candidate | None,
) -> Claim | None:
    """Return the claim that a true-or-false question is about: the one it repeats, or that says most of its words.

    Unless such a claim says nearly all of them, it must be in the article's sentence on the matter or rest on the
    same facts as the best statement. A question that is contradicted by a claim's correction is about that claim.
    """
    if not snapshot.claims or asked.foreign or asked.about_article:
        return None
    is_verdict = asked.wants is Wants.VERDICT or bool(_TRUTH.search(asked.folded))
    if not is_verdict and not _is_yes_or_no(asked):
        return None
    stated = _ASIDE.sub("", asked.text)
    said = set(words(stated))
    alone = replace(asked, meanings=tuple(meaning for meaning in asked.meanings if meaning.word in said))
    judgement = judge.judge(make_statement(stated, alone, language), (), language)
    if judgement is not None and judgement.claim is not None and _is_meant(judgement, judgement.claim):
        return judgement.claim
    if not is_verdict:
        return None
    most = None if asked.negated else _most_said(snapshot, asked, language, spoken, article)
    if most is not None or judgement is None or judgement.assessment is not Assessment.CONTRADICTED:
        return most
    claim = judgement.claim
    return claim if claim is not None and claim.verdict is Verdict.WRONG else None


def _is_meant(judgement: Judgement, claim: Claim) -> bool:
    """Tell whether what was asked repeats a claim, or is what is known to be right of one that is right."""
    right = judgement.assessment is Assessment.SUPPORTED and claim.verdict is Verdict.SUPPORTED
    return judgement.repeats or right


def _is_yes_or_no(asked: Asked) -> bool:
    return asked.text.rstrip().endswith("?") and not _ASKED_FOR.search(_IS_IT.sub("", asked.folded))


def _most_said(
    snapshot: Snapshot, asked: Asked, language: str, spoken: Sequence[Candidate], article: Candidate | None
) -> Claim | None:
    facts = {fact for candidate in spoken[:1] for fact in candidate.passage.facts}
    shares = [(_share(snapshot, asked, claim, language), claim) for claim in snapshot.claims]
    share, best = max(shares, key=lambda pair: pair[0] + _gain(asked, pair[1], facts))
    near = bool(facts & set(best.facts)) or (
        article is not None and article.quote.span.overlaps(best.quote.span)
    )
    return best if share >= (_CLAIM_MEANT if near else _CLAIM_NAMED) else None


def _share(snapshot: Snapshot, asked: Asked, claim: Claim, language: str) -> float:
    """Return how much of a question a claim says, its own words before those of its sentence.

    A claim whose sentence does not speak of what the question names is not the one asked about, nor is one
    that has none of its figures: who asks about the better figure is not to be told that it is wrong.
    """
    pieces = snapshot.translations.get((claim.quote.document.source.id, language), ())
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


def _gain(asked: Asked, claim: Claim, facts: set[str]) -> float:
    """Tell apart claims that say as much of a question: by what they say besides, and by what the answer rests on."""
    own = set(terms(claim.quote.text, claim.quote.document.source.language))
    meant = {stem for meaning in asked.meanings for stem in meaning.stems}
    to_the_point = len(own & meant) / len(own) if own else 0.0
    return _TO_THE_POINT * to_the_point + _SAME_FACTS * bool(facts & set(claim.facts))
