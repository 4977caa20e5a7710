"""What is backed up is all there after it is restored."""

from pathlib import Path

import pytest

from bot.storage.audit import Audit, Entry
from bot.storage.backup import back_up, restore
from bot.storage.choices import Choices
from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox


async def open_file(path: Path) -> Database:
    return await open_database(f"sqlite:///{path}")


async def fill(database: Database) -> None:
    await Audit(database).write(Entry("discord", "g", "hash", "pin", "done", {"title": "Ça va ?"}))
    await Choices(database).write("discord:1", {"threads": True})
    await Inbox(database).take("discord:1", "discord", {"text": "What?"})


async def test_all_rows_come_back(tmp_path: Path) -> None:
    one, other = await open_file(tmp_path / "one.sqlite"), await open_file(tmp_path / "other.sqlite")
    await fill(one)

    written = await back_up(one, tmp_path / "backup.gz")
    restored = await restore(other, tmp_path / "backup.gz")

    assert (written, restored) == (3, 3)
    assert await Audit(other).read() == await Audit(one).read()
    assert await Choices(other).read("discord:1") == {"threads": True}
    assert not await Inbox(other).take("discord:1", "discord", {})
    await one.close()
    await other.close()


async def test_after_a_restore_new_rows_can_be_written(tmp_path: Path) -> None:
    one, other = await open_file(tmp_path / "one.sqlite"), await open_file(tmp_path / "other.sqlite")
    await fill(one)
    await back_up(one, tmp_path / "backup.gz")
    await restore(other, tmp_path / "backup.gz")

    await Audit(other).write(Entry("slack", "t", "hash", "reindex", "done"))

    assert [entry.deed for entry in await Audit(other).read()] == ["reindex", "pin"]
    await one.close()
    await other.close()


async def test_what_the_terminal_did_before_follows_what_is_restored(
    tmp_path: Path, database: Database
) -> None:
    one = await open_file(tmp_path / "one.sqlite")
    await fill(one)
    await back_up(one, tmp_path / "backup.gz")
    for deed in ("reindex", "source-add"):
        await Audit(database).write(Entry("terminal", "terminal", "hash", deed, "done"))

    restored = await restore(database, tmp_path / "backup.gz")

    await Audit(database).write(Entry("slack", "t", "hash", "rollback", "done"))
    assert restored == 3
    log = [entry.deed for entry in await Audit(database).read()]
    assert log == ["rollback", "source-add", "reindex", "pin"]
    await one.close()


async def test_a_database_that_holds_rows_is_left_as_it_is(tmp_path: Path) -> None:
    database = await open_file(tmp_path / "one.sqlite")
    await fill(database)
    await back_up(database, tmp_path / "backup.gz")

    with pytest.raises(StorageError, match="restore into an empty one"):
        await restore(database, tmp_path / "backup.gz")
    await database.close()


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\x1f\x8b broken"])
async def test_what_is_no_backup_is_refused_and_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    database = await open_file(tmp_path / "one.sqlite")
    (tmp_path / "backup.gz").write_bytes(content)

    with pytest.raises(StorageError, match="no whole backup"):
        await restore(database, tmp_path / "backup.gz")
    assert await Audit(database).read() == []
    await database.close()


async def test_a_backup_never_overwrites_a_file(tmp_path: Path) -> None:
    database = await open_file(tmp_path / "one.sqlite")
    (tmp_path / "backup.gz").write_text("mine")

    with pytest.raises(StorageError, match="is there already"):
        await back_up(database, tmp_path / "backup.gz")
    await database.close()
