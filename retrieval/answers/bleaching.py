"""What is left of a model's sentence when nothing in it can act on a chat platform: plain words, or nothing (pure)."""

import re
import unicodedata

_LONGEST = 500
"""Characters. A statement is a sentence."""
_ACTS = re.compile(
    r"[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:|\bjavascript:|\bdata:\w|"
    r"@\s*(?:everyone|here|channel)\b|@\w|<\S|&(?:lt|gt|amp|#\d+);|"
    r"\]\s*\(|\[\[|\{\{|:[a-z][a-z0-9_+-]*:|"
    r"\b[a-z0-9][a-z0-9-]*\.(?:[a-z][a-z0-9-]*\.)*(?:com|org|net|io|ai|gg|fr|eu|uk|de|cn|me|ly|co|info|biz|xyz|app|dev|link|site|top|ru)\b",
    re.IGNORECASE,
)
"""Links, mentions, tags, entities and emoji codes: a sentence with one of them is not shown at all."""
_OPENS = re.compile(r"^\s*(?:#{1,6}\s+|>+\s*|[-+•]\s+|\d{1,2}[.)]\s+(?=\D))+")
_MARKS = re.compile(r"\*+|`+|~~+|\|+|(?<!\w)_+|_+(?!\w)|__+|[\[\]\\]")


def plain_words(text: str) -> str | None:
    """Return the sentence without markdown and control characters, on one line; None if there would be more to lose."""
    visible = "".join(_visible(character) for character in unicodedata.normalize("NFC", text))
    bare = _MARKS.sub("", _OPENS.sub("", visible))
    cleaned = " ".join(bare.split(" ")).strip()
    while "  " in cleaned:
        cleaned = cleaned.replace("  ", " ")
    acts = any(_ACTS.search(unicodedata.normalize("NFKC", each)) for each in (visible, cleaned))
    if acts or not any(character.isalpha() for character in cleaned) or len(cleaned) > _LONGEST:
        return None
    return cleaned


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\n\r\t\v\f" or category in {"Zl", "Zp"}:
        return " "
    return "" if category[0] == "C" else character
