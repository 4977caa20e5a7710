"""What a sentence states, taken apart: its clauses with their figures and dates, what it denies, what it supposes (pure)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from retrieval.answers.asking import Asked
from retrieval.answers.quoting import stems_of
from retrieval.index.lexicon import Meaning
from retrieval.sources.figures import Day, Figure, days, figures, folded
from retrieval.sources.terms import words

_FEWEST, FEWEST_FIGURE = 4, 2
"""So many words of weight make a statement that can be compared; fewer where it has a figure or a date besides."""
_MOST_FIGURES = 6
"""More of them are a table, no statement."""
_UNREAL = re.compile(
    r"\b(if|will|would|might|may|could|should|gonna|going to|soon|tomorrow|si|pourr\w+|devr\w+|va|vont|serait|demain|bientot)\b(?! \d)"
)
"""What is not said to be so cannot be borne out."""
_TELLING = 0.16
"""Share of the rarest word's weight above which a word tells texts apart: every text of ours has "DeepSeek"."""
_CLAUSES = re.compile(
    r"[;:,](?!\d)|\b(?:and|while|whereas|but|against|et|tandis que|alors que|mais|contre|face a)\b"
)
_COMPARES = re.compile(
    r"\b(?:than|against|versus|vs|compared|contre|face a|(?:plus|moins|fois|mieux) [^.;:]{1,40}\bqu[e'’])"
)
_NOT = re.compile(
    r"\b(not|never|no|none|nobody|nothing|cannot|neither|nor|instead|didnt|doesnt|isnt|wasnt|pas|jamais|aucune?|"
    r"personne|rien|ni|non|au lieu)\b(?! seulement| only| less| just)|n['’]t\b"
)
_OPPOSITES = (
    (r"rose|rises?|rising|risen|gain\w*|climb\w*|soar\w*|jump\w*|won|wins?|up|monte\w*|grimpe\w*|bondi\w*|gagne\w*|hausse|augment\w*|increas\w*|progress\w*",
     r"fell|falls?|fallen|falling|los[st]\w*|losing|drop\w*|plung\w*|sank|down|slump\w*|decreas\w*|per[dt]\w*|chut\w*|recul\w*|baiss\w*|plong\w*|diminu\w*"),
    (r"cheap\w*|less expensive|moins cher\w*|economi\w*", r"expensive|dearer|plus cher\w*|couteu\w*"),
    (r"better|best|outperform\w*|beats?|mieux|meilleure?s?|surpass\w*|bat", r"worse|worst|underperform\w*|pires?|moins bien"),
    (r"bigger|larger|largest|biggest|plus grande?s?", r"smaller|smallest|small|tiny|plus petite?s?|petite?s?"),
    (r"bann?\w*|block\w*|forb[ia]d\w*|interdi\w*|bloqu\w*", r"allow\w*|authori[sz]\w*|unblock\w*|permit\w*|autoris\w*|debloqu\w*|legal"),
    (r"open\w*|ouvert\w*", r"closed|proprietary|ferme\w*|proprietaire"),
    (r"before|avant", r"after|apres"),
    (r"inputs?|entrees?", r"outputs?|sorties?"),
)  # fmt: skip
_SIDES = tuple((re.compile(rf"\b(?:{one})\b"), re.compile(rf"\b(?:{other})\b")) for one, other in _OPPOSITES)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence between commas and the like; `sides` says for each pair of opposites which it has."""

    stems: frozenset[str]
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    negated: bool
    sides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source, a translation or a correction, taken apart; `is_unreal` if it only supposes or foresees."""

    stems: frozenset[str]
    clauses: tuple[Clause, ...]
    is_unreal: bool
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
        return len(self.meanings) >= _FEWEST


def make_statement(text: str, asked: Asked, language: str) -> Statement:
    """Take apart a sentence whose words were understood as `asked`."""
    sentence = take_sentence_apart(text, language)
    whole = folded(text)
    spans = [(figure.start, figure.end) for figure in figures(whole, language)]
    spans += [(day.start, day.end) for day in days(whole)]
    measured = {word for start, end in spans for word in words(whole[start:end])}
    meanings = tuple(meaning for meaning in asked.meanings if meaning.word not in measured)
    named = tuple(meaning for meaning in meanings if meaning.word in asked.names)
    telling = [meaning for meaning in meanings if meaning.weight > _TELLING * asked.rarest]
    names = tuple(meaning for meaning in telling if meaning in named)
    others = tuple(meaning for meaning in telling if meaning not in named)
    return Statement(meanings, names, named, others, sentence)


@lru_cache(maxsize=20_000)
def take_sentence_apart(text: str, language: str) -> Sentence:
    """Cut a sentence into clauses."""
    whole = folded(text)
    ends = [0, *(match.start() for match in _CLAUSES.finditer(whole)), len(whole)]
    found, dated = tuple(figures(whole, language)), tuple(days(whole))
    clauses = tuple(
        Clause(
            stems_of(whole[start:end], language),
            tuple(figure for figure in found if start <= figure.start < end),
            tuple(day for day in dated if start <= day.start < end),
            bool(_NOT.search(whole[start:end])),
            tuple(
                bool(one.search(whole[start:end])) - bool(other.search(whole[start:end]))
                for one, other in _SIDES
            ),
        )
        for start, end in pairwise(ends)
    )
    return Sentence(
        stems_of(text, language), clauses, bool(_UNREAL.search(whole)), bool(_COMPARES.search(whole))
    )
