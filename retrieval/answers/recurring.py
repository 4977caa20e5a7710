"""Whether two questions ask the same in nearly the same words: their gists are equal (pure)."""

from retrieval.answers.asking import take_apart
from retrieval.index.lexicon import Lexicon
from retrieval.types import Question


def gist(question: Question, lexicon: Lexicon) -> str | None:
    """Return what a question asks, without its order, fillers, inflections and typing errors.

    None for a question that says nothing by itself, or in a language that the lexicon does not know. Gists are only
    compared, within one generation: another one may know other words.
    """
    asked = take_apart(question, lexicon)
    if asked.foreign or not asked.meanings:
        return None
    words = sorted({min(meaning.stems, default=meaning.word) for meaning in asked.meanings})
    kind = ("not",) if asked.negated else ()
    return " ".join((question.language, asked.wants.value, *kind, "|", *words))
