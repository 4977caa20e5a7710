"""A document is fetched from the public internet and from nowhere else."""

import ssl
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from retrieval.sources.fetching import Fetcher, Limits, read_address
from tests.sources.fetches import refused
from tests.web import PUBLIC, Internet, page, redirect

PEM = Path(__file__).parent / "certificates" / "site.example.pem"


OTHER = "151.101.1.6"


def test_a_document_is_fetched_with_what_its_server_says_of_it(internet: Internet) -> None:
    with internet.site({"/a?b=c": page("Léa".encode("latin-1"), "text/plain; charset=ISO-8859-1")}):
        download = internet.fetcher().fetch("http://site.example/a?b=c#part")

    assert download.content == b"L\xe9a"
    assert (download.media_type, download.charset) == ("text/plain", "iso-8859-1")


def test_the_server_is_told_the_name_and_reached_at_the_address_that_was_checked(internet: Internet) -> None:
    with internet.site({"/": page(b"text")}) as site:
        internet.fetcher().fetch("http://site.example/")

    assert site.asked == [("site.example", "/")]
    assert internet.dialled == [(PUBLIC, 80)]
    assert internet.looked_up == ["site.example"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://10.1.2.3/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/",
        "http://0.0.0.0/", "http://224.0.0.1/", "http://255.255.255.255/", "http://168.63.129.16/",
        "http://[::1]/", "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[ff02::1]/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[::ffff:7f00:1]/",
        "http://127。0。0。1/", "https://127.0.0.1:8443/",
    ],
)  # fmt: skip
def test_an_inner_address_is_refused_before_anything_connects(internet: Internet, address: str) -> None:
    said = refused(internet.fetcher(), address)

    assert "not on the public internet" in said
    assert internet.dialled == []


@pytest.mark.parametrize(
    "address",
    [
        "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0x7f.0.0.1/",
        "http://127.1/", "http://127.0.1/", "http://0/", "http://127.0.0.1./", "http://[::ffff:127.0.0.1]/",
        "http://①②⑦.⓪.⓪.①/", "http://１２７.0.0.1/", "http://127.0.0.0x1/", "http://3232235777/", "http://0x5db8d70e/",
    ],
)  # fmt: skip
def test_a_number_in_disguise_is_refused_before_anything_is_looked_up(
    internet: Internet, address: str
) -> None:
    refused(internet.fetcher(), address)

    assert internet.looked_up == []


@pytest.mark.parametrize("inner", ["127.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:10.0.0.1"])
def test_a_name_of_an_inner_address_is_refused(internet: Internet, inner: str) -> None:
    internet.names["inside.example"] = [[inner]]

    assert inner in refused(internet.fetcher(), "http://inside.example/")
    assert internet.dialled == []


def test_a_name_with_one_inner_address_among_public_ones_is_refused(internet: Internet) -> None:
    internet.names["both.example"] = [[PUBLIC, "192.168.0.1"]]

    assert "192.168.0.1" in refused(internet.fetcher(), "http://both.example/")
    assert internet.dialled == []


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(internet: Internet) -> None:
    internet.names["site.example"] = [[PUBLIC], ["127.0.0.1"]]
    with internet.site({"/": page(b"public text")}):
        download = internet.fetcher().fetch("http://site.example/")

    assert download.content == b"public text"
    assert internet.dialled == [(PUBLIC, 80)]


def test_a_name_that_changes_its_address_between_two_requests_is_refused(internet: Internet) -> None:
    internet.names["site.example"] = [[PUBLIC], ["127.0.0.1"]]
    with internet.site({"/": redirect("/secret"), "/secret": page(b"secret")}) as site:
        said = refused(internet.fetcher(), "http://site.example/")

    assert "127.0.0.1" in said
    assert [path for _, path in site.asked] == ["/"]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/", "http://169.254.169.254/latest", "//10.0.0.1/", "http://2130706433/", "http://[::1]/",
        "file:///etc/passwd", "gopher://site.example/", "http://user:word@site.example/", "http://site.example:22/",
        "http://a b c/\x01", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_a_redirect_to_where_nobody_may_go_is_refused(internet: Internet, location: str) -> None:
    with internet.site({"/": redirect(location)}):
        refused(internet.fetcher(), "http://site.example/")

    assert internet.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_another_host(internet: Internet, status: int) -> None:
    with (
        internet.site({"/": redirect("http://other.example/b", status)}),
        internet.site({"/b": page(b"there")}, "other.example", OTHER) as other,
    ):
        download = internet.fetcher().fetch("http://site.example/")

    assert download.content == b"there"
    assert other.asked == [("other.example", "/b")]


def test_five_redirects_are_followed_and_six_are_not(internet: Internet) -> None:
    steps = {f"/{step}": redirect(f"/{step + 1}") for step in range(6)}
    with internet.site({**steps, "/6": page(b"end")}) as site:
        assert internet.fetcher().fetch("http://site.example/1").content == b"end"
        site.asked.clear()

        assert "more than 5 times" in refused(internet.fetcher(), "http://site.example/0")
        assert len(site.asked) == 6


