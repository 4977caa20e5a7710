"""What can go wrong with texts and indexes, worded for the person who can mend it.

RetrievalError
├── CorpusError        a file of the corpus is missing, unreadable or contradicts another
│   └── WordsMissing   what is known of a text rests on words that are not in it
├── QuestionError      the children say why a question cannot be searched as it stands
│   ├── QuestionEmpty  it holds no letter and no figure
│   ├── QuestionTooLong
│   └── MessageEmpty   a message to check holds nothing
├── SourceError        there is no such source, or its text is not held here
├── FetchError         an address or a file cannot become a source
├── EmbedderError      the embedder cannot be loaded on this machine
├── GeneratorError     the language model that the settings name cannot be used here
├── GenerationFailed   a language model gave no answer this time; extraction answers
│   └── DraftBroken    it answered, but not in the structure that was asked for
└── SearchIndexError   the children say what
    ├── IndexMissing   nothing has been built yet
    ├── IndexOutdated  the index was built by another embedder or an older version
    ├── IndexBroken    the index cannot be read
    ├── BuildFailed    a new generation could not be built; the active one still answers
    └── BuildBusy      another process is building
"""

from datetime import UTC, datetime

from retrieval.reasons import Reason, Value


class RetrievalError(Exception):
    """The message is one line: what is wrong, and what to do. Its `reason` and `values` are for other languages."""

    def __init__(self, reason: Reason, **values: Value) -> None:
        super().__init__(reason.line(**values))
        self.reason = reason
        self.values = values


class CorpusError(RetrievalError):
    """Names the `place`, which is a file and an entry of it if there is one, and the remedy."""

    def __init__(self, file: object, entry: str, reason: Reason, **values: Value) -> None:
        super().__init__(reason, **values)
        self.place = f"{file}, {entry}" if entry else str(file)

    def __str__(self) -> str:
        return f"{self.place}: {super().__str__()}"


class WordsMissing(CorpusError):
    """`words` are not in the text of `source`, or that has none."""

    def __init__(
        self, file: object, entry: str, source: str, words: str, reason: Reason, /, **values: Value
    ) -> None:
        super().__init__(file, entry, reason, **values)
        self.source, self.words = source, words


class QuestionError(RetrievalError):
    """Who asked can mend it; the children say what."""


class QuestionEmpty(QuestionError):
    """There is no letter and no figure in it."""

    def __init__(self) -> None:
        super().__init__(Reason.QUESTION_EMPTY)


class QuestionTooLong(QuestionError):
    """It has more characters than are read; `language` is the one it begins in."""

    def __init__(self, characters: int, most: int, language: str) -> None:
        super().__init__(Reason.QUESTION_TOO_LONG, characters=characters, most=most)
        self.language = language


class MessageEmpty(QuestionError):
    """A message to check is blank."""

    def __init__(self) -> None:
        super().__init__(Reason.MESSAGE_EMPTY)


class SourceError(RetrievalError):
    """An unknown id, or a source whose text is not held in the corpus."""


class FetchError(RetrievalError):
    """An address that may not or cannot be fetched, or bytes that hold no text we can read."""


class EmbedderError(RetrievalError):
    """The message names the setting that mends it."""


class GeneratorError(RetrievalError):
    """The message names the setting, package or variable that mends it."""


class GenerationFailed(RetrievalError):
    """The message never holds what was asked or answered."""

    def __init__(self, detail: str) -> None:
        super().__init__(Reason.NOT_WRITTEN, detail=detail)


class DraftBroken(GenerationFailed):
    """Worth a second try."""


class SearchIndexError(RetrievalError):
    """Something about the index; the children say what."""


class IndexMissing(SearchIndexError):
    """No generation is active."""


class IndexOutdated(SearchIndexError):
    """The active generation's fingerprint or format is not this program's."""


class IndexBroken(SearchIndexError):
    """The active generation's files cannot be read."""


class BuildFailed(SearchIndexError):
    """The active generation is untouched."""


class BuildBusy(SearchIndexError):
    """Another process is building since `started` (seconds since 1970), and has embedded so many of so many texts.

    The `process` is 0 where it has just begun.
    """

    def __init__(self, process: int, started: float, done: int, total: int) -> None:
        since = datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds")
        if process:
            super().__init__(Reason.IS_BUILDING, process=process, since=since, done=done, total=total)
        else:
            super().__init__(Reason.BEGINS_BUILDING)
        self.process, self.started, self.done, self.total = process, started, done, total
