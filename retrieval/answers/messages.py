"""Which sentences of a chat message can be checked: without mentions, links, quoting marks and signs (pure)."""

import re
import unicodedata

from retrieval.sources.passages import split_sentences

_NOISE = re.compile(
    r"<(?:[@#!][^<>]{0,100}|a?:\w{1,40}:\d{1,25}|t:\d{1,20}(?::\w)?|subteam[^<>]{0,100})>"  # mentions, emoji, times of platforms
    r"|<?\b(?:https?|ftp|mailto|slack|discord):[^\s<>|]*(?:\|[^<>]{0,200}>|>)?"  # links, Slack's with a label
    r"|(?<!\w)[@#][\w.\-]{1,60}"
    r"|(?<!\w):[a-z0-9_+\-]{2,40}:(?!\w)"
    r"|[*_~`|]{1,3}",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"^[\s>]+|^\s*(?:[-•]|\d{1,2}\.)\s+", re.MULTILINE)
_ASKS = re.compile(
    r"\W*(?:who|what|when|where|why|which|how|can|could|do you|qui|que|quoi|quand|ou|pourquoi|comment|combien|quel\w*|qu['’]|peux|pouvez)\b",
    re.IGNORECASE,
)
_PIECE = r"(?:(?:the|this|that|your|our)\s+(?:\w+\s+)?articles?|(?:l['’]|le\s+fameux\s+|cet\s+|ton\s+|notre\s+|votre\s+)articles?)"
_TELLS = (
    r"(?:says?|said|states?|stated|claims?|claimed|writes?|wrote|reports?|reported|mentions?|mentioned|tells\s+us|puts\s+it|has\s+it|notes?|explains?|"
    r"argues?|insists?|dit|disait|affirme|ecrit|écrit|indique|explique|prétend|pretend|rapporte|mentionne|précise|precise|souligne|raconte|annonce)"
)
_SO = r"(?:\s+(?:so|it|this|as\s+much|clearly|bien|aussi|clairement))*"
_CREDITED = re.compile(
    rf"(?:^|[,;:(]|\b(?:and|but|so|et|mais|donc))\s*(?:as|like|comme|ainsi\s+que)?\s*(?:le\s+)?{_TELLS}?\s*(?:le\s+)?{_PIECE}\s+(?:also\s+|clearly\s+|even\s+|le\s+)?{_TELLS}{_SO}"
    r"(?:\s*(?:that\b|que\b|qu['’]))?\s*[:,]?"
    rf"|\b(?:as|like|comme|ainsi\s+que)\s+(?:le\s+|l['’])?{_TELLS}\s+{_PIECE}\s*[:,]?"
    rf"|(?:\b(?:at\s+least|well|enfin)\s*,?\s*)?\b(?:that['’]?s|this\s+is|it['’]?s|c['’]est)\s+(?:what|ce\s+que?)\s*(?:{_PIECE}\s+{_TELLS}|{_TELLS}\s+{_PIECE})"
    rf"|^\s*{_PIECE}\s+(?:is|est)\s+\w+\s*(?::|that\b|que\b|qu['’])"
    rf"|\b(?:according\s+to|as\s+per|per|going\s+by|d['’]apr[eè]s|selon|suivant|dixit)\s+{_PIECE}\s*[:,]?"
    r"|\b(?:(?:it['’]?s|it\s+is|it|they|c['’]est|il\s+est|on|ils|i|we|j['’]ai)\s+)?(?:just\s+)?"
    r"(?:says?|written|said|stated|claimed|reads?|saw|wrote|write|(?:é|e)crit|marqu(?:é|e)|dit|disent|indiqu(?:é|e)|lu|lit|vu)\s+"
    rf"(?:(?:right\s+)?in|by|dans|par|sur)\s+{_PIECE}(?:\s*(?:that\b|que\b|qu['’]))?\s*[:,]?"
    rf"|^\s*(?:in|dans)\s+{_PIECE}\s*,?\s*(?:it\s+says|they\s+(?:say|write)|it\s+is\s+(?:said|written)|il\s+est\s+(?:dit|(?:é|e)crit)|ils\s+disent|on\s+lit)"
    r"(?:\s*(?:that\b|que\b|qu['’]))?\s*[:,]?",
    re.IGNORECASE,
)
"""Where a sentence says that the article has it; what is left is what the article is said to say."""
_HEDGED = re.compile(
    r"\b(?:if\s+(?:i\s+(?:remember|recall)(?:\s+(?:correctly|right(?:ly)?|well))?|i['’]?m\s+not\s+mistaken|memory\s+serves)|"
    r"si\s+(?:je\s+(?:me\s+souviens\s+bien|ne\s+(?:me\s+trompe|m['’]abuse)(?:\s+pas)?|me\s+trompe\s+pas)|ma\s+m(?:é|e)moire\s+est\s+bonne))\s*,?\s*",
    re.IGNORECASE,
)
"""An "if" that supposes nothing."""
_ABOUT_ARTICLE = re.compile(rf"^\W*(?:\w+\s+){{0,2}}{_PIECE}\b|\b(?:authors?|auteurs?)\b", re.IGNORECASE)
_LONGEST = 4000
"""Characters: what chat platforms let a person write; more is not read."""
_LONGEST_SENTENCE = 500
_MOST = 40
"""So many sentences of a message are looked at."""


def readable_sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a message that state something, in order; what asks is left out."""
    found = []
    for line in readable(text).split("\n"):
        for span in split_sentences(line, language):
            sentence = line[span.start : span.end]
            if any(character.isalpha() for character in sentence) and not _asks(sentence):
                found.append(_shortened(sentence))
    return found[:_MOST]


def without_credit(sentence: str) -> tuple[str, bool]:
    """Return what a sentence states by itself, and whether it says that the article says so."""
    sure = _HEDGED.sub("", sentence)
    rest = _CREDITED.sub(" ", sure)
    return re.sub(r"[\s,;:]+([.!])", r"\1", " ".join(rest.split())).strip(" ,;:"), rest != sure


def is_about_article(sentence: str) -> bool:
    """Tell whether a sentence speaks of the article itself."""
    return bool(_ABOUT_ARTICLE.search(sentence))


def readable(text: str) -> str:
    """Return a message's words, its line ends kept."""
    bare = _QUOTING.sub("", _NOISE.sub(" ", text[:_LONGEST]))
    kept = "".join(character if _is_written(character) else " " for character in bare)
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def _shortened(sentence: str) -> str:
    """Return as many whole words of a sentence as a person would read as one."""
    if len(sentence) <= _LONGEST_SENTENCE:
        return sentence
    return sentence[:_LONGEST_SENTENCE].rpartition(" ")[0] or sentence[:_LONGEST_SENTENCE]


def _asks(sentence: str) -> bool:
    return sentence.rstrip(" \"»”').").endswith("?") and bool(_ASKS.match(sentence))


def _is_written(character: str) -> bool:
    """Tell whether a character belongs to writing: no emoji, no control character."""
    return character == "\n" or not (
        unicodedata.category(character) in ("So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn") or character == "\ufe0f"
    )
