"""Who does it to whom, and which of two is ahead of the other: the order of names in a sentence, and what turns it round (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from retrieval.index.lexicon import Meaning
from retrieval.sources.terms import fold, stem, words

_BETTER = (
    r"beats?|beat(?:en|ing)|better|best|ahead|leads?|leading|outperform\w*|surpass\w*|overt[ao]\w+k\w*|pass(?:ed|es)|"
    r"tops?|topped|above|exceed\w*|wins?|bats?|battu\w*|battait|mieux|meilleure?s?|devanc\w*|depass\w*|mene|mener|"
    r"devant|emporte|superieure?s?"
)
_WORSE = r"worse|behind|trails?|trailed|below|inferior|loses|pires?|derriere|inferieure?s?"
_CHEAPER = r"cheap\w*|(?<=less )expensive|(?<=moins )(?:chere?s?|couteux)|economi\w*"
_DEARER = r"(?<!less )expensive|dearer|(?<!moins )(?:chere?s?|couteux)"
_AHEAD = (
    (_BETTER, _WORSE),
    (_CHEAPER, _DEARER),
    (r"bigger|larger|(?<=plus )(?:grande?s?|gros\w*)", r"smaller|(?<=plus )petite?s?"),
)
_CUES = tuple(
    (scale, sign, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"))
    for scale, sides in enumerate(_AHEAD)
    for sign, pattern in zip((1, -1), sides, strict=True)
)
_CHUNK = re.compile(r"[^\s,;:()«»\"“”]+")
_VARIED = re.compile(r"(?=.*\d)(?=.*[a-z]).+")
_IS = frozenset("is are was were s est sont etait etaient appelle named called".split())
_BY = frozenset(("by", "par"))
_BACK = 4
"""So many words before "by" hold the verb that it turns round: "was founded in 2023 by"."""
_NEXT = 3
"""So many words after it comes whom it is done by."""
_DONE = re.compile(
    r"(?:been|is|are|was|were|being|ete|est|sont|etait|fut|\w{2,}(?:ed|en|ght|ilt|ees?|es?|is|ts?))"
)
_CREDIT = frozenset("dit said wrote according selon apres via relayed reported rapporte dixit".split())
_REPORTS = frozenset(
    "said says say wrote writes told announced dit disait ecrit annonce affirme selon que that".split()
)
_FAR, _CLOSE = 12, 5
"""How many words apart two names may stand of which one does something to the other."""
_NOT = frozenset(
    "not never no none nobody nothing cannot neither nor didn doesn isn wasn aren weren hasn haven don pas jamais aucun aucune personne rien ni non".split()
)
_DENIED = 2
"""So many words of weight after a "not" are what is denied."""
_JOINT = frozenset("and et with avec ou or together ensemble".split())


@dataclass(frozen=True, slots=True)
class Lead:
    """A word that sets one thing above another: on which scale, whether what stands before it is ahead, and where it stands."""

    scale: int
    sign: int
    place: int


@dataclass(frozen=True, slots=True)
class Order:
    """A sentence's words in their order, folded and stemmed, and its leads; what is but a variant of a name is no name."""

    plain: tuple[str, ...]
    stems: tuple[str, ...]
    leads: tuple[Lead, ...]

    def places(self, meaning: Meaning) -> list[int]:
        """Return where a meaning is said."""
        return [place for place, each in enumerate(self.stems) if each in meaning.stems]

    def is_credited(self, meaning: Meaning) -> bool:
        """Tell whether a name is only said as whose report this is."""
        places = self.places(meaning)
        return bool(places) and all(
            _CREDIT & set(self.plain[max(0, place - _BACK) : place]) for place in places
        )

    def is_turned(self, first: int, last: int) -> bool:
        """Tell whether a passive between two places turns doer and done-to round."""
        return any(
            self.plain[place] in _BY
            and any(_DONE.fullmatch(word) for word in self.plain[max(0, place - _BACK, first) : place])
            for place in range(max(first, last - _NEXT), last)
        )


def order_of(text: str, language: str) -> Order:
    """Put a sentence's words in a row."""
    plain: list[str] = []
    for match in _CHUNK.finditer(fold(text)):
        pieces = words(match.group())
        for piece, following in pairwise([*pieces, ""]):
            is_varied = f"{piece}-{following}" in match.group() and following.isalpha()
            plain.append(f"{piece}-" if is_varied and _VARIED.fullmatch(piece) else piece)
    line = " ".join(plain)
    leads = [
        Lead(scale, sign, line.count(" ", 0, match.start()))
        for scale, sign, pattern in _CUES
        for match in pattern.finditer(line)
    ]
    return Order(
        tuple(plain),
        tuple(stem(word, language) for word in plain),
        tuple(sorted(leads, key=lambda lead: lead.place)),
    )


