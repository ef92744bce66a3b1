"""The way out: whatever address a person names, nothing but the open internet is ever asked (A12)."""

import gzip
import ssl
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.adapters.hostile_addresses import HOSTILE, INSIDE
from tests.certificates import certificate_for
from tests.internet import PUBLIC, PUBLIC_V6, Internet, html, moved, open_internet, page
from vestibule.adapters.egress_http import fetch, target, wire
from vestibule.ports.egress import EgressRefusedError


@pytest.fixture
def internet() -> Iterator[Internet]:
    with open_internet() as running:
        yield running


def refusal(internet: Internet, address: str, **options: float) -> str:
    """Why nothing is fetched."""
    with pytest.raises(EgressRefusedError) as refused:
        internet.egress(**options).fetch_page(address)
    return refused.value.reason


@pytest.mark.parametrize(
    ("address", "dialled"),
    [
        ("http://example.com/a", (PUBLIC, 80)),
        ("HTTP://EXAMPLE.com./a", (PUBLIC, 80)),
        (f"http://{PUBLIC}/a", (PUBLIC, 80)),
        (f"http://[{PUBLIC_V6}]/a", (PUBLIC_V6, 80)),
        ("http://example.com:443/a", (PUBLIC, 443)),
        ("http://bücher.example/a", (PUBLIC, 80)),
        ("http://example.com/a#there", (PUBLIC, 80)),
    ],
)
def test_a_page_of_the_open_internet_is_fetched(internet: Internet, address: str, dialled: tuple[str, int]) -> None:
    for host in (
        "example.com",
        "example.com:443",
        PUBLIC,
        f"[{PUBLIC_V6}]",
        "xn--bcher-kva.example",
    ):
        internet.sites[f"{host}/a"] = page("Hello")
    assert "<title>Hello</title>" in internet.egress().fetch_page(address).html
    assert internet.dialled == [dialled]


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(HOSTILE)) >= 120


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_is_never_dialled(internet: Internet, address: str) -> None:
    assert refusal(internet, address)
    assert internet.dialled == []
    assert internet.asked == []


@pytest.mark.parametrize("inside", INSIDE)
def test_a_name_that_stands_for_a_machine_of_the_house_is_never_dialled(internet: Internet, inside: str) -> None:
    for answers in ([inside], [PUBLIC, inside], [inside, PUBLIC]):
        internet.names["harmless.example.com"] = [answers]
        assert refusal(internet, "http://harmless.example.com/") == "not_public"
    assert internet.dialled == []


def test_without_the_check_the_same_addresses_would_be_dialled(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (target, wire):
        monkeypatch.setattr(module, "is_public", lambda _address: True)
    internet.names["harmless.example.com"] = [["127.0.0.1"]]
    for host in ("127.0.0.1", "[::1]", "harmless.example.com"):
        internet.sites[f"{host}/"] = page("Secrets of the house")
        assert "Secrets" in internet.egress().fetch_page(f"http://{host}/").html
    assert internet.dialled == [("127.0.0.1", 80), ("::1", 80), ("127.0.0.1", 80)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_page_that_sends_on_into_the_house_leads_nowhere(internet: Internet, status: int) -> None:
    for location in ("http://127.0.0.1/", "http://[::1]/", "//169.254.169.254/latest", "http://2130706433/"):
        internet.sites["example.com/a"] = moved(location, status)
        assert refusal(internet, "http://example.com/a") == "not_public"
    for location in ("file:///etc/passwd", "http://example.com:8080/", "http://ana@example.com/", "http://[", ""):
        internet.sites["example.com/a"] = moved(location, status)
        assert refusal(internet, "http://example.com/a")
    assert {address for address, _ in internet.dialled} == {PUBLIC}


def test_a_page_may_send_on_three_times(internet: Internet) -> None:
    internet.sites |= {f"example.com/{step}": moved(f"/{step + 1}") for step in range(5)}
    internet.sites["example.com/3"] = page("There")
    assert internet.egress().fetch_page("http://example.com/0").address == "http://example.com/3"
    internet.sites["example.com/3"] = moved("/4")
    internet.sites["example.com/4"] = page("There")
    assert refusal(internet, "http://example.com/0") == "too_many_redirects"


def test_a_name_that_changes_its_mind_gains_nothing(internet: Internet) -> None:
    internet.sites["rebind.example.com/"] = page("Hello")
    internet.names["rebind.example.com"] = [[PUBLIC], ["127.0.0.1"]]
    assert "Hello" in internet.egress().fetch_page("http://rebind.example.com/").html
    # Asked once: the address that was checked is the one that was dialled.
    assert internet.resolved == ["rebind.example.com"]
    internet.names["rebind.example.com"] = [[PUBLIC], ["127.0.0.1"]]
    internet.sites["rebind.example.com/"] = moved("http://rebind.example.com/again")
    assert refusal(internet, "http://rebind.example.com/") == "not_public"
    assert {address for address, _ in internet.dialled} == {PUBLIC}


def test_the_other_side_learns_nothing_of_who_asks(internet: Internet) -> None:
    def with_cookie(request: BaseHTTPRequestHandler) -> None:
        html("", status=302, location="/b", set_cookie="seen=1; Path=/")(request)

    internet.sites |= {"example.com/a": with_cookie, "example.com/b": page("Hello")}
    internet.egress().fetch_page("http://example.com/a")
    assert [where for where, _ in internet.asked] == ["example.com/a", "example.com/b"]
    for _, headers in internet.asked:
        assert {name.lower() for name in headers} == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert "vestibule" not in headers["User-Agent"].lower()


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "text/plain", "application/octet-stream", ""])
def test_what_is_no_page_is_left_alone(internet: Internet, kind: str) -> None:
    internet.sites["example.com/a"] = html("<title>Hello</title>", content_type=kind)
    assert refusal(internet, "http://example.com/a") == "no_page"
    internet.sites["example.com/a"] = html("<title>Hello</title>", status=500)
    assert refusal(internet, "http://example.com/a") == "no_page"


