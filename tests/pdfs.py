"""PDFs that tests are about, written by hand."""

import zlib
from collections.abc import Sequence


def make_pdf(*pages: str, about: str = "") -> bytes:
    """Return a PDF with a page for each text; `about` is what stands in its information dictionary."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + 2 * len(pages), 2))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {about} >>".encode("latin-1"),
    ]
    for number, text in enumerate(pages):
        lines = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
        drawn = f"BT /F1 12 Tf 14 TL 50 700 Td {lines} ET".encode("cp1252")
        objects.append(_page(6 + 2 * number))
        objects.append(stream(drawn))
    return assemble(objects)


def _page(contents: int, resources: str = "") -> bytes:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {contents} 0 R "
        f"/Resources << /Font << /F1 3 0 R >> {resources} >> >>"
    ).encode()


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def assemble(objects: Sequence[bytes]) -> bytes:
    """Return a file of numbered objects; the first is the catalogue, the fourth tells about the document."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return bytes(written) + trailer.encode()


def _with_page(contents: bytes, entries: str = "", *more: bytes, resources: str = "") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< >>",
        _page(6, resources),
        stream(contents, entries),
        *more,
    ]
    return assemble(objects)


def self_drawing_pdf() -> bytes:
    """Return a PDF whose page draws a form that draws itself."""
    form = stream(
        b"/X1 Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 7 0 R >> >>"
    )
    return _with_page(b"/X1 Do", "", form, resources="/XObject << /X1 7 0 R >>")


def endless_pdf() -> bytes:
    """Return a PDF of 100 kB that keeps its reader busy for minutes: one letter after the other, 5 million times."""
    drawn = b"BT /F1 12 Tf 50 700 Td " + b"(a) Tj 1 0 Td " * 5_000_000 + b"ET"
    return _with_page(zlib.compress(drawn, 9), "/Filter /FlateDecode")


def swollen_pdf(size: int = 1_000_000_000) -> bytes:
    """Return a PDF of 1 MB whose page unpacks to a gigabyte of blanks."""
    packer = zlib.compressobj(9)
    piece = b" " * 10_000_000
    packed = b"".join(packer.compress(piece) for _ in range(size // len(piece))) + packer.flush()
    return _with_page(packed, "/Filter /FlateDecode")
