"""The interface's words in English and French, from config/locales/LANGUAGE/*.ftl: a file for each room."""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("en", "fr")
_PACKAGE = Path(__file__).parent
# A wheel carries the files inside the package; a checkout has them where people edit them.
_FOLDERS = (_PACKAGE / "locales_installed", _PACKAGE.parent / "config" / "locales")


def word(language: str, key: str, **values: str | float) -> str:
    """Return a message in a language, in English where we do not speak it. Raises KeyError for an unknown key."""
    bundle = _bundle(language if language in LANGUAGES else LANGUAGES[0])
    if not bundle.has_message(key):
        raise KeyError(key)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(key)
    text, errors = bundle.format_pattern(pattern, values)
    if errors or not isinstance(text, str):
        raise KeyError(f"{key}: {errors}")
    return text


@cache
def _bundle(language: str) -> FluentBundle:
    folder = next(folder for folder in _FOLDERS if folder.is_dir())
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted((folder / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
