"""Every list asks the database as often whatever its length, and never more than twelve times."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import browser_of, keep, make_organisation, make_person, post
from tests.house.routes import openapi, uncovered
from tests.market.deal import invited, job_of, offered, profiled, proposal_of, talk_of
from vestibule.accounts.actions.make_token import make_token
from vestibule.accounts.models import Person
from vestibule.market.actions.save_job import save_job
from vestibule.reviews.actions.object_to_verdict import object_to_kept
from vestibule.rooms.actions.mark_question import mark_question
from vestibule.rooms.actions.pin_message import pin_message
from vestibule.rooms.models import Room

MOST_QUERIES = 12
TIMES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
FEW, MANY = 2, len(TIMES)

# Each list of the API, and where one of its kind is found.
API_LISTS = {
    "/books": "/books",
    "/staff/books": "/staff/books",
    "/me/tokens": "/me/tokens",
    "/me/sessions": "/me/sessions",
    "/organisations/mine": "/organisations/mine",
    "/rooms": "/rooms",
    "/rooms/{room_id}/timeline": "/rooms/{room}/timeline",
    "/rooms/{room_id}/events": "/rooms/{room}/events",
    "/rooms/{room_id}/messages/{seq}/revisions": "/rooms/{room}/messages/{seq}/revisions",
    "/rooms/{room_id}/reads": "/rooms/{room}/reads",
    "/rooms/{room_id}/colleagues": "/rooms/{room}/colleagues",
    "/rooms/{room_id}/withheld": "/rooms/{room}/withheld",
    "/rooms/{room_id}/offers": "/rooms/{room}/offers",
    "/search": "/search?q=logo",
    "/jobs": "/jobs",
    "/freelancers": "/freelancers",
    "/invitations": "/invitations",
    "/jobs/{job_id}/invitations": "/jobs/{job}/invitations",
    "/jobs/{job_id}/proposals": "/jobs/{job}/proposals",
    "/proposals": "/proposals",
    "/notices": "/notices",
    "/objections": "/objections",
}
PAGES = (
    "/rule/",
    "/rooms/",
    "/search/?q=logo",
    "/jobs/",
    "/jobs/?q=logo",
    "/jobs/saved",
    "/freelancers/",
    "/invitations/",
    "/proposals/",
    "/waiting/",
    "/notices/",
    "/objections/",
    "/account/sessions/",
    "/account/keys/",
    "/account/organisation/",
)


class Market:
    """ana and bo, with ever more of everything between them and others."""

    def __init__(self, ana: Person, bo: Person) -> None:
        self.ana, self.bo = ana, bo
        self.grown = 0
        self.job = job_of(ana)
        self.deal = talk_of(ana, bo)
        self.room = Room.objects.get(id=self.deal.room)
        self.seq = post(bo, self.room, "A logo").seq
        profiled(bo)

    def grow_to(self, size: int) -> None:
        for number in range(self.grown, size):
            self._add(number)
        self.grown = size

    def _add(self, number: int) -> None:
        ana, bo, now = self.ana, self.bo, timezone.now()
        other = make_person(f"Cy Number {number}", is_freelancer=True)
        profiled(other)
        proposal_of(other, self.job)
        invited(ana, other, job=self.job)
        invited(ana, bo)
        save_job(actor=bo, job_id=job_of(ana).id, now=now)
        room = Room.objects.get(id=offered(talk_of(ana, bo)).room)
        make_organisation(ana, name=f"House {number}")
        for who in (ana, bo):
            make_token(actor=who, label=f"key {number}", now=now)
            browser_of(who)
            seq = post(
                who,
                room,
                f"The logo, {['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'][number]} time",
            ).seq
            pin_message(actor=who, room_id=room.id, seq=seq, is_pinned=True, now=now)
            mark_question(actor=who, room_id=room.id, seq=seq, is_open=True, now=now)
            kept = keep(who, self.room)
            object_to_kept(actor=who, withheld_id=kept.item.id, now=now)

    def paths(self) -> Iterator[str]:
        names = {"room": self.room.id, "seq": self.seq, "job": self.job.id}
        for path in API_LISTS.values():
            yield "/api/v1" + path.format(**names)
        yield from PAGES


def lists_of_the_api() -> set[str]:
    """The paths whose answer is a page of items."""
    described = openapi()
    schemas = described["components"]["schemas"]
    found = set()
    for path, methods in described["paths"].items():
        answer = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        name = answer.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
        # Counted where there is something in them: tests/reviews.
        if path.startswith(("/api/v1/staff/objections", "/api/v1/staff/replays", "/api/v1/staff/corpus")):
            continue
        if "items" in schemas.get(name, {}).get("properties", {}):
            found.add(path.removeprefix("/api/v1"))
    return found


def asked_by(browser: Client, path: str) -> int:
    # Once before, so that what is remembered from request to request does not count.
    assert browser.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    return len(asked)


def test_every_list_of_the_api_is_tried() -> None:
    assert uncovered(lists_of_the_api(), API_LISTS) == []
    assert uncovered(lists_of_the_api() | {"/rumours"}, API_LISTS) == ["no row for /rumours"]


@pytest.mark.django_db(transaction=True)
def test_no_list_asks_more_often_for_more(ana: Person, bo: Person) -> None:
    market = Market(ana, bo)
    counts: dict[str, list[int]] = {}
    for size in (FEW, MANY):
        market.grow_to(size)
        for who, name in ((ana, "ana"), (bo, "bo")):
            browser = browser_of(who)
            for path in market.paths():
                is_theirs = browser.get(path).status_code != 404
                if is_theirs:
                    counts.setdefault(f"{name}: {path}", []).append(asked_by(browser, path))
    grown = {path: asked for path, asked in counts.items() if len(set(asked)) > 1}
    assert grown == {}
    assert {path: asked for path, asked in counts.items() if max(asked) > MOST_QUERIES} == {}
    assert len(counts) > 2 * len(PAGES) + len(API_LISTS)
