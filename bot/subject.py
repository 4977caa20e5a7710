"""What one may ask the bot about, in the corpus's own words; in neutral ones where it has none."""

import logging

from bot.conversation import Conversation
from bot.locales import word
from retrieval import About, RetrievalError

_log = logging.getLogger(__name__)


async def find_subject(conversation: Conversation, language: str) -> About:
    """Return what goes after "about" in a sentence, and questions to offer: none where the corpus names none."""
    try:
        about = await conversation.consult(lambda library: library.about(language))
    except RetrievalError as error:
        _log.error("what the corpus is about cannot be read: %s", error)
        about = None
    return about or About(word(language, "subject"), ())