def test_of_an_endless_page_only_the_beginning_is_taken(internet: Internet) -> None:
    sent = []

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", "text/html")
        request.end_headers()
        request.wfile.write(b"<title>Hello</title>")
        while not internet.is_over.is_set():
            sent.append(request.wfile.write(b" " * 65_536))

    internet.sites["example.com/a"] = endless
    found = internet.egress().fetch_page("http://example.com/a")
    assert found.html.startswith("<title>Hello</title>")
    assert len(found.html) <= fetch.LONGEST_PAGE_BYTES
    # Beyond what lies in the buffers of the machine the sender was stopped.
    assert sum(sent) < 64 * 1024 * 1024


def test_endless_headers_are_cut_off(internet: Internet) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not internet.is_over.is_set():
            request.wfile.write(b"X-More: " + b"a" * 1000 + b"\r\n")

    internet.sites["example.com/a"] = endless
    assert refusal(internet, "http://example.com/a") in {"no_answer", "too_long"}


@pytest.mark.parametrize(
    "beginning", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<ti"]
)
def test_whoever_answers_a_byte_at_a_time_is_given_up(internet: Internet, beginning: bytes) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(beginning)
        while not internet.is_over.wait(0.02):
            request.wfile.write(b"a")

    internet.sites["example.com/a"] = drip
    assert refusal(internet, "http://example.com/a", within_s=0.3) in {"too_slow", "no_answer"}


def test_a_slow_row_of_redirects_has_one_time_for_all(internet: Internet) -> None:
    def slow(request: BaseHTTPRequestHandler) -> None:
        internet.is_over.wait(0.2)
        moved("/a")(request)

    internet.sites["example.com/a"] = slow
    assert refusal(internet, "http://example.com/a", within_s=0.3) in {"too_slow", "no_answer"}


