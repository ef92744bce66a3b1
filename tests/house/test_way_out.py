"""There is one way out to hosts that people name: nothing else in the code can open a connection (A12)."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import sources

_OPENERS = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpcore",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc.client",
}
_CALLS = {"open_connection", "create_connection", "connect_tcp", "start_tls", "open_unix_connection"}
WAY_OUT = "src/vestibule/adapters/egress_http/"
# Who imports one of these and goes nowhere that people name.
LISTENERS = {
    "src/vestibule/site/commands/serve.py": "tries whether the port to listen on is free",
    "src/vestibule/notices/sending.py": "knows the errors of the operator's own mail server, to which Django speaks",
}


def ways_out(text: str) -> Iterator[str]:
    """Lines by which a module could open a connection."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in _OPENERS)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            whole = {f"{module}.{alias.name}" for alias in node.names}
            yield from ({module} | whole) & _OPENERS
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS:
            yield ast.unparse(node.func)


@pytest.mark.parametrize(
    "text",
    [
        "import socket",
        "import urllib.request",
        "from urllib import request",
        "from http.client import HTTPConnection",
        "import httpx",
        "await asyncio.open_connection(host, 80)",
        "loop.create_connection(make, host)",
    ],
)
def test_the_check_sees_a_way_out(text: str) -> None:
    assert list(ways_out(text))


def test_the_check_is_content_with_who_takes_addresses_apart() -> None:
    assert list(ways_out("from urllib.parse import urlsplit\nimport http\n")) == []


def test_there_is_one_way_out() -> None:
    found = {path for path, text in sources(".py", under="src/vestibule/") if list(ways_out(text))}
    assert {path for path in found if path.startswith(WAY_OUT)}
    assert {path for path in found if not path.startswith(WAY_OUT)} == set(LISTENERS)
