"""What kind of thing would answer a question: a figure, a date, a person, a verdict (pure)."""

import re
from enum import StrEnum


class Wants(StrEnum):
    """What kind of thing would answer."""

    VERDICT = "verdict"
    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    REASON = "reason"
    MEANING = "meaning"
    COMPARISON = "comparison"
    ANYTHING = "anything"


_PATTERNS: tuple[tuple[Wants, re.Pattern[str]], ...] = (
    (
        Wants.VERDICT,
        re.compile(
            r"\b(is|was) it (really )?(true|right|correct|accurate|a fact)|\btrue or false|\bright or wrong|"
            r"\bfact.?check|\bis (that|this|it) (true|so|right)\b|\btrue that\b|\breally\b.*\?|"
            r"\b(c|ce)['’ ]?est (vraiment |bien )?(vrai|exact|juste)|\best.ce (vrai|exact|juste)|\bvrai ou faux|\bvraiment\b|"
            r"\bvrai que\b|\bexact que\b|\bfaux que\b"
        ),
    ),
    (
        Wants.COMPARISON,
        re.compile(
            r"\b(compare[ds]?|comparison|versus|vs|difference|differ|better than|worse than|cheaper|than)\b|"
            r"\b(compar\w+|difference|mieux que|pire que|moins cher|plus cher|par rapport|face a)\b"
        ),
    ),
    (
        Wants.FIGURE,
        re.compile(
            r"\bhow (much|many|big|large|long|fast|far|old|expensive|cheap|mcuh)\b|\b(price|cost|figure|percent\w*|rate|number|amount)\b|"
            r"\b(combien|cmb|prix|cout\w*|montant|pourcent\w*|nombre|quelle (somme|taille|part)|chiffre)\b"
        ),
    ),
    (
        Wants.DATE,
        re.compile(
            r"\b(when|what (day|date|year|month|time)|which (day|date|year|month)|since when|how long ago)\b|"
            r"\b(quand|quelle (date|annee)|quel (jour|mois)|depuis quand|en quelle)\b"
        ),
    ),
    (
        Wants.PERSON,
        re.compile(
            r"\b(who|whos|whom|whose|which (people|person|ceos?|bosses|leaders))\b|"
            r"^\W*(\w+ ){0,2}(?<!est.ce )(?<!celui )(?<!ceux )qui\b|\b(c['’ ]?est|de|par|a|avec|chez) qui\b|\b(lesquels|quels? (patrons?|dirigeants?))\b"
        ),
    ),
    (Wants.REASON, re.compile(r"\b(why|how come|reason|what for)\b|\b(pourquoi|pk|pq|raisons?|a cause)\b")),
    (
        Wants.MEANING,
        re.compile(
            r"\b(what(s| is| are| was|'s)|wats?|define|meaning|mean|explain)\b|"
            r"\b(c'?est quoi|ckoi|c koi|qu'?est.ce (que|qu)|definition|que veut dire|signifie|expliqu\w+)\b"
        ),
    ),
)


def wanted(folded: str) -> Wants:
    """Return the kind of thing that a folded question asks for."""
    return next((wants for wants, pattern in _PATTERNS if pattern.search(folded)), Wants.ANYTHING)
