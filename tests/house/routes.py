"""Every way into the house: pages, operations of the API, commands of the socket."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from vestibule.gateway.frames import CatchUp, Hello, Typing, Watch
from vestibule.rooms.frames import ClientCommand
from vestibule.site.api import api

API = "api/v1/"
# For staff, and nothing for anybody else: test_staff_lists.py and test_staff_alone.py try them all.
STAFF = "staff/"


def patterns(
    found: Iterable[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Each address as it is written in the routing, and its pattern."""
    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def pages() -> set[str]:
    """The addresses outside the API."""
    return {address for address, _ in patterns() if not address.startswith((API, STAFF))}


@cache
def openapi() -> dict[str, Any]:
    """The API's own description."""
    described: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    return described


def operations() -> set[str]:
    """Each operation of the API as `METHOD /path`, the path below /api/v1."""
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in openapi()["paths"].items()
        for method in methods
    }


def commands() -> set[str]:
    """The commands that a client can send over the socket."""
    kinds = (Hello, CatchUp, Watch, Typing, *ClientCommand.__args__)
    return {str(kind.__struct_config__.tag) for kind in kinds}


def uncovered(ways: Iterable[str], rows: Iterable[str]) -> list[str]:
    """What has no row, and rows for what is not there."""
    ways, rows = set(ways), set(rows)
    return sorted([f"no row for {way}" for way in ways - rows] + [f"nothing there: {row}" for row in rows - ways])
