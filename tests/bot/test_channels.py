"""Settings of a channel: the defaults, then the place's choice, then its own."""

from pathlib import Path

import pytest

from bot.channels import ChoiceError
from tests.bot.serving import serve


async def test_a_channels_choice_wins_over_its_places_and_is_taken_back(tmp_path: Path) -> None:
    async with serve(tmp_path) as services:
        await services.channels.choose("discord:guild:1", {"threads": True, "user_limit": 3})
        await services.channels.choose("discord:channel:2", {"user_limit": 9})
        chosen = await services.channels.of("discord:channel:2", "discord:guild:1")
        await services.channels.choose("discord:channel:2", {"user_limit": None})
        back = await services.channels.of("discord:channel:2", "discord:guild:1")

    assert (chosen.threads, chosen.user_limit) == (True, 9)
    assert (back.threads, back.user_limit) == (True, 3)


@pytest.mark.parametrize(
    "values", [{"user_limit": 0}, {"language": "de"}, {"colour": "red"}, {"threads": "perhaps"}]
)
async def test_what_cannot_be_chosen_is_refused_in_one_line_and_changes_nothing(
    tmp_path: Path, values: dict[str, object]
) -> None:
    async with serve(tmp_path) as services:
        before = await services.channels.of("discord:channel:2")
        with pytest.raises(ChoiceError) as caught:
            await services.channels.choose("discord:channel:2", values)
        after = await services.channels.of("discord:channel:2")

    assert "\n" not in str(caught.value)
    assert after == before
