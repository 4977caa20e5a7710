"""Any text as Discord shows it character for character, and back (pure)."""

import re

# A backslash may stand before anything but a letter, a digit or white space, and is then not shown itself.
_SPECIAL = re.compile(
    r"[\\*_~|`<\[\]@]|:(?=//)|^(?P<indent>[^\S\n]*)(?P<start>[-+#>])|^(?P<item>[^\S\n]*\d+)\.", re.MULTILINE
)
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_UNSAFE_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"})


def escape(text: str) -> str:
    """Return markup that shows a text as it is: no emphasis, list, heading, link, mention or emoji comes of it."""
    return _SPECIAL.sub(_guard, text)


def unescape(shown: str) -> str:
    """Return the text that was escaped."""
    return _ESCAPED.sub(r"\1", shown)


def one_line(text: str) -> str:
    """Escape a text that must stay on its line, such as a title."""
    return escape(" ".join(text.split()))


def link(shown: str, address: str | None) -> str:
    """Let markup lead to an address; without a web address it stays as it is."""
    if address is None or not re.match(r"https?://\S", address):
        return shown
    return f"[{shown}]({''.join(address.split()).translate(_UNSAFE_IN_ADDRESS)})"


def length(text: str) -> int:
    """Count as the strictest reader of Discord's limits would: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def excerpt(text: str, longest: int) -> str:
    """Escape the beginning of what somebody wrote, on one line, within so many characters; never used for a quote."""
    words = " ".join(text.split())
    shown = escape(words)
    while length(shown) > longest:
        words = words[: min(len(words) - 1, longest - 1)].rstrip()
        shown = escape(words) + "…"
    return shown


def _guard(found: re.Match[str]) -> str:
    if found["start"]:
        return f"{found['indent']}\\{found['start']}"
    if found["item"]:
        return f"{found['item']}\\."
    return "\\" + found[0]
