"""The sample marketplace as a site under measurement, and its people in browsers of their own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright

from bench.rig.ports import free_port
from bench.rig.site import run, serving, site_env

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody's browser; other programs reach it at `port` and find its cookies in place."""

    address: str
    port: int
    page: Page

    def first_linked(self, path: str) -> str:
        """The first thing of the kind that the list at this path links to, such as /jobs/UUID/ from /jobs/."""
        self.page.goto(self.address + path)
        link = self.page.locator(f'main a[href^="{path}"][href$="/"]:not([href="{path}"])').first
        return link.get_attribute("href") or ""


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a freshly filled demonstration while it is served."""
    with tempfile.TemporaryDirectory(prefix="vestibule-bench-") as folder:
        env = {**site_env(folder), "VESTIBULE_DEMO": "1"}
        for command in ("migrate", "demo"):
            run(env, "-m", "vestibule.site.cli", command)
        with serving(env) as (port, _):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def entered(playwright: Playwright, program: Path, address: str, name: str) -> Iterator[Entered]:
    """A browser of its own for the sample person with this first name; for nobody where there is none."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="vestibule-browser-") as profile:
        flags = [*FLAGS, f"--remote-debugging-port={port}"]
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=program, args=flags, no_viewport=True
        )
        try:
            page = browser.pages[0]
            if name:
                page.goto(f"{address}/demo/")
                page.get_by_role("button", name=name).first.click()
                page.wait_for_url(lambda url: "/demo/" not in url)
            yield Entered(address, port, page)
        finally:
            browser.close()
