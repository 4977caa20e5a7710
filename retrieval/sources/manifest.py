"""What the TOML files of a corpus may say; whether they agree with the texts is for corpus.py to judge."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from retrieval.errors import CorpusError
from retrieval.reasons import Reason
from retrieval.types import Kind, Verdict

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _partial_date(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = str(value)
    match = _PARTIAL_DATE.fullmatch(text)
    if match is None:
        raise ValueError("is not a date: write YYYY-MM-DD, YYYY-MM or YYYY")
    try:
        date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        raise ValueError(f"is not a date of the calendar: {text}") from None
    return text


PartialDate = Annotated[str, BeforeValidator(_partial_date)]
"""An ISO date, or a year, or a year and month; a TOML date is welcome too."""
Identifier = Annotated[str, StringConstraints(pattern=r"^\w[\w.:-]*$", max_length=100)]


def _no_word_of_the_command(value: str) -> str:
    if value in SOURCE_WORDS:
        raise ValueError(f"{value} is a word of `deepseek-bot source`: choose another id")
    return value


SOURCE_WORDS = frozenset({"add", "fetch", "list", "remove", "restore"})
"""What `deepseek-bot source` understands as verbs, so that no source can be called so."""
SourceIdentifier = Annotated[Identifier, AfterValidator(_no_word_of_the_command)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Words = Annotated[str, StringConstraints(min_length=1)]
FilePath = Annotated[Text, StringConstraints(pattern=r"^[^\x00]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^(?i:https?)://\S+$", max_length=2000)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Entry(BaseModel):
    """A table of a TOML file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


File = TypeVar("File", bound=Entry)


class Described(Entry):
    """What is known of a source besides its text."""

    id: SourceIdentifier
    title: Text
    kind: Kind = Kind.DOCUMENT
    language: Language | None = None
    publisher: Text | None = None
    published: PartialDate | None = None
    address: Text | None = None
    licence: Text | None = None


class SourceEntry(Described):
    """One [[source]]: `path` is relative to the manifest and is `<id>.md` if left out."""

    path: FilePath | None = None
    held: bool = True
    captions: tuple[Text, ...] = ()
    translations: tuple[FilePath, ...] = ()


class AboutEntry(Entry):
    """One [about.LANGUAGE]: `topic` goes after "about" in a sentence, `questions` are offered as examples."""

    topic: Text
    questions: tuple[Text, ...] = Field(min_length=1)


class AddedEntry(Described):
    """What stands above the text of a source that an admin added or fetched, or instead of the text of one removed.

    `fetched` is the day its bytes came, `sha256` is theirs.
    """

    address: WebAddress | None = None
    fetched: PartialDate
    sha256: Sha256 | None = None
    removed: bool = False


class Manifest(Entry):
    """sources.toml."""

    about: dict[Language, AboutEntry] = {}
    source: tuple[SourceEntry, ...] = Field(min_length=1)


class ReferenceEntry(Entry):
    """One [[reference]]: `through` says where a document that is not `read` as a page was read."""

    id: Identifier
    title: Text
    described: bool = False
    publisher: Text
    date: PartialDate | None = None
    address: Text | None = None
    read: Literal["page", "copy", "relay", "quoted"]
    through: Text | None = None


class References(Entry):
    """references.toml."""

    reference: tuple[ReferenceEntry, ...] = ()


class ClaimEntry(Entry):
    """One [[claim]]: `quote` holds the source's exact words; `finding` words the verdict."""

    id: Identifier
    source: Identifier
    quote: Words
    verdict: Verdict
    finding: dict[Language, Text]
    correction: dict[Language, Text]
    facts: tuple[Identifier, ...] = ()
    references: tuple[Identifier, ...] = ()


class Claims(Entry):
    """claims.toml."""

    claim: tuple[ClaimEntry, ...] = ()


class TranslatedSentence(Entry):
    """A piece of the source and our translation of it."""

    original: Words
    translation: Text


