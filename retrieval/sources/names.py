"""Which names a text bears: words with a capital inside a sentence, and words that mix letters and figures, as R1."""

import re
from collections.abc import Callable, Iterable

from retrieval.sources.language import country_codes
from retrieval.sources.spelling import is_word
from retrieval.sources.terms import fold, light_words, stem, stop_words, words

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_AMOUNT = re.compile(
    r"\d[\d.,]*(?:st|nd|rd|th|er|re|ère|e|ème|k|m|mn|b|bn|md|mds|t|s|h|%)?(?:-[^\W\d_]+|-\d[\d.,]*)*",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?…:]|[\"“”«»(\[—–-])\s*$")
_GOES_ON = re.compile(r" [^\W\d_A-ZÀ-Ý]")
_ORDINARY = re.compile(r"(?:s|ing|ed|ly|ment|ée?|ant|e)$")
"""Endings of words that open a sentence without an article and are no names: plurals, participles, adverbs."""
_POSSESSIVE = re.compile(r"['’]s?$")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’]", re.IGNORECASE)
_ALIKE = {
    "us": "US", "usa": "US", "u s": "US", "u s a": "US", "america": "US", "american": "US", "americans": "US",
    "amerique": "US", "americain": "US", "americaine": "US", "americains": "US", "americaines": "US",
    "etats unis": "US", "uk": "GB", "britain": "GB", "british": "GB", "britannique": "GB", "eu": "EU", "ue": "EU",
    "european": "europe", "europeen": "europe", "europeenne": "europe", "ceo": "ceo", "pdg": "ceo", "ai": "ai", "ia": "ai",
    "chinese": "CN", "chinois": "CN", "chinoise": "CN", "chinoises": "CN", "french": "FR", "francais": "FR",
    "francaise": "FR", "italian": "IT", "italien": "IT", "italienne": "IT", "german": "DE", "allemand": "DE",
    "allemande": "DE", "irish": "IE", "irlandais": "IE", "irlandaise": "IE", "korean": "KR", "coreen": "KR",
    "coreenne": "KR", "south korean": "KR", "sud coreen": "KR", "sud coreenne": "KR", "taiwanese": "TW",
    "taiwanais": "TW", "taiwanaise": "TW", "australian": "AU", "australien": "AU", "australienne": "AU",
    "japanese": "JP", "japonais": "JP", "japonaise": "JP", "indian": "IN", "indien": "IN", "indienne": "IN",
    "monday": "day 1", "lundi": "day 1", "tuesday": "day 2", "mardi": "day 2", "wednesday": "day 3",
    "mercredi": "day 3", "thursday": "day 4", "jeudi": "day 4", "friday": "day 5", "vendredi": "day 5",
    "saturday": "day 6", "samedi": "day 6", "sunday": "day 7", "dimanche": "day 7",
}  # fmt: skip
"""Names that the two languages write differently, in folded words."""
_LONGEST_NAME = 4
"""Words of a country's name that are looked up together."""


IsKnown = Callable[[str], bool]
"""Tells whether the texts write a stem as a name."""


def never(_stem: str) -> bool:
    """Know no names."""
    return False


def names(text: str, language: str, is_known: IsKnown = never) -> list[str]:
    """Return the names in order, as they are written.

    The first word of a sentence always has a capital: it counts if no dictionary has it, if it is a known name, or if
    it stands like one, as in "Intel lost".
    """
    found: list[str] = []
    end = -1
    for match in _WORD.finditer(text):
        word = _bare(match.group())
        opens = bool(_OPENS.search(text[: match.start()]))
        stands_alone = opens and bool(_GOES_ON.match(text, match.end())) and not _ORDINARY.search(word)
        if not word or not _is_name(word, language, is_known, opens=opens and not stands_alone):
            continue
        # The United States are one name: another language's words do not come one by one.
        if found and text[end : match.start()] == " " and _names_country(f"{found[-1]} {word}", language):
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
        end = match.end()
    return found


def borne(name: str, texts: Iterable[str]) -> bool:
    """Tell whether one of the texts bears a name, in whatever language writes it."""
    return any(_bears(name, text) for text in texts)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", _ELISION.sub("", word))


def _is_name(word: str, language: str, is_known: IsKnown, *, opens: bool) -> bool:
    if _AMOUNT.fullmatch(word) or any(character.isdigit() for character in word):
        return not _AMOUNT.fullmatch(word)
    folded = fold(word)
    alike = _ALIKE.get(folded, "")
    if alike:
        return alike.startswith("day ") or not word.islower()
    if folded in stop_words(language) or folded in light_words(language):
        return False
    listed = is_known(stem(folded, language))
    if word.islower():
        return listed and not is_word(folded, language)
    return not opens or not word[1:].islower() or listed or not is_word(folded, language)


def _bears(name: str, text: str) -> bool:
    wanted, said = words(name), words(text)
    if _is_run(wanted, said) or _is_run(
        [_singular(word) for word in wanted], [_singular(word) for word in said]
    ):
        return True
    meant = _codes(wanted)
    return bool(meant) and bool(meant & _codes(said))


def _names_country(name: str, language: str) -> bool:
    return " ".join(words(name)) in country_codes(language)


def _is_run(wanted: list[str], said: list[str]) -> bool:
    return any(said[start : start + len(wanted)] == wanted for start in range(len(said) - len(wanted) + 1))


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 2 else word  # noqa: PLR2004 - not "us"


def _codes(said: list[str]) -> set[str]:
    """Return what the words mean that the two languages write differently."""
    found = set()
    for length in range(1, _LONGEST_NAME + 1):
        for start in range(len(said) - length + 1):
            piece = " ".join(said[start : start + length])
            codes = (_ALIKE.get(piece), country_codes("en").get(piece), country_codes("fr").get(piece))
            found |= {code for code in codes if code}
    return found
