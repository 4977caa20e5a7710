"""What a person in chat is told of an error that they can mend, in their language."""

from bot.locales import word
from retrieval import MessageEmpty, QuestionEmpty, QuestionTooLong, RetrievalError


def explain(error: RetrievalError, locale: str) -> str:
    """Return one line: what is wrong and what to do. A long question gets the language that it is written in."""
    match error:
        case QuestionEmpty():
            return word(locale, "question-empty")
        case QuestionTooLong():
            return word(error.language, "question-too-long", characters=error.characters, most=error.most)
        case MessageEmpty():
            return word(locale, "message-empty")
    return str(error)
