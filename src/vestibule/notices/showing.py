"""Telling people what is due, unless it needs no telling any more."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from vestibule.feed.append import writing
from vestibule.market.models import Offer
from vestibule.notices.audience import waits_for_readers
from vestibule.notices.away import OPEN_PAGE_HOLDS_BACK, is_here
from vestibule.notices.choices import Wishes, wishes_of
from vestibule.notices.events import NoticePosted
from vestibule.notices.models import TALK, Notice, unread_count
from vestibule.rooms.models import Member

MOST_AT_ONCE = 200
# Older happenings are told of on the page alone: after a long stop, or out of a backup, nobody is flooded with mails.
MAILED_WITHIN = timedelta(days=2)
_Seats = Mapping[tuple[uuid.UUID, uuid.UUID], Member]


def show_due(*, now: datetime) -> int:
    """Show what is due on its receivers' streams; what was read meanwhile is let go. Returns how many were due."""
    if not Notice.objects.filter(shown_at=None, due_at__lte=now).exists():
        # The usual case takes no turn to write.
        return 0
    with writing(now=now) as feed:
        rows = Notice.objects.select_for_update(of=("self",), skip_locked=True).filter(shown_at=None, due_at__lte=now)
        due = list(rows.select_related("person").order_by("due_at", "id")[:MOST_AT_ONCE])
        seats = _seats(due)
        shown = [one for one in due if _is_wanted(one, seats)]
        Notice.objects.filter(id__in={one.id for one in due} - {one.id for one in shown}).delete()
        wishes = wishes_of({one.person_id for one in shown})
        feed.lock({one.person_id for one in shown})
        for one in shown:
            one.shown_at = now
            one.in_digest, one.mail_due_at = mail_for(one, wishes[one.person_id], seats, now)
            one.save(update_fields=["shown_at", "in_digest", "mail_due_at"])
            fact = NoticePosted(notice=one.id, unread=unread_count(one.person))
            feed.append(stream=one.person_id, fact=fact, by=one.by_id, on_timeline=False)
        return len(due)


def _seats(due: Sequence[Notice]) -> _Seats:
    rooms = {one.room_id for one in due if one.room_id}
    seats = Member.objects.filter(room_id__in=rooms, left_seq=None)
    return {(seat.person_id, seat.room_id): seat for seat in seats}


def _is_wanted(one: Notice, seats: _Seats) -> bool:
    """Whether it still needs telling."""
    if one.room_id is None:
        return True
    seat = seats.get((one.person_id, one.room_id))
    if seat is None or (one.kind in TALK and seat.is_muted):
        return False
    if one.event == "offer.expiring":
        return Offer.objects.filter(id=one.source, state=Offer.State.MADE).exists()
    return one.source != one.room_id or seat.read_seq < one.last_seq


def mail_for(one: Notice, wishes: Wishes, seats: _Seats, now: datetime) -> tuple[bool, datetime | None]:
    """Whether a mail about it belongs to the daily one, and when it is due; no moment where none is wanted."""
    seat = seats.get((one.person_id, one.room_id)) if one.room_id else None
    how = wishes.how(one.kind, one.room_id)
    if how == "off" or (seat is not None and seat.is_muted) or one.at < now - MAILED_WITHIN:
        return False, None
    if how == "digest":
        return True, wishes.next_digest(now)
    return False, wishes.after_quiet_hours(now + _grace(one))


def _grace(one: Notice) -> timedelta:
    """How long the page may still do without a mail. Talk has waited already, but for who has a page open."""
    if one.kind in TALK:
        return OPEN_PAGE_HOLDS_BACK if is_here(one.person_id) else timedelta(0)
    return waits_for_readers()
