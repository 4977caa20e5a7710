"""How many questions a minute."""

from bot.limits import Limits


async def test_who_asks_too_much_is_told_how_long_to_wait() -> None:
    limits = Limits()

    waits = [await limits.take([("discord:1", 2)]) for _ in range(3)]

    assert waits[:2] == [0, 0]
    assert 1 <= waits[2] <= 60


async def test_what_is_refused_counts_against_nobody() -> None:
    limits = Limits()
    await limits.take([("discord:1", 1)])

    refused = [await limits.take([("discord:1", 1), ("channel", 2)]) for _ in range(3)]
    others = [await limits.take([("discord:2", 5), ("channel", 2)]) for _ in range(3)]

    assert all(refused)
    assert [wait > 0 for wait in others] == [False, False, True]
