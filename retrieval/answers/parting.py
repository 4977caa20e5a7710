"""Which parts a question has: "who founded it, and when?" asks two things, "compare both on price and maths" too (pure)."""

import re

_MOST = 3
"""So many parts of a question are answered at most."""
_ASKING = {
    "en": r"who|whom|whose|what|which|when|where|why|how",
    "fr": r"qui|quand|o[ùu]|pourquoi|comment|combien|quel(?:le)?s?|qu['’]est[- ]ce|est[- ]ce",
}
_AND = {"en": "and|but|plus", "fr": "et|mais|puis"}
_OPENING = {"en": "and", "fr": "et"}
_BETWEEN = {
    language: re.compile(
        rf"\s*\?+\s*(?:(?:{_AND[language]})\s+)?(?=\w)|\s*[,;]?\s+(?:{_AND[language]})\s+(?:also\s+|aussi\s+)?(?=(?:in|on|for|from|to|at|with|by|since|de|d['’]|en|depuis|à|a|pour|par|chez|avec)?\s*(?:{asking})\b)",
        re.IGNORECASE,
    )
    for language, asking in _ASKING.items()
}
_ASKS = {
    language: re.compile(rf"(?<![\w'’])(?<!, )(?:{asking})\b", re.IGNORECASE)
    for language, asking in _ASKING.items()
}
_END = " ?\u00a0\u202f"
_TOLD = re.compile(r"[.:]\s")
"""What comes after a story is understood by it: such a question stays whole."""
_COMPARED = re.compile(
    r"^(?P<head>.*\b(?:compar\w+|comparison|versus|vs|differ\w*|diff[ée]r\w+)\b.*?)\s(?P<on>on|in|for|regarding|sur|en|pour|côté|niveau)\s"
    r"(?P<fields>(?:the |le |la |les |l['’])?[\w-]+(?:(?:, | and | et )(?:the |le |la |les |l['’]|on |sur )?[\w-]+)+)\W*$",
    re.IGNORECASE,
)
_FIELD = re.compile(r", | and | et ", re.IGNORECASE)


def parts_of(text: str, language: str) -> list[str]:
    """Return the questions that a text asks, in order."""
    between = _BETWEEN.get(language)
    if between is None:
        return [text]
    if compared := _COMPARED.match(text.strip()):
        fields = _FIELD.split(compared["fields"])[:_MOST]
        return [f"{compared['head']} {compared['on']} {field}?" for field in fields]
    pieces = [piece.strip() for piece in between.split(text) if piece.strip(" .!?")]
    asking = [piece for piece in pieces if _ASKS[language].search(piece)]
    if len(pieces) < 2 or _TOLD.search(pieces[0]) or len(asking) < len(pieces):  # noqa: PLR2004 - two make parts
        return [text]
    return [f"{piece.rstrip(_END)}?" for piece in pieces[:_MOST]]


def leaning(part: str, language: str) -> str:
    """Return a part so that it leans on the one before: "when?" asks nothing by itself."""
    return f"{_OPENING[language]} {part}"
