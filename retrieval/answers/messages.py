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
