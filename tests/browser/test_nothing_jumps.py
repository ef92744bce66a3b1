"""Nothing that one looks at moves by itself: no layout shift while pages load, take over and receive."""

from typing import TYPE_CHECKING

from tests.browser.arranged import go_to_room
from tests.browser.conftest import Come
from tests.browser.main_pages import main_pages

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

# Chromium tells of no layout shifts where it plays a telephone, but does for a window as narrow as one.
WIDE: "ViewportSize" = {"width": 1440, "height": 900}
NARROW: "ViewportSize" = {"width": 360, "height": 800}
DESK = {"viewport": WIDE}
ON_A_PHONE = ("rooms", "room", "search", "what waits", "freelancers", "jobs", "job", "notices", "profile")
OBSERVE = """
window.shifts = [];
window.note = (entries) => {
  for (const { value, hadRecentInput, sources } of entries) {
    if (!hadRecentInput) window.shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 99) ?? "")]);
  }
};
window.watching = new PerformanceObserver((list) => window.note(list.getEntries()));
window.watching.observe({ type: "layout-shift", buffered: true });
"""
# Some frames, so that what has moved is painted, and then what the observer has not been told yet.
SETTLED = """
async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame += 1) await new Promise((next) => requestAnimationFrame(next));
  window.note(window.watching.takeRecords());
  return window.shifts;
}
"""

WAYS = "() => [...document.querySelectorAll('.site-nav__link')].map((way) => way.getBoundingClientRect().x)"
NOT_THERE_YET = "() => document.querySelector('.site-bar__me').remove()"


# Of the part of the screen that moved, times how far: 0.1 is what people bear, a hair's breadth is nothing.
HAIRS_BREADTH = 0.002


def shifts(page: "Page") -> list[list[object]]:
    """What has moved without anybody's doing since the page was opened, if it can be seen: how far, and what."""
    found: list[list[object]] = page.evaluate(SETTLED)
    return found if sum(float(str(one[0])) for one in found) > HAIRS_BREADTH else []


def test_no_page_moves_under_its_reader(come: Come) -> None:
    ana, bo = come("ana", **DESK), come("bo", **DESK)
    pages = main_pages(ana, bo)
    stranger = come("nobody", signed_in=False, **DESK)
    stranger.watch.forgives("status of 404")
    moved = {}
    for visitor, paths in ((bo, pages.signed_in), (ana, pages.client_only), (stranger, pages.for_everybody)):
        visitor.context.add_init_script(OBSERVE)
        for name, path in paths.items():
            visitor.page.goto("about:blank")
            visitor.go(path)
            moved[name] = shifts(visitor.page)
    bo.page.set_viewport_size(NARROW)
    for name in ON_A_PHONE:
        bo.page.goto("about:blank")
        bo.go(pages.signed_in[name])
        moved[f"{name}, on a phone"] = shifts(bo.page)
    assert {name: found for name, found in moved.items() if found} == {}

    # What would have been noticed:
    stranger.page.evaluate("document.querySelector('main').style.marginTop = '200px'")
    assert shifts(stranger.page) != []


def test_the_ways_in_the_bar_stand_where_they_stay_before_its_end_has_come(come: Come) -> None:
    """Whether a page is painted while its bar is half there is chance, so the other half is taken away here."""
    bo, stranger = come("bo", **DESK), come("nobody", signed_in=False, **DESK)
    for visitor in (bo, stranger):
        for size in (WIDE, NARROW):
            visitor.page.set_viewport_size(size)
            visitor.go("/jobs/")
            stood = visitor.page.evaluate(WAYS)
            assert stood
            visitor.page.evaluate(NOT_THERE_YET)
            assert visitor.page.evaluate(WAYS) == stood, (visitor.name, size)


def test_a_room_stays_where_it_is_while_somebody_writes(come: Come) -> None:
    ana, bo = come("ana", **DESK), come("bo", **DESK)
    room = main_pages(ana, bo).signed_in["room"].split("/")[2]
    ana.context.add_init_script(OBSERVE)
    at_ana, at_bo = go_to_room(ana, room), go_to_room(bo, room)
    shifts(ana.page)
    for number in range(3):
        at_bo.say(f"Line {'abc'[number]} of what I have seen there.")
        at_ana.sees(f"Line {'abc'[number]} of what I have seen there.")
    assert shifts(ana.page) == []
