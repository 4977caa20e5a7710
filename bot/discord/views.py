"""Pages as Discord's own objects."""

import discord
from discord import ui

from bot.discord.pages import Block, Button, Choice, Page, Row


def to_view(page: Page) -> ui.LayoutView:
    """Return what is sent. Nothing waits for its buttons: presses are found by their ids."""
    view = ui.LayoutView(timeout=None)
    for block in page.blocks:
        view.add_item(_block(block))
    for row in page.rows:
        view.add_item(_row(row))
    view.stop()  # else the library would keep every view for ever
    return view


def _block(block: Block) -> ui.Item[ui.LayoutView]:
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(block.text, id=block.mark)
    return ui.Container(text, accent_colour=block.accent) if block.framed else text


def _row(row: Row) -> ui.ActionRow[ui.LayoutView]:
    held: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if isinstance(row, Choice):
        options = [discord.SelectOption(label=label, value=value) for value, label in row.options]
        held.add_item(ui.Select(custom_id=row.id, placeholder=row.label, options=options))
    else:
        for button in row:
            held.add_item(_button(button))
    return held


def _button(button: Button) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.success if button.green else discord.ButtonStyle.secondary
    return ui.Button(style=style, label=button.label, custom_id=button.id, emoji=button.emoji)
