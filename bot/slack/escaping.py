"""Slack's own markup: taken out of what people write, kept out of what we send (pure)."""

import html
import re

FALLBACK_CHARACTERS = 300
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Only where Slack reads markup without being told so: the line for notifications. Blocks hold raw text.
_SPECIAL = re.compile(r"([*_~`])")
_INVISIBLE = "\u2060"
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
_CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
_COMMAND = re.compile(r"<!([^>|]+)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\s])")


def escape(text: str) -> str:
    """Write the three characters that begin Slack's markup as entities; `unescape` gives the text back."""
    return "".join(_ENTITIES.get(character, character) for character in text)


def unescape(text: str) -> str:
    """Undo `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def neutralise(text: str) -> str:
    """Return text that shows as it is where Slack reads markup: no mention, link or emphasis comes alive."""
    return escape(_SPECIAL.sub(rf"{_INVISIBLE}\1", text))


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, neutralised, for notifications and screen readers."""
    sentence = _SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]
    if len(sentence) > FALLBACK_CHARACTERS:
        sentence = sentence[:FALLBACK_CHARACTERS].rsplit(" ", 1)[0] + "…"
    return neutralise(sentence)


def plain(text: str, bot: str = "") -> str:
    """Return what a person wrote, without Slack's markup and without mentions of the bot itself."""

    def mention(found: re.Match[str]) -> str:
        if bot and found[1] == bot:
            return " "
        return f"@{found[2]}" if found[2] else " "

    text = _MENTION.sub(mention, text)
    text = _CHANNEL.sub(lambda found: f"#{found[2]}" if found[2] else " ", text)
    text = _COMMAND.sub(lambda found: found[2] or f"@{found[1]}", text)
    text = _LINK.sub(lambda found: found[2] or found[1], text)
    return html.unescape(text).strip()


def exact(text: str) -> str:
    """Return what a person wrote for us to act on: addresses in full, channels and people by their ids."""
    for kind in (_MENTION, _CHANNEL, _LINK):
        text = kind.sub(lambda found: found[1], text)
    return html.unescape(text).strip()


def mentions(text: str, user: str) -> bool:
    """Tell whether a text mentions a user."""
    return any(found[1] == user for found in _MENTION.finditer(text))


def mentions_anybody(text: str) -> bool:
    """Tell whether a text begins by addressing somebody."""
    return _MENTION.match(text.lstrip()) is not None
