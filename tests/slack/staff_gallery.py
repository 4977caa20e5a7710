"""Pictures of what moderators and admins see in Slack: `python -m tests.slack.staff_gallery DATA FOLDER`.

The real bot on the local Slack, with the real texts and an index of them in DATA (which is copied, not changed).
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from bot.settings import load_settings
from bot.slack.rendering import Message
from retrieval import Library, open_library
from tests.slack.gallery import ROOT, bot, person, photograph
from tests.slack.running import Running, bot_on
from tests.slack.staff import (
    ADMIN,
    MODERATOR,
    actions,
    order,
    press,
    reply_to,
    settle,
    shortcut,
)
from tests.slack.workspace import Json, open_workspace

NOTE, OLD, NEW = "notes/en/company.md", "in 1985 in Guangdong, China", "in Guangdong, China, in 1985"
TOPIC = "DeepSeek: the company and its people"
ONLY = "Only visible to you"
PATIENCE = 900.0
TELLING = """# How the app topped the charts

On 27 January 2025 the DeepSeek app was the most downloaded free app in the App Store of the United States.

It had overtaken ChatGPT that day.
"""


@asynccontextmanager
async def opened(data: Path) -> AsyncIterator[tuple[Running, Library, Path]]:
    """Run the bot over copies of the texts and their index."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, copied = Path(folder) / "corpus", Path(folder) / "data"
        shutil.copytree(ROOT / "corpus", corpus)
        shutil.copytree(data, copied)
        chosen = load_settings(
            ROOT / "config" / "bot.toml", {"retrieval": {"corpus": corpus, "data": copied}}
        )
        library = open_library(chosen.retrieval)
        library.reindex(lambda _done, _total: None)
        async with open_workspace() as slack:
            slack.admins.add(ADMIN)
            roles = {"moderators": (MODERATOR,)}
            async with bot_on(slack, copied, cast("Any", library), settings=roles) as running:
                yield running, library, corpus
        library.close()


async def play(data: Path, folder: Path) -> None:
    """Live through what moderators and admins do, and keep pictures of it."""
    async with opened(data) as (running, _, corpus):
        await moderate(running, folder)
        await propose(running, folder)
        await reindex(running, folder, corpus / NOTE)


async def moderate(running: Running, folder: Path) -> None:
    """Pin a summary, and see what was asked in vain."""
    shown = await order(running, f"summary {TOPIC}")
    keep(folder, "summary-preview", person(f"/deepseek summary {TOPIC}") + bot(messages([shown]), ONLY))
    await press(running, shown, "summary-pin")
    keep(folder, "summary-pinned", bot(messages(running.slack.posted("C1"))))
    await order(running, "settings all keep_questions true", ADMIN)
    for question in (
        "Who won the world cup in 1998?",
        "who won the 1998 world cup",
        "What does Mistral charge?",
    ):
        await order(running, question, "U1")
    keep(folder, "gaps", person("/deepseek gaps 7") + bot(messages([await order(running, "gaps 7")]), ONLY))
    keep(folder, "pins", person("/deepseek pins") + bot(messages([await order(running, "pins")]), ONLY))


async def propose(running: Running, folder: Path) -> None:
    """Look at a file as it would be added."""
    message = running.slack.share("app-store.md", TELLING.encode())
    shown = await reply_to(running, shortcut(running, "add_source", message, ADMIN))
    keep(folder, "source-proposal", person("[app-store.md]") + bot(messages([shown]), ONLY))
    asked = await order(running, "source remove article", ADMIN)
    keep(folder, "source-removal", person("/deepseek source remove article") + bot(messages([asked]), ONLY))


async def reindex(running: Running, folder: Path, note: Path) -> None:
    """Change a note, look ahead, apply it all the same, and be told of the pin."""
    change(note)
    slack, home = running.slack, f"D{ADMIN}"
    await running.command("reindex", ADMIN)
    await slack.until(lambda: any(actions(each) for each in slack.posted(home)), PATIENCE)
    report = slack.posted(home)[-1]
    keep(folder, "reindex-report", bot(messages([report])))
    stopped = await settle(running, report, "reindex-apply", ADMIN)
    if "reindex-anyway" in actions(stopped):
        keep(folder, "reindex-anyway", bot(messages([stopped])))
        await settle(running, stopped, "reindex-anyway", ADMIN)
    await slack.until(lambda: "pin-leave" in actions(slack.posted("C1")[-1]), PATIENCE)
    keep(folder, "pin-notice", bot(messages(slack.posted("C1")[-1:])))


def change(note: Path) -> None:
    """Let a note say something in other words."""
    note.write_text(note.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")


def messages(shown: list[Json]) -> list[Message]:
    """Return what Slack holds as what can be drawn."""
    return [Message(each["text"], tuple(each["blocks"])) for each in shown]


def keep(folder: Path, name: str, body: str) -> None:
    """Draw a picture."""
    photograph(body, folder / f"slack-{name}.png")


if __name__ == "__main__":
    asyncio.run(play(Path(sys.argv[1]), Path(sys.argv[2])))
