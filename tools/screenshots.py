"""Take pictures of the main pages with the sample people: `make shots`.

Written to docs/pictures as PAGE-{desk,phone}-{light,dark}.png, from a server of its own on a fresh database.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tools.packages import CHROMIUM, chromium
from tools.steps import ROOT, say

PICTURES = ROOT / "docs" / "pictures"
PORT = 8099
ADDRESS = f"http://127.0.0.1:{PORT}"
SIZES: dict[str, tuple[int, int]] = {"desk": (1440, 900), "phone": (360, 800)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Page, who looks at it (nobody: not signed in), and where it is; a room is found by the name of the other person in it.
PAGES = [
    ("landing", None, "/"),
    ("demo", None, "/demo/"),
    ("signup", None, "/account/signup/"),
    ("rooms", "Ana", "/rooms/"),
    ("room", "Ana", "room:Bo Okafor"),
    ("withheld", "Bo", "room:Ana Lindqvist"),
    ("enterprise", "Bo", "room:Eli Brandt"),
    ("jobs", "Bo", "/jobs/"),
]


def main() -> int:
    """Take all pictures; the exit status is 1 when Chromium is missing."""
    program = chromium()
    if program is None:
        say(f"{CHROMIUM.name} is missing; make test brings it")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            for scheme in SCHEMES:
                _take_all(browser, size, scheme)
        browser.close()
    return 0


@contextmanager
def demonstration() -> Iterator[None]:
    """The demonstration on a fresh database, as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="vestibule-shots-") as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("VESTIBULE_")},
            "VESTIBULE_DATA_DIR": folder,
            "VESTIBULE_DEMO": "1",
            "PORT": str(PORT),
        }
        command = [sys.executable, "-m", "vestibule.site.cli"]
        for step in ("migrate", "demo"):
            subprocess.run([*command, step], env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*command, "serve", "--quiet"], env=environment)
        try:
            _wait_for(server)
            yield
        finally:
            server.terminate()
            server.wait()


def _wait_for(server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"{ADDRESS}/health", timeout=5).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def _take_all(browser: Browser, size: str, scheme: Literal["light", "dark"]) -> None:
    width, height = SIZES[size]
    for name, person, path in PAGES:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        if person is not None:
            page.goto(f"{ADDRESS}/demo/")
            page.get_by_role("button", name=person).first.click()
            page.wait_for_url("**/rooms/**")
        _open(page, path)
        page.screenshot(path=PICTURES / f"{name}-{size}-{scheme}.png")
        say(f"{name}-{size}-{scheme}")
        context.close()


def _open(page: Page, path: str) -> None:
    if not path.startswith("room:"):
        page.goto(ADDRESS + path)
    else:
        page.goto(f"{ADDRESS}/rooms/")
        page.locator("a[href^='/rooms/']").filter(has_text=path.removeprefix("room:")).first.click()
        page.wait_for_url("**/rooms/*-*/")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
