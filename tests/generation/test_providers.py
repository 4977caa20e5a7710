"""The providers' own packages against servers on this machine that speak their languages: a draft goes through,
thoughts do not, and every failure is one line of the log."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import SecretStr

from retrieval.answers.allowance import Allowance
from retrieval.answers.answering import Answerer
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.summarising import Summariser
from retrieval.answers.writing import Writer
from retrieval.settings import GenerationSettings
from retrieval.types import Answer, Mode, Question, Summary
from tests.builders import make_settings
from tests.generation.points import TRUE
from tests.generation.promises import assert_promises
from tests.generation.providers import AnthropicWire, DeepSeekWire, OllamaWire
from tests.generation.servers import (
    ModelServer,
    Play,
    Request,
    Wire,
    always,
    drafted,
    instructions,
    quoting,
    serve,
)
from tests.mill import Opened

pytestmark = pytest.mark.slow

PROVIDERS: dict[str, tuple[str, type[Wire]]] = {
    "openai": ("openai:gpt-4.1-mini", Wire),
    "deepseek": ("deepseek:deepseek-flash", DeepSeekWire),
    "anthropic": ("anthropic:claude-haiku-4-5", AnthropicWire),
    "ollama": ("ollama:qwen3", OllamaWire),
}
FLOUR = Question("How much flour does the mill of Orval grind a year?", "en")
SAID = "About 35 tonnes of flour leave the mill of Orval every year."
QUOTED = "The mill of Orval grinds about 35 tonnes of flour a year, according to its ledger."
THOUGHT = '{"statements": [{"text": "The mill of Orval hides its flour.", "quotes": []}]} Let me think of the ledger.'


@dataclass(frozen=True, slots=True)
class Desk:
    """A provider's played model and what is asked of it."""

    provider: str
    server: ModelServer
    answerer: Answerer
    summariser: Summariser

    def ask(self) -> Answer:
        return self.answerer.answer(FLOUR, written=True)


Make = Callable[..., Desk]


@pytest.fixture(params=PROVIDERS)
def make(
    request: pytest.FixtureRequest, mill: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Make]:
    """Return what makes a desk with the settings that the story changes, for each provider in turn."""
    model, wire = PROVIDERS[request.param]
    with serve(always(""), wire) as server:

        def made(part: Callable[[Request], Play], **changes: Any) -> Desk:
            server.part = part
            given = GenerationSettings(
                **{"model": model, "base_url": server.address, "seconds": 10, **changes}
            )
            generator = LangchainGenerator(given, SecretStr("sk-secret"))
            generator.load()  # the first of a provider's takes seconds, which are not this story's
            writer = Writer(generator, Allowance(given, tmp_path / "spent.sqlite"), mill.snapshot, given)
            answerer = Answerer(
                mill.retriever, mill.keywords, mill.snapshot, make_settings(tmp_path, tmp_path), writer
            )
            summariser = Summariser(mill.snapshot, answerer, "g1", mill.keywords, writer)
            return Desk(request.param, server, answerer, summariser)

        yield made


def test_a_draft_goes_through_in_pieces_and_its_tokens_are_counted(make: Make) -> None:
    desk = make(quoting((SAID, QUOTED), piece=11))
    heard: list[Answer] = []

    answer = desk.answerer.answer(FLOUR, heard.append, written=True)

    assert_promises(answer)
    assert answer.mode is Mode.GENERATIVE
    assert answer.statements[0].text == SAID
    assert len(heard) == 1
    assert answer.writing is not None
    usage = answer.writing.usage
    assert (usage.read, usage.written, usage.estimated) == (1000, 100, False)


def test_what_is_asked_goes_out_once_with_the_key_and_without_tools_that_act(make: Make) -> None:
    desk = make(quoting((SAID, QUOTED)))

    desk.ask()

    (asked,) = desk.server.requests
    assert "Write the answer in English" in instructions(asked)
    assert asked["model"] == PROVIDERS[desk.provider][0].partition(":")[2]
    assert not asked.get("tools")
    assert ["sk-secret" in key for key in desk.server.keys] == [desk.provider != "ollama"]


def test_a_summary_goes_through_too(make: Make) -> None:
    desk = make(quoting(*TRUE["en"]))

    found = desk.summariser.of_topic("The mill of Orval", "en")

    assert isinstance(found, Summary)
    assert found.answer.mode is Mode.GENERATIVE
    assert_promises(found.answer)


def test_thoughts_in_a_field_of_their_own_are_not_read(make: Make) -> None:
    desk = make(quoting((SAID, QUOTED), thoughts=THOUGHT))

    answer = desk.ask()

    assert answer.statements[0].text == SAID
    assert answer.writing is not None
    assert answer.writing.dropped == ()


@pytest.mark.parametrize("piece", [3, 400])
def test_thoughts_between_tags_are_not_read(make: Make, piece: int) -> None:
    true = quoting((SAID, QUOTED))
    desk = make(lambda request: Play(f"\n<think>\n{THOUGHT}\n</think>\n\n{true(request).text}", piece=piece))

    answer = desk.ask()

    assert answer.statements[0].text == SAID
    assert answer.writing is not None
    assert answer.writing.dropped == ()


