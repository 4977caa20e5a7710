"""How untrusted bytes are read as a text by a process of its own, which may take only so much time and memory."""

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple, dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from retrieval.errors import FetchError
from retrieval.reasons import Reason
from retrieval.sources.media import Medium
from retrieval.sources.passages import cut
from retrieval.types import Document, Kind, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from pypdf import PdfReader

_NEEDED = ("LANG", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMPDIR", "VIRTUAL_ENV")
"""The variables that the process gets: none of our secrets."""
_MEGABYTE = 1 << 20
_PAGES = 3000
_USUAL = 1200
"""The length of a passage here: only how many there are, roughly, matters."""
_BLOCKS = {"p", "head", "item", "row", "quote", "code", "list", "table", "div", "body", "main"}
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_A-Z])")
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may take: seconds to read it, megabytes of memory, characters and passages of text."""

    seconds: float
    characters: int = 2_000_000
    megabytes: int = 1024
    passages: int = 20_000


@dataclass(frozen=True, slots=True)
class Extract:
    """A text as Markdown, and what the document says about itself."""

    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    licence: str | None = None


def extract(content: bytes, medium: Medium, bounds: Bounds) -> Extract:
    """Read a text, HTML (both as UTF-8) or a PDF, and see that it can be cut into passages. Raises FetchError.

    Whatever becomes of the process is one line here.
    """
    command = [sys.executable, "-P", "-m", "retrieval.sources.extracting", medium.name]
    command += [str(value) for value in astuple(bounds)]
    variables = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    with TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command,
                input=content,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=bounds.seconds,
                env=variables,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise FetchError(Reason.READING_TOO_SLOW, medium=medium, seconds=bounds.seconds) from None
        output.seek(0)
        # Characters outside English take six bytes of JSON.
        written = output.read(6 * bounds.characters + _MEGABYTE)
    try:
        found = json.loads(written)
    except ValueError:
        found = {}
    if "reason" in found:
        raise FetchError(Reason[found["reason"]], **found["values"])
    if done.returncode or "text" not in found:
        raise FetchError(Reason.NOT_READ, medium=medium)
    return Extract(**found)


def _main(medium: Medium, bounds: Bounds) -> None:
    _bound_this_process(bounds)
    readers: dict[Medium, Callable[[bytes], Extract]] = {
        Medium.PLAIN: _read_plain,
        Medium.HTML: _read_html,
        Medium.PDF: _read_pdf,
    }
    try:
        found = _checked(readers[medium](sys.stdin.buffer.read()), bounds)
    except FetchError as error:
        sys.stdout.write(json.dumps({"reason": error.reason.name, "values": error.values}))
    else:
        sys.stdout.write(json.dumps(asdict(found)))


def _checked(found: Extract, bounds: Bounds) -> Extract:
    if len(found.text) > bounds.characters:
        raise FetchError(Reason.TEXT_TOO_LONG, most=bounds.characters)
    source = Source("untrusted", "Untrusted", Kind.DOCUMENT, "en")
    count = len(cut(Document(source, found.text), _USUAL))
    if not count:
        raise FetchError(Reason.NO_PARAGRAPH)
    if count > bounds.passages:
        raise FetchError(Reason.TOO_MANY_PASSAGES, most=bounds.passages)
    return found


def _bound_this_process(bounds: Bounds) -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none; there the time alone is bounded
    except ImportError:
        return
    memory, written = bounds.megabytes * _MEGABYTE, 6 * bounds.characters + _MEGABYTE
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(bounds.seconds) + 1),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS does not let every limit be set
            resource.setrlimit(what, (most, most))


def _read_plain(content: bytes) -> Extract:
    return Extract(content.decode())


def _read_html(content: bytes) -> Extract:
    import trafilatura  # noqa: PLC0415

    page = trafilatura.bare_extraction(content.decode(), with_metadata=True, include_comments=False)
    if page is None or isinstance(page, dict) or page.body is None:
        raise FetchError(Reason.PAGE_WITHOUT_TEXT)
    return Extract(
        text="\n\n".join(_blocks(page.body)),
        title=page.title,
        published=page.date,
        publisher=page.sitename,
        licence=page.license,
    )


def _blocks(element: "Element") -> Iterator[str]:
    """Yield the blocks of a page as Markdown; rows of tables become points, for every row is quoted alone."""
    inline = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS:
            yield from _block(element.tag, "".join(inline))
            inline = []
            yield from [_row(child)] if child.tag == "row" else _blocks(child)
        else:
            inline.append(" " if child.tag == "lb" else "".join(child.itertext()))
        inline.append(child.tail or "")
    yield from _block(element.tag, "".join(inline), element.get("rend") or "")


def _block(tag: str | Any, text: str, rend: str = "") -> Iterator[str]:  # noqa: ANN401 - lxml's own type
    words = " ".join(text.split())
    if words:
        level = int(rend[1:]) if re.fullmatch(r"h[1-6]", rend) else 2
        yield f"{'#' * level} {words}" if tag == "head" else f"- {words}" if tag == "item" else words


def _row(row: "Element") -> str:
    return "- " + " | ".join(" ".join("".join(cell.itertext()).split()) for cell in row)


def _read_pdf(content: bytes) -> Extract:
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FetchError(Reason.PDF_LOCKED)
        if len(reader.pages) > _PAGES:
            raise FetchError(Reason.PDF_TOO_LONG, most=_PAGES)
        text = "\n\n".join(_paragraphs(page.extract_text()) for page in reader.pages)
        title, published = _about(reader)
    except PyPdfError:
        raise FetchError(Reason.PDF_BROKEN) from None
    if not text.strip():
        raise FetchError(Reason.PDF_OF_PICTURES)
    return Extract(text, title, published)


def _about(reader: "PdfReader") -> tuple[str | None, str | None]:
    about = reader.metadata
    if about is None:
        return None, None
    created = _PDF_DATE.match(str(about.get("/CreationDate", "")))
    return about.title, "-".join(created.groups()) if created else None


def _paragraphs(page: str) -> str:
    lines = "\n".join(line.strip() for line in page.splitlines())
    joined = _HYPHENATED.sub("", lines)
    return "\n\n".join(" ".join(piece.split("\n")) for piece in re.split(r"\n\n+", joined.strip()))


if __name__ == "__main__":
    _, named, within, *most = sys.argv
    with contextlib.suppress(MemoryError, RecursionError):  # said by our silence
        _main(Medium[named], Bounds(float(within), *map(int, most)))
