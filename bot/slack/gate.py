"""Who somebody on Slack is to us: the one place where a person becomes an actor, and is let through or not."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Access, Deed, Person, Role
from bot.deeds import Actor, Deeds
from bot.settings import SlackSettings
from bot.slack.client import SlackUnreachable, attempt
from bot.slack.groups import Groups, is_group
from bot.slack.hearing import PLATFORM, Heard

_LEADS = ("is_admin", "is_owner", "is_primary_owner")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for something, from where, and where a private answer goes."""

    user: str
    team: str
    channel: str
    locale: str
    respond: str = ""

    @property
    def actor(self) -> Actor:
        """Return the visitor as every platform's deeds know them."""
        channel = f"{PLATFORM}:{self.channel}"
        return Actor(f"{PLATFORM}:{self.user}", f"{PLATFORM}:{self.team}", channel, self.locale)


def visitor_of(body: dict[str, Any], locale: str) -> Visitor:
    """Return who clicked."""
    return Visitor(
        user=str((body.get("user") or {}).get("id", "")),
        team=str((body.get("team") or {}).get("id", "")),
        channel=str((body.get("channel") or {}).get("id", "")),
        locale=locale,
        respond=str(body.get("response_url", "")),
    )


def visitor_from(heard: Heard, locale: str) -> Visitor:
    """Return who gave a command."""
    return Visitor(heard.user, heard.team, heard.channel, locale, heard.respond)


class Gate:
    """Asks Slack anew each time, user groups once a minute: who has lost a role must not keep it."""

    def __init__(self, client: AsyncWebClient, deeds: Deeds, settings: SlackSettings, team: str) -> None:
        """Take the roles that the settings name; `team` is our own workspace."""
        self._client = client
        self._team = team
        self._deeds = deeds
        self._access = Access(settings)
        named = (*settings.moderators, *settings.admins)
        self._groups = Groups(client, [name for name in named if is_group(name)])

    async def refuse(self, visitor: Visitor, deed: Deed, **details: object) -> str | None:
        """Return the line for who may not do this; None for who may. Raises SlackUnreachable if that cannot be told.

        With details, it is logged as done.
        """
        person, known = await self._person(visitor.user)
        if not known and not self._access.allows(person, deed):
            raise SlackUnreachable("nobody says who is an admin of the workspace")
        refusal = await self._deeds.refuse(self._access, person, visitor.actor, deed, **details)
        return refusal.text if refusal else None

    async def role(self, user: str) -> Role:
        """Return the highest role that somebody has."""
        person, _ = await self._person(user)
        return self._access.role(person)

    async def _person(self, user: str) -> tuple[Person, bool]:
        """Return somebody, and whether Slack said who they are."""
        found = await attempt(self._client.users_info(user=user))
        known: dict[str, Any] = (found.get("user") or {}) if found else {}
        leads = self._is_ours(known) and any(known.get(right) for right in _LEADS)
        person = Person(user, await self._groups.of(user), moderates=leads, administers=leads)
        return person, found is not None

    def _is_ours(self, known: dict[str, Any]) -> bool:
        """Tell a person of our workspace from one of another, who sits in a channel that both share."""
        teams = (known.get("enterprise_user") or {}).get("teams") or ()
        return self._team in (known.get("team_id", self._team), *teams) and not known.get("is_stranger")
