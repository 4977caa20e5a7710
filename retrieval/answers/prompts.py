"""What a language model is told to do, from config/prompts/NAME.md; English throughout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
# A wheel carries the files inside the package; a checkout has them where people edit them.
_FOLDERS = (_PACKAGE / "prompts_installed", _PACKAGE.parent / "config" / "prompts")
_LANGUAGES = {"en": "English", "fr": "French"}


def instructions(name: str, language: str, **values: int) -> str:
    """Return a prompt for an answer in a language."""
    return _read(name).format(language=english_name(language), **values)


def english_name(language: str) -> str:
    """Return a language's English name, or its code where we do not answer in it."""
    return _LANGUAGES.get(language, language)


@cache
def _read(name: str) -> str:
    folder = next(folder for folder in _FOLDERS if folder.is_dir())
    return (folder / f"{name}.md").read_text(encoding="utf-8")
