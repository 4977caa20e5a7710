"""What a person in chat is told of an error that somebody can mend, in their language."""

from bot.channels import ChoiceError
from bot.locales import word
from retrieval import CorpusError, QuestionTooLong, Reason, RetrievalError


def explain(error: RetrievalError | ChoiceError, locale: str) -> str:
    """Return one line: what is wrong and what to do. A long question gets the language that it is written in."""
    language = error.language if isinstance(error, QuestionTooLong) else locale
    values = {name: _shown(value) for name, value in error.values.items()}
    if isinstance(error, ChoiceError):
        return word(language, f"choice-{error.key}", **values)
    said = word(language, key_of(error.reason), **values)
    if isinstance(error, CorpusError):
        return word(language, "error-of-corpus", place=_shown(error.place), said=said)
    return said


def key_of(reason: Reason) -> str:
    """Return under which key the words of a reason stand."""
    return f"error-{reason.name.lower().replace('_', '-')}"


def _shown(value: str | float) -> str | float:
    """Return a value without what only a machine would see: it may come from a hostile server or file."""
    if isinstance(value, str):
        return "".join(each for each in " ".join(value.split()) if each.isprintable())
    return value
