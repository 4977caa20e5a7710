"""What chat shorthand stands for ("pk", "wen"): an embedder that learnt from books does not know it (shorthand.toml)."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NOT_BEFORE = {"fr": r"(?!['’ ](?:est|[ée]ta(?:it|ient)|t)\b)"}
"""What is written out already: "c est", "c'était"."""


def written_out(text: str, language: str) -> str:
    """Return a text with its shorthand written out; what is in capitals is a name and stays."""
    known = _known().get(language)
    return _pattern(language).sub(lambda found: known[found.group()], text) if known else text


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("retrieval.sources") / "shorthand.toml").read_text(encoding="utf-8"))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, _known()[language]))
    return re.compile(rf"(?<![\w'’.&-])(?:{words})(?![\w'’&-]){_NOT_BEFORE.get(language, '')}")
