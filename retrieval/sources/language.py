"""Which language a text is in: an ISO 639-1 code, by py3langid's statistics."""


def detect_language(text: str) -> str:
    """Return the likeliest language's code; short texts are guesses, and a text without letters is "en"."""
    import py3langid  # noqa: PLC0415 - loads a model of 5 MB

    if not any(character.isalpha() for character in text):
        return "en"
    language, _ = py3langid.classify(text)
    return str(language)
