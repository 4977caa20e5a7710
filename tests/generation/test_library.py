"""A library with a model: what platforms hear while it writes, what evaluate and bench count, what limits it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot import app
from bot.settings import ConversationSettings, Settings
from bot.speeds import bench_record
from bot.timing import Bench
from bot.writing import figures_an_answer, writing_record
from retrieval import Answer, GenerationSettings, Library, Mode, Turn
from retrieval.answers.allowance import Allowance
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.writing import Writer
from retrieval.evaluation import writing_figures
from retrieval.index.chroma import ChromaIndex
from retrieval.index.generations import Generations
from tests.builders import make_settings
from tests.fakes import FakeEmbedder
from tests.generation.servers import ModelServer, Play, always, quoting

DOCS = Path(__file__).parents[2] / "docs"
HERON = ("A heron stands in the river.", "The heron stands in the shallow river.")
ASKED = "Where does the heron stand?"


@pytest.fixture
def library(
    tiny: Path, server: ModelServer, settings: Callable[..., GenerationSettings]
) -> Iterator[Library]:
    """The tiny texts, answered by a played model."""
    server.part = quoting(HERON)
    given = settings(price_read=1.0)
    generator, allowance = LangchainGenerator(given), Allowance(given, tiny / "spent.sqlite")
    made = Library(
        make_settings(tiny / "corpus", tiny / "data"),
        Generations(tiny / "data"),
        FakeEmbedder(),
        ChromaIndex,
        make_writer=lambda snapshot: Writer(generator, allowance, snapshot, given),
    )
    yield made
    made.close()


def test_a_platform_hears_the_answer_grow(library: Library) -> None:
    heard: list[Answer] = []

    answer = library.ask(ASKED, said=heard.append)

    assert [each.statements for each in heard] == [answer.statements]
    assert heard[0].generation == answer.generation != ""


def test_an_answer_in_another_language_says_so_while_it_grows(library: Library) -> None:
    heard: list[Answer] = []

    library.ask("Wo steht der heron in dem river und was machen die otters dort?", said=heard.append)

    assert all(each.message for each in heard)


def test_extraction_can_be_asked_for(library: Library, server: ModelServer) -> None:
    answer = library.ask(ASKED, mode=Mode.EXTRACTIVE)

    assert answer.mode is Mode.EXTRACTIVE
    assert server.requests == []


def test_a_new_generation_is_asked_anew(library: Library, server: ModelServer, tiny: Path) -> None:
    library.ask(ASKED)
    (tiny / "corpus" / "bread.md").write_text("# Bread\n\nRye bread needs more water.\n")
    library.reindex(lambda _done, _total: None)

    answer = library.ask(ASKED)

    assert answer.mode is Mode.GENERATIVE
    assert len(server.requests) == 2


def test_a_thread_is_part_of_what_is_asked(library: Library, server: ModelServer) -> None:
    server.part = lambda request: (
        Play('{"question": "Where does the heron stand?"}')
        if "last question" in request["messages"][1]["content"]
        else quoting(HERON)(request)
    )

    answer = library.ask("And where does it stand?", [Turn("What is a heron?")])

    assert answer.rewritten == ASKED


def test_what_a_model_took_is_added_up(library: Library, server: ModelServer) -> None:
    first = library.ask(ASKED)
    server.part = always("broken")
    second = library.ask("What do otters do?")

    figures = writing_figures([first, second, library.ask("hello")])

    assert figures is not None
    assert (figures.asked, figures.written, figures.kept) == (2, 1, 1)
    assert list(figures.fallbacks) == [
        "the draft is no JSON of the shape that was asked for, or ends before its end"
    ]
    assert figures.tokens_read > 1000
    assert figures_an_answer(figures)["model_tokens_read"] == figures.tokens_read / 2
    assert writing_record(figures)["model"] == "openai:played"


def test_bench_shows_what_a_model_took(library: Library) -> None:
    figures = writing_figures([library.ask(ASKED)])
    assert figures is not None
    names = json.loads((DOCS / "bench.schema.json").read_text(encoding="utf-8"))
    other = dict.fromkeys((name for name in names["required"] if name not in _NO_FIGURES), 1)
    machine: dict[str, Any] = {
        "system": "Linux", "python": "3.11", "cores": 2, "load_before": 0.1, "load_after": 0.1,
    }  # fmt: skip

    record = bench_record(
        Bench("2025-01-31T12:00:00+00:00", machine, {**other, **figures_an_answer(figures)}, ())
    )

    jsonschema.validate(record, names)
    assert record["model_tokens_read"] == 1000
    assert record["model_cost"] == pytest.approx(0.001)


_NO_FIGURES = {"measured", "machine", "goals", "scale"}


def test_a_model_never_gets_longer_than_who_asks_waits() -> None:
    settings = Settings(
        generation=GenerationSettings(seconds=600), conversation=ConversationSettings(seconds=7)
    )

    assert app._generation(settings).seconds == 7
