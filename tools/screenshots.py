"""Take pictures of the pages with the sample people: `make shots`.

Written to docs/pictures as PAGE-{desk,phone}-{light,dark}.png, from a server of its own on a fresh database. The main
pages have all four looks, the others one of each.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.packages import CHROMIUM, chromium
from tools.steps import ROOT, say

PICTURES = ROOT / "docs" / "pictures"
PORT = 8099
ADDRESS = f"http://127.0.0.1:{PORT}"
SIZES: dict[str, tuple[int, int]] = {"desk": (1440, 900), "phone": (360, 800)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
Shot = tuple[str, str | None, str]
# Page, who looks at it (nobody: not signed in), and where it is. What begins with a page's address and ends with a name
# is found by the link of that name there.
MAIN_PAGES: list[Shot] = [
    ("landing", None, "/"),
    ("demo", None, "/demo/"),
    ("signup", None, "/account/signup/"),
    ("waiting", "Ana", "/waiting/"),
    ("rooms", "Ana", "/rooms/"),
    ("room", "Ana", "/rooms/ Bo Okafor"),
    ("withheld", "Bo", "/rooms/ Ana Lindqvist"),
    ("enterprise", "Bo", "/rooms/ Eli Brandt"),
    ("jobs", "Bo", "/jobs/"),
]
OTHER_PAGES: list[Shot] = [
    ("signin", None, "/account/login/"),
    ("waiting-freelancer", "Bo", "/waiting/"),
    ("about", "Ana", "/rooms/ Bo Okafor #about"),
    ("search", "Ana", "/search/?q=the"),
    ("job", "Bo", "/jobs/ first"),
    ("post-a-job", "Ana", "/jobs/new"),
    ("proposals", "Ana", "/proposals/"),
    ("proposals-freelancer", "Bo", "/proposals/"),
    ("invitations", "Bo", "/invitations/"),
    ("freelancers", "Ana", "/freelancers/"),
    ("freelancer", "Ana", "/freelancers/ first"),
    ("own-profile", "Bo", "/profile/"),
    ("account", "Ana", "/account/profile/"),
    ("safety", "Ana", "/account/2fa/"),
    ("notices", "Ana", "/notices/"),
    ("notifications", "Ana", "/account/notifications/"),
    ("devices", "Ana", "/account/sessions/"),
    ("keys", "Ana", "/account/keys/"),
    ("data", "Ana", "/account/data/"),
    ("organisation", "Eli", "/account/organisation/"),
    ("rule", None, "/rule/"),
    ("rule-books", "Mo", "/rule/books/"),
    ("rule-book", "Mo", "/rule/books/ first"),
    ("told-us", "Bo", "/objections/"),
    ("objections", "Mo", "/staff/objections/"),
    ("objection", "Mo", "/staff/objections/ first"),
    ("replays", "Mo", "/staff/replays/"),
    ("replay", "Mo", "/staff/replays/ first"),
    ("lists", "Mo", "/staff/"),
    ("list-of-people", "Mo", "/staff/accounts/person/"),
]
THING = re.compile(r"(/[a-z]+)+/[0-9a-f-]{36}/?")
LOOKS = [(size, scheme) for size in SIZES for scheme in SCHEMES]
OTHER_LOOKS: list[tuple[str, Literal["light", "dark"]]] = [("desk", "light"), ("phone", "dark")]


def main() -> int:
    """Take all pictures; the exit status is 1 when Chromium is missing."""
    program = chromium()
    if program is None:
        say(f"{CHROMIUM.name} is missing; make test brings it")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        _prepare(browser)
        for size, scheme in LOOKS:
            is_one_of_each = (size, scheme) in OTHER_LOOKS
            _take(browser, size, scheme, [*MAIN_PAGES, *(OTHER_PAGES if is_one_of_each else [])])
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


def _prepare(browser: Browser) -> None:
    """What the sample marketplace has none of: somebody objects, staff draft a book and replay another one."""
    freelancer, moderator = (_enter(browser.new_context(), person) for person in ("Bo", "Mo"))
    _open(freelancer, "/rooms/ Ana Lindqvist")
    freelancer.get_by_role("link", name="This is not contact information").click()
    freelancer.get_by_role("button", name="Have it looked at").click()
    _open(moderator, "/rule/books/")
    moderator.get_by_role("button", name="Draft a book").click()
    _open(moderator, "/staff/replays/")
    moderator.get_by_label("Book").select_option("2020-05-26")
    moderator.get_by_role("button", name="Start").click()
    moderator.get_by_role("heading", name=re.compile("flip")).wait_for()
    for page in (freelancer, moderator):
        page.context.close()


def _enter(context: BrowserContext, person: str | None) -> Page:
    page = context.new_page()
    if person is not None:
        page.goto(f"{ADDRESS}/demo/")
        page.get_by_role("button", name=person).first.click()
        page.wait_for_load_state("networkidle")
    return page


def _take(browser: Browser, size: str, scheme: Literal["light", "dark"], pages: Sequence[Shot]) -> None:
    width, height = SIZES[size]
    visitors: dict[str | None, Page] = {}
    for name, person, path in pages:
        if person not in visitors:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            visitors[person] = _enter(context, person)
        _open(visitors[person], path)
        visitors[person].screenshot(path=PICTURES / f"{name}-{size}-{scheme}.png")
        say(f"{name}-{size}-{scheme}")
    for page in visitors.values():
        page.context.close()


def _open(page: Page, path: str) -> None:
    # A new document each time.
    page.goto("about:blank")
    address, _, link = path.partition(" ")
    page.goto(ADDRESS + address)
    if link:
        words, _, part = link.partition(" #")
        links = page.locator("main a").filter(has_text="" if words == "first" else words).all()
        found = [href for one in links if THING.fullmatch(href := one.get_attribute("href") or "")]
        page.goto("about:blank")
        page.goto(f"{ADDRESS}{found[0]}" + (f"#{part}" if part else ""))
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
