"""A text that turns the direction of writing turns nothing but itself (A16)."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask, go_to_room
from tests.browser.conftest import Come

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Turns all that follows on its line, until somebody ends it.
TURN = "\u202e"
# Words of the page, and of people who turn nothing, whose first letter stands to the right of a later one.
TURNED = f"""
() => {{
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const place = (node, at) => {{
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  }};
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {{
    // What stands in a text that turns is that text.
    if (node.parentElement.closest(".message__text, .search__excerpt")) continue;
    const at = node.data.search(/[A-Za-z0-9]{{2}}/);
    if (at < 0 || node.data.includes("{TURN}")) continue;
    const [first, second] = [place(node, at), place(node, at + 1)];
    if (first.width > 0 && first.y === second.y && second.x < first.x) found.push(node.parentElement.outerHTML);
  }}
  return found;
}}
"""


def test_no_text_turns_what_stands_beside_it(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    turned = f"Harbour {TURN}calendar"
    job = ask(ana, "POST", "/jobs", {"title": turned, "body": turned, "skills": [turned]})["id"]
    profile = {"headline": turned, "about": turned, "skills": [turned], "credentials": [turned]}
    person = ask(bo, "PUT", "/me/profile", profile)["person"]["id"]
    ask(ana, "POST", f"/jobs/{job}/invitations", {"freelancer": person, "words": turned})
    room = a_room(ana, bo, title=turned)
    ask(bo, "POST", f"/rooms/{room}/messages", {"key": "k1", "body": f"**{turned}** and `{turned}`"})
    seq = ask(bo, "POST", f"/rooms/{room}/messages", {"key": "k2", "body": turned})["seq"]
    ask(ana, "POST", f"/rooms/{room}/messages", {"key": "k3", "body": "Yes", "reply_to": {"seq": seq}})
    ask(ana, "POST", f"/rooms/{room}/offers", {"terms": turned, "amount_minor": 100, "currency": "EUR"})
    at_bo = go_to_room(bo, room)
    at_bo.sees("Yes")
    found = {"room": turned_on(bo.page)}
    for path in (
        "/rooms/",
        "/search/?q=calendar",
        "/waiting/",
        "/jobs/",
        f"/jobs/{job}/",
        "/freelancers/",
        f"/freelancers/{person}/",
        "/invitations/",
        "/proposals/",
        "/notices/",
    ):
        bo.go(path)
        expect(bo.page.get_by_role("main").first).to_be_visible()
        found[path] = turned_on(bo.page)
    assert {path: words for path, words in found.items() if words} == {}

    # What would have been noticed:
    bo.page.evaluate(f"document.querySelector('main').append('{TURN}', 'words of the page')")
    bo.page.evaluate("document.querySelector('main').append(document.createElement('i'), 'and more of them')")
    assert turned_on(bo.page) != []


def turned_on(page: "Page") -> list[str]:
    words: list[str] = page.evaluate(TURNED)
    return words
