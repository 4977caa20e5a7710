"""Where settings come from and what they may be: command line, environment, .env, config/bot.toml, defaults."""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.access import RoleSettings
from retrieval import GenerationSettings, RetrievalSettings

PREFIX = "DEEPSEEK_BOT__"
DEFAULT_FILE = Path("config/bot.toml")


class SettingsError(Exception):
    """The message is one line: which setting, what is wrong, what to do."""


class ConversationSettings(BaseModel):
    """How many questions at once, how long they may take, how much of a thread is remembered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_once: int = Field(default=4, ge=1, le=64)
    waiting: int = Field(default=64, ge=0, le=10000)
    seconds: float = Field(default=20.0, gt=0, le=600)
    turns: int = Field(default=6, ge=0, le=50)
    threads: int = Field(default=1000, ge=1, le=1_000_000)


Share = Annotated[float, Field(ge=0, le=1)]


class EvaluationSettings(BaseModel):
    """What `evaluate` asks of the overall figures: floors, but for false refusals, which is a ceiling."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    right: Share = 0.9
    refusal_recall: Share = 0.87
    false_refusals: Share = 0.05
    language: Share = 0.99
    verbatim: Share = 1.0
    checks: Share = 1.0


class ChannelSettings(BaseModel):
    """Each can be changed from chat, for a channel or for the whole place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answers: bool = Field(default=True, description="whether the bot answers here at all")
    threads: bool = Field(default=False, description="whether an answer opens a thread")
    auto: bool = Field(default=False, description="whether every new forum post here is a question")
    user_limit: int = Field(default=6, ge=1, le=1000, description="questions a minute from one person")
    channel_limit: int = Field(default=30, ge=1, le=10_000, description="questions a minute in one channel")
    language: Literal["auto", "en", "fr"] = Field(default="auto", description="of the interface")
    keep_questions: bool = Field(default=False, description="whether the texts of questions are kept")
    retention_days: int = Field(default=30, ge=1, le=3650, description="how long answers are kept")
    notices: str = Field(
        default="", max_length=100, description="the channel where moderators and admins are told things"
    )


class StorageSettings(BaseModel):
    """Where chats are remembered, and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = ""
    event_hours: float = Field(default=24.0, ge=0.2, le=1000)

    def resolved(self, data: Path) -> str:
        """Return the database's address: by default a file in the data folder."""
        return self.address or f"sqlite:///{data / 'bot.sqlite'}"


class RefreshSettings(BaseModel):
    """How often fetched sources are looked at again; 0 means never."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hours: float = Field(default=0.0, ge=0, le=10_000)


class DiscordSettings(RoleSettings):
    """Who is who on Discord, and which share of the guilds this process serves; 0 shards: as Discord advises."""

    shard_ids: tuple[int, ...] = ()
    shard_count: int = Field(default=0, ge=0)
    api: str = ""


class SlackSettings(RoleSettings):
    """Who is who on Slack, and how events reach us; auto: Socket Mode if there is an app token, else signed HTTP."""

    mode: Literal["auto", "socket", "http"] = "auto"
    host: str = "0.0.0.0"  # noqa: S104 - a container's port is published by whoever runs it
    port: int = Field(default=3000, ge=0, le=65535)
    body_bytes: int = Field(default=1_000_000, ge=10_000, le=10_000_000)
    api: str = ""


class Secrets(BaseSettings):
    """Tokens and keys, from the environment or .env only."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    discord_token: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    author_key: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    deepseek_api_key: SecretStr | None = None
    anthropic_api_key: SecretStr | None = None

    def model_key(self, provider: str) -> SecretStr | None:
        """Return the key of a provider of language models, if it is set."""
        found = getattr(self, f"{provider}_api_key", None)
        return found if isinstance(found, SecretStr) else None


def load_secrets() -> Secrets:
    """Read tokens; an empty one counts as not set."""
    found = Secrets()
    empty = {
        name: None
        for name in Secrets.model_fields
        if (secret := getattr(found, name)) and not secret.get_secret_value().strip()
    }
    return found.model_copy(update=empty)


class Settings(BaseSettings):
    """All sections."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file=".env",
        dotenv_filtering="match_prefix",
        extra="forbid",
        frozen=True,
    )

    retrieval: RetrievalSettings = RetrievalSettings()
    generation: GenerationSettings = GenerationSettings()
    conversation: ConversationSettings = ConversationSettings()
    channels: ChannelSettings = ChannelSettings()
    storage: StorageSettings = StorageSettings()
    refresh: RefreshSettings = RefreshSettings()
    discord: DiscordSettings = DiscordSettings()
    slack: SlackSettings = SlackSettings()
    evaluation: EvaluationSettings = EvaluationSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: the file arrives as the keyword `file`, below the environment."""
        del file_secret_settings
        given = dict(getattr(init_settings, "init_kwargs", {}))
        file = InitSettingsSource(settings_cls, given.pop("file", {}))
        return InitSettingsSource(settings_cls, given), env_settings, dotenv_settings, file


def load_settings(file: Path | None, overrides: dict[str, dict[str, Any]]) -> Settings:
    """Read settings. Raises SettingsError; `file` must exist if it is named, `overrides` is by section."""
    try:
        _refuse_unknown_variables()
        return Settings(file=_read(file), **overrides)  # type: ignore[call-arg, arg-type]  # see settings_customise_sources
    except ValidationError as error:
        raise _explained(error) from None


def _read(file: Path | None) -> dict[str, Any]:
    path = file or DEFAULT_FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if file is None:
            return {}
        raise SettingsError(f"{path}: there is no such file: name one that exists with --config") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}): mend the file") from None


def _keys() -> dict[str, list[str]]:
    return {
        name: list(type(field.default).model_fields)
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, BaseModel)
    }


def _refuse_unknown_variables() -> None:
    known = {f"{PREFIX}{section}__{key}".upper() for section, keys in _keys().items() for key in keys}
    for name in os.environ:
        if name.startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise SettingsError(
                f"{name}: no such setting{f': did you mean {near[0]}?' if near else ': unset it'}"
            )


def _explained(error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    place = [str(step) for step in first["loc"]]
    if first["type"] != "extra_forbidden":
        return SettingsError(f"{'.'.join(place)} = {first['input']!r}: {first['msg']}")
    keys = _keys()
    section = place[0] if place[0] in keys and len(place) > 1 else None
    choices = keys[section] if section else list(keys)
    near = difflib.get_close_matches(place[-1], choices, 1)
    known = ".".join([section, *near] if section else near)
    return SettingsError(
        f"{'.'.join(place)}: no such setting{f': did you mean {known}?' if near else ': remove it'}"
    )
