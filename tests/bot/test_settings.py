"""A setting comes from the nearest place that names it; what no setting is called is refused."""

import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in a folder without config/bot.toml and .env."""
    monkeypatch.chdir(tmp_path)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(file: Path | None = None, **overrides: dict[str, object]) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(file, overrides)

    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings(None, {}) == Settings()


def test_the_file_in_the_repository_states_the_defaults() -> None:
    stated = tomllib.loads((ROOT / "config" / "bot.toml").read_text(encoding="utf-8"))

    assert stated == Settings().model_dump(mode="json")


def test_the_file_in_its_usual_place_is_read(tmp_path: Path) -> None:
    write(tmp_path / "config" / "bot.toml", "[retrieval]\nhits = 3\n")

    assert load_settings(None, {}).retrieval.hits == 3


def test_an_environment_variable_is_stronger_than_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "my.toml", "[retrieval]\nhits = 3\ncandidates = 7\n")
    monkeypatch.setenv("DEEPSEEK_BOT__RETRIEVAL__HITS", "4")

    settings = load_settings(file, {})

    assert (settings.retrieval.hits, settings.retrieval.candidates) == (4, 7)


def test_dot_env_lies_between_environment_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "my.toml", "[retrieval]\nhits = 3\ncandidates = 7\n")
    write(tmp_path / ".env", "DEEPSEEK_BOT__RETRIEVAL__HITS=4\nDEEPSEEK_BOT__RETRIEVAL__CANDIDATES=8\n")
    monkeypatch.setenv("DEEPSEEK_BOT__RETRIEVAL__HITS", "5")

    settings = load_settings(file, {})

    assert (settings.retrieval.hits, settings.retrieval.candidates) == (5, 8)


def test_the_command_line_is_strongest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "my.toml", '[retrieval]\ndata = "a"\n')
    monkeypatch.setenv("DEEPSEEK_BOT__RETRIEVAL__DATA", "b")

    settings = load_settings(file, {"retrieval": {"data": Path("c")}})

    assert settings.retrieval.data == Path("c")


def test_secrets_may_lie_in_dot_env(tmp_path: Path) -> None:
    write(tmp_path / ".env", "DISCORD_TOKEN=abc\nANTHROPIC_API_KEY=def\n")

    assert load_settings(None, {}) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[retrieval]\nhitz = 3\n", ["retrieval.hitz", "retrieval.hits"]),
        ("[retrieval]\nzzzz = 3\n", ["retrieval.zzzz", "remove"]),
        ("[retreival]\nhits = 3\n", ["retreival", "retrieval"]),
        ("[conversation]\nsecond = 3\n", ["conversation.second", "conversation.seconds"]),
        ("[retrieval]\nhits = 0\n", ["retrieval.hits", "0"]),
        ('[retrieval]\nhits = "many"\n', ["retrieval.hits", "many"]),
        ('[retrieval]\nembedder = ""\n', ["retrieval.embedder"]),
        ("[conversation]\nseconds = -1\n", ["conversation.seconds", "-1"]),
        ("hits = 3\n", ["hits"]),
        ("[retrieval\n", ["my.toml"]),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, text: str, said: list[str]) -> None:
    message = refused(write(tmp_path / "my.toml", text))

    assert all(word in message for word in said), message


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DEEPSEEK_BOT__RETRIEVAL__HITZ", ["DEEPSEEK_BOT__RETRIEVAL__HITZ", "DEEPSEEK_BOT__RETRIEVAL__HITS"]),
        ("DEEPSEEK_BOT__HITS", ["DEEPSEEK_BOT__HITS"]),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, name: str, said: list[str]
) -> None:
    monkeypatch.setenv(name, "3")

    message = refused()

    assert all(word in message for word in said), message


def test_an_unknown_variable_in_dot_env_is_refused_too(tmp_path: Path) -> None:
    write(tmp_path / ".env", "DEEPSEEK_BOT__RETRIEVAL__HITZ=3\n")

    assert "hits" in refused().lower()


def test_a_variable_with_a_wrong_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPSEEK_BOT__RETRIEVAL__HITS", "many")

    assert all(word in refused() for word in ["retrieval.hits", "many"])


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    assert "my.toml" in refused(tmp_path / "my.toml")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"= 1"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "my.toml").write_bytes(content)

    assert "my.toml" in refused(tmp_path / "my.toml")


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    assert str(tmp_path) in refused(tmp_path)