def test_a_model_that_only_thinks_leaves_extraction(make: Make) -> None:
    desk = make(always(f"<think>{THOUGHT}", thoughts=THOUGHT))

    answer = desk.ask()

    assert_promises(answer)
    assert answer.mode is Mode.EXTRACTIVE


STATUSES = {
    400: "it refuses the request, perhaps generation.temperature, tokens, structure or options",
    401: "it does not accept the key",
    404: "it has no such model, or generation.base_url is not its address",
    429: "it is asked too often, or its credit is used up",
    503: "",
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_refusal_is_one_clear_line_and_extraction_answers(
    make: Make, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    desk = make(lambda _request: Play(status=status))

    answer = desk.ask()

    assert_promises(answer)
    assert answer.mode is Mode.EXTRACTIVE
    assert len(desk.server.requests) == 1
    (line,) = warnings(caplog)
    said = f"the provider failed: status {status}: {STATUSES[status]}"
    assert line == f"generation: extraction answers: {said}".rstrip(": ")
    assert "sk-secret" not in caplog.text


def test_a_server_that_is_not_there_is_one_line(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    desk = make(always(""), base_url="http://127.0.0.1:9")

    answer = desk.ask()

    assert answer.mode is Mode.EXTRACTIVE
    (line,) = warnings(caplog)
    assert line.startswith("generation: extraction answers: the provider failed: it cannot be reached (")


@pytest.mark.parametrize("after", [1, 30])
def test_a_stalled_server_is_left_in_time(make: Make, after: int, caplog: pytest.LogCaptureFixture) -> None:
    desk = make(quoting((SAID, QUOTED), piece=10, stalls_after=after), seconds=3.5)
    started = time.monotonic()

    answer = desk.ask()

    assert time.monotonic() - started < 3
    assert answer.mode is Mode.EXTRACTIVE
    assert warnings(caplog) == ["generation: extraction answers: no answer in time"]


def test_what_was_verified_before_a_stream_died_is_shown(make: Make) -> None:
    whole = quoting(
        (SAID, QUOTED), ("Its wheel is of oak.", "The wheel of the mill is six metres wide, and made of oak.")
    )
    length = len(drafted((SAID, [(1, QUOTED)])))
    desk = make(lambda request: Play(whole(request).text, piece=10, dies_after=length))

    answer = desk.ask()

    assert answer.mode is Mode.GENERATIVE
    assert answer.statements[0].text == SAID


@pytest.mark.parametrize("structure", ["json_schema", "json_mode", "function_calling"])
def test_each_structure_that_a_provider_has_can_be_chosen(
    make: Make, structure: Literal["json_schema", "json_mode", "function_calling"]
) -> None:
    desk = make(quoting((SAID, QUOTED)), structure=structure)

    answer = desk.ask()

    assert answer.mode is Mode.GENERATIVE
    assert answer.statements[0].text == SAID


@pytest.mark.parametrize("make", ["deepseek"], indirect=True)
def test_a_deepseek_model_is_kept_from_thinking_and_asked_for_json(make: Make) -> None:
    """A model that thinks refuses a forced call: "Thinking mode does not support this tool_choice"."""
    true = quoting((SAID, QUOTED))
    desk = make(lambda request: Play(status=400) if "tool_choice" in request else true(request))

    answer = desk.ask()

    (asked,) = desk.server.requests
    assert answer.mode is Mode.GENERATIVE
    assert asked["thinking"] == {"type": "disabled"}
    assert asked["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize("make", ["ollama"], indirect=True)
def test_an_ollama_model_is_kept_from_thinking_and_held_to_the_schema(make: Make) -> None:
    desk = make(quoting((SAID, QUOTED)))

    desk.ask()

    (asked,) = desk.server.requests
    assert asked["think"] is False
    assert "statements" in asked["format"]["properties"]


@pytest.mark.parametrize("make", ["anthropic"], indirect=True)
def test_an_anthropic_model_is_held_to_the_schema_without_a_call(make: Make) -> None:
    desk = make(quoting((SAID, QUOTED)))

    desk.ask()

    (asked,) = desk.server.requests
    assert asked["output_config"]["format"]["type"] == "json_schema"
    assert "tool_choice" not in asked


@pytest.mark.parametrize("make", ["deepseek"], indirect=True)
def test_options_are_the_last_word(make: Make) -> None:
    thinking = {"extra_body": {"thinking": {"type": "enabled"}}}
    desk = make(quoting((SAID, QUOTED), thoughts=THOUGHT), options=thinking)

    answer = desk.ask()

    assert answer.statements[0].text == SAID
    assert desk.server.requests[0]["thinking"] == {"type": "enabled"}


@pytest.mark.parametrize("make", ["anthropic"], indirect=True)
def test_settings_that_a_package_refuses_are_one_line(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    desk = make(quoting((SAID, QUOTED)), model="anthropic:claude-sonnet-5-5")

    answer = desk.ask()

    assert answer.mode is Mode.EXTRACTIVE
    (line,) = warnings(caplog)
    assert "its package does not take generation.temperature, structure or options (ValueError)" in line


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
