"""Draws docs/pictures/discord-*.png with real answers: `python -m tests.discord.pictures DATA [NAME ...]`."""

import asyncio
import importlib.machinery
import importlib.util
import subprocess
import sys
import tempfile
import types
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import discord
import simcord
from PIL import Image, ImageChops

from bot.app import build_library, open_services
from bot.discord.client import DiscordClient
from bot.discord.rendering import Shown, render_unfinished
from bot.discord.views import to_view
from bot.growing import beginnings
from bot.settings import DiscordSettings, Secrets, load_settings
from tests.bot.libraries import FakeLibrary
from tests.discord.stage import NO_PRIVILEGES, Stage, promote, set_stage


class _NoLinks:
    """Finds no bare addresses: ours are escaped or spelt out as links, so there are none to find."""

    def __getattr__(self, _name: str) -> Callable[..., Any]:
        return lambda *_args: False


def _do_without_linkify() -> None:
    """Let simcord's preview run without the package that finds bare addresses, where that is not installed."""
    if importlib.util.find_spec("linkify_it") is None:
        module = types.ModuleType("linkify_it")
        module.__spec__ = importlib.machinery.ModuleSpec("linkify_it", None)
        module.LinkifyIt = _NoLinks  # type: ignore[attr-defined]  # this is what makes it one
        sys.modules["linkify_it"] = module
        import markdown_it.main  # noqa: PLC0415 - it looks for the package once, when it is imported

        vars(markdown_it.main)["linkify_it"] = module


PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
_WIDTH, _HEIGHT, _HEADER = 760, 2200, 112
_CHROMIUM = [
    "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--no-first-run", "--disable-component-update", "--hide-scrollbars", "--force-dark-mode",
]  # fmt: skip

_TALL = 1200

Scene = Callable[[Stage], Awaitable[Any]]


def asks(question: str) -> Scene:
    async def scene(stage: Stage) -> Any:
        await stage.alice.send(stage.channel, f"{stage.bot} {question}")
        return stage.ours()[-1]

    return scene


def writes(question: str, statements: int) -> Scene:
    async def scene(stage: Stage) -> Any:
        answer = await stage.services.conversation.consult(lambda library: library.ask(question))
        *_, begun = [each for each in beginnings(answer) if len(each.statements) >= statements]
        page = render_unfinished(begun, Shown(None, answer.language))
        assert page is not None
        asked = await stage.alice.send(stage.channel, question)
        channel = stage.client.get_partial_messageable(stage.channel.id)
        await channel.send(view=to_view(page), reference=channel.get_partial_message(asked.id))
        return stage.ours()[-1]

    return scene


def shows_passage(question: str, label: str) -> Scene:
    async def scene(stage: Stage) -> Any:
        return await stage.alice.click(await asks(question)(stage), label=label)

    return scene


async def helps(stage: Stage) -> Any:
    return await stage.alice.slash(stage.channel, "help")


def checks(claim: str, command: str = "Check this claim") -> Scene:
    async def scene(stage: Stage) -> Any:
        said = await stage.bob.send(stage.channel, claim)
        return await stage.alice.context_menu(stage.channel, command, said)

    return scene


def fails(question: str) -> Scene:
    async def scene(stage: Stage) -> Any:
        stage.services.conversation._library = None  # type: ignore[assignment]  # anything may break
        return await asks(question)(stage)

    return scene


async def drafts(stage: Stage) -> Any:
    promote(stage, stage.alice, pin_messages=True)
    topic = {
        "en": "What DeepSeek's models cost to train and to run",
        "fr": "Le coût d'entraînement de DeepSeek",
    }
    spoken = "fr" if env_is_french(stage) else "en"
    return await stage.alice.slash(stage.channel, "summary", topic=topic[spoken])


def env_is_french(stage: Stage) -> bool:
    return str(stage.env.backend.guilds[stage.guild.id].preferred_locale) == "fr"


async def pins(stage: Stage) -> Any:
    drafted = await drafts(stage)
    grant(stage)
    await stage.alice.click(drafted.response, label="Pin")
    return stage.channel.pinned_messages()[0]


async def notices(stage: Stage) -> Any:
    await pins(stage)
    (pin,) = await stage.services.moderation._pins.standing()
    await stage.services.moderation._pins.change(pin.id, state="changed", finding="another")
    await stage.client._vigil.look()
    return stage.ours()[-1]


async def reports(stage: Stage) -> Any:
    promote(stage, stage.alice, manage_guild=True)
    return await stage.alice.slash(stage.channel, "reindex")


async def gaps(stage: Stage) -> Any:
    promote(stage, stage.alice, pin_messages=True)
    await stage.services.channels.choose(f"discord:guild:{stage.guild.id}", {"keep_questions": True})
    for question in (
        "Who won the world cup in 1998?",
        "who won the 1998 world cup",
        "What does Mistral charge?",
    ):
        await stage.bob.send(stage.channel, f"{stage.bot} {question}")
    return await stage.alice.slash(stage.channel, "gaps")


