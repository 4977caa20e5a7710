"""All that one database keeps."""

from dataclasses import dataclass

from bot.storage.answers import Answers
from bot.storage.audit import Audit
from bot.storage.choices import Choices
from bot.storage.curated import Curated
from bot.storage.database import Database
from bot.storage.drafts import Drafts
from bot.storage.inbox import Inbox
from bot.storage.pins import Pins
from bot.storage.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Stores:
    """One of each, for a process."""

    answers: Answers
    audit: Audit
    choices: Choices
    curated: Curated
    drafts: Drafts
    inbox: Inbox
    pins: Pins
    tasks: Tasks


def open_stores(database: Database) -> Stores:
    """Put them on a database; nothing is read yet."""
    return Stores(
        answers=Answers(database),
        audit=Audit(database),
        choices=Choices(database),
        curated=Curated(database),
        drafts=Drafts(database),
        inbox=Inbox(database),
        pins=Pins(database),
        tasks=Tasks(database),
    )
