"""What a platform may call upon, put together by the composition root."""

from dataclasses import dataclass

from bot.administration import Administration
from bot.answered import Answered
from bot.channels import Channels
from bot.conversation import Conversation
from bot.curating import Curating
from bot.deeds import Deeds
from bot.gaps import Gaps
from bot.halfway import Halfway
from bot.identity import Identity
from bot.moderation import Moderation
from bot.pinned import Pinned
from bot.refreshing import Refreshing
from bot.sourcing import Sourcing
from bot.storage.inbox import Inbox


@dataclass(frozen=True, slots=True)
class Services:
    """One of each for all platforms of a process."""

    conversation: Conversation
    answered: Answered
    channels: Channels
    inbox: Inbox
    identity: Identity
    deeds: Deeds
    moderation: Moderation
    pinned: Pinned
    halfway: Halfway
    curating: Curating
    gaps: Gaps
    administration: Administration
    refreshing: Refreshing
    sourcing: Sourcing
