"""The terminal's commands about what the bot remembers: the audit log, backup and restore, summaries."""

import asyncio
import json

from bot.storage.audit import Audit, Entry
from bot.storage.database import open_database
from tests.bot.commands import Terminal


def log(terminal: Terminal, *deeds: str) -> None:
    async def write() -> None:
        database = await open_database(f"sqlite:///{terminal.data / 'bot.sqlite'}")
        for deed in deeds:
            await Audit(database).write(
                Entry("discord", "discord:1", "a" * 64, deed, "done", {"title": "Mill"})
            )
        await database.close()

    asyncio.run(write())


def test_the_audit_log_is_read_in_the_terminal_newest_first(terminal: Terminal) -> None:
    log(terminal, "pin", "unpin")

    done = terminal.type("audit")
    as_json = terminal.type("audit", "-n", "1", "--json")

    assert [line.split()[1:5] for line in done.lines] == [
        [deed, "done", "discord:1", "aaaaaaaa"] for deed in ("unpin", "pin")
    ]
    assert json.loads(as_json.text)["deed"] == "unpin"


def test_an_empty_audit_log_says_so(terminal: Terminal) -> None:
    assert terminal.type("audit").lines == ["Nothing has been done yet."]


def test_a_backup_is_written_once_and_fills_an_empty_database(terminal: Terminal) -> None:
    log(terminal, "pin")
    file = terminal.data.parent / "backup.jsonl.gz"

    written = terminal.type("backup", str(file))
    again = terminal.type("backup", str(file))
    (terminal.data / "bot.sqlite").unlink()
    restored = terminal.type("restore", str(file))
    full = terminal.type("restore", str(file))

    assert (written.status, again.status, restored.status, full.status) == (0, 1, 0, 1)
    assert "1 rows" in written.text
    assert "is there already" in again.err
    assert "an empty one" in full.err
    assert len(terminal.type("audit").lines) == 1


def test_what_is_done_in_the_terminal_is_in_the_log_once_a_bot_keeps_one(terminal: Terminal) -> None:
    terminal.type("reindex")
    assert not (terminal.data / "bot.sqlite").exists()
    log(terminal, "pin")
    owls = terminal.data.parent / "owls.md"
    owls.write_text("# Owls\n\nOwls hunt at night near the rivers.\n", encoding="utf-8")

    terminal.type("source", "add", str(owls), "--yes")
    terminal.type("reindex")
    terminal.type("rollback")
    terminal.type("source", "remove", "owls")
    terminal.type("source", "remove", "nothing")

    entries = [json.loads(line) for line in terminal.type("audit", "--json").lines]
    assert [(entry["deed"], entry["place"]) for entry in reversed(entries)] == [
        ("pin", "discord:1"),
        *((deed, "terminal") for deed in ("source-add", "reindex", "rollback", "source-remove")),
    ]
