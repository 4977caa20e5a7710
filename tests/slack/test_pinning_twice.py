"""However many decide on a draft at once, and whenever a process dies amid it, one pin stands at most, and it is known."""

import asyncio
import time
from pathlib import Path

import pytest

from bot import halfway
from bot.settings import SlackSettings
from bot.slack.client import build_client, open_session
from bot.slack.gate import Gate, Visitor
from bot.slack.leftovers import Leftovers
from bot.slack.outcomes import Outcome
from bot.slack.posting import Posting
from bot.slack.summaries import Summaries
from bot.storage.drafts import Drafts
from tests.bot.village import open_village, serve_village
from tests.slack.staff import MODERATOR, button, governed, order, press, preview, told, words
from tests.slack.test_summaries import die_before_the_pin_is_stored
from tests.slack.workspace import TOKEN, Workspace

DECIDED = "That does not wait any more: it was decided on, or its sources have changed."


async def decide(slack: Workspace, folder: Path, database: str, draft: str, action: str) -> Outcome:
    """Let another process, which shares nothing but the database, do what a moderator clicks."""
    library = open_village(folder)
    settings = SlackSettings(moderators=(MODERATOR,))
    async with serve_village(folder, library, database) as services, open_session() as session:
        client = build_client(TOKEN, f"{slack.address}/api/", session)
        posting = Posting(client, session)
        gate = Gate(client, services.deeds, settings, "T1")
        summaries = Summaries(services, client, posting, gate, Leftovers(client, posting))
        outcome = await summaries.decide(Visitor(MODERATOR, "T1", "C1", "en"), action, draft)
    library.close()
    return outcome


@pytest.mark.parametrize("apart", [0.0, 0.4, 0.8])
async def test_of_two_processes_that_decide_on_one_draft_one_pins(
    slack: Workspace, village: Path, tmp_path: Path, apart: float
) -> None:
    database = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    async with governed(slack, village, database=database) as bot:
        draft = button(await preview(bot), "summary-pin")["value"]
        slack.faults.seconds.update({"chat.postMessage": 0.4, "pins.add": 0.4})

        async def later(seconds: float) -> Outcome:
            await asyncio.sleep(seconds)
            return await decide(slack, village, database, draft, "summary-pin")

        outcomes = await asyncio.gather(later(0.0), later(apart))
        (posted,) = slack.posted("C1")
        pins = await bot.services.moderation.pins(Visitor(MODERATOR, "T1", "C1", "en").actor)

    assert sorted(each.said[0].text for each in outcomes) == ["Pinned.", DECIDED]
    assert slack.pinned == {("C1", posted["ts"])}
    assert [each.messages for each in pins] == [(f"slack:C1:{posted['ts']}",)]


async def test_who_cancels_while_another_process_pins_comes_too_late(
    slack: Workspace, village: Path, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    async with governed(slack, village, database=database) as bot:
        draft = button(await preview(bot), "summary-pin")["value"]
        slack.faults.seconds["pins.add"] = 1.0
        pinning = asyncio.create_task(decide(slack, village, database, draft, "summary-pin"))
        await slack.until(lambda: slack.posted("C1"))
        await decide(slack, village, database, draft, "summary-cancel")
        pinned = await pinning
        listed = await order(bot, "pins")

    assert pinned.said[0].text == "Pinned."
    assert len(slack.posted("C1")) == len(slack.pinned) == 1
    assert "still true" in words(listed)


async def test_what_was_left_days_ago_under_a_thousand_messages_is_taken_down(
    slack: Workspace, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with governed(slack, village) as bot:
        await die_before_the_pin_is_stored(bot, await preview(bot), monkeypatch)
        assert len(slack.pinned) == 1
        for number in range(1200):
            slack.say("C1", f"Good morning, for the {number}th time")
        two_days_later = Drafts(bot.services.halfway._drafts._database, lambda: time.time() + 2 * 86_400)
        await two_days_later.forget_expired()
        monkeypatch.setattr(halfway, "LEFT_SECONDS", 0.0)
        bot.services.halfway._drafts._clock = lambda: time.time() + 2 * 86_400
        await slack.until(lambda: not slack.posted("C1"), 20)
        await asyncio.sleep(0.5)
        waiting = await bot.services.halfway._drafts.all("summary")

    assert slack.pinned == set()
    assert [draft.record.get("begun") for draft in waiting] == [None]


async def test_a_message_that_slack_took_without_saying_so_does_not_stand_beside_the_pin(
    slack: Workspace, own_village: Path
) -> None:
    async with governed(slack, own_village) as bot:
        shown = await preview(bot)
        slack.faults.unanswered["chat.postMessage"] = 1
        await bot.click(button(shown, "summary-pin"), user=MODERATOR)
        again = await told(bot, 3)
        await press(bot, again, "summary-pin")
        (posted,) = slack.posted("C1")

    assert slack.pinned == {("C1", posted["ts"])}
