"""A document is fetched for so long and so much and no more."""

import gzip
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from retrieval.sources.fetching import Fetcher, Limits
from tests.sources.fetches import refused
from tests.web import PUBLIC, Internet, page, redirect


def test_more_than_the_limit_is_refused_by_what_the_server_announces(internet: Internet) -> None:
    with internet.site({"/": page(b"a" * 1001)}):
        assert "more than 0.001 MB" in refused(internet.fetcher(size=1000), "http://site.example/")


def test_an_html_of_100_megabytes_is_refused_before_it_is_read(internet: Internet) -> None:
    def announce(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000000\r\n\r\n<p>"
        )

    with internet.site({"/": announce}):
        assert "more than 20 MB" in refused(internet.fetcher(size=20_000_000), "http://site.example/")


def test_exactly_the_limit_is_read(internet: Internet) -> None:
    with internet.site({"/": page(b"a" * 1000)}):
        assert len(internet.fetcher(size=1000).fetch("http://site.example/").content) == 1000


def test_an_endless_response_is_cut_off_while_it_streams(internet: Internet) -> None:
    sent = 0

    def pour(request: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        while True:
            sent += request.wfile.write(b"<p>more</p>" * 1000)

    with internet.site({"/": pour}):
        said = refused(internet.fetcher(size=200_000), "http://site.example/")

    assert "more than 0.2 MB" in said
    assert sent < 50_000_000


def test_a_packed_document_is_unpacked(internet: Internet) -> None:
    with internet.site({"/": page(gzip.compress(b"text " * 100), Content_Encoding="gzip")}):
        assert internet.fetcher().fetch("http://site.example/").content == b"text " * 100


def test_a_gzip_bomb_is_stopped_while_it_unpacks(internet: Internet) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    with internet.site({"/": page(bomb, Content_Encoding="gzip")}):
        assert "more than 0.1 MB" in refused(internet.fetcher(size=100_000), "http://site.example/")


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "compress", "gzip, gzip", "gzip,gzip,gzip"])
def test_bytes_packed_in_a_way_we_did_not_ask_for_are_refused(internet: Internet, encoding: str) -> None:
    content = zlib.compress(b"\0" * 1000)
    with internet.site({"/": page(content, Content_Encoding=encoding)}) as site:
        assert "did not ask" in refused(internet.fetcher(), "http://site.example/")

    assert site.headers[0]["Accept-Encoding"] == "gzip"


def test_bytes_that_only_claim_to_be_packed_are_one_line(internet: Internet) -> None:
    with internet.site({"/": page(b"no gzip at all", Content_Encoding="gzip")}):
        assert "cannot be unpacked" in refused(internet.fetcher(), "http://site.example/")


def test_a_packed_document_that_ends_early_is_not_taken_for_whole(internet: Internet) -> None:
    with internet.site({"/": page(gzip.compress(b"text " * 100)[:-12], Content_Encoding="gzip")}):
        assert "broke off" in refused(internet.fetcher(), "http://site.example/")


def _drip(request: BaseHTTPRequestHandler, start: bytes) -> None:
    request.wfile.write(start)
    for _ in range(200):
        request.wfile.write(b"a")
        request.wfile.flush()
        time.sleep(0.02)


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Slow: ",
        b"HTTP/1.1 ",
        b"",
    ],
    ids=["body", "header", "status", "nothing"],
)
def test_a_server_that_drips_is_left_at_the_deadline(internet: Internet, start: bytes) -> None:
    with internet.site({"/": lambda request: _drip(request, start)}):
        began = time.monotonic()
        said = refused(internet.fetcher(seconds=0.2), "http://site.example/")

    assert time.monotonic() - began < 2
    assert "longer than 0.2 s" in said


def test_all_redirects_share_one_deadline(internet: Internet) -> None:
    def slowly(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)
        redirect("/")(request)

    with internet.site({"/": slowly}):
        said = refused(internet.fetcher(seconds=0.25, redirects=20), "http://site.example/")

    assert "longer than 0.25 s" in said


def test_a_resolver_that_hangs_is_left_at_the_deadline(internet: Internet) -> None:
    def hang(_host: str, _port: int) -> list[str]:
        time.sleep(3)
        return [PUBLIC]

    began = time.monotonic()
    said = refused(Fetcher(Limits(1000, 5, 0.1), hang, internet.route), "http://site.example/")

    assert "longer than 0.1 s" in said
    assert time.monotonic() - began < 2
