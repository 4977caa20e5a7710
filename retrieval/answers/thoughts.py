"""What a model thinks aloud between tags before it speaks, taken out of what it says (pure)."""

_OPENED = ("<think>", "<thinking>", "<thought>", "<reasoning>")
"""Most servers part thoughts from words; those that do not leave the tags of the model."""


class Outspoken:
    """Hears a stream piece by piece and passes on what is said; thoughts stand before it, never in it."""

    def __init__(self) -> None:
        """Begin before the first character."""
        self._held = ""
        self._closed = ""
        self._speaks = False

    def hear(self, piece: str) -> str:
        """Return what of a piece is said for sure, with what was held back before it."""
        if self._speaks:
            return piece
        self._held += piece
        while not self._closed or self._closed in self._held:
            if self._closed:
                self._held, self._closed = self._held.partition(self._closed)[2], ""
            begun = self._held.lstrip()
            opened = next((tag for tag in _OPENED if begun.startswith(tag)), None)
            if opened is None:
                return "" if any(tag.startswith(begun) for tag in _OPENED) else self._speak()
            self._held, self._closed = begun.removeprefix(opened), opened.replace("<", "</")
        self._held = self._held[-len(self._closed) :]
        return ""

    def _speak(self) -> str:
        self._speaks = True
        return self._held
