"""Which parts of an answer go into which message, so that every message keeps the platform's limits (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

Size = tuple[int, ...]
"""What a part takes of each of a message's budgets, e.g. (characters, components)."""


@dataclass(frozen=True, slots=True)
class Split:
    """The places of the parts in each message, in order, and the places of those that fit nowhere."""

    messages: tuple[tuple[int, ...], ...]
    left_out: tuple[int, ...]


def split(parts: Sequence[Size], first: Size, later: Size, most: int) -> Split:
    """Fill messages one after the other, at most `most` of them; a part is never divided.

    `first` is the budget of the first message, `later` that of each further one. Parts that are too big for a message
    of their own, or come when all messages are full, are left out.
    """
    messages: list[list[int]] = [[]]
    left = first
    left_out: list[int] = []
    for place, size in enumerate(parts):
        if not _fits(size, left) and messages[-1] and len(messages) < most and _fits(size, later):
            messages.append([])
            left = later
        if _fits(size, left):
            messages[-1].append(place)
            left = tuple(budget - used for budget, used in zip(left, size, strict=True))
        else:
            left_out.append(place)
    return Split(tuple(tuple(message) for message in messages if message), tuple(left_out))


def _fits(size: Size, left: Size) -> bool:
    return all(used <= budget for used, budget in zip(size, left, strict=True))
