"""Accessibility by axe-core's rules (WCAG 2.2 A and AA, and its best practices) on all main pages."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Come
from tests.browser.main_pages import main_pages, pages_of_staff

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """
async (runOnly) => {
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target.join(" ")}: ${failureSummary.split("\\n").slice(1).join(";").trim()}`));
}
"""
# Even a transition of no length takes a frame at every level of the page.
AT_REST = "() => document.body.offsetHeight >= 0 && document.getAnimations().length === 0"
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_no_main_page_breaks_a_rule_in_light_or_dark(come: Come, screen: dict[str, object]) -> None:
    look = {**screen, "reduced_motion": "reduce", "bypass_csp": True}
    ana, bo, mo = (come(name, **look) for name in ("ana", "bo", "mo"))
    pages = main_pages(ana, bo)
    staff = pages_of_staff(mo)
    stranger = come("nobody", signed_in=False, **look)
    stranger.watch.forgives("status of 404")
    broken = {}
    for visitor, paths in (
        (mo, staff),
        (bo, pages.signed_in),
        (ana, pages.client_only),
        (stranger, pages.for_everybody),
    ):
        for name, path in paths.items():
            # A new document each time: the next path may differ in its fragment only.
            visitor.page.goto("about:blank")
            visitor.go(path)
            broken[name] = violations(visitor.page)
    assert {name: found for name, found in broken.items() if found} == {}

    # What would have been noticed:
    stranger.page.evaluate("document.body.append(document.createElement('button'))")
    assert any(one.startswith("button-name") for one in violations(stranger.page))


def violations(page: "Page") -> list[str]:
    """What axe finds on the page as it stands; in the dark only colours can differ."""
    page.add_script_tag(path=AXE)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(AT_REST)
    found = list(page.evaluate(RUN, EVERYTHING))
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(AT_REST)
    return found + [f"in the dark: {one}" for one in page.evaluate(RUN, COLOURS)]
