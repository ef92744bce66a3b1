"""What must be there before a story begins, arranged over the API instead of page by page."""

from typing import TYPE_CHECKING, Any

from tests.browser.place import Visitor
from tests.browser.ways import COVER, JOB, STORY, Talk

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, BrowserContext


def ask(visitor: Visitor, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - parsed JSON
    """What the API answers to the visitor's own browser. Fails on anything but success."""
    answer = _fetch(visitor, method, path, body)
    assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
    return answer.json() if answer.body() else None


def tell(visitor: Visitor, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - parsed JSON
    """As `ask`, but what is refused, for a reason that the house knows, is nothing."""
    answer = _fetch(visitor, method, path, body)
    assert answer.ok or answer.status in {409, 422, 429}, f"{method} {path}: {answer.status} {answer.text()}"
    return answer.json() if answer.ok and answer.body() else None


def _fetch(visitor: Visitor, method: str, path: str, body: object) -> "APIResponse":
    return visitor.context.request.fetch(
        f"{visitor.place.address}/api/v1{path}",
        method=method,
        data=body,
        headers={"X-CSRFToken": _csrf(visitor.context), "Accept": "application/json"},
    )


def a_room(client: Visitor, freelancer: Visitor, *, title: str = JOB) -> str:
    """A job, a proposal for it and the room of the two. Returns the room's id."""
    job = ask(client, "POST", "/jobs", {"title": title, "body": STORY})
    proposal = ask(
        freelancer,
        "POST",
        f"/jobs/{job['id']}/proposals",
        {"cover_text": COVER, "bid_minor": 240000, "currency": "EUR"},
    )
    return str(ask(client, "POST", f"/proposals/{proposal['id']}/room")["room"])


def both_in_a_room(client: Visitor, freelancer: Visitor) -> tuple[Talk, Talk]:
    """The two in their room, each with its page open."""
    room = a_room(client, freelancer)
    return go_to_room(client, room), go_to_room(freelancer, room)


def go_to_room(visitor: Visitor, room: str) -> Talk:
    """By its address."""
    visitor.go(f"/rooms/{room}/")
    return Talk(visitor)


def work_together(owner: Visitor, colleague: Visitor, *, company: str = "Harbour Lights") -> None:
    """The owner founds a company; the colleague takes the link that they were given."""
    founded = ask(owner, "POST", "/organisations", {"name": company})
    made = ask(owner, "POST", f"/organisations/{founded['id']}/invitations", {"role": "member"})
    code = made["link"].rstrip("/").rsplit("/", 1)[-1]
    ask(colleague, "POST", f"/organisation-links/{code}/accept")


def bring(by: Visitor, whom: Visitor, room: str) -> None:
    """A colleague comes into the room."""
    ask(by, "POST", f"/rooms/{room}/members", {"person": ask(whom, "GET", "/me")["id"]})


def messages_in(visitor: Visitor, room: str) -> list[tuple[int, str]]:
    """Number and text of every message, as the API tells them."""
    events = ask(visitor, "GET", f"/rooms/{room}/events?after=0&limit=200")["items"]
    return [(one["seq"], one["event"]["body"]) for one in events if one["event"]["kind"] == "message.posted"]


def _csrf(context: "BrowserContext") -> str:
    return next(str(cookie["value"]) for cookie in context.cookies() if cookie["name"] == "vestibule_csrf")
