"""What a sentence states, taken apart: its clauses with their figures and dates, what it denies, what it supposes (pure)."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from retrieval.answers.asking import Asked
from retrieval.answers.directing import Order, order_of
from retrieval.answers.naming import written_names
from retrieval.answers.quoting import stems_of
from retrieval.index.lexicon import Meaning
from retrieval.sources.figures import Day, Figure, days, figures, folded
from retrieval.sources.terms import stem, words

FEWEST, _FEWEST_NAMED, FEWEST_FIGURE = 4, 3, 2
"""So many words of weight make a statement that can be compared; fewer where it has a figure or a date besides."""
_OPENING = 4
"""A clause is about what its first so many words name."""
_MOST_FIGURES = 6
"""More of them are a table, no statement."""
_UNREAL = re.compile(
    r"\b(if|will|would|might|may|could|should|gonna|going to|soon|tomorrow|si|pourr\w+|devr\w+|va|vont|serait|demain|bientot)\b(?! \d)"
)
"""What is not said to be so cannot be borne out."""
_ALLEGED = re.compile(r"\b(?:alleg\w*|accus\w*|suspect\w*|soupconn\w*|presume\w*)")
_CARRYING = frozenset(
    "charge charges charged pay pays paid take takes took contain contains comprise comprises count counts feature features "
    "north apparently fact bucks supposedly roughly anyway guess heard possede possedent compte comptent contient comporte "
    "dispose disposent affiche prend prennent tourne paie paye paient s'appelle appelle parait bien quand meme autour almost nearly presque".split()
)
"""Words that carry a figure or a name and say nothing themselves."""
_TITLES = frozenset("share shares stock stocks action actions titre titres".split())
"""The same of a rise or a fall in percent."""
_TELLING = 0.16
"""Share of the rarest word's weight above which a word tells texts apart: every text of ours has "DeepSeek"."""
_CLAUSES = re.compile(
    r"[;:,](?!\d)|\b(?:and|while|whereas|but|against|et|tandis que|alors que|mais|contre|face a)\b"
)
_COMPARES = re.compile(
    r"\b(?:than(?! [\d$€])|against|versus|vs|compared|contre|face a|(?:plus|moins|fois|mieux) [^.;:]{1,40}\bqu[e'’])"
)
_NOT = re.compile(
    r"\b(not|never|no|none|nobody|nothing|cannot|neither|nor|instead|didnt|doesnt|isnt|wasnt|pas|jamais|aucune?|"
    r"personne|rien|ni|non|au lieu)\b(?! seulement| only| less| just)|n['’]t\b"
)
_OPPOSITES = (
    (r"rose|rises?|rising|risen|gain\w*|climb\w*|soar\w*|jump\w*|won|wins?|up(?= (?:by |about |almost |nearly |around )*[\d$€])|(?:closed|went|ended|goes) up|recover\w*|regain\w*|rebound\w*|climbed|monte\w*|grimpe\w*|bondi\w*|gagne\w*|regagn\w*|rebond\w*|recuper\w*|hausse|augment\w*|increas\w*|progress\w*",
     r"fell|falls?|fallen|falling|loses?|los[st]\w*|losing|drop\w*|plung\w*|sank|down|slump\w*|decreas\w*|per[dt]\w*|chut\w*|recul\w*|baiss\w*|plong\w*|diminu\w*"),
    (r"cheap\w*|less expensive|moins cher\w*|economi\w*", r"expensive|dearer|plus cher\w*|couteu\w*"),
    (r"better|best|outperform\w*|beats?|mieux|meilleure?s?|surpass\w*|bat", r"worse|worst|underperform\w*|pires?|moins bien"),
    (r"bigger|larger|largest|biggest|plus grande?s?", r"smaller|smallest|small|tiny|plus petite?s?|petite?s?"),
    (r"bann?\w*|block\w*|forb[ia]d\w*|interdi\w*|bloqu\w*", r"allow\w*|authori[sz]\w*|unblock\w*|permit\w*|autoris\w*|debloqu\w*|legal"),
    (r"open\w*|ouvert\w*", r"closed|proprietary|ferme\w*|proprietaire"),
    (r"before|avant", r"after|apres"),
    (r"inputs?|entrees?", r"outputs?|sorties?"),
    (r"first|1st|premiere?s?|1ere?", r"second|2nd|2e|deuxieme|seconde?s?"),
    (r"cached|cache hits?|en cache", r"uncached|cache miss\w*|hors cache"),
)  # fmt: skip
MARKING = slice(7, 10)
"""Which of them tell one figure from another beside it: input from output, the first from the second."""
_MEASURE = re.compile(r"(?!(?:19|20)\d\d$|[12]?\d$|3[01]$)[\d.,]+")
"""A figure that is no part of a date."""
_SAME = dict.fromkeys(("american", "america", "states"), ("us", "usa"))
"""What is too small a word to be searched for, and yet says the same."""
NARROWER = (False, False, True)
"""Of these, whether the first side holds in a special case only: a cached price is not the price."""
_SYNONYMOUS = (0, 1, 2, 4)
"""Which of them may be said by any of their words: a share that climbed did what one that rose did, or the contrary."""
_SIDES = tuple((re.compile(rf"\b(?:{one})\b"), re.compile(rf"\b(?:{other})\b")) for one, other in _OPPOSITES)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence between commas and the like; `sides` says for each pair of opposites which it has.

    `owners` are the names that it begins with.
    """

    stems: frozenset[str]
    owners: frozenset[str]
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    negated: bool
    sides: tuple[int, ...]

    @property
    def marks(self) -> tuple[int, ...]:
        """Those of its sides that tell one figure from another."""
        return self.sides[MARKING]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source, a translation or a correction, taken apart; `is_unreal` if it only supposes or foresees."""

    stems: frozenset[str]
    clauses: tuple[Clause, ...]
    order: Order
    is_unreal: bool
    is_alleged: bool
    is_comparison: bool

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All its figures."""
        return tuple(figure for clause in self.clauses for figure in clause.figures)

    @property
    def days(self) -> tuple[Day, ...]:
        """All its dates."""
        return tuple(day for clause in self.clauses for day in clause.days)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to be compared: what its words mean but for those of its figures, its telling names, all names, other telling words."""

    meanings: tuple[Meaning, ...]
    names: tuple[Meaning, ...]
    named: tuple[Meaning, ...]
    others: tuple[Meaning, ...]
    sentence: Sentence

    @property
    def subjects(self) -> tuple[Meaning, ...]:
        """Those of its telling names that stand before its figure, or before its other telling words."""
        order = self.sentence.order
        if self.sentence.figures:
            ends = [place for place, word in enumerate(order.plain) if _MEASURE.fullmatch(word)]
        else:
            # A first name may be a word like any other.
            ends = sorted(place for meaning in self.others for place in order.places(meaning))[1:]
        end = min(ends, default=len(order.plain))
        return tuple(name for name in self.names if any(place < end for place in order.places(name)))

    @property
    def is_measured(self) -> bool:
        """Tell whether it gives a figure or a date."""
        return bool(self.sentence.figures or self.sentence.days)

    @property
    def is_comparable(self) -> bool:
        """Tell whether it says enough to be held against another sentence."""
        if len(self.sentence.figures) + len(self.sentence.days) > _MOST_FIGURES:
            return False
        if self.sentence.figures or (self.sentence.days and self.named):
            return len(self.meanings) >= FEWEST_FIGURE
        return len(self.meanings) >= (_FEWEST_NAMED if len(self.named) > 1 else FEWEST)


