"""Who is told of what, when, and when it needs no telling any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.cast import keep, make_room, post
from tests.market.deal import Deal, accepted, invited, job_of, offered, proposal_of, talk_of
from tests.notices.told import A_WHILE, events_told, mail_at, notices_of, tell, tell_and_mail
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.decline_proposal import decline_proposal
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.expire_offer import expire_due_offers
from vestibule.notices import away
from vestibule.notices.gathering import gather_all
from vestibule.notices.models import Kind, Notice, unread_count
from vestibule.notices.wording import line_of
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.mark_question import mark_question
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.place_room import place_room
from vestibule.rooms.actions.remind_of_questions import remind_of_questions
from vestibule.rooms.models import Room
from vestibule.rooms.quoting import ReplyWish

pytestmark = pytest.mark.django_db


def _lines(person: Person) -> list[str]:
    return [line_of(one) for one in notices_of(person)]


def _room(deal: Deal) -> Room:
    return Room.objects.get(id=deal.room)


def _read(person: Person, room: Room, seq: int = 10**6) -> None:
    move_read_mark(person_id=person.id, room_id=room.id, seq=seq, now=timezone.now())


def test_a_message_is_told_of_once_it_has_waited(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Shall we begin?")
    tell(later=timedelta(minutes=2))
    assert "message.posted" not in events_told(ana)
    tell(later=timedelta(minutes=4))
    assert events_told(ana).count("message.posted") == 1
    assert "message.posted" not in events_told(bo)


def test_messages_of_a_room_are_one_notice_until_it_is_read(ana: Person, bo: Person, room: Room) -> None:
    for number in range(3):
        post(bo, room, "Shall we begin?", key=f"a{number}")
    tell()
    post(bo, room, "Are you there?")
    tell()
    assert _lines(ana)[-1] == "4 new messages, the last by Bo."
    _read(ana, room)
    tell()
    assert unread_count(ana) == 0
    post(bo, room, "One more thing.")
    tell()
    assert unread_count(ana) == 1
    assert _lines(ana)[-1] == "Bo wrote to you."


def test_who_reads_in_time_is_never_told(ana: Person, bo: Person, room: Room) -> None:
    tell()
    before = len(notices_of(ana))
    post(bo, room, "Shall we begin?")
    gather_all(now=timezone.now())
    _read(ana, room)
    tell()
    assert len(notices_of(ana)) == before
    # Read before anybody looked through the feed:
    post(bo, room, "And so?")
    _read(ana, room)
    tell()
    assert len(notices_of(ana)) == before


def test_a_muted_room_is_silent(ana: Person, bo: Person, room: Room) -> None:
    tell()
    before = len(notices_of(ana))
    place_room(actor=ana, room_id=room.id, is_muted=True, now=timezone.now())
    post(bo, room, "Shall we begin?")
    tell()
    assert len(notices_of(ana)) == before
    place_room(actor=ana, room_id=room.id, is_muted=False, now=timezone.now())
    post(bo, room, "Shall we begin?")
    tell()
    assert len(notices_of(ana)) == before + 1


def test_an_open_page_holds_the_mail_back_but_not_for_ever(
    ana: Person, bo: Person, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(away, "_is_here", lambda person: person == ana.id)
    tell_and_mail()
    mail.outbox.clear()
    post(bo, room, "Shall we begin?")
    now = tell(later=timedelta(minutes=5))
    assert "message.posted" in events_told(ana)
    mail_at(now + timedelta(minutes=14))
    assert mail.outbox == []
    mail_at(now + timedelta(minutes=16))
    assert len(mail.outbox) == 1


def test_an_answer_and_a_name_are_more_than_a_message(ana: Person, bo: Person, room: Room) -> None:
    asked = post(ana, room, "When could you begin?")
    post(bo, room, "On Monday.", reply_to=ReplyWish(seq=asked.seq))
    tell()
    assert notices_of(ana)[-1].kind == Kind.ANSWER
    assert _lines(ana)[-1] == "Bo answered you."
    post(ana, room, "Look at this, @Bo")
    tell()
    assert notices_of(bo)[-1].kind == Kind.ANSWER


def test_a_kept_message_is_nobody_elses_news(ana: Person, bo: Person, room: Room) -> None:
    tell()
    before = len(notices_of(ana))
    keep(bo, room)
    tell()
    assert len(notices_of(ana)) == before


def test_who_has_left_is_told_nothing_and_keeps_nothing(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Shall we begin?")
    tell()
    assert "message.posted" in events_told(ana)
    post(bo, room, "Are you there?")
    leave_room(actor=ana, room_id=room.id, now=timezone.now())
    assert [one for one in notices_of(ana) if one.room_id == room.id] == []
    tell()
    assert not Notice.objects.filter(person=ana, room=room).exists()


def _invites(ana: Person, bo: Person) -> None:
    invited(ana, bo)


def _proposes(ana: Person, bo: Person) -> None:
    proposal_of(bo, job_of(ana))


def _offers(ana: Person, bo: Person) -> None:
    offered(talk_of(ana, bo))


def _declines(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo))
    assert deal.offer is not None
    decline_offer(actor=bo, offer_id=deal.offer.id, now=timezone.now())


def _expires(ana: Person, bo: Person) -> None:
    offered(talk_of(ana, bo), expires_at=timezone.now() + timedelta(hours=2))
    expire_due_offers(actor=None, now=timezone.now() + timedelta(hours=3))


def _ends(ana: Person, bo: Person) -> None:
    deal = accepted(talk_of(ana, bo))
    assert deal.contract is not None
    end_contract(actor=ana, contract_id=deal.contract.id, now=timezone.now())


def _turns_down(ana: Person, bo: Person) -> None:
    proposal = proposal_of(bo, job_of(ana))
    decline_proposal(actor=ana, proposal_id=proposal.id, now=timezone.now())


def _frees(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    keep(bo, _room(deal))
    accepted(deal)


def _asks(ana: Person, bo: Person) -> None:
    room = make_room(ana, bo)
    asked = post(ana, room, "When could you begin?")
    mark_question(actor=ana, room_id=room.id, seq=asked.seq, is_open=True, now=timezone.now())
    remind_of_questions(now=timezone.now() + timedelta(days=1, minutes=1))


@pytest.mark.parametrize(
    ("act", "to_ana", "to_bo"),
    [
        (_invites, set(), {"invitation.received"}),
        (_proposes, {"proposal.received"}, set()),
        (_offers, {"proposal.received"}, {"offer.made", "room.joined"}),
        (_turns_down, {"proposal.received"}, {"proposal.turned_down"}),
        (_declines, {"offer.declined"}, {"offer.made"}),
        (_expires, {"offer.expired"}, {"offer.expired"}),
        (_ends, {"offer.accepted"}, {"contract.ended"}),
        (_frees, {"offer.accepted"}, {"relationship.changed"}),
        (_asks, {"room.joined"}, {"question.reminded"}),
    ],
)
def test_each_side_is_told_what_the_other_did(
    act: Callable[[Person, Person], None], to_ana: set[str], to_bo: set[str], ana: Person, bo: Person
) -> None:
    tell()
    assert events_told(ana) == events_told(bo) == []
    act(ana, bo)
    tell(later=timedelta(days=1, hours=1))
    assert to_ana <= set(events_told(ana))
    assert to_bo <= set(events_told(bo))
    own = {"offer.made", "contract.ended"} & set(events_told(ana)) | {"offer.declined", "offer.accepted"} & set(
        events_told(bo)
    )
    assert own == set()
    assert all(_lines(ana) + _lines(bo))


def test_an_offer_that_ends_soon_is_told_of_only_while_it_is_open(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo), expires_at=timezone.now() + timedelta(days=3))
    other = offered(talk_of(ana, bo), expires_at=timezone.now() + timedelta(days=3))
    assert other.offer is not None
    tell(later=timedelta(days=1))
    assert "offer.expiring" not in events_told(bo)
    # To have read of the offer is not to be reminded of its end.
    _read(bo, _room(deal))
    decline_offer(actor=bo, offer_id=other.offer.id, now=timezone.now())
    tell(later=timedelta(days=2, minutes=1))
    assert [one.room_id for one in notices_of(bo) if one.event == "offer.expiring"] == [deal.room]


def test_the_feed_is_looked_through_once_whatever_interrupts(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Shall we begin?")
    tell()
    once = Notice.objects.count()
    tell()
    gather_all(now=timezone.now() + A_WHILE)
    assert Notice.objects.count() == once


def test_each_notice_is_said_on_its_receivers_own_stream_with_what_is_unread(
    ana: Person, bo: Person, room: Room
) -> None:
    post(bo, room, "Shall we begin?")
    tell()
    told = Event.objects.filter(stream=ana.id, kind="notice.posted").order_by("seq")
    assert [f'"unread":{number}' in one.body for number, one in enumerate(told, start=1)] == [True, True]
    assert not Event.objects.filter(stream=room.id, kind__startswith="notice").exists()
    _read(ana, room)
    tell()
    assert '"unread":0' in Event.objects.filter(stream=ana.id, kind="notices.read").latest("seq").body
