"""What a fetched or uploaded text would be as a source: cleaned, with a title, an id and a language proposed."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import count

from retrieval.errors import FetchError
from retrieval.reasons import Reason
from retrieval.sources.agreeing import normalise
from retrieval.sources.extracting import Extract
from retrieval.sources.language import detect_language
from retrieval.sources.manifest import SOURCE_WORDS

PREVIEW = 300
_LONGEST_TITLE, _LONGEST_ID = 200, 60
_HIGHEST_PILE = 30
"""So many accents on one letter are more than any language has (Unicode's stream-safe format)."""
_TELLING = 20_000
"""So many characters tell a text's language."""
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
# Controls but tab and line feed, surrogates, marks that turn the direction of what follows, invisible tags.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody gave; `name` is what they call it, and not to be trusted."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source as it would be added. Correct it with `dataclasses.replace`; `sha256` is that of the bytes."""

    id: str
    title: str
    language: str
    text: str = field(repr=False)
    sha256: str
    fetched: str
    published: str | None = None
    publisher: str | None = None
    address: str | None = None
    licence: str | None = None

    @property
    def characters(self) -> int:
        """How long the text is."""
        return len(self.text)

    @property
    def preview(self) -> str:
        """How the text begins."""
        return self.text[:PREVIEW]


def clean_text(text: str) -> str:
    """Return a text without characters that only a terminal or a machine would see. Raises FetchError if none is left."""
    _refuse_piles(text)
    visible = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not visible.strip():
        raise FetchError(Reason.NO_TEXT)
    return normalise(visible).strip("\n") + "\n"


def clean_line(text: str | None, longest: int = _LONGEST_TITLE) -> str | None:
    """Return one line of visible characters and single spaces, or None if nothing is left."""
    visible = "".join(
        " " if character.isspace() else character
        for character in (text or "")[: 4 * longest]
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    return unicodedata.normalize("NFC", " ".join(visible.split()))[:longest].strip() or None


def _refuse_piles(text: str) -> None:
    # Putting n marks over one letter into their order takes n * n steps: hours, for a megabyte of them.
    height = 0
    for character in "" if text.isascii() else text:
        height = height + 1 if unicodedata.combining(character) else 0
        if height > _HIGHEST_PILE:
            raise FetchError(Reason.PILED_ACCENTS)


def title_of(extract: Extract, fallback: str) -> str:
    """Return what a text calls itself: by its own account, its first heading, else by where it comes from."""
    heading = _HEADING.match(extract.text.lstrip())
    return (
        clean_line(extract.title) or clean_line(heading and heading[1]) or clean_line(fallback) or "Untitled"
    )


def date_of(extract: Extract) -> str | None:
    """Return the date that a document gives itself, if it is one."""
    published = extract.published or ""
    return published if _DATE.fullmatch(published) else None


def language_of(text: str) -> str:
    """Return the language that a text is probably in."""
    return detect_language(text[:_TELLING])


def free_id(title: str, taken: Container[str]) -> str:
    """Return an id made of a title's letters and digits that no source has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_ID].strip("-")
    stem = stem if stem and stem not in SOURCE_WORDS else f"{stem}-source".lstrip("-")
    return next(
        name for number in count(1) if (name := stem if number == 1 else f"{stem}-{number}") not in taken
    )
