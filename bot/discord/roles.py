"""Who somebody is to the bot: by their ids, and by what Discord lets them do where they are."""

import discord

from bot.access import Access, Deed, Person
from bot.deeds import Actor
from bot.discord import names
from bot.discord.interacting import Interaction, scopes, tell
from bot.services import Services
from bot.settings import DiscordSettings


class Gate:
    """The one way in to what moderators and admins do; asked at every command and every press."""

    def __init__(self, services: Services, settings: DiscordSettings) -> None:
        """Take the ids that the settings name."""
        self._deeds = services.deeds
        self._access = Access(settings)

    async def admits(self, interaction: Interaction, actor: Actor, deed: Deed, **details: object) -> bool:
        """Tell whether somebody may do this; who may not is told so in private. With details, it is logged as done."""
        refusal = await self._deeds.refuse(self._access, person_of(interaction), actor, deed, **details)
        if refusal is not None:
            await tell(interaction, refusal.text)
        return refusal is None


def person_of(interaction: Interaction) -> Person:
    """Return who presses or commands."""
    user, in_server = interaction.user, interaction.guild_id is not None
    roles = [str(role.id) for role in user.roles] if isinstance(user, discord.Member) else []
    rights = interaction.permissions
    return Person(
        id=str(user.id),
        groups=roles,
        moderates=in_server and rights.pin_messages,
        administers=in_server and rights.manage_guild,
    )


def actor_of(interaction: Interaction, locale: str) -> Actor:
    """Return who does something, as the audit log and the shared code name them."""
    channel, place = scopes(interaction)
    return Actor(names.person(interaction.user.id), place, channel, locale)