def test_a_redirect_in_a_circle_ends(internet: Internet) -> None:
    with internet.site({"/": redirect("/")}):
        assert "redirects" in refused(internet.fetcher(), "http://site.example/")


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("", "https://"), ("site.example/page", "https://"), ("ftp://site.example/", "https://"),
        ("file:///etc/passwd", "https://"), ("data:text/plain,hello", "https://"), ("https:///path", "https://"),
        ("http://user@site.example/", "password"), ("http://user:word@site.example/", "password"),
        ("http://site.example\\@127.0.0.1/", "password"), ("http://site.example:22/", "port 22"),
        ("http://site.example:6379/", "port 6379"), ("http://site.example:0/", "port 0"),
        ("http://site.example:99999/", "port 99999"), ("http://site.example/\r\nX: y", "not an address"),
        ("http://[fe80::1%25eth0]/", "https://"), ("http://exa%6dple.com/", "https://"),
        ("http://site.example/" + "a" * 2000, "characters"),
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_hides_something_is_refused(
    internet: Internet, address: str, word: str
) -> None:
    assert word in refused(internet.fetcher(), address)
    assert internet.looked_up == []


@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_the_ports_of_public_sites_are_allowed(port: int) -> None:
    assert read_address(f"http://site.example:{port}/").host == "site.example"


def test_a_host_that_is_not_known_is_one_line_after_some_attempts() -> None:
    tried = []

    def unknown(host: str, _port: int) -> list[str]:
        tried.append(host)
        raise OSError("no such host")

    fetcher = Fetcher(Limits(1000, 5, 5.0, attempts=3, pause=0.001), unknown)

    assert "there is no host nowhere.example" in refused(fetcher, "http://nowhere.example/")
    assert len(tried) == 3


def test_a_server_that_is_busy_for_a_moment_is_asked_again(internet: Internet) -> None:
    replies = [page(b"", status=503), page(b"", status=429), page(b"text")]

    def recover(request: BaseHTTPRequestHandler) -> None:
        replies.pop(0)(request)

    with internet.site({"/": recover}):
        assert internet.fetcher().fetch("http://site.example/").content == b"text"


@pytest.mark.parametrize("status", [204, 206, 401, 403, 404, 410, 500])
def test_another_status_is_told_and_not_tried_again(internet: Internet, status: int) -> None:
    with internet.site({"/": page(b"", status=status)}) as site:
        assert f"answers {status}" in refused(internet.fetcher(), "http://site.example/")

    assert len(site.asked) == 1


def test_a_server_that_breaks_off_is_one_line(internet: Internet) -> None:
    def break_off(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nabc")

    with internet.site({"/": break_off}):
        assert "broke off" in refused(internet.fetcher(), "http://site.example/")


def test_the_next_address_of_a_host_is_tried_where_the_first_is_dead(internet: Internet) -> None:
    internet.names["site.example"] = [[OTHER, PUBLIC]]
    internet.servers[OTHER] = 1  # nobody listens there
    with internet.site({"/": page(b"text")}):
        assert internet.fetcher().fetch("http://site.example/").content == b"text"

    assert internet.dialled == [(OTHER, 80), (PUBLIC, 80)]


@pytest.mark.parametrize(
    "media_type", ["image/png", "application/zip", "application/json", "video/mp4", "text/css", "a" * 500]
)
def test_what_is_neither_text_nor_pdf_is_refused_before_it_is_read(
    internet: Internet, media_type: str
) -> None:
    with internet.site({"/": page(b"bytes", media_type)}):
        assert "only HTML" in refused(internet.fetcher(), "http://site.example/")


def _secured() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    return context


def test_a_secured_site_is_named_in_the_handshake_and_its_certificate_must_fit(internet: Internet) -> None:
    internet.trust = ssl.create_default_context(cafile=str(PEM))
    internet.names["other.example"] = [[PUBLIC]]
    named: list[str | None] = []
    context = _secured()
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    with internet.site({"/": page(b"secured")}, secured=context):
        download = internet.fetcher().fetch("https://site.example/")
        said = refused(internet.fetcher(), "https://other.example/")

    assert download.content == b"secured"
    assert "no valid certificate" in said
    assert named == ["site.example", "other.example"]


def test_a_certificate_that_nobody_vouches_for_is_refused(internet: Internet) -> None:
    with internet.site({"/": page(b"secured")}, secured=_secured()) as site:
        assert "no valid certificate" in refused(internet.fetcher(), "https://site.example/")

    assert site.asked == []


def test_a_redirect_from_https_to_http_is_refused(internet: Internet) -> None:
    internet.trust = ssl.create_default_context(cafile=str(PEM))
    with internet.site({"/": redirect("http://site.example/")}, secured=_secured()):
        assert "from https to http" in refused(internet.fetcher(), "https://site.example/")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST"])
def test_this_machine_is_refused_as_the_system_itself_resolves_it(host: str) -> None:
    assert "not on the public internet" in refused(Fetcher(Limits(1000, 5, 5.0)), f"http://{host}/")


@pytest.mark.slow
def test_retries_print_nothing_where_no_logging_is_set_up() -> None:
    program = (
        "from retrieval.sources.fetching import Fetcher, Limits\n"
        "def unknown(host, port): raise OSError\n"
        "try: Fetcher(Limits(9, 5, 5.0, pause=0.001), unknown).fetch('http://a.example/')\n"
        "except Exception as error: print(error)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_a_proxy_of_the_environment_is_not_asked(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://10.0.0.1:3128")
    monkeypatch.setenv("ALL_PROXY", "http://10.0.0.1:3128")
    with internet.site({"/": page(b"straight")}):
        assert internet.fetcher().fetch("http://site.example/").content == b"straight"