def denies_alike(statement: Order, other: Order, meanings: Sequence[Meaning]) -> bool:
    """Tell whether a sentence denies what a statement denies: one of the words that follow its "not" follows one there."""
    starts = [place for place, word in enumerate(statement.plain) if word in _NOT]
    firsts = [place for place, word in enumerate(other.plain) if word in _NOT]
    if not starts or not firsts:
        return True
    denied = sorted(
        (place, meaning.stems)
        for meaning in meanings
        for place in statement.places(meaning)
        if place > min(starts)
    )[:_DENIED]
    said = {stem for first in firsts for stem in other.stems[first : first + _FAR]}
    return not denied or any(said.intersection(stems) for _, stems in denied)


def is_turned_round(
    statement: Order, other: Order, names: Sequence[Meaning], meanings: Sequence[Meaning]
) -> bool:
    """Tell whether of two names one does to the other in a sentence what the other does to it in a statement."""
    return any(
        (alike := _alike(statement, other, deed)) and not any(alike)
        for deed in _deeds(statement, names, meanings)
    )


def is_done_alike(
    statement: Order, other: Order, names: Sequence[Meaning], meanings: Sequence[Meaning]
) -> bool:
    """Tell whether all that is done by one name to another in a statement is so done in a sentence, close together."""
    return all(any(_alike(statement, other, deed, _CLOSE)) for deed in _deeds(statement, names, meanings))


def _deeds(
    statement: Order, names: Sequence[Meaning], meanings: Sequence[Meaning]
) -> Iterator[tuple[Meaning, Meaning, tuple[Meaning, ...]]]:
    """Yield the pairs of names between which something is said to be done, and what: not that they are one or go together."""
    for one, two in product(names, names):
        firsts, lasts = statement.places(one), statement.places(two)
        if one is two or not firsts or not lasts or firsts[0] >= lasts[0]:
            continue
        between = range(firsts[0] + 1, lasts[0])
        done = tuple(
            meaning
            for meaning in meanings
            if meaning not in names and any(place in between for place in statement.places(meaning))
        )
        said = {statement.plain[place] for place in between}
        is_deed = not said & (_JOINT | _REPORTS) and (
            not said & _IS or statement.is_turned(firsts[0], lasts[0])
        )
        if done and is_deed:
            yield one, two, done


def _alike(
    statement: Order, other: Order, deed: tuple[Meaning, Meaning, tuple[Meaning, ...]], reach: int = _FAR
) -> list[bool]:
    """Return for each two places of the names with the same between them whether it is done in the same direction."""
    one, two, done = deed
    passive = statement.is_turned(statement.places(one)[0], statement.places(two)[0])
    found = []
    for places in product(other.places(one), other.places(two)):
        first, last = sorted(places)
        if last - first <= reach and any(first < place < last for it in done for place in other.places(it)):
            found.append((places[0] < places[1]) == (other.is_turned(first, last) == passive))
    return found


def is_ahead(statement: Order, other: Order, names: Sequence[Meaning]) -> bool | None:
    """Tell whether a sentence sets the same thing ahead as a statement does, in all that the statement names; None in doubt."""
    if len(statement.leads) != 1:
        return None
    lead = statement.leads[0]
    before = [name for name in names if any(place < lead.place for place in statement.places(name))]
    after = [name for name in names if name not in before and statement.places(name)]
    if not before or not after:
        return None
    winner = max(before, key=lambda name: max(p for p in statement.places(name) if p < lead.place))
    loser = min(after, key=lambda name: statement.places(name)[0])
    if not other.places(winner) or not other.places(loser):
        return None
    topic = [name for name in names if name not in (winner, loser) and statement.places(name)]
    told = {
        (it.sign * lead.sign > 0) == (subject is winner)
        for it, subject, start, end in _stretches(other, winner, loser, lead.scale)
        if not _is_excepted(other, it, loser if subject is winner else winner, end)
        and all(any(start <= place < end for place in other.places(each)) for each in topic)
    }
    return told.pop() if len(told) == 1 else None


def _is_excepted(other: Order, lead: Lead, behind: Meaning, end: int) -> bool:
    """Tell whether what would be behind is only named after a "not": "beat V3, not R1"."""
    after = [place for place in other.places(behind) if lead.place < place < end]
    return bool(after) and any(word in _NOT for word in other.plain[lead.place : after[0]])


def _stretches(
    other: Order, winner: Meaning, loser: Meaning, scale: int
) -> list[tuple[Lead, Meaning, int, int]]:
    """Return the leads on a scale, which of the two each speaks of, and from where to where it is spoken of."""
    found = []
    for lead in other.leads:
        subjects = [
            (place, name) for name in (winner, loser) for place in other.places(name) if place < lead.place
        ]
        if lead.scale == scale and subjects:
            place, name = max(subjects, key=lambda pair: pair[0])
            found.append((lead, name, place))
    if len(found) == 1:
        return [(found[0][0], found[0][1], 0, len(other.plain))]
    ends = [*(place for _, _, place in found[1:]), len(other.plain)]
    return [
        (lead, name, start, end) for (lead, name, start), end in zip(found, ends[: len(found)], strict=True)
    ]
