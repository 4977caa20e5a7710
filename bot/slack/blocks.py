"""Block Kit: the few blocks we use, made so that text from outside is never read as markup (pure).

Whatever is not ours goes into rich_text, whose text elements Slack shows as they are: nothing to escape, nothing that
could become a mention, a link or emphasis, and a quote that stands there character for character.
"""

import json
from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]

BUTTON_CHARACTERS = 75
HEADER_CHARACTERS = 150
ACTIONS = 25
ADDRESS_CHARACTERS = 3000


def rich(*elements: Element) -> Block:
    """Return a rich_text block of sections, quotes and lists."""
    return {"type": "rich_text", "elements": list(elements)}


def section(*parts: Element) -> Element:
    """Return a paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(parts)}


def quotation(*parts: Element) -> Element:
    """Return a paragraph of rich text with a bar beside it."""
    return {"type": "rich_text_quote", "elements": list(parts)}


def bullets(entries: Sequence[Element]) -> Element:
    """Return paragraphs of rich text as a list."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(entries)}


def text(words: str, **style: bool) -> Element:
    """Return text as it is; `style` is bold, italic or strike."""
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def link(address: str | None, words: str, **style: bool) -> Element:
    """Return text that opens an address, or only text where that is no web address."""
    if not address or not address.startswith(("https://", "http://")) or len(address) > ADDRESS_CHARACTERS:
        return text(words, **style)
    return {"type": "link", "url": address, "text": words, **({"style": style} if style else {})}


def header(words: str) -> Block:
    """Return a line in large letters."""
    return {"type": "header", "text": _plain(shortened(words, HEADER_CHARACTERS), emoji=True)}


def remark(words: str) -> Block:
    """Return a line in small grey letters."""
    return {"type": "context", "elements": [_plain(words)]}


def divider() -> Block:
    """Return a line across."""
    return {"type": "divider"}


def button(
    action: str, words: str, value: str, *, label: str | None = None, style: str | None = None
) -> Element:
    """Return a button; what it is about is in its value, so that it works after a restart."""
    made = {"type": "button", "action_id": action, "value": value}
    made["text"] = _plain(shortened(words, BUTTON_CHARACTERS))  # type: ignore[assignment]  # the dict grows
    if label:
        made["accessibility_label"] = shortened(label, BUTTON_CHARACTERS)
    if style:
        made["style"] = style
    return made


def actions(buttons: Sequence[Element]) -> list[Block]:
    """Return rows of buttons."""
    rows = [buttons[start : start + ACTIONS] for start in range(0, len(buttons), ACTIONS)]
    return [{"type": "actions", "elements": list(row)} for row in rows]


def feedback(action: str, helpful: tuple[str, str], not_helpful: tuple[str, str]) -> Block:
    """Return Slack's own pair of feedback buttons; each is given as (words, value)."""
    element = {
        "type": "feedback_buttons",
        "action_id": action,
        "positive_button": _feedback_button(*helpful),
        "negative_button": _feedback_button(*not_helpful),
    }
    return {"type": "context_actions", "elements": [element]}


def choice(words: str, value: str) -> Element:
    """Return an option of a select or of radio buttons."""
    return {"text": _plain(shortened(words, BUTTON_CHARACTERS)), "value": value}


def field(
    name: str, words: str, element: Element, *, optional: bool = True, hint: str | None = None
) -> Block:
    """Return a field of a modal; its value comes back under `name`."""
    made = {"type": "input", "block_id": name, "label": _plain(words), "optional": optional}
    made["element"] = {**element, "action_id": name}
    if hint:
        made["hint"] = _plain(hint)
    return made


def plain_text(words: str) -> Element:
    """Return a text object without markup."""
    return _plain(words)


def size(blocks: Sequence[Block]) -> int:
    """Return how many characters blocks take when sent: an upper bound of whatever Slack counts."""
    # In UTF-16 units: whoever counts otherwise counts fewer.
    return len(json.dumps(blocks, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) // 2


def shortened(words: str, most: int) -> str:
    """Return words of ours that fit; never used for a quote."""
    return words if len(words) <= most else words[: most - 1] + "…"


def _plain(words: str, *, emoji: bool = False) -> Element:
    return {"type": "plain_text", "text": words, "emoji": emoji}


def _feedback_button(words: str, value: str) -> Element:
    return {"text": _plain(words), "accessibility_label": words, "value": value}
