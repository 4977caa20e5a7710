"""What one message shows, before it is Discord's own objects: blocks of markup, then controls (pure)."""

from dataclasses import dataclass, replace

from bot.discord.escaping import length
from bot.splitting import Size, split

TEXT = 4000
COMPONENTS = 40
_NOTES_TEXT = 600
# A question above, a note and a footer, two rows of five buttons: what a page may hold besides its blocks.
_NOTES_COMPONENTS = 15
MESSAGES = 4
"""At most so many for one answer; a user-installed app may follow up five times."""


@dataclass(frozen=True, slots=True)
class Block:
    """Markup that stands together; `framed` draws a box around it, `accent` colours its edge."""

    text: str
    framed: bool = False
    accent: int | None = None
    mark: int | None = None

    @property
    def size(self) -> Size:
        """Return characters and components."""
        return length(self.text), 1 + self.framed


@dataclass(frozen=True, slots=True)
class Button:
    """A button; pressing it sends the id back."""

    id: str
    label: str
    green: bool = False
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A menu of (value, label) pairs, for what would be too many buttons."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]


Row = tuple[Button, ...] | Choice


@dataclass(frozen=True, slots=True)
class Page:
    """One message."""

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...] = ()


Unit = tuple[Block, ...]
"""Blocks that one message shows together or not at all."""


def paginate(units: list[Unit]) -> tuple[list[Page], int]:
    """Put units on as many pages as they need, and count those that fit nowhere. Room for notes and controls is kept."""
    budget = (TEXT - _NOTES_TEXT, COMPONENTS - _NOTES_COMPONENTS)
    filled = split([_size(unit) for unit in units], budget, budget, MESSAGES)
    pages = [Page(tuple(block for place in message for block in units[place])) for message in filled.messages]
    return pages or [Page(())], len(filled.left_out)


def with_note(page: Page, text: str) -> Page:
    """Return the page with a small line at its end."""
    return replace(page, blocks=(*page.blocks, Block(f"-# {text}")))


def with_rows(page: Page, *rows: Row) -> Page:
    """Return the page with further rows of controls; empty ones are left out."""
    return replace(page, rows=(*page.rows, *(row for row in rows if row)))


def _size(unit: Unit) -> Size:
    sizes = [block.size for block in unit]
    return sum(size[0] for size in sizes), sum(size[1] for size in sizes)
