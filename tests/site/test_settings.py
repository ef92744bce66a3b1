"""Every setting is documented, checked at the start, and named when it is wrong."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest

from tests.house.sources import ROOT
from vestibule.site.commands.settings import settings_table
from vestibule.site.configuration import Configuration, ConfigurationError, read_configuration

WRONG = {
    "VESTIBULE_DATABASE_URL": [
        "mysql://x",
        "vestibule.sqlite3",
        "postgres://u:p@host:many/name",
        "postgres://[::1/name",
    ],
    "VESTIBULE_PUBLIC_URL": [
        "rooms.example.com",
        "ftp://rooms.example.com",
        "https://",
        "https://host:many",
        "http://[::1",
    ],
    "VESTIBULE_SECRET_KEY": ["short", "x" * 31],
    "VESTIBULE_DEMO": ["yes", "2"],
    "VESTIBULE_MAIL_URL": ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://host:many"],
    "VESTIBULE_PORT": ["0", "65536", "-1", "http", "8000.5"],
    "VESTIBULE_PROFILES_A_DAY": ["49", "1000001", "all"],
    "VESTIBULE_INVITATIONS_AN_HOUR": ["0", "10001"],
    "VESTIBULE_HEARTBEAT_S": ["0", "121", "soon"],
    "VESTIBULE_WEB_THREADS": ["0", "201", "few"],
    "VESTIBULE_LOG_LEVEL": ["loud", "info "],
    "VESTIBULE_BOOKS_DIR": ["no/such/folder"],
}


def undocumented(document: str, settings: Iterable[str]) -> list[str]:
    return [name for name in settings if f"| `{name}` |" not in document]


def _read(**environment: str) -> Configuration:
    made = read_configuration(environment)
    made.database()
    made.mail()
    return made


def test_every_setting_is_documented_as_the_command_prints_it() -> None:
    document = (ROOT / "docs/settings.md").read_text()
    names = [f"VESTIBULE_{one.name.upper()}" for one in fields(Configuration)]
    assert undocumented(document, [*names, "VESTIBULE_MOOD"]) == ["VESTIBULE_MOOD"]
    assert settings_table() in document


@pytest.mark.parametrize("variable", WRONG)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_its_variable(variable: str) -> None:
    _read()
    for value in WRONG[variable]:
        with pytest.raises(ConfigurationError, match=variable) as refused:
            _read(**{variable: value})
        assert "\n" not in str(refused.value)


def test_the_start_is_refused_in_one_sentence(tmp_path: Path) -> None:
    def start(**environment: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": os.environ["PATH"], "VESTIBULE_DATA_DIR": str(tmp_path), **environment}
        command = [sys.executable, "-m", "vestibule.site.cli", "openapi"]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    wrong = start(VESTIBULE_HEARTBEAT_S="soon")
    assert wrong.returncode == 1
    assert wrong.stderr == "vestibule: VESTIBULE_HEARTBEAT_S must be a whole number\n"
    assert start().returncode == 0


def test_left_out_and_empty_are_the_default() -> None:
    assert _read(VESTIBULE_PORT="", VESTIBULE_DEMO="") == _read()
    assert _read(PORT="8123").port == 8123
    assert _read(PORT="8123", VESTIBULE_PORT="8124").port == 8124


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Rooms.Example.com", "https://rooms.example.com"),
        ("https://rooms.example.com:443/", "https://rooms.example.com"),
        ("http://rooms.example.com:80", "http://rooms.example.com"),
        ("https://rooms.example.com:8443", "https://rooms.example.com:8443"),
        ("http://ana@rooms.example.com", "http://rooms.example.com"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    assert _read(VESTIBULE_PUBLIC_URL=url).origins == (origin,)


def test_cookies_are_bound_to_https_where_the_site_is() -> None:
    site = _read(VESTIBULE_PUBLIC_URL="https://rooms.example.com/ignored")
    assert (site.origins, site.is_https) == (("https://rooms.example.com",), True)
    assert _read().is_https is False


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    here = _read(VESTIBULE_DATA_DIR=str(tmp_path / "new"))
    key = here.stored_secret_key()
    assert len(key) >= 64
    assert here.stored_secret_key() == key
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o077 == 0
