"""`deepseek-bot check` says of the token what can be said without and with the network."""

import asyncio

import pytest

from bot.discord.health import examine, token_fault
from bot.settings import DiscordSettings
from tests.discord.local_server import TOKEN, open_discord


@pytest.mark.parametrize("token", ["", "abc", "abc.def.ghi", "x" * 24 + ".abcdef." + "y" * 30])
def test_what_is_no_token_is_said_to_be_none(token: str) -> None:
    fault = token_fault(token)

    assert fault is not None
    assert "\n" not in fault
    assert "copy it anew" in fault


def test_a_token_of_the_right_shape_gives_the_install_link_with_the_rights_we_ask_for() -> None:
    good, words = examine(TOKEN, DiscordSettings(), online=False)

    assert good
    assert "client_id=900000000000000000" in words
    assert "permissions=2252109051399232" in words


@pytest.mark.usefixtures("loopback", "elsewhere")
async def test_online_names_the_servers_and_commands() -> None:
    async with open_discord() as local:
        local.commands = [{"id": "1", "name": "ask", "type": 1}]

        good, words = await asyncio.to_thread(
            lambda: examine(TOKEN, DiscordSettings(api=local.address), online=True)
        )

    assert good
    assert "1 servers: The village; commands: ask" in words


@pytest.mark.usefixtures("loopback", "elsewhere")
async def test_online_a_refused_token_is_said_to_be_refused() -> None:
    async with open_discord(token=TOKEN + "x") as local:
        good, words = await asyncio.to_thread(
            lambda: examine(TOKEN, DiscordSettings(api=local.address), online=True)
        )

    assert not good
    assert "refused" in words
