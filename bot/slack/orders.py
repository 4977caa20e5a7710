"""Which words after `/deepseek` ask for something that needs a role, and for which (pure)."""

from dataclasses import dataclass

from bot.access import Deed


@dataclass(frozen=True, slots=True)
class Order:
    """A command of moderators or admins: `rest` is what follows its name."""

    deed: Deed
    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How many words may follow for it to be a command and not the beginning of a question."""

    deed: Deed
    least: int = 0
    most: int = 0


_MANY = 100
ORDERS = {
    "summary": _Shape(Deed.SUMMARISE, most=_MANY),
    "pins": _Shape(Deed.PINS),
    "curated": _Shape(Deed.CURATED),
    "gaps": _Shape(Deed.GAPS, most=1),
    "reindex": _Shape(Deed.REINDEX),
    "rollback": _Shape(Deed.ROLLBACK, most=1),
    "generations": _Shape(Deed.GENERATIONS),
    "settings": _Shape(Deed.SETTINGS, most=_MANY),
    "source list": _Shape(Deed.LIST_SOURCES),
    "source add": _Shape(Deed.ADD_SOURCE, most=1),
    "source remove": _Shape(Deed.REMOVE_SOURCE, least=1, most=1),
    "source restore": _Shape(Deed.RESTORE_SOURCE, least=1, most=1),
    "source fetch": _Shape(Deed.FETCH_SOURCE, least=1, most=1),
}
"""Every command that needs a role."""


def read_order(words: str) -> Order | None:
    """Return what a command asks for; None for a question."""
    said = words.split()
    for length in (2, 1):
        name = " ".join(said[:length]).casefold()
        shape = ORDERS.get(name)
        if shape and len(said) >= length and shape.least <= len(said) - length <= shape.most:
            return Order(shape.deed, name, " ".join(said[length:]))
    return None
