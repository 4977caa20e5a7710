"""The connection to Discord: which events we hear, and who is told of them."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

import discord
from discord import app_commands

from bot.discord import names
from bot.discord.adding import Adding
from bot.discord.administering import Administering
from bot.discord.asking import Asking
from bot.discord.commands import Commands
from bot.discord.interacting import Desk, Interaction, guarded
from bot.discord.leftovers import Leftovers
from bot.discord.moderating import Moderating
from bot.discord.pinning import Pinning
from bot.discord.presses import Presses, control_of
from bot.discord.roles import Gate
from bot.discord.sending import NOBODY
from bot.discord.staff_commands import StaffCommands
from bot.discord.syncing import sync
from bot.discord.telling import spoken
from bot.discord.translating import Translator
from bot.discord.vigil import Vigil
from bot.locales import word
from bot.services import Services
from bot.settings import DiscordSettings
from bot.storage.errors import StorageError
from bot.storage.inbox import Event
from bot.underway import Underway

_log = logging.getLogger(__name__)

_ABANDONED_SECONDS = 5.0


class DiscordClient(discord.AutoShardedClient):
    """Hears with the intents that nobody has to grant, and remembers nothing that grows."""

    def __init__(self, services: Services, settings: DiscordSettings) -> None:
        """Connect to nothing yet."""
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=NOBODY,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            **_shards(settings),
        )
        self._services = services
        self._underway = Underway()
        self._hears = True
        self._asking = Asking(self, services)
        leftovers = Leftovers(self)
        self._vigil = Vigil(self, services, leftovers)
        desk, gate = Desk(services), Gate(services, settings)
        self._desk = desk
        moderating, pinning = Moderating(services, desk, gate), Pinning(services, desk, gate, leftovers)
        administering, adding = Administering(services, desk, gate), Adding(services, desk, gate)
        self._presses = Presses(services, desk, (moderating, pinning, administering, adding))
        self.tree: app_commands.CommandTree[Any] = app_commands.CommandTree(self)
        Commands(services, desk, self.begin).add_to(self.tree)
        staff = StaffCommands(services, moderating, pinning, administering, adding, self.begin)
        staff.add_to(self.tree)

    async def setup_hook(self) -> None:
        """Bring the commands up to date."""
        await self.tree.set_translator(Translator())
        await sync(self.tree)

    async def launch_shards(self) -> None:
        """Ask where the gateway is, also when the number of shards is set: it need not be Discord's own."""
        advised, address, _ = await self.http.get_bot_gateway()
        gateway = discord.gateway.DiscordWebSocket
        gateway.DEFAULT_GATEWAY = type(gateway.DEFAULT_GATEWAY)(address)
        self.shard_count = self.shard_count or advised
        await super().launch_shards()

    async def on_ready(self) -> None:
        """Say so, and look what became of pins meanwhile."""
        _log.info("Discord: ready as %s in %d servers", self.user, len(self.guilds))
        self._underway.start(self._vigil.look_over())

    async def on_message(self, message: discord.Message) -> None:
        """Hear a new message."""
        if self._hears:
            self._underway.start(self._asking.hear(message))

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Hear of a changed message."""
        if self._hears:
            self._underway.start(self._asking.hear_change(payload.message))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Hear of a deleted message."""
        self._underway.start(self._asking.hear_end(payload.channel_id, payload.message_id))
        self._underway.start(self._vigil.deleted(payload.channel_id, {payload.message_id}))

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Hear of many deleted messages."""
        for identifier in payload.message_ids:
            self._underway.start(self._asking.hear_end(payload.channel_id, identifier))
        self._underway.start(self._vigil.deleted(payload.channel_id, payload.message_ids))

    async def on_guild_channel_pins_update(self, channel: discord.abc.GuildChannel, _last: Any) -> None:  # noqa: ANN401 - Discord's
        """Hear that something was pinned or unpinned."""
        self._underway.start(self._vigil.pins_changed(channel.id))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Hear of a press or a form; commands come by the tree."""
        if interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            control = control_of(interaction)
            if control is not None:
                self.begin(interaction, self._presses.press(interaction, control))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Discord's
        """Log what nobody caught."""
        del args, kwargs
        _log.exception("unexpected, in %s", event_method)

    def begin(self, interaction: Interaction, work: Awaitable[None]) -> None:
        """Do what an interaction asks for, unless we are leaving."""
        if self._hears:
            self._underway.start(guarded(interaction, work))
            return
        if asyncio.iscoroutine(work):
            work.close()
        text = word(spoken(interaction.locale), "discord-leaving")
        self._underway.start(guarded(interaction, _refuse(interaction, text)))

    async def keep_vigil(self) -> None:
        """Tell moderators and admins what they have to know, until cancelled."""
        await self._vigil.keep()

    async def take_up_abandoned(self) -> None:
        """Answer, from time to time until cancelled, what processes that died have left behind."""
        await self.wait_until_ready()
        while True:
            try:
                for event in await self._services.inbox.take_abandoned(names.PLATFORM):
                    self._underway.start(self._take_up(event))
            except StorageError as error:
                _log.error("what was left behind is not looked for: %s", error)
            await asyncio.sleep(_ABANDONED_SECONDS)

    async def _take_up(self, event: Event) -> None:
        try:
            if "order" in event.payload:
                await self._desk.resume(self, event)
                return
            channel_id, message_id = int(event.payload["channel"]), int(event.payload["message"])
            message = await self._fetch(channel_id, message_id)
        except (KeyError, TypeError, ValueError, discord.NotFound, discord.Forbidden) as error:
            _log.info("%s cannot be taken up again: %s", event.id, error)
            await self._services.inbox.finish(event.id)
            return
        except (discord.DiscordException, OSError) as error:
            _log.warning("%s is taken up later: %s", event.id, error)
            await self._services.inbox.release(event.id)
            return
        await self._asking.hear_again(message, event.id)

    async def _fetch(self, channel_id: int, message_id: int) -> discord.Message:
        channel = self.get_channel(channel_id) or await self.fetch_channel(channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            raise TypeError(f"channel {channel_id} holds no messages")
        return await channel.fetch_message(message_id)

    async def leave(self, seconds: float) -> None:
        """Hear nothing more, finish what is under way within so many seconds, and go."""
        self._hears = False
        late = await self._underway.finish(seconds)
        if late:
            _log.warning("Discord: %d answers are left for the next start", late)
        await self.close()


def _shards(settings: DiscordSettings) -> dict[str, Any]:
    chosen: dict[str, Any] = {"shard_count": settings.shard_count} if settings.shard_count else {}
    return {**chosen, "shard_ids": list(settings.shard_ids)} if settings.shard_ids else chosen


async def _refuse(interaction: Interaction, text: str) -> None:
    await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
