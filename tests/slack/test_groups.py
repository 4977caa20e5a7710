"""User groups as roles."""

from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import build_client, open_session
from bot.slack.groups import FRESH_SECONDS, STALE_SECONDS, Groups
from tests.slack.staff import governed, told
from tests.slack.workspace import TOKEN, Workspace


class Clock:
    """A clock that the story sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def client_of(slack: Workspace, session: object) -> AsyncWebClient:
    return build_client(TOKEN, f"{slack.address}/api/", session)  # type: ignore[arg-type]  # the session of the story


async def test_a_group_is_asked_for_once_a_minute_and_then_anew(slack: Workspace) -> None:
    slack.groups["SMODS"] = ["U1"]
    clock = Clock()
    async with open_session() as session:
        groups = Groups(client_of(slack, session), ["SMODS"], clock)
        before = [await groups.of("U1") for _ in range(3)]
        slack.groups["SMODS"] = ["U2"]
        clock.now += FRESH_SECONDS
        after = [await groups.of("U1"), await groups.of("U2")]

    assert before == [["SMODS"]] * 3
    assert after == [[], ["SMODS"]]
    assert len(slack.made("usergroups.users.list")) == 2


async def test_while_slack_gives_no_answer_the_last_one_holds_for_a_while(slack: Workspace) -> None:
    slack.groups["SMODS"] = ["U1"]
    clock = Clock()
    async with open_session() as session:
        groups = Groups(client_of(slack, session), ["SMODS"], clock)
        await groups.of("U1")
        slack.faults.refused["usergroups.users.list"] = "internal_error"
        clock.now += FRESH_SECONDS
        soon = await groups.of("U1")
        clock.now += STALE_SECONDS
        late = await groups.of("U1")

    assert soon == ["SMODS"]
    assert late == []


async def test_what_keeps_us_from_knowing_a_group_is_in_the_log(
    slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.refused["usergroups.users.list"] = "missing_scope"
    async with open_session() as session:
        found = await Groups(client_of(slack, session), ["SMODS"]).of("U1")

    assert found == []
    assert "SMODS cannot be told: missing_scope" in caplog.text


async def test_members_of_a_named_group_moderate_and_others_do_not(slack: Workspace, village: Path) -> None:
    slack.groups["SMODS"] = ["U5"]
    async with governed(slack, village, moderators=("SMODS",)) as bot:
        await bot.command("pins", "U5")
        member = await told(bot)
        await bot.command("pins", "U6")
        other = await told(bot, 2)

    assert member["text"] == "No summary is pinned."
    assert "You need to be a moderator" in other["text"]


async def test_who_cannot_be_told_to_be_an_admin_is_not_told_to_be_none(
    slack: Workspace, village: Path
) -> None:
    slack.faults.refused["users.info"] = "internal_error"
    async with governed(slack, village) as bot:
        await bot.command("reindex", "UADM")
        answer = await told(bot)

    assert "Something went wrong" in answer["text"]
    assert "You need to be" not in answer["text"]
