"""Which attribute of its subject a question asks for, and which sentences state that attribute (pure)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

_SAID = (
    r"said|says|call(s|ed|ing)|post(s|ed)?|wr[io]te|written|told|promis\w+|prais\w+|warn\w*|react\w*|declar\w+|note[ds]?|noting|claim\w*|"
    r"alleg\w+|argu\w+|admit\w*|acknowledg\w+|announc\w+|answer\w*|repl\w+|comment\w*|remark\w*|den(y|ies|ied)|speaks?|spoke|views?|"
    r"dit|disait|disent|declar\w+|qualifi\w+|ecri\w+|publi\w+ sur|promet\w*|promis\w*|salu\w+|averti\w*|reag\w+|reconn\w+|affirm\w+|accus\w+|estim\w+|"
    r"not[eé]\w*|annonc\w+|repond\w*|reponse|commentaire\w*|message|loue\w*|parl(e|es|ent|ait|er)|dement\w*|jug\w+|alert\w+|soutien\w*|soutenu|deconseill\w+"
)
"""What a sentence says when it reports somebody's words."""


@dataclass(frozen=True)
class Attribute:
    """Something a person, a firm or a product may have: how it is asked for, and in which words texts state it.

    What is `owned` is somebody's alone: a sentence must begin with the owner to state it of a name that is everywhere.
    A `figure` is stated by a sentence with a number.
    """

    asked: re.Pattern[str]
    stated_as: str
    owned: bool = False
    figure: bool = False

    @cached_property
    def stated(self) -> re.Pattern[str]:
        """What a folded sentence says that states it; few of the many are ever needed, and compiling takes time."""
        return _compiled(self.stated_as)


def asked_for(folded: str) -> tuple[Attribute, ...]:
    """Return the attributes that a folded question asks for."""
    return tuple(each for each in _attributes() if each.asked.search(folded))


def opinion_asked_for(folded: str) -> tuple[Attribute, ...]:
    """Return having said something, if a folded question asks what somebody says or thinks."""
    return (_OPINION,) if _OPINION.asked.search(folded) else ()


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})(?!\w)")


@cache
def _attributes() -> tuple[Attribute, ...]:
    text = resources.files(__package__).joinpath("attributes.toml").read_text(encoding="utf-8")
    return tuple(
        Attribute(
            asked=_compiled("|".join(entry["asked"])),
            stated_as="|".join(entry.get("stated", entry["asked"])),
            owned=entry.get("owned", False),
            figure=entry.get("figure", False),
        )
        for entry in tomllib.loads(text)["attribute"]
    )


_OPINION = Attribute(
    _compiled(
        r"(what|how|did|does|do|has|have|any|que?|qu|quoi|comment|est.ce)\b.{0,40}\b(think|thinks|thought of|says?|said|tweet(s|ed)?|react|reacted|reply|replied|"
        r"respond|responded|comment|commented|feel about|make of|pens(e|es|ent|ait|er)|dit|disent|reagi\w*|tweete\w*|declare\w*|commente\w*|repondu?)|"
        r"(reaction|opinion|view|take|response|avis)s? (of|on|de|d|sur)|(pense|pensent|dit|disent|reagi|repondu|declare|tweete) quoi|en (pense|dit)\w*"
    ),
    _SAID,
)
