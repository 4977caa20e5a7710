"""What was chosen for a channel or a place, and the log of who did what."""

from bot.storage.audit import Audit, Entry
from bot.storage.choices import Choices
from bot.storage.database import Database
from tests.storage.conftest import Clock


async def test_a_channels_choice_wins_over_its_places(database: Database) -> None:
    choices = Choices(database)
    await choices.write("slack:T1", {"language": "fr", "auto": True})
    await choices.write("slack:C1", {"language": "en"})

    assert await choices.read("slack:T1", "slack:C1") == {"language": "en", "auto": True}
    assert await choices.read("slack:C2") == {}


async def test_a_choice_can_be_taken_back(database: Database) -> None:
    choices = Choices(database)
    await choices.write("slack:C1", {"language": "en", "auto": True})

    await choices.write("slack:C1", {"language": None})

    assert await choices.read("slack:C1") == {"auto": True}


async def test_choices_are_listed_by_platform(database: Database) -> None:
    choices = Choices(database)
    await choices.write("slack:C1", {"auto": True})
    await choices.write("discord:1", {"auto": False})

    assert await choices.all("slack") == {"slack:C1": {"auto": True}}


async def test_the_log_tells_the_latest_first(database: Database, clock: Clock) -> None:
    audit = Audit(database, clock)
    for number in range(5):
        clock.now += 1
        await audit.write(Entry("slack", "slack:T1", "ann", f"deed {number}", "done", {"of": ["é", number]}))

    read = await audit.read(2)

    assert [entry.deed for entry in read] == ["deed 4", "deed 3"]
    assert read[0].details == {"of": ["é", 4]}
    assert read[0].at == clock.now
