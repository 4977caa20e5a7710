"""How a source looks before it is added or removed, and the window in which it is corrected (pure)."""

import json
from collections.abc import Mapping
from typing import Any

from bot.locales import word
from bot.slack.blocks import (
    actions,
    button,
    field,
    plain_text,
    quotation,
    remark,
    rich,
    section,
    shortened,
    text,
)
from bot.slack.rendering import Message, notice
from bot.sourcing import FIELDS, Proposed, Removal

ADD, CHANGE, REMOVE, DROP = "source-add", "source-change", "source-remove", "source-drop"
CHANGE_VIEW = "source-change"
_NEEDED = FIELDS[:2]
_FIELD_CHARACTERS = 300
_BEGINNING_CHARACTERS = 600


def proposal_message(proposed: Proposed, locale: str) -> Message:
    """Return a source as it would be added."""
    given = proposed.proposal
    publisher = given.publisher or word(locale, "no-publisher")
    known = (given.language, publisher, given.published or word(locale, "no-date"), given.address)
    about = " · ".join(each for each in known if each)
    licence = word(locale, "proposal-licence", licence=given.licence or "–")
    size = word(locale, "slack-proposal-size", id=given.id, characters=given.characters)
    more = "…" if given.characters > len(given.preview) else ""
    buttons = [
        button(ADD, word(locale, "slack-add"), proposed.id, style="primary"),
        button(CHANGE, word(locale, "slack-change"), proposed.id),
        button(DROP, word(locale, "slack-cancel"), proposed.id),
    ]
    blocks = (
        rich(section(text(given.title, bold=True)), quotation(text(f"{given.preview.strip()}{more}"))),
        remark(shortened(about, _BEGINNING_CHARACTERS)),
        remark(shortened(f"{licence} · {size}", _BEGINNING_CHARACTERS)),
        *actions(buttons),
    )
    return Message(notice(given.title).text, blocks)


def removal_message(removal: Removal, locale: str) -> Message:
    """Ask whether a source shall really go."""
    asked = notice(word(locale, "slack-remove-really", title=removal.title, id=removal.source))
    buttons = [
        button(REMOVE, word(locale, "slack-remove"), removal.id, style="danger"),
        button(DROP, word(locale, "slack-cancel"), removal.id),
    ]
    return Message(asked.text, (*asked.blocks, *actions(buttons)))


def change_view(proposed: Proposed, about: Mapping[str, str], locale: str) -> dict[str, Any]:
    """Return the window in which a proposal is corrected; `about` comes back with it."""
    labels = {
        "title": word(locale, "slack-field-title"),
        "language": word(locale, "slack-field-language"),
        "published": word(locale, "slack-field-published"),
        "publisher": word(locale, "slack-field-publisher"),
        "licence": word(locale, "slack-field-licence"),
    }
    fields = []
    for name in FIELDS:
        written: dict[str, Any] = {"type": "plain_text_input", "max_length": _FIELD_CHARACTERS}
        if known := str(getattr(proposed.proposal, name) or ""):
            written["initial_value"] = known[:_FIELD_CHARACTERS]
        fields.append(field(name, labels[name], written, optional=name not in _NEEDED))
    return {
        "type": "modal",
        "callback_id": CHANGE_VIEW,
        "private_metadata": json.dumps({**about, "proposal": proposed.id}),
        "title": plain_text(word(locale, "slack-change-title")),
        "submit": plain_text(word(locale, "slack-change")),
        "close": plain_text(word(locale, "slack-close")),
        "blocks": fields,
    }


def read_change(view: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str | None]]:
    """Return what `change_view` gave along, and what was written into its fields."""
    given = view["state"]["values"]
    return json.loads(view["private_metadata"]), {
        name: (given.get(name, {}).get(name) or {}).get("value") for name in FIELDS
    }
