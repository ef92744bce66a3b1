"""Hebrew and Arabic are read from the right: each text and field takes the direction of its own words."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask, go_to_room
from tests.browser.conftest import Come
from tests.browser.ways import COVER

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HEBREW = "שלום, העיצוב מוכן."
ARABIC = "مرحبا، التصميم جاهز."
MIXED = "העדכון של React מוכן, גרסה 19."
ENGLISH = "The word שלום means peace."
TITLE = "אתר הזמנות למגדלור"
# Where each word stands within the text, and where the text stands within its block.
PLACES = """
(element, words) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const word of words) {
      const at = node.data.indexOf(word);
      if (at < 0) continue;
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      found.push([words.indexOf(word), range.getBoundingClientRect().x]);
    }
  }
  const box = element.getBoundingClientRect();
  range.selectNodeContents(element);
  const text = range.getBoundingClientRect();
  const order = found.sort((one, other) => one[1] - other[1]).map(([word]) => words[word]);
  return { order, left: text.x - box.x, right: box.right - text.right };
}
"""
DIRECTION = "element => getComputedStyle(element).direction"


def order_in(place: "Locator", *words: str) -> list[str]:
    """The words as they stand from left to right."""
    found: list[str] = place.evaluate(PLACES, list(words))["order"]
    return found


def is_right(place: "Locator") -> bool:
    """Whether a short text stands at the right side of its block."""
    found: dict[str, float] = place.evaluate(PLACES, [])
    return found["right"] < found["left"]


def shot(page: "Page", name: str) -> None:
    """A picture to look at, where somebody asked for them."""
    if folder := os.environ.get("VESTIBULE_LOOK_AT"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def text_of(page: "Page", words: str) -> "Locator":
    return page.locator(".message__text p, .message__text li").filter(has_text=words).last


@pytest.mark.parametrize("width", [360, 1440])
def test_each_text_is_written_in_its_own_direction(come: Come, width: int) -> None:
    ana, bo = come("ana"), come("bo", viewport={"width": width, "height": 800})
    room = a_room(ana, bo, title=TITLE)
    seq = 0
    for number, body in enumerate([MIXED, ENGLISH, ARABIC, f"- {HEBREW}\n- {ARABIC}", HEBREW]):
        seq = ask(ana, "POST", f"/rooms/{room}/messages", {"key": f"k{number}", "body": body})["seq"]
    ask(bo, "POST", f"/rooms/{room}/messages", {"key": "k9", "body": "Thank you.", "reply_to": {"seq": seq}})
    ask(ana, "POST", f"/rooms/{room}/offers", {"terms": HEBREW, "amount_minor": 100, "currency": "EUR"})
    at_bo = go_to_room(bo, room)
    at_bo.sees("Thank you.")
    page = bo.page

    mixed, english = text_of(page, MIXED), text_of(page, ENGLISH)
    assert order_in(mixed, "העדכון", "React", "גרסה", "19") == ["19", "גרסה", "React", "העדכון"]
    assert order_in(english, "The word", "שלום", "peace") == ["The word", "שלום", "peace"]
    assert [is_right(mixed), is_right(english)] == [True, False]
    for words in (ARABIC, HEBREW):
        assert is_right(text_of(page, words)), words
    # On a phone the offer lies behind its own button.
    offers = [page.locator(".offer__terms").last] if width > 1000 else []
    for place in (page.locator(".message__reply blockquote").last, *offers):
        assert place.evaluate(DIRECTION) == "rtl"
        assert is_right(place)
    assert page.locator(".room-head__title").evaluate(DIRECTION) == "rtl"

    at_bo.text_field.fill(MIXED)
    assert at_bo.text_field.evaluate(DIRECTION) == "rtl"
    mirror = page.locator(".composer__mirror")
    expect(mirror).to_contain_text(MIXED)
    assert is_right(mirror)
    shot(page, f"right-to-left-room-{width}")
    at_bo.text_field.fill("And in English")
    assert at_bo.text_field.evaluate(DIRECTION) == "ltr"
    assert not is_right(mirror)
    at_bo.text_field.fill("")

    # The test is not blind: without its own direction the mixed text falls apart.
    mixed.evaluate("element => { element.removeAttribute('dir'); element.style.unicodeBidi = 'normal'; }")
    assert order_in(mixed, "העדכון", "React", "גרסה", "19") != ["19", "גרסה", "React", "העדכון"]
    assert not is_right(mixed)


@pytest.mark.parametrize("width", [360, 1440])
def test_tiles_and_pages_of_the_marketplace_too(come: Come, width: int) -> None:
    ana, bo = come("ana"), come("bo", viewport={"width": width, "height": 800}, java_script_enabled=False)
    job = ask(ana, "POST", "/jobs", {"title": TITLE, "body": MIXED, "questions": [HEBREW]})["id"]
    profile = {"headline": ARABIC, "about": MIXED, "skills": ["עיצוב"]}
    person = ask(bo, "PUT", "/me/profile", profile)["person"]["id"]
    proposal = {"cover_text": COVER, "bid_minor": 240000, "currency": "EUR", "answers": [ARABIC]}
    ask(bo, "POST", f"/jobs/{job}/proposals", proposal)
    pages = {
        "/jobs/": [(".list__link", TITLE), (".list__body > p.muted", MIXED)],
        f"/jobs/{job}/": [("h1", TITLE), ("p.text", MIXED), ("li", HEBREW)],
        f"/freelancers/{person}/": [(".lead", ARABIC), ("p.text", MIXED)],
        "/proposals/": [(".list__link", TITLE)],
    }
    for path, places in pages.items():
        bo.go(path)
        shot(bo.page, f"right-to-left-{path.strip('/').split('/')[0]}{path.count('/')}-{width}")
        for selector, words in places:
            place = bo.page.locator("main").locator(selector).filter(has_text=words).first
            assert place.evaluate(DIRECTION) == "rtl", (path, selector)
