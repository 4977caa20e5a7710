"""A language model of any provider that langchain knows (only door to langchain), loaded when it is first asked."""

import asyncio
import importlib.util
import json
import os
import time
from collections.abc import AsyncIterator, Callable, Generator
from dataclasses import dataclass, field
from functools import cache
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, SecretStr

from retrieval.answers.thoughts import Outspoken
from retrieval.errors import GenerationFailed, GeneratorError
from retrieval.reasons import Reason
from retrieval.settings import GenerationSettings
from retrieval.types import Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_PACKAGES = {"openai": "langchain_openai", "deepseek": "langchain_deepseek", "anthropic": "langchain_anthropic", "ollama": "langchain_ollama"}  # fmt: skip
"""The providers that have an extra of their own name, and the module that it brings."""
_KEYS = {"openai": "OPENAI_API_KEY", "deepseek": "DEEPSEEK_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
_COUNT_WHEN_ASKED = frozenset({"openai", "deepseek"})
"""Providers that tell the tokens of a stream only when they are asked to."""
_STRUCTURES = {"deepseek": "json_mode", "anthropic": "json_schema"}
"""What holds all models of a provider to a structure, where langchain's own choice, a forced call, does not: models
that think refuse it."""
_WITHOUT_THINKING: dict[str, dict[str, Any]] = {
    "deepseek": {"extra_body": {"thinking": {"type": "disabled"}}},
    "ollama": {"reasoning": False},
}
"""What keeps a model from thinking first, for which there is no time; `generation.options` may say otherwise."""
_REFUSED = "it refuses the request, perhaps generation.temperature, tokens, structure or options"
_HINTS = {
    400: _REFUSED,
    401: "it does not accept the key",
    402: "its credit is used up",
    403: "it does not let this key use the model",
    404: "it has no such model, or generation.base_url is not its address",
    422: _REFUSED,
    429: "it is asked too often, or its credit is used up",
}
_FROM_HERE_IT_FAILED = 400
"""The first status of HTTP that says so."""
_CHARACTERS_PER_TOKEN = 3.5
"""For an estimate where the provider does not count."""
_GRACE = 1.0
"""Seconds that a call may take to notice that it is over."""


@dataclass(slots=True)
class _Call:
    """One call under way: what came of it so far. `over` is set when nothing more will come."""

    pieces: SimpleQueue[str | GenerationFailed | None] = field(default_factory=SimpleQueue)
    over: Event = field(default_factory=Event)
    read: int = 0
    written: int = 0
    characters: int = 0

    def usage(self, told: str) -> Usage:
        """Return the tokens as the provider counted them; what it does not count is estimated."""
        read, written = (round(length / _CHARACTERS_PER_TOKEN) for length in (len(told), self.characters))
        estimated = not self.read or bool(written and not self.written)
        return Usage(self.read or read, self.written or written, estimated)


class LangchainGenerator:
    """Asks one model; threads may ask side by side."""

    def __init__(self, settings: GenerationSettings, key: SecretStr | None = None) -> None:
        """Import nothing yet. Raises GeneratorError if a provider's package or key is missing, or a key is misplaced."""
        self._provider = settings.provider
        self._key = key
        _refuse_missing(settings, key)
        self.name = settings.model
        self._settings = settings
        self._lock = Lock()
        self._model: BaseChatModel | None = None

    def load(self) -> "BaseChatModel":
        """Import what the model needs, once. Raises GeneratorError."""
        from langchain.chat_models import init_chat_model  # noqa: PLC0415 - a second, and only with a model

        with self._lock:
            if self._model is not None:
                return self._model
            try:
                self._model = init_chat_model(self._settings.model, **self._arguments())
            except Exception as error:  # noqa: BLE001 - every provider has errors of its own
                detail = str(error).partition("\n")[0]
                raise GeneratorError(
                    Reason.MODEL_NOT_LOADED, model=self._settings.model, detail=detail
                ) from None
            return self._model

    def write(
        self,
        instructions: str,
        material: str,
        shape: type[BaseModel],
        seconds: float,
        spent: Callable[[Usage], None],
    ) -> Generator[str, None, None]:
        """Yield the pieces of the model's JSON; leaving early ends the call. Raises GenerationFailed."""
        until = time.monotonic() + seconds
        try:
            model = self.load()
        except GeneratorError as error:
            raise GenerationFailed(str(error)) from None
        call = _Call()
        messages = [("system", instructions), ("human", material)]
        left = max(0.0, until - time.monotonic())
        chunks = self._stream(model, call, messages, shape)
        task = asyncio.run_coroutine_threadsafe(_run(call, chunks, left), _loop())
        try:
            while (piece := call.pieces.get(timeout=left + _GRACE)) is not None:
                if isinstance(piece, GenerationFailed):
                    raise piece
                yield piece
        except Empty:
            raise GenerationFailed("no answer in time") from None
        finally:
            task.cancel()
            call.over.wait(_GRACE)
            spent(call.usage(instructions + material))

    async def _stream(
        self, model: "BaseChatModel", call: _Call, messages: list[tuple[str, str]], shape: type[BaseModel]
    ) -> AsyncIterator[str]:
        from langsmith import tracing_context  # noqa: PLC0415 - comes with langchain

        structured = model.with_structured_output(shape.model_json_schema(), **self._method())
        # The model is the first step, its parser the last: only the model's own chunks tell tokens, and come one by one.
        bound = getattr(structured, "first", structured)
        outspoken = Outspoken()
        # What is asked goes to the model's provider and nowhere else, whatever the environment says of tracing.
        with tracing_context(enabled=False):
            async for chunk in bound.astream(messages):
                counted = getattr(chunk, "usage_metadata", None) or {}
                call.read += counted.get("input_tokens", 0)
                call.written += counted.get("output_tokens", 0)
                text = _text(chunk)
                call.characters += len(text)
                if said := outspoken.hear(text):
                    yield said

    def _method(self) -> dict[str, Any]:
        structure = self._settings.structure or _STRUCTURES.get(self._provider)
        if (self._provider, structure) == ("anthropic", "json_mode"):
            structure = "json_schema"  # it has no other JSON mode, and its package warns
        return {"method": structure} if structure else {}

    def _arguments(self) -> dict[str, Any]:
        return {**self._of_settings(), **_WITHOUT_THINKING.get(self._provider, {}), **self._settings.options}

    def _of_settings(self) -> dict[str, Any]:
        settings = self._settings
        arguments: dict[str, Any] = {"temperature": settings.temperature}
        if settings.base_url:
            arguments["api_base" if self._provider == "deepseek" else "base_url"] = settings.base_url
        if self._provider == "ollama":
            return {**arguments, "num_predict": settings.tokens}
        if self._provider in _COUNT_WHEN_ASKED:
            arguments["stream_usage"] = True
        if self._key is not None:
            arguments["api_key"] = self._key
        elif self._provider in _KEYS and settings.base_url and not os.environ.get(_KEYS[self._provider]):
            arguments["api_key"] = "none"  # a local server asks for none, the client does
        return {**arguments, "max_tokens": settings.tokens, "timeout": settings.seconds, "max_retries": 0}


async def _run(call: _Call, chunks: AsyncIterator[str], seconds: float) -> None:
    """Stream into the call; a cancelled task closes the connection, so a stalling model holds nothing up."""
    try:
        async with asyncio.timeout(seconds):
            async for text in chunks:
                call.pieces.put(text)
    except TimeoutError:
        call.pieces.put(GenerationFailed("no answer in time"))
    except Exception as error:  # noqa: BLE001 - every provider has errors of its own, and none may get out
        call.pieces.put(GenerationFailed(f"the provider failed: {_reason(error)}"))
    finally:
        call.pieces.put(None)
        call.over.set()


def _reason(error: Exception) -> str:
    """Return what is wrong, as far as that can be told without the error's own words: they may hold what was asked."""
    name, status = type(error).__name__, getattr(error, "status_code", None)
    if isinstance(status, int) and status >= _FROM_HERE_IT_FAILED:
        return f"status {status}: {_HINTS[status]}" if status in _HINTS else f"status {status}"
    if "Connect" in name:
        return f"it cannot be reached ({name})"
    if type(error) in {TypeError, ValueError, NotImplementedError}:
        return f"its package does not take generation.temperature, structure or options ({name})"
    return name


def _text(chunk: Any) -> str:  # noqa: ANN401 - a message of langchain, which is imported late
    """Return what a chunk adds to the JSON: the arguments of a call, or plain text; a provider may parse it itself."""
    if isinstance(chunk, dict):
        return json.dumps(chunk)
    arguments = "".join(part.get("args") or "" for part in getattr(chunk, "tool_call_chunks", ()))
    return arguments or str(getattr(chunk, "text", ""))


def _refuse_missing(settings: GenerationSettings, key: SecretStr | None) -> None:
    provider, _, model = settings.model.partition(":")
    if not model:
        raise GeneratorError(Reason.MODEL_WITHOUT_PROVIDER, model=settings.model)
    package = _PACKAGES.get(provider)
    if package is not None and importlib.util.find_spec(package) is None:
        raise GeneratorError(Reason.MODEL_WITHOUT_PACKAGE, model=settings.model, provider=provider)
    if secret := next((name for name in settings.options if "key" in name or "secret" in name), None):
        raise GeneratorError(Reason.KEY_IN_OPTIONS, option=secret)
    variable = _KEYS.get(provider)
    if variable is not None and not (key or settings.base_url or os.environ.get(variable)):
        raise GeneratorError(Reason.MODEL_WITHOUT_KEY, model=settings.model, variable=variable)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Return the loop that all calls run on: the providers' clients keep connections, which belong to one loop."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="generation", daemon=True).start()
    return loop
