"""How Discord's ids become the names that the rest of the bot uses, and back (pure)."""

PLATFORM = "discord"


def person(user: int) -> str:
    """Name a user."""
    return f"{PLATFORM}:user:{user}"


def place(guild: int | None) -> str:
    """Name a server; "" for direct messages."""
    return f"{PLATFORM}:guild:{guild}" if guild else ""


def channel(identifier: int) -> str:
    """Name a channel: that of a thread is its parent's, so that settings hold in its threads too."""
    return f"{PLATFORM}:channel:{identifier}"


def thread(identifier: int) -> str:
    """Name what follow-ups share: a thread, a direct message channel, or the question that began it all.

    A thread that is opened from a message has that message's id, so both have one name.
    """
    return f"{PLATFORM}:thread:{identifier}"


def message(channel_id: int, identifier: int) -> str:
    """Name a message; the channel is part of it because Discord finds no message without one."""
    return f"{PLATFORM}:message:{channel_id}:{identifier}"


def find_message(name: str) -> tuple[int, int]:
    """Return the ids of the channel and of the message that a name stands for."""
    *_, channel_id, identifier = name.split(":")
    return int(channel_id), int(identifier)


def event(identifier: int, change: str = "") -> str:
    """Name the event that a question came in, or was changed."""
    return f"{PLATFORM}:message:{identifier}" + (f":{change}" if change else "")


def interaction(identifier: int) -> str:
    """Name a command, as an event and as what was asked."""
    return f"{PLATFORM}:interaction:{identifier}"
