"""Who may do what: the one place where roles are decided."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from pydantic import BaseModel, ConfigDict


class Role(IntEnum):
    """Each may do all that those before it may."""

    MEMBER = 0
    MODERATOR = 1
    ADMIN = 2


class Deed(StrEnum):
    """What can be asked of the bot; the value is also its name in the audit log."""

    ASK = "ask"
    CHECK = "check"
    SHARE = "share"
    RATE = "rate"
    SOURCES = "sources"
    HELP = "help"
    FORGET_ME = "forget-me"
    SUMMARISE = "summary"
    PIN = "pin"
    UNPIN = "unpin"
    PINS = "pins"
    DELETE = "delete"
    CURATE = "curate"
    CURATED = "curated"
    GAPS = "gaps"
    REINDEX = "reindex"
    ROLLBACK = "rollback"
    GENERATIONS = "generations"
    LIST_SOURCES = "source-list"
    ADD_SOURCE = "source-add"
    REMOVE_SOURCE = "source-remove"
    RESTORE_SOURCE = "source-restore"
    FETCH_SOURCE = "source-fetch"
    SHOW_SETTINGS = "settings-show"
    SETTINGS = "settings"
    BACK_UP = "backup"
    RESTORE = "restore"


_NEEDS = {
    **dict.fromkeys(
        (
            Deed.SUMMARISE,
            Deed.PIN,
            Deed.UNPIN,
            Deed.PINS,
            Deed.DELETE,
            Deed.CURATE,
            Deed.CURATED,
            Deed.GAPS,
        ),
        Role.MODERATOR,
    ),
    **dict.fromkeys(
        (
            Deed.REINDEX,
            Deed.ROLLBACK,
            Deed.GENERATIONS,
            Deed.LIST_SOURCES,
            Deed.ADD_SOURCE,
            Deed.REMOVE_SOURCE,
            Deed.RESTORE_SOURCE,
            Deed.FETCH_SOURCE,
            Deed.SHOW_SETTINGS,
            Deed.SETTINGS,
            Deed.BACK_UP,
            Deed.RESTORE,
        ),
        Role.ADMIN,
    ),
}

LOOKS = frozenset(
    {
        Deed.SUMMARISE,
        Deed.PINS,
        Deed.CURATED,
        Deed.GAPS,
        Deed.GENERATIONS,
        Deed.LIST_SOURCES,
        Deed.SHOW_SETTINGS,
    }
)
"""What changes nothing: done as soon as somebody is let through."""


class RoleSettings(BaseModel):
    """The platform's own ids of those who are moderators and admins: users, roles (Discord), user groups (Slack)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    moderators: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks for something. `groups` are ids of roles or user groups.

    `moderates` and `administers` say what the platform itself grants: on Discord the permissions Pin Messages and
    Manage Server in the channel at hand, on Slack being an admin or owner of the workspace.
    """

    id: str
    groups: Collection[str] = field(default=())
    moderates: bool = False
    administers: bool = False


def needed(deed: Deed) -> Role:
    """Return the role that a deed asks for."""
    return _NEEDS.get(deed, Role.MEMBER)


class Access:
    """Decides by the settings of one platform, and by what the platform itself grants."""

    def __init__(self, settings: RoleSettings) -> None:
        """Take the ids that are named for this platform."""
        self._admins = frozenset(settings.admins)
        self._moderators = frozenset(settings.moderators)

    def role(self, person: Person) -> Role:
        """Return the highest role that a person has. Ids named for a role replace the platform's own grants for it."""
        ids = {person.id, *person.groups}
        if ids & self._admins or (person.administers and not self._admins):
            return Role.ADMIN
        if ids & self._moderators or (person.moderates and not self._moderators):
            return Role.MODERATOR
        return Role.MEMBER

    def allows(self, person: Person, deed: Deed) -> bool:
        """Tell whether a person may do a deed."""
        return self.role(person) >= needed(deed)
