"""Every setting of an installation: read once from the environment, checked, documented in docs/settings.md."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import unquote, urlsplit

_USUAL_PORTS = {"http": 80, "https": 443}


class ConfigurationError(ValueError):
    """A setting has a value that cannot be used; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """One field per environment variable `VESTIBULE_<FIELD NAME IN CAPITALS>`."""

    data_dir: str = field(
        default="var", metadata={"doc": "Folder for everything that is kept on disk: database, secret key, files."}
    )
    database_url: str = field(
        default="",
        metadata={
            "doc": "`sqlite:///path/to/file` or `postgres://user:password@host:5432/name`. "
            "Empty: a SQLite file in the data folder."
        },
    )
    public_url: str = field(
        default="",
        metadata={
            "doc": "Where people reach the site, for example `https://rooms.example.com`. Its origin is the only one "
            "that sockets and forms are accepted from; with `https` all cookies are bound to it. "
            "Empty: `http://127.0.0.1:PORT` and `http://localhost:PORT`."
        },
    )
    secret_key: str = field(
        default="",
        metadata={
            "doc": "Key that signs cookies, at least 32 characters. Empty: made once and kept in the data folder."
        },
    )
    demo: bool = field(
        default=False,
        metadata={
            "doc": "`1`: sample people can be entered with one click. Refused when the database has real people."
        },
    )
    books_dir: str = field(
        default="", metadata={"doc": "Folder with the operator's rule books (`*.toml`). Empty: the packaged books."}
    )
    mail_url: str = field(
        default="",
        metadata={
            "doc": "`smtp://user:password@host:587` (STARTTLS) or `smtps://…`. "
            "Empty: mails are printed on the console, which is for trying out only."
        },
    )
    mail_from: str = field(
        default="Vestibule <no-reply@localhost>", metadata={"doc": "Sender of the mails that the site sends."}
    )
    notice_after_s: int = field(
        default=180,
        metadata={
            "doc": "Seconds that something stays unread before its receiver is told of it, or mailed, 0 to 86400."
        },
    )
    port: int = field(default=8000, metadata={"doc": "Port to listen on; `PORT` is understood as well."})
    host: str = field(default="127.0.0.1", metadata={"doc": "Address to listen on."})
    heartbeat_s: int = field(
        default=20,
        metadata={"doc": "Seconds between two beats of a socket, 1 to 120. A beat tells how far streams are."},
    )
    web_threads: int = field(default=12, metadata={"doc": "Threads that answer pages and API calls, 1 to 200."})
    profiles_a_day: int = field(
        default=1000,
        metadata={
            "doc": "Profiles of others, in lists and one by one, that an account is shown in a day, 50 to 1000000. "
            "It keeps rivals from taking the whole directory along."
        },
    )
    invitations_an_hour: int = field(
        default=5,
        metadata={
            "doc": "Invitations of an hour that a client may have without an acceptance, 1 to 10000. "
            "Each one that was accepted within 30 days allows one more."
        },
    )
    link_previews: bool = field(
        default=True,
        metadata={
            "doc": "`1`: the server opens the links in messages once, and shows the title of the page under them. "
            "It connects to public addresses on ports 80 and 443 only. `0`: it never opens a link."
        },
    )
    log_level: str = field(default="INFO", metadata={"doc": "`DEBUG`, `INFO`, `WARNING` or `ERROR`."})

    @property
    def data_path(self) -> Path:
        return Path(self.data_dir).resolve()

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins (scheme, host, port) that sockets and forms are accepted from."""
        if self.public_url:
            parts = urlsplit(self.public_url)
            host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
            # As browsers write it: lower case, and no port where it is the scheme's own.
            port = "" if parts.port in {None, _USUAL_PORTS[parts.scheme]} else f":{parts.port}"
            return (f"{parts.scheme}://{host}{port}",)
        return (f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    def database(self) -> dict[str, object]:
        """Django's DATABASES entry."""
        url = self.database_url or f"sqlite:///{self.data_path / 'vestibule.sqlite3'}"
        parts = urlsplit(url)
        if parts.scheme == "sqlite":
            return {
                "ENGINE": "vestibule.adapters.database_sqlite",
                "NAME": unquote(url.removeprefix("sqlite:///")),
                "CONN_MAX_AGE": None,
                "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
            }
        if parts.scheme in {"postgres", "postgresql"}:
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.removeprefix("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": unquote(parts.hostname or ""),
                "PORT": str(parts.port or ""),
                "CONN_MAX_AGE": None,
                "CONN_HEALTH_CHECKS": True,
            }
        message = "VESTIBULE_DATABASE_URL must start with sqlite:/// or postgres://"
        raise ConfigurationError(message)

    def mail(self) -> dict[str, object]:
        """Django's EMAIL_* settings."""
        if not self.mail_url:
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        parts = urlsplit(self.mail_url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            message = "VESTIBULE_MAIL_URL must look like smtp://user:password@host:587"
            raise ConfigurationError(message)
        return {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 15,
        }

    def stored_secret_key(self) -> str:
        """The secret key: the given one, or the one in the data folder, made when there is none."""
        if self.secret_key:
            return self.secret_key
        path = self.data_path / "secret_key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
        return path.read_text().strip()


def read_configuration(environment: Mapping[str, str]) -> Configuration:
    """The configuration that the environment describes. Raises `ConfigurationError` naming the variable."""
    given: dict[str, object] = {}
    for one in fields(Configuration):
        variable = f"VESTIBULE_{one.name.upper()}"
        raw = environment.get(variable, environment.get("PORT") if one.name == "port" else None)
        if raw is not None and raw != "":
            given[one.name] = _parsed(variable, raw, type(one.default))
    made = Configuration(**given)  # type: ignore[arg-type]
    _check(made)
    return made


def _parsed(variable: str, raw: str, kind: type) -> object:
    if kind is bool:
        if raw.lower() not in {"0", "1", "true", "false"}:
            message = f"{variable} must be 1 or 0"
            raise ConfigurationError(message)
        return raw.lower() in {"1", "true"}
    if kind is int:
        try:
            return int(raw)
        except ValueError:
            message = f"{variable} must be a whole number"
            raise ConfigurationError(message) from None
    return raw


def _check(made: Configuration) -> None:
    for variable, url in (
        ("VESTIBULE_DATABASE_URL", made.database_url),
        ("VESTIBULE_PUBLIC_URL", made.public_url),
        ("VESTIBULE_MAIL_URL", made.mail_url),
    ):
        _check_address(variable, url)
    problems = {
        "VESTIBULE_PORT must lie between 1 and 65535": not 1 <= made.port <= 65535,
        "VESTIBULE_HEARTBEAT_S must lie between 1 and 120": not 1 <= made.heartbeat_s <= 120,
        "VESTIBULE_NOTICE_AFTER_S must lie between 0 and 86400": not 0 <= made.notice_after_s <= 86_400,
        "VESTIBULE_WEB_THREADS must lie between 1 and 200": not 1 <= made.web_threads <= 200,
        "VESTIBULE_PROFILES_A_DAY must lie between 50 and 1000000": not 50 <= made.profiles_a_day <= 1_000_000,
        "VESTIBULE_INVITATIONS_AN_HOUR must lie between 1 and 10000": not 1 <= made.invitations_an_hour <= 10_000,
        "VESTIBULE_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR": made.log_level
        not in {"DEBUG", "INFO", "WARNING", "ERROR"},
        "VESTIBULE_SECRET_KEY must have at least 32 characters": bool(made.secret_key) and len(made.secret_key) < 32,
        "VESTIBULE_PUBLIC_URL must start with http:// or https:// and name a host": bool(made.public_url)
        and (urlsplit(made.public_url).scheme not in _USUAL_PORTS or not urlsplit(made.public_url).hostname),
        "VESTIBULE_BOOKS_DIR must name a folder": bool(made.books_dir) and not Path(made.books_dir).is_dir(),
    }
    for message, is_wrong in problems.items():
        if is_wrong:
            raise ConfigurationError(message)


def _check_address(variable: str, url: str) -> None:
    """Whether the address can be taken apart at all; a port that is no number shows only when it is asked for."""
    try:
        _ = urlsplit(url).port
    except ValueError:
        message = f"{variable} is not an address that can be read"
        raise ConfigurationError(message) from None
