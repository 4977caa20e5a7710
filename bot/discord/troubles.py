"""What Discord refuses or cannot do, told apart, and the one line that person and log get."""

import logging
import secrets

import discord

from bot.chat import Notice, Trouble
from bot.conversation import failure
from bot.locales import word

_log = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often an answer is given that Discord does not take for a while."""

# Discord's own numbers.
_ALREADY_ANSWERED = 40060
_UNKNOWN_INTERACTION = (10062, 10015)
_EXPIRED = (10008, 10015, 50027)
_NO_HISTORY = 160002
_BAD_FORM = 50035
_THREAD_EXISTS = 160004
_SERVERS_FAULT = 500


class QuestionGone(Exception):
    """The message that asked has been deleted, so there is nothing to reply to."""


def trouble(locale: str, error: Exception) -> Notice:
    """Log an error once and return the line that a person gets; both name the same reference."""
    if not isinstance(error, (discord.DiscordException, OSError)):
        return failure(locale, error)
    reference = secrets.token_hex(3)
    _log.error("%s: Discord: %s", reference, " ".join(str(error).split()))
    return Notice(word(locale, "failed", reference=reference), Trouble.FAILED, reference)


def is_passing(error: Exception) -> bool:
    """Tell whether Discord, or the way to it, fails for a while, so that the same may succeed later."""
    return isinstance(error, discord.HTTPException) and error.status >= _SERVERS_FAULT


def is_replayed(error: Exception) -> bool:
    """Tell whether an interaction was acknowledged before: it came in twice."""
    return isinstance(error, discord.HTTPException) and error.code == _ALREADY_ANSWERED


def is_too_late(error: Exception) -> bool:
    """Tell whether an interaction's time is over."""
    return isinstance(error, discord.NotFound) and error.code in _UNKNOWN_INTERACTION


def has_expired(error: discord.HTTPException) -> bool:
    """Tell whether what answers an interaction cannot be changed any more: 15 minutes are over, or it was dismissed."""
    return error.code in _EXPIRED


def lacks_history(error: discord.HTTPException) -> bool:
    """Tell whether a reply was refused only because we may not read the channel's history."""
    return error.code == _NO_HISTORY


def lacks_question(error: discord.HTTPException) -> bool:
    """Tell whether a reply was refused because its question is gone."""
    return error.code == _BAD_FORM and "message_reference" in str(error)


def has_thread(error: discord.HTTPException) -> bool:
    """Tell whether a thread could not be opened because there is one."""
    return error.code == _THREAD_EXISTS
