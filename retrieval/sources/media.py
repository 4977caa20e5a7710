"""What kind of text bytes hold, and in which characters it is written (pure)."""

import codecs
import re
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath

from retrieval.errors import FetchError
from retrieval.reasons import Reason


class Medium(StrEnum):
    """How a text is told from bytes; Markdown is plain text that is cut a little better."""

    PLAIN = "plain text"
    HTML = "HTML"
    PDF = "PDF"


MEDIA_TYPES: dict[str, Medium | None] = {
    "text/html": Medium.HTML,
    "application/xhtml+xml": Medium.HTML,
    "text/plain": Medium.PLAIN,
    "text/markdown": Medium.PLAIN,
    "text/x-markdown": Medium.PLAIN,
    "application/pdf": Medium.PDF,
    "application/x-pdf": Medium.PDF,
    "application/octet-stream": None,
}
"""What a server may say it sends; None: it says nothing, so the bytes decide."""
_SUFFIXES = {
    ".md": Medium.PLAIN, ".markdown": Medium.PLAIN, ".txt": Medium.PLAIN, ".text": Medium.PLAIN,
    ".htm": Medium.HTML, ".html": Medium.HTML, ".xhtml": Medium.HTML, ".pdf": Medium.PDF,
}  # fmt: skip
_HEAD = 1024
_HTML_START = re.compile(
    rb"\s*(?><!--.*?-->\s*)*+<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Python knows more, among them codecs that are no character sets (punycode, unicode_escape) or cost too much.
_CHARSETS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be ascii iso8859-1 iso8859-2 iso8859-5 iso8859-7 iso8859-9 iso8859-15 cp1250 cp1251 "
    "cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 koi8-r koi8-u mac-roman shift_jis cp932 euc_jp gb2312 gbk gb18030 big5 "
    "euc_kr".split()
)


def medium_of_download(content: bytes, media_type: str | None) -> Medium:
    """Return what an address gave: what the server says, unless the bytes gainsay it. Raises FetchError."""
    declared = MEDIA_TYPES.get(media_type) if media_type else None
    looks = _read_as(content)
    if _gainsays(looks, declared):
        raise FetchError(Reason.TYPE_GAINSAID, type=str(media_type), medium=looks)
    return declared or looks


def medium_of_file(content: bytes, name: str) -> Medium:
    """Return what a file holds, by its name's ending. Raises FetchError."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise FetchError(Reason.OTHER_ENDING, name=name, endings=", ".join(_SUFFIXES))
    declared, looks = _SUFFIXES[suffix], _read_as(content)
    if _gainsays(looks, declared):
        raise FetchError(Reason.ENDING_GAINSAID, ending=suffix, medium=looks)
    return declared


def bare_name(name: str) -> str:
    """Return a file's name without folders, drives and characters that do not print. Raises FetchError if none is left."""
    printable = "".join(character for character in name if character.isprintable())
    bare = PureWindowsPath(printable).name.strip()
    if not bare.strip(". "):
        raise FetchError(Reason.FILE_WITHOUT_NAME, name=printable[:60])
    return bare[-200:]


def decode(content: bytes, medium: Medium, charset: str | None) -> str:
    """Return the characters: by byte order mark, declared character set, or UTF-8. Raises FetchError.

    A web page that declares none and is not UTF-8 is read as Windows-1252, as browsers do.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding, medium)
    if medium is Medium.HTML and charset is None and (found := _META_CHARSET.search(content[:_HEAD])):
        charset = found[1].decode("ascii")
        charset = "utf-8" if charset.lower().startswith("utf-16") else charset  # it could not have been found
    if charset is not None:
        return _decoded(content, _known(charset), medium)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if medium is Medium.HTML:
            return content.decode("cp1252", errors="replace")
        raise FetchError(Reason.NOT_UTF8, byte=error.start) from None


def _read_as(content: bytes) -> Medium:
    if not content.strip():
        raise FetchError(Reason.NOTHING_IN_IT)
    looks = _looks_like(content)
    if looks is None:
        raise FetchError(Reason.NO_LETTERS)
    return looks


def _gainsays(looks: Medium, declared: Medium | None) -> bool:
    return declared is not None and (declared is Medium.PDF) != (looks is Medium.PDF)


def _looks_like(content: bytes) -> Medium | None:
    head = content[:_HEAD]
    if b"%PDF-" in head:
        return Medium.PDF
    if head.startswith(
        (b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!")
    ):
        return None
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    return Medium.HTML if _HTML_START.match(head.removeprefix(codecs.BOM_UTF8)) else Medium.PLAIN


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        name = ""
    if name not in _CHARSETS:
        raise FetchError(Reason.UNKNOWN_CHARSET, charset=charset[:40])
    # What calls itself Latin-1 or ASCII on the web is Windows-1252.
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _decoded(content: bytes, encoding: str, medium: Medium) -> str:
    try:
        return content.decode(encoding, errors="replace" if medium is Medium.HTML else "strict")
    except UnicodeDecodeError as error:
        raise FetchError(Reason.NOT_OF_CHARSET, byte=error.start, charset=encoding) from None