class Translation(Entry):
    """A translation file: sentences in the order of the source."""

    source: Identifier
    language: Language
    sentence: tuple[TranslatedSentence, ...] = Field(min_length=1)


class QuestionEntry(Entry):
    """One golden [[question]]: see corpus/questions.toml for what the keys mean."""

    id: Identifier
    language: Language
    kinds: tuple[Text, ...] = ()
    question: Text
    after: Identifier | None = None
    answerable: bool
    expected: Text | None = None
    article_quote: Words | None = None
    facts: tuple[Identifier, ...] = ()
    shows: tuple[Text, ...] = ()
    split: Literal["open", "held"] = "open"


class Questions(Entry):
    """questions.toml."""

    question: tuple[QuestionEntry, ...] = ()


class Thesaurus(Entry):
    """thesaurus.toml: each group lists words, by language, that mean the same in questions about these texts."""

    group: tuple[dict[Language, tuple[Text, ...]], ...] = ()


class PrecedentsOfFact(Entry):
    """Questions, by language, that a fact answers, and questions near to it that no text answers."""

    fact: Identifier | None = None
    answered: dict[Language, tuple[Text, ...]] = {}
    unanswered: dict[Language, tuple[Text, ...]] = {}

    @property
    def texts(self) -> Iterator[str]:
        """All of its questions."""
        yield from chain.from_iterable((*self.answered.values(), *self.unanswered.values()))


class Precedents(Entry):
    """precedents.toml: questions of which it is known whether the texts answer them."""

    about: tuple[PrecedentsOfFact, ...] = ()


def read_toml(path: Path, form: type[File]) -> File:
    """Read and check a file's form. Raises CorpusError that names file, entry and remedy."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CorpusError(path, "", Reason.FILE_MISSING) from None
    except OSError as error:
        raise CorpusError(path, "", Reason.FILE_NOT_READ, detail=str(error.strerror)) from None
    except UnicodeDecodeError:
        raise CorpusError(path, "", Reason.FILE_NOT_UTF8) from None
    return parse_toml(path, text, form)


def parse_toml(path: Path, text: str, form: type[File]) -> File:
    """Check the form of what a file says. Raises CorpusError like `read_toml`."""
    try:
        data = tomllib.loads(text)
        return form.model_validate(data)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(path, "", Reason.NOT_TOML, detail=str(error)) from None
    except ValidationError as error:
        raise _form_error(path, form, data, error) from None
    except ValueError as error:  # a number of more digits than Python reads
        raise CorpusError(path, "", Reason.NOT_TOML, detail=str(error).split(";")[0]) from None


def _form_error(path: Path, form: type[Entry], data: object, error: ValidationError) -> CorpusError:
    first = error.errors()[0]
    place, entry, model = [], data, form
    for step in first["loc"]:
        place.append(f"[{step}]" if isinstance(step, int) else str(step))
        entry = _step_into(entry, step)
        if isinstance(step, int) and isinstance(entry, dict):
            model = _entry_of(form, str(first["loc"][0]))
            place = [f"{place[0]} {entry.get('id', f'number {step + 1}')!s}"]
    said = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(first["loc"][-1]), model.model_fields, 1)
        said = f"is not a known key{f': did you mean {near[0]}?' if near else ': remove it'}"
    return CorpusError(path, " ".join(place), Reason.OTHER_FORM, said=said)


def _step_into(entry: object, step: int | str) -> object:
    if isinstance(entry, dict):
        return entry.get(step)
    if isinstance(entry, list) and isinstance(step, int) and step < len(entry):
        return entry[step]
    return None


def _entry_of(form: type[Entry], name: str) -> type[Entry]:
    field = form.model_fields.get(name)
    arguments = getattr(field.annotation, "__args__", ()) if field else ()
    return arguments[0] if arguments and issubclass(arguments[0], Entry) else form
