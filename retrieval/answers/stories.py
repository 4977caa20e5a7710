"""Where a story is told around a question: which part of the message asks (pure)."""

import re

from retrieval.sources.passages import split_sentences
from retrieval.sources.terms import fold

_LONG = 24
"""A message of so many words may be a story."""
_SHORT = 6
"""What asks in fewer words cannot be understood without the sentence before: "Did they?"."""
_MOSTLY = 0.75
"""A part of so much of the message is not told apart from it."""
_ASKS = re.compile(
    r"^\W*(\w+\W+){0,3}(what|who|whose|when|where|why|which|how|is|are|was|were|did|didn|does|do|can|could|has|have|"
    r"qui|que|qu|quoi|quand|ou|pourquoi|comment|combien|quel|quelle|quels|quelles|est ce)\b"
    r"|\b(wonder\w*|want to know|tell me|explain|je me demande|savoir|dis moi|dites moi|expliqu\w+)\b"
)


def told_apart(text: str, language: str) -> tuple[str, str] | None:
    """Return what a message tells and what it asks; None where it is no story or all of it asks."""
    if len(text.split()) < _LONG:
        return None
    sentences = [text[span.start : span.end] for span in split_sentences(text, language)]
    places = [number for number, sentence in enumerate(sentences) if _asks(sentence)]
    if not places:
        return None
    first, last = places[-1], places[-1]
    while first and (_asks(sentences[first - 1]) or _words(sentences[first : last + 1]) < _SHORT):
        first -= 1
    asked, told = sentences[first : last + 1], sentences[:first] + sentences[last + 1 :]
    if not told or _words(asked) > _MOSTLY * len(text.split()):
        return None
    return " ".join(told), " ".join(asked)


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or bool(_ASKS.search(fold(sentence)))


def _words(sentences: list[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)
