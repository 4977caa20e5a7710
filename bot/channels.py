"""How the bot behaves in a channel: the settings' defaults, what was chosen for the place, then for the channel."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.settings import ChannelSettings
from bot.storage.answers import Answers
from bot.storage.choices import Choices


class ChoiceError(ValueError):
    """The message is one line: which value is wrong, and what it may be."""


class Channels:
    """The settings of every channel."""

    def __init__(self, choices: Choices, defaults: ChannelSettings, answers: Answers) -> None:
        """Use the defaults where nothing was chosen."""
        self._choices = choices
        self._defaults = defaults
        self._answers = answers

    async def of(self, channel: str, place: str = "") -> ChannelSettings:
        """Return what holds in a channel of a place. Raises StorageError."""
        chosen = await self._choices.read(*(scope for scope in (place, channel) if scope))
        known = {key: value for key, value in chosen.items() if key in ChannelSettings.model_fields}
        return self._defaults.model_copy(update=_checked(known))

    async def choose(self, scope: str, values: Mapping[str, Any]) -> None:
        """Change settings of a channel or a place; None takes a choice back. Raises ChoiceError.

        Another retention holds for the answers that are kept already too.
        """
        unknown = values.keys() - ChannelSettings.model_fields.keys()
        if unknown:
            raise ChoiceError(f"{', '.join(sorted(unknown))}: no such setting")
        checked = _checked({key: value for key, value in values.items() if value is not None})
        await self._choices.write(scope, {**dict.fromkeys(values), **checked})
        if "retention_days" in values:
            chosen = await self.chosen(scope.partition(":")[0])
            own = {name: each["retention_days"] for name, each in chosen.items() if "retention_days" in each}
            await self._answers.keep_for(scope, own, self._defaults.retention_days)

    async def chosen(self, platform: str) -> dict[str, dict[str, Any]]:
        """Return what was chosen on a platform, by scope."""
        return await self._choices.all(platform)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    try:
        return ChannelSettings.model_validate(values).model_dump(include=set(values))
    except ValidationError as error:
        first = error.errors()[0]
        raise ChoiceError(f"{first['loc'][0]} = {first['input']!r}: {first['msg']}") from None