def test_a_page_that_unpacks_to_gigabytes_stays_small(internet: Internet) -> None:
    bomb = gzip.compress(b"<title>Hello</title>" + b" " * 300_000_000, compresslevel=1)

    def packed(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", "text/html")
        request.send_header("content-encoding", "gzip")
        request.end_headers()
        request.wfile.write(bomb)

    internet.sites["example.com/a"] = packed
    found = internet.egress().fetch_page("http://example.com/a")
    assert found.html.startswith("<title>Hello</title>")
    assert len(found.html) <= fetch.LONGEST_PAGE_BYTES


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "gzip"])
def test_what_cannot_be_unpacked_is_left_alone(internet: Internet, packing: str) -> None:
    internet.sites["example.com/a"] = html("<title>Hello</title>", content_encoding=packing)
    assert refusal(internet, "http://example.com/a") == "packed"


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("text/html; charset=iso-8859-1", "latin-1"),
        ("text/html; charset=windows-1251", "cp1251"),
        ("text/html; charset=Shift_JIS", "shift_jis"),
        ("text/html; charset=zlib", "utf-8"),
        ("text/html; charset=punycode", "utf-8"),
        ("text/html; charset=../../etc", "utf-8"),
        ("text/html", "utf-8"),
    ],
)
def test_a_page_is_read_in_its_own_letters(internet: Internet, said: str, encoding: str) -> None:
    words = {"cp1251": "Привет", "shift_jis": "こんにちは"}.get(encoding, "Café")

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", said)
        request.end_headers()
        request.wfile.write(f"<title>{words}</title>".encode(encoding))

    internet.sites["example.com/a"] = answer
    assert words in internet.egress().fetch_page("http://example.com/a").html


def test_a_secured_site_must_be_who_it_says(tmp_path: Path) -> None:
    certificate = certificate_for("example.com", tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with open_internet(secured=lambda plain: server.wrap_socket(plain, server_side=True)) as internet:
        internet.sites |= {"example.com/a": page("Hello"), "other.example/a": page("Hello")}
        assert "Hello" in internet.egress(trust=trusting).fetch_page("https://example.com/a").html
        assert internet.dialled == [(PUBLIC, 443)]
        with pytest.raises(EgressRefusedError):
            internet.egress(trust=trusting).fetch_page("https://other.example/a")
        with pytest.raises(EgressRefusedError):
            internet.egress().fetch_page("https://example.com/a")
        assert [where for where, _ in internet.asked] == ["example.com/a"]


def test_a_site_that_is_down_or_hangs_up_is_no_failure_of_the_house(internet: Internet) -> None:
    internet.sites["example.com/a"] = lambda request: request.connection.close()
    assert refusal(internet, "http://example.com/a") == "no_answer"

    def other_language(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    internet.sites["example.com/a"] = other_language
    assert refusal(internet, "http://example.com/a") == "no_answer"
    internet.port = 1
    assert refusal(internet, "http://example.com/a") == "no_connection"


def test_a_resolver_that_hangs_is_left_behind(internet: Internet) -> None:
    egress = internet.egress(within_s=0.2)
    egress_of_the_hanging, resolving = _hanging(internet, within_s=0.2)
    for number in range(3):
        with pytest.raises(EgressRefusedError) as refused:
            egress_of_the_hanging.fetch_page(f"http://slow-{number}.example.com/")
        assert refused.value.reason == "too_slow"
    assert resolving == [f"slow-{number}.example.com" for number in range(3)]
    assert internet.dialled == []
    # The same visit with a resolver that answers.
    internet.sites["slow-0.example.com/"] = page("Hello")
    assert "Hello" in egress.fetch_page("http://slow-0.example.com/").html


def test_no_more_than_so_many_questions_hang_at_once_and_afterwards_names_are_found_again(
    internet: Internet,
) -> None:
    egress, resolving = _hanging(internet, within_s=0.05)
    for number in range(wire.MOST_ASKED_AT_ONCE + 3):
        with pytest.raises(EgressRefusedError):
            egress.fetch_page(f"http://slow-{number}.example.com/")
    assert len(resolving) == wire.MOST_ASKED_AT_ONCE
    internet.sites["example.com/"] = page("Hello")
    with pytest.raises(EgressRefusedError):
        egress.fetch_page("http://example.com/")
    internet.is_over.set()
    assert "Hello" in _soon(lambda: egress.fetch_page("http://example.com/").html)


def _hanging(internet: Internet, *, within_s: float) -> tuple[fetch.HttpEgress, list[str]]:
    """A way out whose resolver answers once the test is over, and what it was asked."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        internet.is_over.wait()
        return internet.resolve(host, port)

    return fetch.HttpEgress(resolve=resolve, dial=internet.dial, within_s=within_s), asked


def _soon(attempt: Callable[[], str]) -> str:
    """What the attempt answers once the threads that hung have gone."""
    for _ in range(200):
        try:
            return attempt()
        except EgressRefusedError:
            continue
    raise AssertionError("names are not found any more")
