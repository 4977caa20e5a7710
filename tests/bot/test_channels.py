"""Settings of a channel: the defaults, then the place's choice, then its own."""

from pathlib import Path

import pytest

from bot.channels import ChoiceError
from bot.chat import IncomingMessage
from bot.services import Services
from bot.storage.answers import SECONDS_A_DAY
from tests.bot.serving import serve
from tests.builders import make_answer, make_citation


async def test_a_channels_choice_wins_over_its_places_and_is_taken_back(tmp_path: Path) -> None:
    async with serve(tmp_path) as services:
        await services.channels.choose("discord:guild:1", {"threads": True, "user_limit": 3})
        await services.channels.choose("discord:channel:2", {"user_limit": 9})
        chosen = await services.channels.of("discord:channel:2", "discord:guild:1")
        await services.channels.choose("discord:channel:2", {"user_limit": None})
        back = await services.channels.of("discord:channel:2", "discord:guild:1")

    assert (chosen.threads, chosen.user_limit) == (True, 9)
    assert (back.threads, back.user_limit) == (True, 3)


async def kept_days(services: Services, name: str) -> float:
    """Return for how many days an answer is kept, by the name it was given."""
    found = await services.answered.find(name)
    assert found is not None
    return (found.expires - found.created) / SECONDS_A_DAY


async def test_answers_are_kept_as_the_nearest_choice_says_whatever_was_chosen_or_taken_back_last(
    tmp_path: Path,
) -> None:
    place, plain, own = "discord:guild:1", "discord:channel:2", "discord:channel:3"
    days = []
    async with serve(tmp_path) as services:
        kept = [
            await services.answered.keep(
                make_answer(make_citation()),
                IncomingMessage("Who?", "discord:t", "discord:9", channel, place),
            )
            for channel in (plain, own)
        ]
        for scope, chosen in ((own, 1), (place, 90), (own, None), (place, 7), (place, None)):
            await services.channels.choose(scope, {"retention_days": chosen})
            days.append([round(await kept_days(services, str(each))) for each in kept])

    assert days == [[30, 1], [90, 1], [90, 90], [7, 7], [30, 30]]


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
