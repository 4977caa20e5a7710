"""Authors are kept as keyed hashes."""

import stat
from pathlib import Path

from bot.identity import Identity, read_key


def test_the_same_person_gets_the_same_hash_and_another_key_another() -> None:
    one, other = Identity(b"one"), Identity(b"other")

    assert one.hash("discord:42") == one.hash("discord:42")
    assert one.hash("discord:42") != other.hash("discord:42")
    assert "discord" not in one.hash("discord:42")


def test_nobody_stays_nobody() -> None:
    assert Identity(b"key").hash("") == ""


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "author.key"

    first, second = read_key(file), read_key(file)

    assert first == second
    assert len(first) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
