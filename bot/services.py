"""What a platform may call upon, put together by the composition root."""

from dataclasses import dataclass

from bot.answered import Answered
from bot.channels import Channels
from bot.conversation import Conversation
from bot.identity import Identity
from bot.storage.audit import Audit
from bot.storage.inbox import Inbox


@dataclass(frozen=True, slots=True)
class Services:
    """One of each for all platforms of a process."""

    conversation: Conversation
    answered: Answered
    channels: Channels
    inbox: Inbox
    audit: Audit
    identity: Identity
