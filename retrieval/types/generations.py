"""The nouns of time: one built index, and what becomes of words that were quoted from an earlier one."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Generation:
    """One built index. `documents` maps source ids to revisions; `created` is ISO 8601 in UTC.

    `fingerprint` names embedder and cutting, `contents` all that was read from the corpus; both are only compared.
    `corpus` is the folder it was read from. One that was never `applied` has not answered yet; `follows` is the id of the
    one that answered before it, "" if there was none.
    """

    id: str
    fingerprint: str
    created: str
    passages: int
    documents: dict[str, str]
    contents: str
    corpus: str = ""
    applied: bool = True
    follows: str = ""


class Standing(StrEnum):
    """What became of words that were quoted before."""

    STANDS = "stands"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Lost:
    """What the corpus knows of a text and would lose, because words of the text would not stand any more.

    `kind` is "claim", "translation" or "golden"; `id` names it. One `at_fault` is still in the corpus: nothing can be
    built before the two agree.
    """

    kind: str
    id: str
    standing: Standing
    at_fault: bool


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """Words that were quoted from a source, kept to be compared with it later."""

    source: str
    text: str