def grant(stage: Stage) -> None:
    """simcord still asks for Manage Messages to pin."""
    (ours,) = (role for role in stage.env.backend.guilds[stage.guild.id].roles.values() if role.managed)
    rights = ours.permissions | discord.Permissions(manage_messages=True).value
    stage.env.backend.edit_role(stage.guild.id, ours.id, {"permissions": rights})


SCENES: dict[str, tuple[str, Scene]] = {
    "answer-en": ("en-US", asks("What is a Mixture-of-Experts model?")),
    "answer-fr": ("fr", asks("Qui est Liang Wenfeng ?")),
    "writing-en": ("en-US", writes("How much did Nvidia lose on the stock market?", 1)),
    "check-en": ("en-US", asks("Is it true that R1 cost 5.6 million dollars?")),
    "check-fr": ("fr", asks("Combien Nvidia a-t-elle perdu en bourse ?")),
    "claim-en": ("en-US", checks("R1 cost 5.6 million dollars in all, the article says so.")),
    "claim-fr": ("fr", checks("R1 a coûté 5,6 millions de dollars en tout.")),
    "refusal-en": ("en-US", asks("Who won the world cup in 1998?")),
    "refusal-fr": ("fr", asks("Qui a gagné la coupe du monde en 1998 ?")),
    "greeting-en": ("en-US", asks("hello")),
    "greeting-fr": ("fr", asks("bonjour")),
    "passage-en": ("en-US", shows_passage("What is a Mixture-of-Experts model?", "Show the passage [1]")),
    "passage-fr": ("fr", shows_passage("Qui est Liang Wenfeng ?", "Voir le passage [1]")),
    "help-en": ("en-US", helps),
    "help-fr": ("fr", helps),
    "summary-preview-en": ("en-US", drafts),
    "summary-pinned-en": ("en-US", pins),
    "pin-notice-en": ("en-US", notices),
    "reindex-report-en": ("en-US", reports),
    "gaps-en": ("en-US", gaps),
    "error-en": ("en-US", fails("What did R1 cost?")),
    "error-fr": ("fr", fails("Combien a coûté R1 ?")),
}


async def draw(name: str, data: Path) -> None:
    """Play a scene in a fresh Discord, and keep a picture of what it ends with."""
    locale, scene = SCENES[name]
    make = simcord.interactions.base_payload

    def localised(*args: Any, **more: Any) -> Any:
        record, payload = make(*args, **more)
        return record, {**payload, "locale": locale}

    simcord.interactions.base_payload = localised
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            None, {"retrieval": {"data": data}, "storage": {"address": f"sqlite:///{folder}/bot.sqlite"}}
        )
        library = build_library(settings)
        async with open_services(library, settings, Secrets()) as services:
            client = DiscordClient(services, DiscordSettings(shard_count=1))
            env = simcord.Env(client, approved_intents=NO_PRIVILEGES, settle_timeout=400.0)
            env.backend.bot_user.name = "deepseek-bot"
            await env.start()
            try:
                with env.time_context():
                    stage = set_stage(env, FakeLibrary(), services, client)
                    if locale == "fr":
                        env.backend.edit_guild(stage.guild.id, {"preferred_locale": "fr"})
                    shown = await scene(stage)
                    await _photograph(env, stage, shown, PICTURES / f"discord-{name}.png", locale)
            finally:
                await env.shutdown()
    simcord.interactions.base_payload = make


async def _photograph(env: simcord.Env, stage: Stage, shown: Any, file: Path, locale: str) -> None:
    async with env.preview(
        stage.channel,
        viewers=[stage.alice],
        layout="message",
        display="fixed",
        width=_WIDTH,
        height=_HEIGHT,
        locale=locale,
    ) as preview:
        await preview.show(shown)
        with tempfile.TemporaryDirectory() as profile:
            raw = Path(profile) / "raw.png"
            command = [
                *_CHROMIUM, f"--user-data-dir={profile}/user", f"--window-size={_WIDTH},{_HEIGHT}",
                "--virtual-time-budget=8000", f"--screenshot={raw}", preview.url,
            ]  # fmt: skip
            await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True, timeout=60)
            _crop(raw, file)


def _crop(raw: Path, file: Path) -> None:
    """Cut the message out of the page, and keep few colours: a picture is small."""
    page = Image.open(raw).convert("RGB").crop((0, _HEADER, _WIDTH - 60, _HEIGHT))
    text = page.crop((60, 0, page.width - 20, page.height))
    background = Image.new("RGB", text.size, text.getpixel((text.width - 1, text.height - 1)))
    box = ImageChops.difference(text, background).point(lambda value: 255 if value > 12 else 0).getbbox()
    bottom = min(page.height, (box[3] if box else page.height) + 14)
    file.parent.mkdir(exist_ok=True)
    cut = page.crop((0, 0, page.width, bottom))
    if cut.height > _TALL:
        small = cut.resize((cut.width * 11 // 20, cut.height * 11 // 20))
        small.quantize(48, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)
    else:
        cut.quantize(56).save(file, optimize=True)


if __name__ == "__main__":
    _do_without_linkify()
    for each in sys.argv[2:] or SCENES:
        asyncio.run(draw(each, Path(sys.argv[1])))
