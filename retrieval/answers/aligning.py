"""Where a passage says what a language model claims that it says: whole sentences of the source, or nowhere (pure)."""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from retrieval.sources.amounts import figures
from retrieval.sources.likeness import likest_window
from retrieval.sources.terms import words
from retrieval.types import Passage, Quote, Span

CLOSE_ENOUGH = 0.9
"""How alike a proposed quote and the source's own words must be; measured in docs/models.md."""
_LONGEST = 1200
"""Characters of a proposed quote that are looked for at most."""
_FEWEST_WORDS = 3
"""So few words stand in many places; fewer are a quote only if they are a whole sentence."""
_FEWEST_WORDS_ALIKE = 6
"""Fewer words are too easily like others."""
_SENTENCES = 3
"""How many sentences a quote has at most."""
_TOUCHED = 0.3
"""The share of a sentence that an inexact match must cover for the sentence to be meant."""

_ALIKE = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛`´ʼ＇‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
_NO_SPACE_BEFORE = frozenset(";:?!»%.,)")
_NO_SPACE_AFTER = frozenset("«(")
_NEGATIONS = frozenset(
    "not no never nor neither none nobody nothing cannot pas jamais aucun aucune rien ni personne ne n t".split()
)
_SURROUNDING = " \"'.…*_"


class Match(Enum):
    """How a proposed quote was found."""

    EXACT = "exact"
    TYPOGRAPHIC = "typographic"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Alignment:
    """The source's own sentences, and how they were found."""

    quote: Quote
    match: Match


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text without typography, and for each of its characters the one of the text it stands for."""

    text: str
    places: tuple[int, ...]


def align(proposed: str, passage: Passage) -> Alignment | None:
    """Return the whole sentences that hold a proposed quote, or None: there are none, too many, or too few words."""
    wanted = proposed.strip()
    if not 0 < len(wanted) <= _LONGEST:
        return None
    start = passage.text.find(wanted)
    if start >= 0:
        return _snap(passage, Span(start, start + len(wanted)), wanted, Match.EXACT)
    plain, bare = _plain(passage.text), _plain(wanted).text.strip(_SURROUNDING)
    start = plain.text.find(bare) if bare else -1
    if start >= 0:
        return _snap(passage, _original(plain, start, start + len(bare)), bare, Match.TYPOGRAPHIC)
    if len(words(bare)) < _FEWEST_WORDS_ALIKE:
        return None
    window = likest_window(bare, plain.text, CLOSE_ENOUGH)
    if window is None:
        return None
    return _snap(passage, _original(plain, window.start, window.end), bare, Match.ALIKE)


def says(text: str, words_said: str) -> bool:
    """Tell whether a text has these very words, whatever the typography."""
    bare = _plain(words_said).text.strip(_SURROUNDING)
    return bool(bare) and bare in _plain(text).text


def _snap(passage: Passage, span: Span, wanted: str, match: Match) -> Alignment | None:
    """Widen a piece of the passage to its whole sentences: a quote that is cut short may say the opposite."""
    inside = Span(passage.start + span.start, passage.start + span.end)
    text = passage.document.text
    touched = [sentence for sentence in passage.sentences if _is_meant(sentence, inside, match, text)]
    if not 0 < len(touched) <= _SENTENCES:
        return None
    quote = Quote(passage.document, touched[0].start, touched[-1].end)
    if len(words(wanted)) < _FEWEST_WORDS and len(words(quote.text)) != len(words(wanted)):
        return None
    if match is Match.ALIKE and not _only_misspelt(wanted, quote):
        return None
    return Alignment(quote, match)


def _is_meant(sentence: Span, found: Span, match: Match, text: str) -> bool:
    start, end = max(sentence.start, found.start), min(sentence.end, found.end)
    if start >= end or not text[start:end].strip():
        return False
    shorter = min(sentence.end - sentence.start, found.end - found.start)
    return match is not Match.ALIKE or end - start >= _TOUCHED * shorter


def _only_misspelt(wanted: str, quote: Quote) -> bool:
    """Tell whether what was proposed has only figures of the source and all its negations: the rest may be slips."""
    language = quote.document.source.language
    proposed, said = words(wanted), words(quote.text)
    known = {figure.value for figure in figures(quote.text, language)}
    digits = {word for word in proposed if any(character.isdigit() for character in word)}
    return (
        {figure.value for figure in figures(wanted, language)} <= known
        and digits <= set(said)
        and [word for word in proposed if word in _NEGATIONS] == [word for word in said if word in _NEGATIONS]
    )


def _original(plain: _Plain, start: int, end: int) -> Span:
    return Span(plain.places[start], plain.places[end - 1] + 1)


@lru_cache(maxsize=1000)
def _plain(text: str) -> _Plain:
    """Return the text in lower case with one kind of quotation mark, apostrophe, dash and space."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if unicodedata.category(character) in {"Cf", "Mn"}:
            continue
        for plain in _plain_character(character):
            if plain == " " and (not characters or characters[-1] == " " or _is_loose(text, place)):
                continue
            characters.append(plain)
            places.append(place)
    return _Plain("".join(characters), tuple(places))


def _plain_character(character: str) -> str:
    if character.isspace():
        return " "
    alike = _ALIKE.get(character)
    if alike is not None:
        return alike
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def _is_loose(text: str, place: int) -> bool:
    """Tell whether a space is only typography: French sets one inside its quotation marks and before ";:?!%"."""
    before, after = text[:place].rstrip()[-1:], text[place:].lstrip()[:1]
    return before in _NO_SPACE_AFTER or after in _NO_SPACE_BEFORE
