"""The form that asks why an answer was not helpful, and what was filled in."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.answered import REASONS
from bot.discord.controls import Control, Press, read_control
from bot.locales import word

_WORDS = {
    "wrong": "discord-reason-wrong",
    "unsupported": "discord-reason-unsupported",
    "incomplete": "discord-reason-incomplete",
    "unclear": "discord-reason-unclear",
    "other": "discord-reason-other",
}
REASON, QUOTE, COMMENT = "reason", "quote", "comment"
_MOST_OPTIONS = 25
_COMMENT = 500


def reason_form(answer: str, numbers: Sequence[int], language: str, *, comments: bool) -> ui.Modal:
    """Return the form. Nothing waits for it: what is sent in is found by its id. A comment is asked for only if it is kept."""
    form = ui.Modal(
        title=word(language, "discord-reason-title"), custom_id=Control(Press.REASON, answer).id, timeout=None
    )
    reasons = [
        discord.RadioGroupOption(label=word(language, _WORDS[reason]), value=reason) for reason in REASONS
    ]
    form.add_item(
        ui.Label(
            text=word(language, "discord-reason-label"),
            component=ui.RadioGroup(custom_id=REASON, options=reasons),
        )
    )
    if numbers:
        quotes = [discord.SelectOption(label=f"[{number}]", value=str(number)) for number in numbers]
        menu: ui.Select[ui.Modal] = ui.Select(
            custom_id=QUOTE, options=quotes[:_MOST_OPTIONS], required=False, min_values=0
        )
        form.add_item(ui.Label(text=word(language, "discord-reason-quote"), component=menu))
    if comments:
        field: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=COMMENT, style=discord.TextStyle.paragraph, required=False, max_length=_COMMENT
        )
        form.add_item(ui.Label(text=word(language, "discord-reason-comment"), component=field))
    form.stop()  # else the library would keep every form that is not sent in
    return form


def filled_in(data: Any) -> dict[str, str]:  # noqa: ANN401 - Discord's JSON
    """Return what a form was filled in with, by field."""
    fields: dict[str, str] = {}
    for component in data.get("components", ()):
        field = component.get("component") or component
        value = field.get("value") or next(iter(field.get("values") or ()), None)
        if value:
            fields[str(field.get("custom_id"))] = str(value)
    return fields


def quote_numbers(message: discord.Message | None) -> list[int]:
    """Return the numbers of the quotes that a message has controls for."""
    found: list[int] = []
    for component in _walk(message.components if message else ()):
        if isinstance(component, discord.SelectMenu):
            found += [int(option.value) for option in component.options if option.value.isdigit()]
        elif isinstance(component, discord.Button):
            control = read_control(component.custom_id or "")
            if control is not None and control.press is Press.PASSAGE and control.number is not None:
                found.append(control.number)
    return found


def _walk(components: Iterable[discord.Component]) -> Iterable[discord.Component]:
    for component in components:
        yield component
        yield from _walk(getattr(component, "children", ()))
