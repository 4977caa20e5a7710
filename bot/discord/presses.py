"""What buttons, menus and forms do; they know nothing but their ids, so they work after a restart."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import discord

from bot.discord import names
from bot.discord.asides import cited_pages, notice_page, passage_page
from bot.discord.controls import Control, Press, read_control
from bot.discord.interacting import Desk, Interaction, acknowledge, deliver, follow_up, language, say
from bot.discord.reasons import COMMENT, QUOTE, REASON, filled_in, quote_numbers, reason_form
from bot.discord.rendering import QUESTION_MARK, Shown, render
from bot.discord.sending import NOBODY
from bot.discord.views import to_view
from bot.locales import word
from bot.services import Services


class Staff(Protocol):
    """Whoever does what moderators' and admins' controls ask for, each their own."""

    async def press(self, interaction: Interaction, control: Control) -> None:
        """Do it, if it is theirs."""


class Presses:
    """Finds what was pressed, and does it."""

    def __init__(self, services: Services, desk: Desk, staff: Sequence[Staff]) -> None:
        """Take what deeds call upon; an example button asks at the desk."""
        self._services = services
        self._desk = desk
        self._staff = staff

    async def press(self, interaction: Interaction, control: Control) -> None:
        """Do what a control asks for."""
        match control.press:
            case Press.PASSAGE | Press.CHOOSE_PASSAGE:
                await self._passage(interaction, control.answer, control.number or _chosen(interaction))
            case Press.HELPFUL | Press.REASON:
                await self._rate(interaction, control.answer, helpful=control.press is Press.HELPFUL)
            case Press.UNHELPFUL:
                await self._ask_why(interaction, control.answer)
            case Press.SOURCES:
                await self._sources(interaction, control.answer)
            case Press.SHARE:
                await self._share(interaction, control.answer)
            case Press.EXAMPLE:
                await self._ask_example(interaction)
            case _:
                for each in self._staff:
                    await each.press(interaction, control)

    async def _ask_example(self, interaction: Interaction) -> None:
        if question := _pressed_label(interaction):
            await self._desk.ask(interaction, question, private=True)

    async def _passage(self, interaction: Interaction, answer: str, number: int | None) -> None:
        await acknowledge(interaction, private=True)
        locale = await self._language(interaction)
        around = None if number is None else await self._services.answered.around(answer, number)
        page = notice_page(word(locale, "discord-gone")) if around is None else passage_page(around, locale)
        await deliver(interaction, [page], private=True)

    async def _sources(self, interaction: Interaction, identifier: str) -> None:
        await acknowledge(interaction, private=True)
        locale = await self._language(interaction)
        answer = await self._services.answered.open(identifier)
        gone = [notice_page(word(locale, "discord-gone"))]
        await deliver(interaction, gone if answer is None else cited_pages(answer, locale), private=True)

    async def _ask_why(self, interaction: Interaction, answer: str) -> None:
        settings = await self._desk.settings(interaction)
        numbers = quote_numbers(interaction.message)
        form = reason_form(answer, numbers, language(interaction, settings), comments=settings.keep_questions)
        await interaction.response.send_modal(form)

    async def _rate(self, interaction: Interaction, answer: str, *, helpful: bool) -> None:
        await acknowledge(interaction, private=True)
        fields = {} if helpful else filled_in(interaction.data or {})
        quote = fields.get(QUOTE, "")
        kept = await self._services.answered.rate(
            answer,
            names.person(interaction.user.id),
            helpful=helpful,
            reason=fields.get(REASON),
            citation=int(quote) if quote.isdigit() else None,
            comment=fields.get(COMMENT),
        )
        locale = await self._language(interaction)
        await say(interaction, word(locale, "discord-thanks") if kept else word(locale, "discord-gone"))

    async def _share(self, interaction: Interaction, identifier: str) -> None:
        """Show a private answer to all, once, and take the button away."""
        await interaction.response.defer()
        settings = await self._desk.settings(interaction)
        locale = language(interaction, settings)
        if not settings.answers:
            await _follow_up(interaction, word(locale, "discord-no-answers-here"))
            return
        answer = await self._services.answered.open(identifier)
        if answer is None:
            await _follow_up(interaction, word(locale, "discord-gone"))
            return
        event = f"{names.PLATFORM}:share:{identifier}"
        if not await self._services.inbox.take(event, names.PLATFORM, {}):
            await _follow_up(interaction, word(locale, "discord-shared-already"))
            return
        asked = _question_line(interaction.message)
        by = word(
            locale, "discord-shared-by", name=discord.utils.escape_markdown(interaction.user.display_name)
        )
        public = render(answer, Shown(identifier, locale, asked=f"{asked}\n-# {by}" if asked else f"-# {by}"))
        shown = await follow_up(interaction, public, private=False)
        await self._services.inbox.finish(event)
        await self._services.answered.posted(identifier, *shown)
        left = render(answer, Shown(identifier, locale, asked=asked))
        if len(left) == 1:
            await interaction.edit_original_response(view=to_view(left[0]), allowed_mentions=NOBODY)

    async def _language(self, interaction: Interaction) -> str:
        return language(interaction, await self._desk.settings(interaction))


def control_of(interaction: Interaction) -> Control | None:
    """Return what was pressed or sent in, if it is one of ours."""
    return read_control(str(_data(interaction).get("custom_id", "")))


async def _follow_up(interaction: Interaction, text: str) -> None:
    await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)


def _chosen(interaction: Interaction) -> int | None:
    first = str(next(iter(_data(interaction).get("values") or [""])))
    return int(first) if first.isdigit() else None


def _pressed_label(interaction: Interaction) -> str | None:
    rows = interaction.message.components if interaction.message else ()
    buttons = [each for row in rows if isinstance(row, discord.ActionRow) for each in row.children]
    pressed = _data(interaction).get("custom_id")
    return next(
        (each.label for each in buttons if isinstance(each, discord.Button) and each.custom_id == pressed),
        None,
    )


def _question_line(message: discord.Message | None) -> str | None:
    for component in message.components if message else ():
        if isinstance(component, discord.TextDisplay) and component.id == QUESTION_MARK:
            return component.content
    return None


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return interaction.data or {}
