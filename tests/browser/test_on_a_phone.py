"""360 × 800 and fingers: one pane at a time, nothing to scroll sideways, back is back."""

import re
from typing import TYPE_CHECKING, get_args

from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask, go_to_room
from tests.browser.conftest import Come
from tests.browser.main_pages import main_pages, pages_of_staff
from tests.browser.ways import Talk, row_of
from vestibule.rooms.order.pace import Pace
from vestibule.rooms.wording import pace_words

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WIDTH, HEIGHT = 360, 800
KEYBOARD = 360
# Text areas, code and the framework's own lists scroll by themselves.
WIDEST_PANE = """
() => Math.max(0, ...[...document.querySelectorAll("body *")]
  .filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
  .filter((one) => !one.matches("textarea, pre, .results"))
  .map((one) => one.scrollWidth - one.clientWidth))
"""
PHONE = {"viewport": {"width": WIDTH, "height": HEIGHT}, "has_touch": True, "is_mobile": True}


def test_one_pane_at_a_time_the_composer_is_at_hand_and_back_is_back(come: Come) -> None:
    ana, bo = come("ana"), come("bo", **PHONE)
    room = a_room(ana, bo)
    at_ana = go_to_room(ana, room)
    at_ana.say("Are you on the road?")
    bo.go("/rooms/")

    row_of(bo.page, "Ana Lindqvist").tap()
    at_bo = Talk(bo)
    at_bo.sees("Are you on the road?")
    expect(row_of(bo.page, "Ana Lindqvist")).to_be_hidden()
    expect(at_bo.about).to_be_hidden()
    is_in_sight(at_bo.text_field, HEIGHT)

    at_bo.text_field.tap()
    bo.page.set_viewport_size({"width": WIDTH, "height": HEIGHT - KEYBOARD})
    is_in_sight(at_bo.text_field, HEIGHT - KEYBOARD)
    bo.page.keyboard.type("On the train, writing with thumbs.")
    send = bo.page.get_by_role("button", name="Send", exact=True)
    is_in_sight(send, HEIGHT - KEYBOARD)
    send.tap()
    at_bo.sees("On the train, writing with thumbs.")
    at_ana.sees("On the train, writing with thumbs.")
    bo.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    bo.page.get_by_role("link", name="About", exact=True).tap()
    expect(at_bo.about).to_be_visible()
    expect(at_bo.text_field).to_be_hidden()
    bo.page.go_back()
    expect(at_bo.about).to_be_hidden()
    is_in_sight(at_bo.text_field, HEIGHT)

    bo.page.go_back()
    expect(row_of(bo.page, "Ana Lindqvist")).to_be_visible()
    expect(bo.page).to_have_url(re.compile(r"/rooms/$"))
    row_of(bo.page, "Ana Lindqvist").tap()
    bo.page.get_by_role("link", name="All rooms").tap()
    expect(row_of(bo.page, "Ana Lindqvist")).to_be_visible()


def test_enter_makes_a_new_line_where_fingers_type(come: Come) -> None:
    ana, bo = come("ana"), come("bo", **PHONE)
    at_bo = go_to_room(bo, a_room(ana, bo))
    at_bo.text_field.tap()
    bo.page.keyboard.type("One line")
    bo.page.keyboard.press("Enter")
    bo.page.keyboard.type("and another")
    expect(at_bo.text_field).to_have_value("One line\nand another")
    expect(at_bo.messages).to_have_count(0)


def test_the_usual_reply_time_is_read_to_its_last_letter(come: Come) -> None:
    ana, bo = come("ana", **PHONE), come("bo")
    room = a_room(ana, bo)
    for number in range(3):
        for visitor in (ana, bo):
            said = {"key": f"{visitor.name}-{number}", "body": f"Word number {number} of {visitor.name}."}
            ask(visitor, "POST", f"/rooms/{room}/messages", said)
    go_to_room(ana, room)
    pace = ana.page.locator(".room-head__pace")
    expect(pace).to_have_text("Usually replies within minutes")
    for words in (*pace_words_in_english(), "Suele responder en unas horas"):
        pace.evaluate(SAYING, words)
        assert is_whole(pace), words
        assert too_wide(ana.page) == 0
    # What would have been noticed:
    pace.evaluate("one => { one.style.whiteSpace = 'nowrap'; one.style.overflow = 'hidden'; one.style.width = '6rem' }")
    assert not is_whole(pace)


SAYING = "(one, words) => { [...one.childNodes].find(it => it.nodeType === 3 && it.data.trim()).data = words; }"


def pace_words_in_english() -> list[str]:
    """What it can say besides: which of them depends on how long people take."""
    return [pace_words(pace) for pace in get_args(Pace)]


def is_whole(element: "Locator") -> bool:
    """Whether nothing of it is cut off."""
    return bool(element.evaluate("one => one.scrollWidth <= one.clientWidth"))


def test_without_a_connection_the_composer_says_so_in_whole_lines(come: Come) -> None:
    ana, bo = come("ana", **PHONE), come("bo")
    ana.watch.forgives_a_lost_connection()
    at_ana = go_to_room(ana, a_room(ana, bo))
    ana.context.set_offline(True)
    status = ana.page.locator(".composer__status")
    expect(status).to_have_text("No connection. What you send waits and goes out by itself.")
    box, send = status.bounding_box(), ana.page.get_by_role("button", name="Send", exact=True).bounding_box()
    assert box is not None
    assert send is not None
    # Two lines at most, above the row of buttons.
    assert box["height"] < 60
    assert box["y"] + box["height"] <= send["y"]
    is_in_sight(at_ana.text_field, HEIGHT)
    assert too_wide(ana.page) == 0


def test_no_main_page_scrolls_sideways(come: Come) -> None:
    ana, bo, mo = come("ana"), come("bo", **PHONE), come("mo", **PHONE)
    pages = main_pages(ana, bo)
    staff = pages_of_staff(mo)
    stranger = come("nobody", signed_in=False, **PHONE)
    stranger.watch.forgives("status of 404")
    wide = {}
    for visitor, paths in ((mo, staff), (bo, pages.signed_in), (stranger, pages.for_everybody)):
        for name, path in paths.items():
            visitor.go(path)
            wide[name] = too_wide(visitor.page)
    assert {name: width for name, width in wide.items() if width} == {}
    # What would have been noticed:
    stranger.page.evaluate("document.querySelector('main').style.minWidth = '500px'")
    assert too_wide(stranger.page) > 0


def is_in_sight(element: "Locator", height: int) -> None:
    """All of it is on the screen."""
    expect(element).to_be_in_viewport(ratio=1)
    box = element.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= height - box["height"]


def too_wide(page: "Page") -> int:
    """By how many pixels the page, or a pane in it, is wider than it may be."""
    beyond = int(page.evaluate("document.documentElement.scrollWidth")) - WIDTH
    return max(0, beyond, int(page.evaluate(WIDEST_PANE)))