def make_statement(text: str, asked: Asked, language: str) -> Statement:
    """Take apart a sentence whose words were understood as `asked`."""
    sentence = take_sentence_apart(text, language)
    whole = folded(text)
    spans = [(figure.start, figure.end) for figure in figures(whole, language)]
    spans += [(day.start, day.end) for day in days(whole)]
    measured = {word for start, end in spans for word in words(whole[start:end])}
    moved = any(figure.unit == "%" for figure in sentence.figures)
    carrying = _CARRYING | _TITLES if moved else _CARRYING
    meanings = tuple(
        _with_opposites(meaning)
        for meaning in asked.meanings
        if meaning.word not in measured and meaning.word not in carrying
    )
    named = tuple(meaning for meaning in meanings if meaning.word in asked.names)
    telling = [meaning for meaning in meanings if meaning.weight > _TELLING * asked.rarest]
    names = tuple(meaning for meaning in telling if meaning in named)
    others = tuple(meaning for meaning in telling if meaning not in named)
    return Statement(meanings, names, named, others, sentence)


def _with_opposites(meaning: Meaning) -> Meaning:
    """Let a word that has an opposite be said by any word of the pair: which of the two is told by the sides."""
    kinds = tuple(
        _kind(number)
        for number in _SYNONYMOUS
        if any(side.fullmatch(meaning.word) for side in _SIDES[number])
    )
    return replace(meaning, stems=(*meaning.stems, *kinds, *_SAME.get(meaning.word, ())))


def _kind(number: int) -> str:
    return f"±{number}"


@lru_cache(maxsize=20_000)
def take_sentence_apart(text: str, language: str) -> Sentence:
    """Cut a sentence into clauses."""
    whole = folded(text)
    ends = [0, *(match.start() for match in _CLAUSES.finditer(whole)), len(whole)]
    found, dated = tuple(figures(whole, language)), tuple(days(whole))
    named = frozenset(stem(name, language) for name in written_names(text) if not name[0].isdigit())
    clauses = tuple(
        _clause(
            whole[start:end],
            language,
            tuple(figure for figure in found if start <= figure.start < end),
            tuple(day for day in dated if start <= day.start < end),
            named,
        )
        for start, end in pairwise(ends)
    )
    return Sentence(
        stems_of(text, language).union(*(_kinds(clause.sides) for clause in clauses)),
        clauses,
        order_of(text, language),
        bool(_UNREAL.search(whole)),
        bool(_ALLEGED.search(whole)),
        bool(_COMPARES.search(whole)),
    )


def _clause(
    text: str, language: str, found: tuple[Figure, ...], dated: tuple[Day, ...], named: frozenset[str]
) -> Clause:
    sides = tuple(bool(one.search(text)) - bool(other.search(text)) for one, other in _SIDES)
    return Clause(
        stems_of(text, language) | _kinds(sides),
        named & stems_of(" ".join(words(text)[:_OPENING]), language),
        found,
        dated,
        bool(_NOT.search(text)),
        sides,
    )


def _kinds(sides: tuple[int, ...]) -> frozenset[str]:
    return frozenset(_kind(number) for number in _SYNONYMOUS if sides[number])
