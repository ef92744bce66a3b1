"""The main pages, with something on each: a conversation, a kept message, long words, an offer, a refused form."""

from dataclasses import dataclass

from tests.browser.arranged import a_room, ask
from tests.browser.place import Visitor

LONG = "https://example.org/" + "a-very-long-path-without-a-break" * 12


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
        },
    )
