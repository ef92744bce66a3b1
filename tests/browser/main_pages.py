"""The main pages, with something on each: a conversation, a kept message, long words, an offer, a refused form."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.arranged import a_room, ask
from tests.browser.place import Visitor

LONG = "https://example.org/" + "a-very-long-path-without-a-break" * 12
SERVICE = """
[[service]]
id = "chirpolo"
kind = "messenger"
names = ["chirpolo"]
hosts = ["chirpolo.example"]
"""
NEW_MESSENGER = f"""
version = "chirpolo-1"
title = "A new messenger"
announced = {{today}}
effective = {{day}}
notice_days = 15
predecessor = "2020-06-26"
{SERVICE}
"""


@dataclass(frozen=True)
class MainPages:
    """Paths by name."""

    for_everybody: dict[str, str]
    signed_in: dict[str, str]
    client_only: dict[str, str]


def main_pages(client: Visitor, freelancer: Visitor) -> MainPages:
    """Put something on them, as the two would."""
    job = ask(client, "POST", "/jobs", {"title": "Harbour calendar " + "x" * 100, "body": LONG})["id"]
    profile = {
        "headline": "Harbours and calendars " + "x" * 90,
        "about": "For example " + LONG,
        "skills": ["Django", "A skill of forty characters and no more x"[:40]],
        "links": [LONG],
        "credentials": ["Scrum Master, Scrum Alliance, No. 001234567"],
        "rate_minor": 6_250,
        "currency": "EUR",
    }
    person = ask(freelancer, "PUT", "/me/profile", profile)["person"]["id"]
    invitation = {"freelancer": person, "words": "Would this be something for you?"}
    ask(client, "POST", f"/jobs/{job}/invitations", invitation)
    room = a_room(client, freelancer)
    for number, (writer, body) in enumerate(
        [
            (client, "Hello Bo. The old pages are there: " + LONG),
            (freelancer, "I have looked.\n\n- the first line\n- the second"),
            (freelancer, "Ring me on +49 30 901820 44."),
            (freelancer, "Please invite bo@okafor-works.net to the repository, so that I have access."),
        ]
    ):
        ask(writer, "POST", f"/rooms/{room}/messages", {"key": f"k{number}", "body": body})
    offer = {"terms": "Everything " + "and more " * 40, "amount_minor": 123456789, "currency": "EUR"}
    ask(client, "POST", f"/rooms/{room}/offers", offer)
    reworded = ask(freelancer, "GET", f"/rooms/{room}/events?after=0")["items"]
    seq = next(one["seq"] for one in reworded if one["event"].get("body", "").startswith("I have looked"))
    ask(freelancer, "PATCH", f"/rooms/{room}/messages/{seq}", {"body": "I have looked again.", "purpose": ""})
    company = ask(client, "POST", "/organisations", {"name": "Harbour Lights"})["id"]
    link = ask(client, "POST", f"/organisations/{company}/invitations", {"role": "member"})["link"]
    own = ask(client, "GET", "/me")["id"]
    proposal = ask(freelancer, "GET", "/proposals")["items"][0]["id"]
    kept = ask(freelancer, "GET", f"/rooms/{room}/withheld")["items"][0]["id"]
    read = next(one["seq"] for one in reworded if one["event"].get("body", "").startswith("Hello Bo"))
    ask(freelancer, "POST", f"/withheld/{kept}/objection")
    ask(freelancer, "POST", f"/rooms/{room}/messages/{read}/objection")
    return MainPages(
        for_everybody={
            "front": "/",
            "sign in": "/account/login/",
            "sign up": "/account/signup/",
            "password reset": "/account/password/reset/",
            "nothing here": "/nothing-here/",
            "the rule": "/rule/",
        },
        signed_in={
            "rooms": "/rooms/",
            "room": f"/rooms/{room}/",
            "about the room": f"/rooms/{room}/#about",
            "people of the room": f"/rooms/{room}/people",
            "older wordings": f"/rooms/{room}/revisions?seq={seq}",
            "search": "/search/?q=look&person=&from=2020-01-01",
            "what waits": "/waiting/",
            "freelancers": "/freelancers/?q=harbour",
            "freelancer": f"/freelancers/{person}/",
            "freelancer profile": "/profile/",
            "client": f"/clients/{own}/",
            "change a proposal": f"/proposals/{proposal}/edit",
            "invitations": "/invitations/",
            "jobs": "/jobs/",
            "saved jobs": "/jobs/saved",
            "job": f"/jobs/{job}/",
            "proposals": "/proposals/",
            "profile": "/account/profile/",
            "sign-in safety": "/account/2fa/",
            "passkeys": "/account/2fa/webauthn/",
            "password": "/account/password/change/",
            "address": "/account/email/",
            "keys": "/account/keys/",
            "notices": "/notices/",
            "notifications": "/account/notifications/",
            "mails about a room": f"/rooms/{room}/notifications",
            "own data": "/account/data/",
            "delete the account": "/account/leave/",
            "no organisation yet": "/account/organisation/",
            "join an organisation": "/join/" + link.rstrip("/").rsplit("/", 1)[-1] + "/",
            "devices": "/account/sessions/",
            "what one told": "/objections/",
            "object to a kept message": f"/withheld/{kept}/objection",
            "object to a message": f"/rooms/{room}/objection?seq={read}",
        },
        client_only={
            "post a job": "/jobs/new",
            "own job": f"/jobs/{job}/",
            "change a job": f"/jobs/{job}/edit",
            "own organisations": "/account/organisation/",
            "organisation": f"/organisations/{company}/",
            "people of the room, as its client": f"/rooms/{room}/people",
            "invite": f"/freelancers/{person}/",
            "no invitations": "/jobs/?q=nowhere",
            "nothing told yet": "/objections/",
        },
    )


def pages_of_staff(moderator: Visitor) -> dict[str, str]:
    """The pages of staff, after `main_pages`: a draft, one with mistakes, an announced book, a replay, plain lists."""
    announced = ask(
        moderator, "POST", "/staff/books", {"text": NEW_MESSENGER.format(today=_today(), day=_today(days=30))}
    )
    ask(moderator, "POST", f"/staff/books/{announced['id']}/announce", {"revision": announced["revision"]})
    ready = ask(moderator, "POST", "/staff/books", {})
    broken = ask(moderator, "POST", "/staff/books", {"text": ready["text"] + SERVICE.replace("messenger", "pigeon")})
    kept, passed = (one["id"] for one in ask(moderator, "GET", "/staff/objections")["items"])
    ask(moderator, "POST", f"/staff/objections/{kept}/answer", {"answer": "engine_wrong"})
    days = {"since": "2020-01-01", "until": _today()}
    replay = ask(moderator, "POST", "/staff/replays", {"book": "2020-05-26", **days})["replay"]["id"]
    moderator.go(f"/staff/replays/{replay}/")
    expect(moderator.page.get_by_role("link", name="Judge a sample")).to_be_visible(timeout=60_000)
    return {
        "rule books": "/rule/books/",
        "draft": f"/rule/books/{ready['id']}/",
        "draft with mistakes": f"/rule/books/{broken['id']}/",
        "announced book": f"/rule/books/{announced['id']}/",
        "rule to come": "/rule/",
        "objections": "/staff/objections/",
        "objection": f"/staff/objections/{passed}/",
        "objection that becomes a line": f"/staff/objections/{kept}/",
        "replays": "/staff/replays/",
        "replay": f"/staff/replays/{replay}/",
        "sample": f"/staff/replays/{replay}/sample",
        "lists": "/staff/",
        "lists about people": "/staff/accounts/",
        "list of people": "/staff/accounts/person/?o=-2.1&is_client__exact=1",
        "list of contracts": "/staff/rooms/engagement/",
        "list of objections": "/staff/reviews/objection/",
    }


def _today(*, days: int = 0) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
