"""How the bot behaves in a channel: the settings' defaults, what was chosen for the place, then for the channel."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError

from bot.settings import ChannelSettings
from bot.storage.answers import Answers
from bot.storage.choices import Choices


class ChoiceError(ValueError):
    """A setting that there is not, or a value that it does not take: `key` and `values` are for its words."""

    def __init__(self, key: str, **values: str | int) -> None:
        """Say it in one word of the code; people read it in their language."""
        super().__init__(f"{key}: {values}")
        self.key = key
        self.values = values


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
            known = ", ".join(ChannelSettings.model_fields)
            raise ChoiceError("unknown", name=", ".join(sorted(unknown)), known=known)
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
        raise _refusal(str(first["loc"][0]), str(first["input"])) from None


def _refusal(name: str, value: str) -> ChoiceError:
    """Say what a setting takes, as its field has it."""
    field = ChannelSettings.model_fields[name]
    bounds = {
        key: getattr(each, key) for each in field.metadata for key in ("ge", "le") if hasattr(each, key)
    }
    if field.annotation is bool:
        return ChoiceError("yes-or-no", name=name, value=value)
    if bounds:
        return ChoiceError("number", name=name, value=value, least=bounds["ge"], most=bounds["le"])
    if known := get_args(field.annotation):
        return ChoiceError("one-of", name=name, value=value, known=", ".join(known))
    most = next(each.max_length for each in field.metadata if hasattr(each, "max_length"))
    return ChoiceError("too-long", name=name, most=most)
