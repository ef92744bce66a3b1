"""Per kind and room, once a day, at night, not at all; and the one click that ends mails."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.cast import browser_of, make_room, post, program_of
from tests.notices.told import mail_at, read_mails, tell, tell_and_mail, words_of
from vestibule.accounts.actions.change_profile import Profile, change_profile
from vestibule.accounts.models import Person
from vestibule.notices.actions.choose_mails import NewChoices, choose_mails, choose_mails_of_room, choose_new_links
from vestibule.notices.choices import Wishes
from vestibule.notices.links import Subscription, unsubscribe_link
from vestibule.notices.models import Mail, MailChoices
from vestibule.notices.queries import mail_wishes
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.place_room import place_room
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db


def _wishes(zone: str, **change: object) -> Wishes:
    plain: dict[str, object] = {
        "is_paused": False,
        "has_texts": False,
        "digest_hour": 8,
        "quiet": None,
        "kinds": {},
        "rooms": {},
    }
    return Wishes(zone=ZoneInfo(zone), **{**plain, **change})  # type: ignore[arg-type]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "digest"),
    [
        ("UTC", "2026-01-31T07:59", "2026-01-31T08:00"),
        ("UTC", "2026-01-31T08:00", "2026-02-01T08:00"),
        ("Asia/Tokyo", "2026-01-31T22:00", "2026-01-31T23:00"),
        # The night on which the clocks go forward: the next morning is an hour nearer.
        ("Europe/Stockholm", "2026-03-28T08:00", "2026-03-29T06:00"),
        ("Europe/Stockholm", "2026-10-24T07:00", "2026-10-25T07:00"),
    ],
)
def test_the_daily_mail_comes_by_the_clock_of_the_reader(zone: str, now: str, digest: str) -> None:
    assert _wishes(zone).next_digest(_at(now)) == _at(digest)


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "then"),
    [
        ("UTC", (22, 7), "2026-01-31T21:59", "2026-01-31T21:59"),
        ("UTC", (22, 7), "2026-01-31T22:00", "2026-02-01T07:00"),
        ("UTC", (22, 7), "2026-02-01T06:59", "2026-02-01T07:00"),
        ("UTC", (22, 7), "2026-02-01T07:00", "2026-02-01T07:00"),
        ("UTC", (12, 14), "2026-02-01T13:30", "2026-02-01T14:00"),
        ("UTC", (9, 9), "2026-02-01T09:30", "2026-02-01T09:30"),
        ("America/Toronto", (22, 7), "2026-02-01T04:00", "2026-02-01T12:00"),
    ],
)
def test_quiet_hours_are_those_of_the_reader(zone: str, quiet: tuple[int, int], now: str, then: str) -> None:
    assert _wishes(zone, quiet=quiet).after_quiet_hours(_at(now)) == _at(then)


def _mails_for(writer: Person, room: Room, *, reader: Person) -> int:
    """How many mails a message of the writer makes for a reader who has read all before."""
    move_read_mark(person_id=reader.id, room_id=room.id, seq=10**6, now=timezone.now())
    tell_and_mail()
    # As if it were another day: what may be sent in an hour is not what this is about.
    Mail.objects.update(created_at=timezone.now() - timedelta(days=2))
    mail.outbox.clear()
    post(writer, room, "Shall we begin?")
    tell_and_mail()
    return len(mail.outbox)


def test_a_kind_can_be_switched_off_and_a_room_has_the_last_word(ana: Person, bo: Person, room: Room) -> None:
    assert _mails_for(bo, room, reader=ana) == 1
    choose_mails(actor=ana, choices=NewChoices(kinds={"message": "off"}))
    assert _mails_for(bo, room, reader=ana) == 0
    choose_mails_of_room(actor=ana, room_id=room.id, how="now")
    assert _mails_for(bo, room, reader=ana) == 1
    choose_mails(actor=ana, choices=NewChoices(is_paused=True))
    assert _mails_for(bo, room, reader=ana) == 0
    choose_mails(actor=ana, choices=NewChoices(is_paused=False))
    choose_mails_of_room(actor=ana, room_id=room.id, how="")
    choose_mails(actor=ana, choices=NewChoices(kinds={"message": "now"}))
    place_room(actor=ana, room_id=room.id, is_muted=True, now=timezone.now())
    assert _mails_for(bo, room, reader=ana) == 0


def test_once_a_day_all_comes_in_one_mail(ana: Person, bo: Person, room: Room) -> None:
    choose_mails(actor=ana, choices=NewChoices(kinds=dict.fromkeys(["message", "invitation"], "digest")))
    other = make_room(ana, bo, title="Another talk")
    for talk in (room, other):
        post(bo, talk, "Shall we begin?")
    now = tell()
    mail_at(now)
    assert mail.outbox == []
    mail_at(now + timedelta(days=1))
    [message] = read_mails()
    assert message["Subject"] == "4 new notices"
    assert "Another talk" in words_of(message)
    assert "Logo for a bakery" in words_of(message)


def test_what_comes_at_night_waits_for_the_morning(ana: Person, bo: Person, room: Room) -> None:
    hour = (timezone.now() + timedelta(minutes=10)).hour
    choose_mails(actor=ana, choices=NewChoices(quiet=((hour - 1) % 24, (hour + 3) % 24)))
    post(bo, room, "Shall we begin?")
    now = tell_and_mail()
    assert mail.outbox == []
    mail_at(now + timedelta(hours=4))
    assert mail.outbox


def test_a_change_of_ones_mind_holds_for_what_is_already_owed(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Shall we begin?")
    now = tell()
    choose_mails(actor=ana, choices=NewChoices(is_paused=True))
    mail_at(now + timedelta(hours=1))
    assert mail.outbox == []


# -- the link ----------------------------------------------------------------------------------------------------------


def _link(ana: Person, bo: Person, room: Room) -> str:
    """The link of a mail about the room, as a mail program reads it."""
    assert _mails_for(bo, room, reader=ana) == 1
    link = re.fullmatch(r"<http://127\.0\.0\.1:8000(.+)>", str(read_mails()[0]["List-Unsubscribe"]).strip())
    assert link is not None
    return link[1]


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_one_click_ends_mails_about_the_room_without_a_sign_in(ana: Person, bo: Person, room: Room) -> None:
    link = _link(ana, bo, room)
    stranger = Client(enforce_csrf_checks=True)
    for _ in range(50):
        assert stranger.get(link, headers={"User-Agent": "LinkScanner/1.0"}).status_code == 200
        assert stranger.head(link).status_code in {200, 405}
    assert "End these mails?" in stranger.get(link).content.decode()
    assert _mails_for(bo, room, reader=ana) == 1
    # A post without the field is none of a mail program's one clicks.
    assert stranger.post(link).status_code == 200
    assert _mails_for(bo, room, reader=ana) == 1
    stopped = stranger.post(link, ONE_CLICK)
    assert stopped.status_code == 200
    assert "No more such mails" in stopped.content.decode()
    assert _mails_for(bo, room, reader=ana) == 0
    other = make_room(ana, bo, title="Another talk")
    assert _mails_for(bo, other, reader=ana) == 1
    assert "You get these mails again" in stranger.post(link, {"again": "1"}).content.decode()
    assert _mails_for(bo, room, reader=ana) == 1


def test_a_link_is_good_for_ever_until_it_is_made_void(ana: Person, bo: Person, room: Room) -> None:
    link = _link(ana, bo, room)
    assert Client().get(link).status_code == 200
    choose_new_links(actor=ana)
    assert Client().get(link).status_code == 404
    assert Client().post(link, ONE_CLICK).status_code == 404
    assert _mails_for(bo, room, reader=ana) == 1
    assert Client().get(_link(ana, bo, room)).status_code == 200


def test_a_forged_link_is_nothing(ana: Person, bo: Person, room: Room) -> None:
    link = _link(ana, bo, room)
    for forged in (link[:-2], link + "x", link.partition("=")[0] + "=", "/notices/unsubscribe/", link.swapcase()):
        assert Client().post(forged, ONE_CLICK).status_code == 404
    assert _mails_for(bo, room, reader=ana) == 1


@pytest.mark.parametrize(("kind", "ended"), [("offer", "kind"), ("", "all")])
def test_a_link_can_end_a_kind_or_all(kind: str, ended: str, ana: Person) -> None:
    link = unsubscribe_link(Subscription(ana.id, kind=kind)).removeprefix("http://127.0.0.1:8000")
    assert Client().post(link, ONE_CLICK).status_code == 200
    wishes = mail_wishes(ana)
    assert wishes.is_paused is (ended == "all")
    assert ("offer", "off") in [(one.kind, one.how) for one in wishes.kinds] or ended == "all"


# -- pages and program -------------------------------------------------------------------------------------------------


def test_the_page_keeps_choices_and_says_at_the_field_what_is_wrong(ana: Person) -> None:
    change_profile(actor=ana, profile=Profile(time_zone="Europe/Stockholm"), now=timezone.now())
    browser = browser_of(ana)
    page = browser.get("/account/notifications/").content.decode()
    assert "Europe/Stockholm" in page
    kinds = {f"kind_{one.kind}": one.how for one in mail_wishes(ana).kinds}
    wanted = {**kinds, "kind_message": "digest", "digest_hour": "7", "quiet_from": "22", "quiet_until": ""}
    refused = browser.post("/account/notifications/", wanted)
    assert refused.status_code == 422
    assert "Choose both hours, or none." in refused.content.decode()
    assert browser.post("/account/notifications/", {**wanted, "quiet_until": "7"}).status_code == 302
    row = MailChoices.objects.get(person=ana)
    assert (row.digest_hour, row.quiet_from, row.quiet_until) == (7, 22, 7)
    assert browser.post("/account/notifications/", {**wanted, "kind_message": "hourly"}).status_code == 422


def test_a_program_chooses_the_same(ana: Person, bo: Person, eve: Person, room: Room) -> None:
    program = program_of(ana)
    changed = program.patch(
        "/me/mails", {"digest_hour": 6, "quiet_hours": {"from_hour": 22, "until_hour": 7}, "kinds": {"offer": "off"}}
    )
    assert changed.status == 200
    assert changed.body == program.get("/me/mails").body
    assert (changed.body["digest_hour"], changed.body["quiet_from"], changed.body["quiet_until"]) == (6, 22, 7)
    assert {"kind": "offer", "how": "off"} in changed.body["kinds"]
    assert program.patch("/me/mails", {"is_paused": True}).body["quiet_from"] == 22
    assert program.patch("/me/mails", {"quiet_hours": None}).body["quiet_from"] is None
    for wrong in ({"kinds": {"safety": "off"}}, {"kinds": {"offer": "hourly"}}, {"digest_hour": 24}, {"x": 1}):
        assert program.patch("/me/mails", wrong).status == 422
    assert program.post(f"/rooms/{room.id}/mails", {"how": "off"}).status == 204
    assert [one["how"] for one in program.get("/me/mails").body["rooms"]] == ["off"]
    assert program_of(eve).post(f"/rooms/{room.id}/mails", {"how": "off"}).status == 404
    assert program.post("/me/mails/new-links").status == 204


def test_the_room_has_its_own_choice(ana: Person, bo: Person, room: Room) -> None:
    browser = browser_of(ana)
    address = f"/rooms/{room.id}/notifications"
    assert address in browser.get(f"/rooms/{room.id}/").content.decode()
    assert browser.post(address, {"how": "off"}).status_code == 302
    page = browser.get(address).content.decode()
    assert re.search(r'value="off"\s+checked', page)
    assert browser.post(address, {"how": "hourly"}).status_code == 422
    assert "Logo for a bakery" in browser.get("/account/notifications/").content.decode()
