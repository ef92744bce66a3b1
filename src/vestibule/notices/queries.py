"""Questions about one's notices and choices."""

import uuid
from datetime import datetime

import msgspec
from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound
from vestibule.notices.choices import wishes_of
from vestibule.notices.models import Kind, Mail, MailChoices, Notice, RoomChoice
from vestibule.notices.table import DEFAULTS
from vestibule.notices.wording import WORDS, address_of, line_of


class NoticeCard(msgspec.Struct, frozen=True):
    """A notice as its receiver sees it: a sentence, where it leads, and whether it was read."""

    id: uuid.UUID
    # What can be chosen about: message, answer, question, invitation, proposal, offer, contract, kept, safety.
    kind: str
    event: str
    text: str
    address: str
    room: uuid.UUID | None
    room_title: str
    count: int
    at: datetime
    is_read: bool
    sign: str


class KindWish(msgspec.Struct, frozen=True):
    """How mails of one kind go out: `now`, `digest` or `off`."""

    kind: str
    how: str


class RoomWish(msgspec.Struct, frozen=True):
    """What was chosen for one room."""

    room: uuid.UUID
    title: str
    how: str


class MailWishes(msgspec.Struct, frozen=True):
    """All choices. Hours are those of the person's time zone; quiet hours are both there or neither."""

    is_paused: bool
    # Whether mails about messages quote them.
    has_texts: bool
    digest_hour: int
    quiet_from: int | None
    quiet_until: int | None
    time_zone: str
    kinds: list[KindWish]
    rooms: list[RoomWish]
    # Whether a mail of the last days could not be delivered.
    has_failed: bool


def notices_of(
    actor: Person, *, after: tuple[datetime, uuid.UUID] | None = None, only_unread: bool = False, limit: int = 50
) -> list[Notice]:
    """A page of the actor's notices, the newest first, with room and person."""
    rows = Notice.objects.visible_to(actor).select_related("room", "by")
    if only_unread:
        rows = rows.unread()
    if after is not None:
        at, notice_id = after
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=notice_id))
    return list(rows.order_by("-at", "-id")[:limit])


def visible_notice(actor: Person, notice_id: uuid.UUID) -> Notice:
    """One of the actor's notices. Raises `NotFound`."""
    found = Notice.objects.visible_to(actor).filter(id=notice_id).first()
    if found is None:
        raise NotFound
    return found


def notice_card(notice: Notice) -> NoticeCard:
    """The notice in words, in the language of the moment."""
    return NoticeCard(
        id=notice.id,
        kind=notice.kind,
        event=notice.event,
        text=line_of(notice),
        address=address_of(notice),
        room=notice.room_id,
        room_title=str(notice.room.title) if notice.room is not None else "",
        count=notice.count,
        at=notice.at,
        is_read=notice.read_at is not None,
        sign="reply" if notice.kind == Kind.ANSWER else WORDS[notice.event].sign,
    )


def mail_wishes(actor: Person) -> MailWishes:
    """The actor's choices with what holds where they chose nothing."""
    wishes = wishes_of([actor.id])[actor.id]
    row = MailChoices.objects.filter(person=actor).first() or MailChoices()
    rooms = RoomChoice.objects.filter(person=actor, room__members__person=actor, room__members__left_seq=None)
    latest = Mail.objects.filter(person=actor, settled_at__isnull=False).order_by("-settled_at").first()
    return MailWishes(
        is_paused=row.is_paused,
        has_texts=row.has_texts,
        digest_hour=row.digest_hour,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        time_zone=wishes.zone.key,
        kinds=[
            KindWish(kind, wishes.kinds.get(kind, DEFAULTS[kind].value)) for kind in Kind.values if kind != Kind.SAFETY
        ],
        rooms=[
            RoomWish(one.room_id, str(one.room.title), one.how)
            for one in rooms.select_related("room").order_by("room__created_at", "id")
        ],
        has_failed=latest is not None and latest.state == Mail.State.DEAD,
    )


def choice_of_room(actor: Person, room_id: uuid.UUID) -> str:
    """What the actor chose for the room; empty where they chose nothing."""
    return RoomChoice.objects.filter(person=actor, room=room_id).values_list("how", flat=True).first() or ""
