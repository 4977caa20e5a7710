"""What members see at the end of a day, beside what the bot keeps of it and what its generations hold."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.discord import names
from bot.discord.escaping import unescape
from bot.services import Services
from bot.slack.hearing import message_name
from bot.storage.answers import KeptAnswer
from retrieval.index.generations import Generations
from retrieval.index.snapshot import Snapshot
from tests.day.members import Asked
from tests.day.town import Town
from tests.discord.stage import texts as discord_texts
from tests.slack.rules import texts as slack_texts

_QUOTED = re.compile(r"« (.*?) »", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A reply as a member sees it: all its words, and what it sets as a quotation."""

    to: str
    words: str
    quotations: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Told:
    """A question with its one answer, as shown and as kept."""

    asked: Asked
    shown: Shown
    kept: KeptAnswer


def replies(town: Town) -> list[Shown]:
    """Return the first message of every reply on both servers."""
    return [*_on_discord(town), *_on_slack(town)]


async def tell_all(asked: list[Asked], town: Town, services: Services) -> list[Told]:
    """Return every question with its answer. Raises AssertionError if one has none, two, or one that is not kept."""
    shown = replies(town)
    counts = Counter(each.to for each in shown)
    wrong = {each: counts[each.name] for each in asked if counts[each.name] != 1}
    assert not wrong, wrong
    by_question = {each.to: each for each in shown}
    told = []
    for each in asked:
        reply = by_question[each.name]
        kept = await services.answered.shown_in(reply.message)
        assert kept is not None, (each, reply)
        told.append(Told(each, reply, kept))
    return told


class Texts:
    """What every generation on disk holds."""

    def __init__(self, data: Path) -> None:
        self.documents: dict[str, dict[str, str]] = {}
        self.revisions: dict[str, Mapping[str, str]] = {}
        generations = Generations(data)
        for generation in generations.all():
            path = generations.directory(generation.id) / "texts.sqlite"
            with closing(Snapshot(path)) as snapshot:
                held = [source.id for source in snapshot.sources.values() if source.held]
                self.documents[generation.id] = {source: snapshot.document(source).text for source in held}
            self.revisions[generation.id] = generation.documents

    def faults_of(self, told: Told) -> Iterator[str]:
        """Yield what an answer shows or keeps that the generation it names does not hold."""
        documents = self.documents[told.kept.generation]
        for quotation in told.shown.quotations:
            if not any(quotation in text for text in documents.values()):
                yield f"shows what no text holds: {quotation}"
        for quote in kept_quotes(told.kept):
            source, text = quote["source"], quote["text"]
            if quote["revision"] != self.revisions[told.kept.generation].get(source):
                yield f"rests on another revision of {source}"
            if text not in documents.get(source, ""):
                yield f"quotes what {source} does not hold: {text}"
            if text not in told.shown.words:
                yield f"does not show what it quotes: {text}"


def kept_quotes(kept: KeptAnswer) -> list[dict[str, Any]]:
    """Return all that an answer quotes, near passages too."""
    return [*(each["quote"] for each in kept.record["citations"]), *kept.record["nearest"]]


def words_of(message: dict[str, Any]) -> str:
    """Return what a message on Discord says, as people read it."""
    return unescape(discord_texts(_Message(message)))


def _on_discord(town: Town) -> Iterator[Shown]:
    for message in town.discord.answers:
        if asked := message.get("message_reference", {}).get("message_id"):
            words = words_of(message)
            channel, identifier = int(message["channel_id"]), int(message["id"])
            name = names.message(channel, identifier)
            yield Shown(names.message(channel, int(asked)), words, tuple(_QUOTED.findall(words)), name)


def _on_slack(town: Town) -> Iterator[Shown]:
    for message in town.slack.posted():
        part = message.get("metadata", {}).get("event_payload", {}).get("part")
        if part == 0 and (asked := message.get("thread_ts")):
            channel = message["channel"]
            quoted = tuple("".join(slack_texts(each)) for each in _quotations(message["blocks"]))
            yield Shown(
                message_name(channel, asked),
                "\n".join(slack_texts(message["blocks"])),
                quoted,
                message_name(channel, message["ts"]),
            )


def _quotations(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        for element in block.get("elements", []):
            if element.get("type") == "rich_text_quote":
                yield element


class _Message:
    """Gives a message's JSON the attributes that its reader expects."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.content: str = record["content"]
        self.components: list[dict[str, Any]] = record["components"]
