"""What the bot asks for when it is invited to a server, and the link that asks for it."""

import discord

RIGHTS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    read_message_history=True,
    add_reactions=True,
    pin_messages=True,
)


def install_link(application: int) -> str:
    """Return the address where somebody who manages a server adds the bot to it."""
    return discord.utils.oauth_url(application, permissions=RIGHTS, scopes=("bot", "applications.commands"))
