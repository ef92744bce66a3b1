"""Payloads in every other text that somebody else reads, on the pages that show them: nothing executes (A5)."""

from typing import TYPE_CHECKING, Any

from tests.browser.arranged import a_room, ask, tell
from tests.browser.conftest import Come
from tests.browser.test_payloads import listen
from tests.payloads import PAYLOADS, broken_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.browser.place import Visitor

PART = 10


def test_no_payload_does_anything_outside_messages(come: Come) -> None:
    ana, bo = come("ana"), come("bo")
    plain = come("bo", java_script_enabled=False)
    opened: list[str] = []
    for visitor in (ana, bo, plain):
        listen(visitor.page, opened)
    person = ask(bo, "GET", "/me")["id"]
    ask(bo, "PUT", "/me/profile", {"headline": "Harbours", "skills": ["Django"]})
    jobs = [made for payload in PAYLOADS if (made := job_with(ana, payload)) is not None]
    assert len(jobs) > len(PAYLOADS) * 0.8
    for job, payload in zip(jobs, PAYLOADS, strict=False):
        tell(ana, "POST", f"/jobs/{job}/invitations", {"freelancer": person, "words": payload})
        tell(bo, "POST", f"/jobs/{job}/proposals", {"cover_text": payload, "bid_minor": 1, "currency": "EUR"})
    room = room_with_offers(ana, bo)
    for first in range(0, len(PAYLOADS), PART):
        name_everything(ana, bo, PAYLOADS[first : first + PART])
        look_at([ana, bo, plain], "/freelancers/", f"/freelancers/{person}/", f"/rooms/{room}/", "/account/profile/")
    look_at([ana, bo, plain], "/jobs/", "/jobs/?q=alert", "/proposals/", "/invitations/", "/waiting/", "/rooms/")
    look_at([ana, bo], *(f"/jobs/{job}/" for job in jobs[::6]))
    look_at([ana], "/account/organisation/", "/account/keys/", f"/jobs/{jobs[0]}/edit")
    assert opened == []
    # A script that did run would be heard.
    bo.page.evaluate("setTimeout(() => alert('heard'))")
    bo.page.wait_for_timeout(200)
    assert opened == ["heard"]


def look_at(visitors: "Sequence[Visitor]", *paths: str) -> None:
    """Each of them at each page, and at those that follow it."""
    for visitor in visitors:
        for path in paths:
            visitor.go(path)
            while (more := visitor.page.locator("a[rel=next]")).count():
                more.first.click()


def room_with_offers(client: "Visitor", freelancer: "Visitor") -> str:
    """A room in which every payload has been offered and taken back."""
    room = a_room(client, freelancer)
    for payload in PAYLOADS:
        terms = {"terms": payload, "amount_minor": 100, "currency": "EUR"}
        milestones = {"milestones": [{"title": payload[:80], "amount_minor": 100}]}
        offer = tell(client, "POST", f"/rooms/{room}/offers", {**terms, **milestones})
        offer = offer or tell(client, "POST", f"/rooms/{room}/offers", terms)
        if offer is not None:
            ask(client, "POST", f"/offers/{offer['id']}/withdraw")
    return room


def job_with(client: "Visitor", payload: str) -> str | None:
    """A job with the payload in all its texts, or in those that take it."""
    texts: dict[str, Any] = {"title": payload[:100], "body": "\n\n".join([payload, *broken_out(payload)])}
    more = {"questions": [payload], "skills": [payload[:40]]}
    made = tell(client, "POST", "/jobs", {**texts, **more}) or tell(client, "POST", "/jobs", texts)
    return made and str(made["id"])


def name_everything(client: "Visitor", freelancer: "Visitor", part: tuple[str, ...]) -> None:
    """What there is one of: profile, names, keys, the draft. Each takes what it takes."""
    for payload in part:
        for visitor in (client, freelancer):
            tell(visitor, "PATCH", "/me", {"display_name": payload[:60]})
            tell(visitor, "POST", "/me/tokens", {"label": payload[:40]})
        tell(client, "POST", "/organisations", {"name": payload[:60]})
        about = "\n".join([*part, *broken_out(payload)])
        profile = {"headline": payload[:100], "about": about, "skills": ["Django"]}
        tell(freelancer, "PUT", "/me/profile", {**profile, "credentials": [payload[:100]]})
        tell(freelancer, "PUT", "/me/profile", profile)
