"""The ids of buttons, menus and forms: all that a press tells us, so that it works after a restart (pure)."""

import re
from dataclasses import dataclass
from enum import StrEnum

TEMPLATE = re.compile(r"bot:(?P<deed>[a-z]+):(?P<answer>[\w-]{1,20})(?::(?P<number>[0-9]{1,9}))?")
"""Changing it makes the buttons of earlier answers useless."""


class Press(StrEnum):
    """What a control asks for."""

    PASSAGE = "passage"
    CHOOSE_PASSAGE = "choose"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    REASON = "reason"
    SOURCES = "sources"
    SHARE = "share"
    EXAMPLE = "example"
    PIN = "pin"
    LEAVE_OUT = "without"
    CANCEL = "cancel"
    REFRESH = "refresh"
    UNPIN = "unpin"
    LEAVE = "leave"
    WITHDRAW = "withdraw"
    CURATE = "curate"
    APPLY = "apply"
    APPLY_ANYWAY = "anyway"
    DROP = "drop"
    ADD_SOURCE = "add"
    CHANGE_SOURCE = "change"
    CHANGED_SOURCE = "changed"
    REMOVE_SOURCE = "remove"
    FORGET_SOURCE = "forget"


@dataclass(frozen=True, slots=True)
class Control:
    """A press on a control under an answer; `number` is a citation's, or an example's."""

    press: Press
    answer: str
    number: int | None = None

    @property
    def id(self) -> str:
        """Return what Discord keeps for us, at most 100 characters."""
        return f"bot:{self.press}:{self.answer}" + ("" if self.number is None else f":{self.number}")


def read_control(identifier: str) -> Control | None:
    """Return what a control's id says; None if it is not one of ours."""
    found = TEMPLATE.fullmatch(identifier)
    if found is None or found["deed"] not in set(Press):
        return None
    return Control(Press(found["deed"]), found["answer"], int(found["number"]) if found["number"] else None)
