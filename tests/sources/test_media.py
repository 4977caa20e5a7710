"""Bytes are taken for what they are, and read in the characters they were written in."""

import codecs
import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from retrieval.errors import FetchError
from retrieval.sources.media import Medium, bare_name, decode, medium_of_download, medium_of_file


def _zip_bomb() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"\0" * 5_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "medium"),
    [
        ("a.md", b"# Title", Medium.PLAIN),
        ("a.MARKDOWN", b"text", Medium.PLAIN),
        ("a.txt", b"<html> is a tag", Medium.PLAIN),
        ("a.html", b"<p>text</p>", Medium.HTML),
        ("a.pdf", b"%PDF-1.7 ...", Medium.PDF),
        ("archive.tar.md", "é".encode(), Medium.PLAIN),
    ],
)
def test_a_file_is_what_its_name_says(name: str, content: bytes, medium: Medium) -> None:
    assert medium_of_file(content, name) is medium


@pytest.mark.parametrize("name", ["a", "a.exe", "a.docx", "a.zip", "a.md.gz", ".md.", "pdf"])
def test_a_file_of_another_kind_is_refused(name: str) -> None:
    with pytest.raises(FetchError, match="only files ending in"):
        medium_of_file(b"text", name)


@pytest.mark.parametrize(
    "content",
    [_zip_bomb(), codecs.BOM_UTF8 + b"a\0b", b"\x1f\x8b\x08", b"\x89PNG\r\n", b"\x7fELF", b"a\0b"],
    ids=["zip bomb", "nul", "gzip", "picture", "program", "binary"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf"])
def test_bytes_that_are_no_text_are_refused_whatever_their_name(name: str, content: bytes) -> None:
    with pytest.raises(FetchError, match="no text"):
        medium_of_file(content, name)


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b"%PDF-1.4"), ("a.pdf", b"<html>"), ("a.pdf", b"hello")]
)
def test_a_pdf_and_a_text_are_not_taken_for_each_other(name: str, content: bytes) -> None:
    with pytest.raises(FetchError, match="but its bytes are"):
        medium_of_file(content, name)


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_an_empty_document_is_refused(content: bytes) -> None:
    with pytest.raises(FetchError, match="nothing in it"):
        medium_of_file(content, "a.md")


@pytest.mark.parametrize(
    ("media_type", "content", "medium"),
    [
        ("text/html", b"<p>text", Medium.HTML),
        ("application/pdf", b"%PDF-1.4", Medium.PDF),
        ("text/plain", b"<!doctype html><p>", Medium.PLAIN),
        ("application/octet-stream", b"%PDF-1.4", Medium.PDF),
        ("application/octet-stream", b"words", Medium.PLAIN),
        (None, b"\n<!-- a --> <!DOCTYPE html><p>", Medium.HTML),
        (None, b"<html lang=en>", Medium.HTML),
        (None, b"words", Medium.PLAIN),
    ],
)
def test_what_was_fetched_is_what_its_server_says_or_what_its_bytes_look_like(
    media_type: str | None, content: bytes, medium: Medium
) -> None:
    assert medium_of_download(content, media_type) is medium


def test_a_pdf_that_is_sent_as_a_page_is_refused() -> None:
    with pytest.raises(FetchError, match="the server says text/html, but its bytes are PDF"):
        medium_of_download(b"%PDF-1.4", "text/html")


def test_looking_at_a_page_of_comments_takes_no_time() -> None:
    began = time.monotonic()
    medium = medium_of_download(b"<!---->" * 140 + b"<p", None)

    assert medium is Medium.PLAIN
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("notes.md", "notes.md"),
        ("../../etc/passwd.md", "passwd.md"),
        ("/etc/cron.d/evil.md", "evil.md"),
        ("..\\..\\windows\\evil.md", "evil.md"),
        ("C:\\evil.md", "evil.md"),
        ("a\x00b\n.md", "ab.md"),
        ("\u202eevil.md", "evil.md"),
        ("un été.md", "un été.md"),
    ],
)
def test_a_file_name_loses_its_path_and_what_does_not_print(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize("name", ["", "..", "../..", "/", "\\", " . ", "\n"])
def test_a_file_name_that_is_only_a_path_is_refused(name: str) -> None:
    with pytest.raises(FetchError, match="not a file's name"):
        bare_name(name)


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("Léa €".encode(), None),
        ("Léa €".encode("utf-8-sig"), None),
        (codecs.BOM_UTF16_LE + "Léa €".encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + "Léa €".encode("utf-16-be"), "utf-8"),
        ("Léa €".encode("iso8859-15"), "ISO-8859-15"),
        ("Léa €".encode("cp1252"), "latin-1"),
        ("Léa €".encode("cp1252"), "us-ascii"),
    ],
)
def test_a_text_is_read_in_its_characters(content: bytes, charset: str | None) -> None:
    assert decode(content, Medium.PLAIN, charset) == "Léa €"


def test_a_page_says_its_characters_itself() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=koi8-r">да'

    assert decode(page.encode("koi8-r"), Medium.HTML, None) == page


def test_a_page_that_does_not_say_is_read_as_browsers_do() -> None:
    assert decode("<p>Léa – €".encode("cp1252"), Medium.HTML, None) == "<p>Léa – €"


def test_a_text_that_is_not_utf_8_and_does_not_say_what_else_is_refused() -> None:
    with pytest.raises(FetchError, match="byte 1 is not UTF-8"):
        decode("Léa".encode("cp1252"), Medium.PLAIN, None)


@pytest.mark.parametrize(
    "charset", ["rot13", "unicode_escape", "punycode", "zlib", "utf-7", "nonsense", "\0", "a" * 99]
)
def test_a_character_set_that_is_none_is_refused(charset: str) -> None:
    with pytest.raises(FetchError, match="character set"):
        decode(b"text", Medium.PLAIN, charset)


def test_a_text_that_is_not_in_its_declared_characters_is_refused() -> None:
    with pytest.raises(FetchError, match="byte 0 is not utf-8"):
        decode(b"\xff", Medium.PLAIN, "utf-8")
