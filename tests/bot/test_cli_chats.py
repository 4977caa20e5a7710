"""The terminal's commands about what the bot remembers: the audit log, backup and restore, summaries."""

import asyncio
import json
from datetime import UTC, datetime

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
    entries = [json.loads(line) for line in terminal.type("audit", "--json").lines]
    assert [(entry["deed"], entry["outcome"]) for entry in reversed(entries)] == [
        ("pin", "done"),
        ("restore", "done"),
        ("restore", "failed"),
    ]


def test_what_is_done_or_fails_in_the_terminal_is_in_the_log_from_the_first_on(terminal: Terminal) -> None:
    owls = terminal.data.parent / "owls.md"
    owls.write_text("# Owls\n\nOwls hunt at night near the rivers.\n", encoding="utf-8")

    for words in (
        ("reindex",),
        ("source", "add", str(owls), "--yes"),
        ("source", "add", str(owls), "--yes"),
        ("source", "add", "http://127.0.0.1/"),
        ("reindex",),
        ("rollback",),
        ("rollback", "never"),
        ("source", "remove", "owls"),
        ("source", "remove", "nothing"),
        ("source", "restore", "nothing"),
        ("source", "fetch", "nothing"),
        ("backup", str(terminal.data.parent / "backup.gz")),
    ):
        terminal.type(*words)

    entries = [json.loads(line) for line in terminal.type("audit", "--json").lines]
    assert {entry["place"] for entry in entries} == {"terminal"}
    assert [(entry["deed"], entry["outcome"]) for entry in reversed(entries)] == [
        ("reindex", "done"),
        ("source-add", "done"),
        ("source-add", "failed"),
        ("source-add", "failed"),
        ("reindex", "done"),
        ("reindex", "done"),
        ("rollback", "done"),
        ("rollback", "failed"),
        ("source-remove", "done"),
        ("source-remove", "failed"),
        ("source-restore", "failed"),
        ("source-fetch", "failed"),
        ("backup", "done"),
    ]


def test_a_backup_fills_a_database_that_holds_no_more_than_what_the_terminal_did(terminal: Terminal) -> None:
    log(terminal, "pin")
    file = terminal.data.parent / "backup.jsonl.gz"
    terminal.type("backup", str(file))
    (terminal.data / "bot.sqlite").unlink()
    terminal.type("reindex")

    restored = terminal.type("restore", str(file))

    entries = [json.loads(line) for line in terminal.type("audit", "--json").lines]
    assert restored.status == 0
    assert [entry["deed"] for entry in reversed(entries)] == ["pin", "reindex", "restore"]


def test_a_summary_names_its_day_and_its_generation(terminal: Terminal) -> None:
    terminal.type("reindex")
    (generation,) = json.loads(terminal.type("generations", "--json").text)
    topic = terminal.type("summary").lines[0]

    done = terminal.type("summary", topic)

    assert done.status == 0
    assert done.lines[-1] == f"{datetime.now(UTC).date()} · index {generation['id']}"
