"""The product as people meet it: a server process of its own, and visitors with a browser each."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.seed import PASSWORD
from tests.browser.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EMAIL_LABEL = re.compile(r"^\s*E-?mail")
STARTS_WITHIN_S = 60
_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_MS = 15_000


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Place:
    """A running Vestibule with the cast in its database."""

    database_url: str
    folder: Path
    is_demo: bool = False
    # The module that serves; another one than the product's own opens links, in an internet of its own.
    program: str = "vestibule.site.cli"
    notice_after_s: int = 180
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("VESTIBULE_")},
            "VESTIBULE_DATABASE_URL": self.database_url,
            "VESTIBULE_DATA_DIR": str(self.folder),
            "VESTIBULE_HEARTBEAT_S": "1",
            "VESTIBULE_LINK_PREVIEWS": "0" if self.program == "vestibule.site.cli" else "1",
            "VESTIBULE_NOTICE_AFTER_S": str(self.notice_after_s),
            "VESTIBULE_INVITATIONS_AN_HOUR": "10000",
            "VESTIBULE_DEMO": "1" if self.is_demo else "0",
            "DJANGO_SETTINGS_MODULE": "vestibule.site.settings",
            "PORT": str(self.port),
        }

    @property
    def console(self) -> str:
        """What the server printed so far; mails are printed there too."""
        return (self.folder / "server.log").read_text(errors="replace")

    def fill(self) -> None:
        """Put the cast into an up-to-date database; for the demonstration its own sample people."""
        people = ["-m", "vestibule.site.cli", "demo"] if self.is_demo else ["-m", "tests.browser.seed"]
        subprocess.run([sys.executable, *people], env=self.environment(), check=True, stdout=subprocess.DEVNULL)

    def open(self) -> None:
        """Start serving and wait until it answers."""
        call = [sys.executable, "-m", self.program, "serve", "--quiet"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(call, env=self.environment(), stderr=log, stdout=log)
        until = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the server did not start: {self.console}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def pull_the_plug(self) -> None:
        """End the server the hard way, in the middle of whatever it is doing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End the server politely."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)


@dataclass
class Visitor:
    """A person at a browser of their own."""

    name: str
    place: Place
    context: "BrowserContext"
    page: "Page"
    watch: Watch

    def go(self, path: str) -> None:
        self.page.goto(self.place.address + path)

    def come_in(self) -> None:
        """Send the form of the page that everybody uses without looking at it; no page is open afterwards."""
        door = f"{self.place.address}/account/login/"
        token = _FORM_TOKEN.search(self.context.request.get(door).text())
        assert token is not None
        form = {"login": f"{self.name}@people.example", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        answer = self.context.request.post(
            door, form=form, headers={"Origin": self.place.address}, max_redirects=0, timeout=PATIENCE_MS
        )
        assert answer.status == 302, answer.text()

    def start(self) -> None:
        """Open the first page, unless one is open."""
        if self.page.url == "about:blank":
            self.go("/")

    def sign_in(self, password: str = PASSWORD) -> None:
        """Through the page that everybody uses."""
        self.go("/account/login/")
        self.fill_in_sign_in(password)

    def fill_in_sign_in(self, password: str = PASSWORD) -> None:
        """The form of the page that is open."""
        self.page.get_by_label(EMAIL_LABEL).fill(f"{self.name}@people.example")
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)


def visit(browser: "Browser", place: Place, name: str, **context: object) -> Visitor:
    """A visitor who has not signed in; keyword arguments shape the browser (viewport, java_script_enabled …)."""
    opened = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **context})  # type: ignore[arg-type]
    opened.set_default_timeout(PATIENCE_MS)
    watch = Watch(opened, place.address)
    return Visitor(name, place, opened, opened.new_page(), watch)
