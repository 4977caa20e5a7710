"""Why something cannot be done with texts and indexes, each reason in the line that the terminal shows.

A reason's name is for whoever words it in other languages; between braces stand the values that its error carries.
"""

from enum import Enum, unique
from string import Formatter

Value = str | int | float


@unique
class Reason(Enum):
    """One line each: what is wrong, and what to do."""

    # Questions
    QUESTION_EMPTY = "the question is empty: write what you want to know"
    QUESTION_TOO_LONG = "the question has {characters:,} characters, at most {most:,} are read: shorten it"
    MESSAGE_EMPTY = "the message is empty: give one that states something"

    # Addresses, and what answers there
    NOT_AN_ADDRESS = "{address!r} is not an address: write one that begins with https://"
    NOT_OF_THE_WEB = "{address!r}: only addresses that begin with https:// or http:// are fetched"
    ADDRESS_TOO_LONG = "{address!r} goes on for more than {most:,} characters: give a shorter one"
    ADDRESS_WITH_NAME = "{host}: a name or password in an address is refused: leave out what ends in @"
    OTHER_PORT = "{host}: port {port} is not one of {ports}"
    DISGUISED_NUMBER = "{host} is a number in disguise: give the host's name"
    NOT_PUBLIC = (
        "{host} is at {address}, which is not on the public internet: only public addresses are fetched"
    )
    NO_SUCH_HOST = "there is no host {host}: check the address's spelling"
    NOT_REACHED = "{host} does not answer on port {port}: check the address, or try again later"
    NO_CERTIFICATE = "{host} has no valid certificate: it may not be who it claims to be"
    NO_TLS = "{host} does not speak TLS on this port, or broke off: try again later"
    NO_HTTP = "{host} does not speak HTTP as it should: check the address"
    BROKEN_OFF = "{host} broke off in the middle: try again later"
    TOO_SLOW = "{host} took longer than {seconds:g} s: try again later, or upload the document as a file"
    PASSING_STATUS = "{host} answers {status}: try again later"
    OTHER_STATUS = "{host} answers {status}: check the address"
    TOO_MANY_REDIRECTS = "{host} redirects more than {most} times: give the address it ends at"
    REDIRECTED_NOWHERE = "{host} redirects to {target!r}, which is not an address"
    REDIRECTED_UNSAFELY = "{host} redirects from https to http, where anyone could change the text: refused"
    DOWNLOAD_TOO_LARGE = "{host} sends more than {megabytes:g} MB: give a smaller document"
    OTHER_TYPE = "{host} sends {type!r}: only HTML, plain text, Markdown and PDF are read"
    OTHER_PACKING = "{host} packs what it sends as {packing!r}, which we did not ask for"
    NOT_UNPACKED = "{host} sends packed bytes that cannot be unpacked: try again later"

    # Files, and the bytes of documents
    FILE_WITHOUT_NAME = "{name!r} is not a file's name: give the file one, for example notes.md"
    FILE_TOO_LARGE = "{name} is larger than {megabytes:g} MB: give a smaller document"
    OTHER_ENDING = "{name}: only files ending in {endings} are read"
    NOTHING_IN_IT = "there is nothing in it: give a document with a text"
    NO_LETTERS = "its bytes are no text: only HTML, plain text, Markdown and PDF are read"
    TYPE_GAINSAID = "the server says {type}, but its bytes are {medium}: give it the right name or type"
    ENDING_GAINSAID = "the name ends in {ending}, but its bytes are {medium}: give it the right name or type"
    NOT_UTF8 = "byte {byte} is not UTF-8: save the file as UTF-8"
    UNKNOWN_CHARSET = "the character set {charset!r} is not known: save the document as UTF-8"
    NOT_OF_CHARSET = "byte {byte} is not {charset}: save the document as UTF-8"

    # Documents, and their texts
    READING_TOO_SLOW = (
        "reading this {medium} took longer than {seconds:g} s: give a part of it, or its plain text"
    )
    NOT_READ = (
        "this {medium} cannot be read (it is broken or takes too much memory): give a part of it, "
        "or its plain text"
    )
    PAGE_WITHOUT_TEXT = "this page holds no text of its own (it may need a browser): give it as a file"
    PDF_LOCKED = "this PDF is locked with a password: give one that is not"
    PDF_TOO_LONG = "this PDF has more than {most:,} pages: give a part of it"
    PDF_BROKEN = "this PDF is broken: give another copy of it"
    PDF_OF_PICTURES = "this PDF holds pictures of a text, not its letters: give it as text"
    TEXT_TOO_LONG = "its text has more than {most:,} characters: give a part of it"
    TOO_MANY_PASSAGES = "its text falls into more than {most:,} pieces: give a part of it"
    NO_PARAGRAPH = "there is no paragraph to quote in it: give a document with a text"
    NO_TEXT = "there is no text in it: give a document with a text"
    PILED_ACCENTS = "its text piles up accents as no language does: give a document with a text"

    # Sources
    NO_SUCH_SOURCE = "there is no source {source}: `deepseek-bot source list` lists them"
    ADDRESS_IS_KNOWN = "this is the address of {source}: fetch it with `deepseek-bot source fetch {source}`"
    ID_IS_TAKEN = "there is a source {source} already: choose another id"
    TEXT_IS_KNOWN = "this is word for word the source {source}: nothing to add"
    NO_ADDRESS = "{source} has no address: add its new text as a file instead"
    LAST_TEXT = "{source} is the last source with a text: add another one first"
    NOT_REMOVED = "{source} is no removed source of the corpus: there is nothing to restore"
    TEXT_IS_OURS = "the text of {source} is part of the corpus: there is nothing to fetch"
    TEXT_IS_REMOVED = "the text of {source} is part of the corpus: `deepseek-bot source restore {source}`"
    TEXT_NOT_HELD = "the text of {source} is not held here"
    TEXT_IS_ELSEWHERE = (
        "the text of {source} is not held here: read it at {address}, or run "
        "`deepseek-bot source fetch {source}`"
    )
    REVISION_NOT_KEPT = (
        "no kept generation holds revision {revision} of {source}: "
        "`deepseek-bot source {source}` prints the text as it is now"
    )
    OTHER_TITLE = "title = {value!r}: write at least one letter"
    OTHER_LANGUAGE = "language = {value!r}: write two small letters, as in en or fr"
    OTHER_DATE = "published = {value!r}: is no date of the calendar: write YYYY-MM-DD, YYYY-MM or YYYY"
    OTHER_ID = "id = {value!r}: write letters and digits, and no word of `deepseek-bot source`"
    OTHER_FIELD = "{field} = {value!r}: {detail}"

    # The corpus: an error says the file and the entry besides
    FILE_MISSING = "there is no such file: create it, or name another folder"
    FILE_NOT_READ = "cannot be read ({detail}): mend its permissions"
    TEXT_NOT_READ = "cannot be read ({detail}): put the file there, or set held = false"
    FILE_NOT_WRITTEN = (
        "cannot be written ({detail}): mend its permissions, or choose another folder with --data"
    )
    FILE_NOT_UTF8 = "is not UTF-8: save it as UTF-8"
    NOT_TOML = "is not TOML: {detail}"
    OTHER_FORM = "{said}"
    OUTSIDE = "{path} lies outside the corpus: move it inside"
    EMPTY_TEXT = "is empty: write its text, or take it out of sources.toml"
    NOTHING_TO_QUOTE = "no source holds a paragraph to quote: write some text"
    ALL_REMOVED = "every source with a text is removed: restore one, or add one"
    NO_ADDED_SOURCE = "is not a source between +++ lines: mend it, or delete it"
    ADDED_ID = "has another file's id: mend the id, or delete the file"
    ADDED_WITHOUT_TEXT = "has no text: mend it, or delete the file"
    ID_TWICE = "this id stands twice: give one of them another id"
    NO_REFERENCE = "no reference {name}: add it to references.toml or mend its spelling"
    NO_TEXT_OF_SOURCE = "no source {source} with a text: mend the id or hold its text"
    WORDS_NOT_FOUND = "these words are not in {source} (in this order): {words!r}; copy them exactly"
    QUOTED_BY_NOBODY = "is quoted: name in `through` the reference that quotes it"
    NO_CAPTION = "no such caption in the text: {caption!r}"
    IN_A_HEADING = "its words stand in a heading or a caption, which is never quoted: take a sentence"
    OTHER_LANGUAGES = "finding and correction need the same languages"
    LANGUAGE_MISSING = "word finding and correction in English, in French and in the source's languages"
    FILE_OF_ANOTHER = "sources.toml gives this file to {source}"
    FOLLOWS_NOTHING = "follows {question}, which does not stand before it"
    QUOTE_OF_NO_SOURCE = "article_quote is in no source: copy its exact words"
    STATED_BY_NO_NOTE = "is stated by no note: its questions are not answered"
    NO_OPEN_QUESTIONS = "bench asks the open golden questions: write some"
    NO_QUESTIONS = "there are no such golden questions: write some, or name another file"

    # The index and its generations
    NO_INDEX = "there is no index in {data} yet: run `deepseek-bot reindex`"
    OTHER_FINGERPRINT = (
        "the index was built as {built}, the settings ask for {wanted}: run `deepseek-bot reindex`"
    )
    NO_EARLIER_GENERATION = "there is no earlier generation to go back to: see `deepseek-bot generations`"
    NEVER_ANSWERED = (
        "generation {generation} has never answered: `deepseek-bot reindex` looks ahead and applies"
    )
    NO_SUCH_GENERATION = "there is no generation {generation}: see `deepseek-bot generations`"
    GENERATION_DAMAGED = "generation {generation} is damaged: choose another, or run reindex"
    RECORD_NOT_READ = "{path} cannot be read: run reindex, or rollback to another generation"
    INDEX_NOT_READ = "{path} cannot be read ({detail}): run reindex"
    VECTORS_MISSING = "{path} holds {found} of {count} vectors: run reindex"
    PASSAGES_MISSING = "{found} of {count} passages were written"
    PASSAGES_LOST = "passage {passage} does not find itself, nor do all others: {lost} of {count}"
    IS_BUILDING = (
        "another process is building (process {process}, since {since}, {done} of {total} passages embedded): "
        "wait for it, then try again"
    )
    BEGINS_BUILDING = "another process is building (it has just begun): wait for it, then try again"
    BUILD_TOO_SLOW = "the new index took longer than {seconds:g} s ({step}); the old one still answers"
    BUILD_BROKEN = "the new index could not be built ({step}: {detail}); the old one still answers"
    DATA_NOT_WRITTEN = (
        "{data} cannot be written ({detail}): free space, mend its permissions, or choose another "
        "folder with --data; what was built before is untouched"
    )

    # Models
    NO_BUNDLED_EMBEDDER = "the bundled embedder has no build for this machine: {remedy}"
    NO_SENTENCE_TRANSFORMERS = "sentence-transformers is not installed: run make setup"
    EMBEDDER_NOT_LOADED = (
        "the model {model} cannot be loaded ({detail}): mend retrieval.embedder in config/bot.toml, "
        'or set it to "{bundled}"'
    )
    NO_MODEL = "no language model is set: name one in generation.model, as in openai:gpt-4.1-mini"
    MODEL_NOT_LOADED = "generation.model = {model!r} cannot be used: {detail}"
    MODEL_WITHOUT_PROVIDER = "generation.model = {model!r}: name the provider too, as in openai:{model}"
    MODEL_WITHOUT_PACKAGE = (
        "generation.model = {model!r} needs a package: pip install 'deepseek-bot[{provider}]'"
    )
    MODEL_WITHOUT_KEY = "generation.model = {model!r} needs a key: set {variable} in the environment"
    KEY_IN_OPTIONS = "generation.options: take {option} out, keys come from the environment"
    NOT_WRITTEN = "{detail}"

    @property
    def values(self) -> frozenset[str]:
        """The names of the values that an error gives with it."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.value) if name)

    def line(self, **values: Value) -> str:
        """Return it as one line of English."""
        return str(self.value).format(**values)
