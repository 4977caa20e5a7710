"""Which words of a text matter, in a form that can be compared: folded, without stop words, stemmed."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import Stemmer

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*|\w+")
_STEMMERS = {
    "ca": "catalan", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_STOP_WORDS = {
    "en": "a an and are as at be been but by can could did do does for from had has have how i if in into is it its "
    "me my no not of on or our should so such tell than that the their them then there these they this those to "
    "was we were what when where which who whom whose why will with would you your about any also just",
    "fr": "a ai as au aux avait avec avez avoir c ca ce ces cet cette chez combien comme comment d dans de des du "
    "elle elles en est et etait ete etes etre eu il ils j je l la le les leur leurs lui m ma mais me mes moi n ne "
    "ni nos notre nous on ont ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa "
    "sans se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y",
}


def fold(text: str) -> str:
    """Return the text in lower case and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words(text: str) -> list[str]:
    """Return the folded words and figures in order."""
    return _WORD.findall(fold(text))


def terms(text: str, language: str) -> list[str]:
    """Return the stems of the words that are no stop words of the language, in order."""
    stop = _stop_words(language)
    return [stem(word, language) for word in words(text) if word not in stop]


def stem(word: str, language: str) -> str:
    """Return a folded word's stem; figures and languages without a stemmer stay as they are."""
    stemmer = _stemmer(language)
    return stemmer.stemWord(word) if stemmer is not None and word.isalpha() else word


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(_STOP_WORDS.get(language, "").split())


@cache
def _stemmer(language: str) -> "Stemmer.Stemmer | None":
    import Stemmer  # noqa: PLC0415 - a compiled library, needed for answers only

    return Stemmer.Stemmer(_STEMMERS[language]) if language in _STEMMERS else None
