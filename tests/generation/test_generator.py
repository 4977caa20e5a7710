"""The door to the models: what is missing is said in one line, and without a model nothing of it is loaded."""

import importlib.util
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Literal

import pytest
from pydantic import SecretStr

from bot.settings import load_secrets
from retrieval import GenerationSettings, GeneratorError, Usage
from retrieval.answers.drafting import Draft
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.prompts import instructions
from retrieval.errors import GenerationFailed
from tests.builders import TINY, write_corpus
from tests.generation.servers import ModelServer, Play, always, drafted

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("anthropic:claude-haiku-4-5", "pip install 'deepseek-bot[anthropic]'"),
        ("deepseek:deepseek-flash", "pip install 'deepseek-bot[deepseek]'"),
        ("ollama:qwen3", "pip install 'deepseek-bot[ollama]'"),
        ("openai:gpt-4.1-mini", "set OPENAI_API_KEY in the environment"),
        ("gpt-4.1-mini", "as in openai:gpt-4.1-mini"),
    ],
)
def test_what_is_missing_is_said_in_one_line(model: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: found(name) if name == "langchain_openai" else None,
    )

    with pytest.raises(GeneratorError) as caught:
        LangchainGenerator(GenerationSettings(model=model))

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_provider_that_nobody_knows_is_said_in_one_line(server: ModelServer) -> None:
    generator = LangchainGenerator(GenerationSettings(model="nobody:model", base_url=server.address))

    with pytest.raises(GeneratorError, match=r"generation\.model = 'nobody:model' cannot be used") as caught:
        generator.load()

    assert "\n" not in str(caught.value)


def test_a_local_server_needs_no_key(server: ModelServer) -> None:
    generator = LangchainGenerator(GenerationSettings(model="openai:any", base_url=server.address))

    assert generator.load() is generator.load()


def test_the_key_comes_from_the_environment_and_is_in_no_setting() -> None:
    assert not [name for name in GenerationSettings.model_fields if "key" in name or "secret" in name]


@pytest.mark.parametrize("name", ["api_key", "openai_api_key", "client_secret"])
def test_a_key_among_the_options_is_refused(name: str) -> None:
    settings = GenerationSettings(model="openai:any", options={name: "sk-secret"})

    with pytest.raises(GeneratorError) as caught:
        LangchainGenerator(settings)

    assert str(caught.value) == f"generation.options: take {name} out, keys come from the environment"


def test_a_key_is_read_from_the_environment_or_the_env_file_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("DEEPSEEK_API_KEY=sk-from-the-file\n")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-from-the-environment")

    secrets = load_secrets()

    deepseek, anthropic = secrets.model_key("deepseek"), secrets.model_key("anthropic")
    assert deepseek is not None
    assert anthropic is not None
    assert deepseek.get_secret_value() == "sk-from-the-file"
    assert anthropic.get_secret_value() == "sk-from-the-environment"
    assert secrets.model_key("ollama") is None
    assert "sk-" not in repr(secrets)


def test_the_key_goes_to_the_provider_and_into_no_message(server: ModelServer) -> None:
    settings = GenerationSettings(model="openai:any", base_url=server.address)
    server.part = lambda _request: Play(status=401)
    generator = LangchainGenerator(settings, SecretStr("sk-secret"))

    with pytest.raises(GenerationFailed) as caught:
        list(generator.write("Be brief.", "{}", Draft, 5, lambda _usage: None))

    assert server.keys == ["Bearer sk-secret"]
    assert str(caught.value) == "the provider failed: status 401: it does not accept the key"


@pytest.mark.parametrize("structure", ["json_schema", "function_calling", "json_mode"])
def test_a_draft_comes_in_pieces_whatever_holds_the_model_to_its_structure(
    server: ModelServer, structure: Literal["json_schema", "function_calling", "json_mode"]
) -> None:
    settings = GenerationSettings(model="openai:any", base_url=server.address, structure=structure)
    text = drafted(("A statement.", [(1, "A quote.")]), ("Another.", [(2, "Another quote.")]))
    server.part = always(text, piece=10)
    spent: list[Usage] = []

    pieces = list(LangchainGenerator(settings).write("Answer in JSON.", "{}", Draft, 5, spent.append))

    assert "".join(pieces) == text
    assert len(pieces) > 5
    assert spent == [Usage(1000, 100)]


@pytest.mark.parametrize("name", ["answer", "rewrite", "summary"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_prompts_are_read_from_the_configuration(name: str, language: str) -> None:
    told = instructions(name, language, statements=6, fewest=4)

    assert {"en": "English", "fr": "French"}[language] in told
    assert "data" in told
    assert '{"' in told
    assert "{language}" not in told


@pytest.mark.slow
def test_without_a_model_nothing_of_langchain_is_loaded(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", TINY)
    program = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from bot.app import build_library
        from bot.settings import Settings
        from retrieval import RetrievalSettings
        folder = Path({str(tmp_path)!r})
        settings = Settings(retrieval=RetrievalSettings(corpus=folder / "corpus", data=folder / "data"))
        library = build_library(settings)
        library.reindex(lambda done, total: None)
        assert library.ask("What do otters do?").statements
        print(*{{name.split(".")[0] for name in sys.modules}})
        """
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    loaded = set(done.stdout.split())
    assert (
        loaded & {"langchain", "langchain_core", "langchain_openai", "langgraph", "langsmith", "openai"}
        == set()
    )
