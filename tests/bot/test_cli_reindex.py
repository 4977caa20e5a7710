"""The terminal looks ahead before it reindexes, and stops where something speaks against it."""

import asyncio
import json
import os
import pty
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import jsonschema
import pytest

from bot.app import build_library, open_services
from bot.deeds import Actor
from bot.moderation import Preview
from bot.services import Services
from bot.settings import Secrets, load_settings
from retrieval.index.generations import Generations
from tests.bot.commands import ROOT, Done, Terminal, mendable, parse
from tests.bot.village import QUESTIONS, edit
from tests.mill import write_mill

MODERATOR = Actor("slack:U1", "slack:T1", "slack:C1")

pytestmark = pytest.mark.slow


@pytest.fixture
def mill(terminal: Terminal) -> Terminal:
    """A terminal with the village's texts, indexed."""
    write_mill(terminal.corpus)
    (terminal.corpus / "questions.toml").write_text(QUESTIONS, encoding="utf-8")
    assert terminal.type("reindex").status == 0
    return terminal


def forget_the_herons(terminal: Terminal) -> None:
    """Edit the notes so that the golden question is answered no more."""
    folder = terminal.corpus.parent
    edit(folder, "Herons nest on the roof of the mill every spring.", "A miller lived near the pond.")
    edit(folder, "Des hérons nichent sur le toit", "Un meunier habitait près", "mill-fr.md")


def active(terminal: Terminal) -> str | None:
    return Generations(terminal.data).active()


def serve(terminal: Terminal, work: Callable[[Services], Awaitable[None]]) -> None:
    """Do something as a bot that serves the same folder."""

    async def served() -> None:
        folders = {"corpus": terminal.corpus, "data": terminal.data}
        settings = load_settings(None, {"retrieval": folders})
        async with open_services(build_library(settings), settings, Secrets()) as services:
            await work(services)

    asyncio.run(served())


async def pin_mill(services: Services) -> None:
    preview = await services.moderation.summarise(MODERATOR, "The mill of Orval", "en")
    assert isinstance(preview, Preview)
    await services.moderation.pinned(MODERATOR, preview, ["slack:m1"])


def type_apart(terminal: Terminal, typed: int) -> Done:
    """Reindex in a process of its own, with what is typed there."""
    folders = ["--corpus", str(terminal.corpus), "--data", str(terminal.data)]
    command = [sys.executable, "-c", "from bot.cli import main; main()", *folders, "reindex"]
    done = subprocess.run(command, stdin=typed, capture_output=True, check=False, cwd=ROOT)
    return Done(done.returncode, done.stdout, done.stderr.decode())


def stopped(done: Done) -> Any:
    """Return the one JSON object of a reindex that was stopped, checked."""
    record = json.loads(done.text)
    rules = json.loads((ROOT / "docs" / "reindex.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(rules).validate(record)
    assert (done.status, record["stopped"], record["built"]) == (1, True, False)
    return record


def test_a_change_is_looked_at_and_applied(mill: Terminal) -> None:
    before = active(mill)
    edit(mill.corpus.parent, "made of oak", "made of pine")

    done = mill.type("reindex")

    assert done.status == 0
    for said in ("Sources changed (1): mill-en", "added: 0, changed: 1", "100.0% → 100.0%", "answers:"):
        assert said in done.text
    assert active(mill) != before


def test_what_would_do_worse_is_not_applied_before_it_is_wanted_anyway(mill: Terminal) -> None:
    before = active(mill)
    forget_the_herons(mill)

    held = mill.type("reindex")
    still = active(mill)
    done = mill.type("reindex", "--anyway")

    mendable(held, "golden questions are answered worse", "--anyway")
    assert "100.0% → 0.0%" in held.text
    assert still == before
    assert done.status == 0
    assert active(mill) != before
    assert mill.type("rollback").status == 0
    assert active(mill) == before


def test_a_dry_run_looks_ahead_and_lets_the_old_index_answer(mill: Terminal) -> None:
    before = active(mill)
    forget_the_herons(mill)

    record = parse(mill.type("reindex", "--dry-run", "--json"), "reindex")

    assert (record["dry_run"], record["built"], record["stopped"]) == (True, False, False)
    assert record["report"]["stops"] == ["golden"]
    assert record["report"]["before"]["right"] == 1.0
    assert record["report"]["after"]["right"] == 0.0
    assert record["plan"]["passage_changes"] == {"added": 0, "changed": 2, "removed": 0}
    assert active(mill) == before == record["generation"]["id"]


def test_what_pins_and_claims_would_lose_is_named_and_stops_it(mill: Terminal) -> None:
    serve(mill, pin_mill)
    edit(mill.corpus.parent, "about 35 tonnes", "about 36 tonnes")
    mill.type("source", "remove", "article")

    record = stopped(mill.type("reindex", "--json"))

    broken = {(each["kind"], each["title"], each["standing"]) for each in record["report"]["broken"]}
    assert {
        ("pin", "The mill of Orval", "gone"),
        ("claim", "WHEN", "gone"),
        ("translation", "article (en)", "gone"),
    } <= broken
    assert record["report"]["stops"][:3] == ["pins", "claims", "translations"]


def test_a_claim_at_odds_with_its_text_is_named_and_nothing_is_built(mill: Terminal) -> None:
    edit(mill.corpus.parent, "détruit en 1903", "détruit en 1904", "article.txt")

    held = mill.type("reindex", "--anyway")
    record = stopped(mill.type("reindex", "--json"))

    mendable(held, "nothing was built", "mend")
    assert "Checked claims (1), its wording has changed: WHEN" in held.text
    assert (record["report"]["prepared"], record["report"]["stops"][-1]) == (None, "corpus")
    assert len(Generations(mill.data).all()) == 1


def test_who_is_at_it_already_is_named(mill: Terminal) -> None:
    edit(mill.corpus.parent, "made of oak", "made of pine")

    async def ask_meanwhile(services: Services) -> None:
        await services.administration._tasks.begin("reindex", "Ada")
        told.append(await asyncio.to_thread(type_apart, mill, subprocess.DEVNULL))
        await services.administration._tasks.end("reindex")

    told: list[Done] = []
    serve(mill, ask_meanwhile)

    mendable(told[0], "Ada started this", "0 of 0 passages are embedded")


def test_when_nothing_has_changed_no_database_is_opened(mill: Terminal) -> None:
    (mill.data / "bot.sqlite").unlink(missing_ok=True)

    done = mill.type("reindex")

    assert (done.status, len(done.lines)) == (0, 1)
    assert "Nothing has changed" in done.text
    assert not (mill.data / "bot.sqlite").exists()


@pytest.mark.parametrize(("answer", "is_applied"), [("y", True), ("n", False), ("", False)])
def test_who_sits_at_a_terminal_is_asked(mill: Terminal, answer: str, *, is_applied: bool) -> None:
    before = active(mill)
    forget_the_herons(mill)
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())

    done = type_apart(mill, terminal)

    os.close(keyboard)
    os.close(terminal)
    assert "Apply it anyway?" in done.text
    assert (done.status == 0, active(mill) != before) == (is_applied, is_applied)
