"""Who may open a socket: pages of this site and programs; no page of another site, whatever cookies it borrows (A4)."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.house_server import House
from vestibule.accounts.models import Person

COOKIE = {"Cookie": "vestibule_session=borrowed"}


def _status(house: House, **handshake: object) -> int:
    """What the handshake is answered with; 101 is an open door."""
    try:
        house.knock(**handshake)
    except InvalidStatus as refused:
        return refused.response.status_code
    return 101


def test_a_page_of_the_site_and_a_program_come_in(house: House, ana: Person) -> None:
    assert _status(house, origin=house.address) == 101
    assert _status(house, origin=house.address, additional_headers=COOKIE) == 101
    assert _status(house, origin=f"http://localhost:{house.port}") == 101
    assert _status(house) == 101


FOREIGN = [
    "null",
    "",
    "https://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "http://evil127.0.0.1:{port}",
    "http://localhost.evil.example:{port}",
    "http://ana@127.0.0.1:{port}",
    "http://127.0.0.1:{port}/",
    "file://",
]


def test_a_page_of_another_site_does_not(house: House) -> None:
    for origin in FOREIGN:
        for cookie in (None, COOKIE):
            given = origin.replace("{port}", str(house.port))
            assert _status(house, origin=given, additional_headers=cookie) == 403, origin


def test_a_cookie_without_an_origin_does_not(house: House) -> None:
    assert _status(house, additional_headers=COOKIE) == 403


def test_two_origins_do_not(house: House) -> None:
    twice = [("Origin", house.address), ("Origin", "https://evil.example")]
    assert _status(house, additional_headers=twice) == 403


def test_another_address_is_no_socket(house: House, ana: Person) -> None:
    from websockets.sync.client import connect

    for path in ("/", "/sockets", "/socket/", "/api/v1/rooms"):
        with pytest.raises(InvalidStatus) as refused, connect(f"ws://127.0.0.1:{house.port}{path}"):
            pass
        assert refused.value.response.status_code == 403
