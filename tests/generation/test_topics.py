"""Every topic of our corpus, summarised by a model that says what the passages say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import load_settings
from retrieval import GenerationSettings, Library, Mode, Summary, open_library
from tests.generation.promises import assert_promises
from tests.generation.servers import ModelServer, Play, Request, drafted, material

ROOT = Path(__file__).parents[2]
_NAMES = {"en": "English", "fr": "French"}
_FIRST = re.compile(r".*?[.!?](?=\s|$)", re.DOTALL)

pytestmark = pytest.mark.slow


@pytest.fixture
def library(real_data: Path, server: ModelServer) -> Iterator[Library]:
    """The real corpus and a played model."""
    chosen = load_settings(
        ROOT / "config" / "bot.toml", {"retrieval": {"corpus": ROOT / "corpus", "data": real_data}}
    )
    made = open_library(
        chosen.retrieval, GenerationSettings(model="openai:played", base_url=server.address, failures=100)
    )
    yield made
    made.close()


def truthful(request: Request, language: str) -> Play:
    """Say the first sentence of each passage in the reader's language, on the sentence itself."""
    passages = [each for each in material(request)["passages"] if each["language"] == _NAMES[language]]
    firsts = [(int(each["number"]), _FIRST.match(each["text"])) for each in passages]
    return Play(drafted(*((found.group(), [(number, found.group())]) for number, found in firsts if found)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_topic_can_be_summarised_by_a_model_and_keeps_its_promises(
    library: Library, server: ModelServer, language: str
) -> None:
    server.part = lambda request: truthful(request, language)
    modes = []
    for topic in library.topics(language):
        found = library.summarise(topic.title, language)
        assert isinstance(found, Summary), topic.title
        assert_promises(found.answer, language)
        assert 4 <= len(found.answer.statements) <= 8, topic.title
        modes.append(found.answer.mode)

    assert modes.count(Mode.GENERATIVE) > 0.5 * len(modes)
