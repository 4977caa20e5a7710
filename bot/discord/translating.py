"""Names and descriptions of commands in the languages that Discord knows and we speak."""

from discord import Locale, app_commands

from bot.locales import word


def text(key: str) -> app_commands.locale_str:
    """Return a message in English that Discord shows in French to those who speak it."""
    return app_commands.locale_str(word("en", key), key=key)


class Translator(app_commands.Translator):
    """Reads config/locales."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the French words; English ones are the commands' own."""
        del context
        key = string.extras.get("key")
        return word("fr", key) if key is not None and locale is Locale.french else None
