"""Writing the mails that are owed for what was not read, each notice into one mail at most. The words come later."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from vestibule.accounts.models import Person
from vestibule.kit.ids import new_id
from vestibule.notices.choices import Wishes, wishes_of
from vestibule.notices.models import Mail, Notice

MOST_AT_ONCE = 500
# Whoever can make somebody else be told of things must not be able to flood them.
MOST_AN_HOUR = 6
MOST_A_DAY = 30
# More matters than this at one moment go into one mail.
MOST_APART = 3


def write_mails(*, now: datetime) -> int:
    """Write what is due; returns how many notices were looked at.

    Above the limits nothing is lost: what is left waits, and then goes into one mail.
    """
    if not Notice.objects.filter(mail_due_at__lte=now).exists():
        return 0
    with transaction.atomic(durable=True):
        rows = Notice.objects.select_for_update(of=("self",), skip_locked=True).filter(mail_due_at__lte=now)
        due = list(rows.order_by("mail_due_at", "id")[:MOST_AT_ONCE])
        by_person: dict[uuid.UUID, list[Notice]] = defaultdict(list)
        for one in due:
            by_person[one.person_id].append(one)
        wishes = wishes_of(by_person.keys())
        reachable = reachable_people(by_person.keys())
        for person, notices in by_person.items():
            if person not in reachable:
                _let_go(notices)
            else:
                _write(person, notices, wishes[person], now)
        return len(due)


def reachable_people(people: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those with an account that stands and an address that they have shown to be theirs."""
    standing = Person.objects.filter(id__in=list(people), is_active=True, deleted_at=None)
    addresses = dict(standing.exclude(email__endswith=".invalid").values_list("id", "email"))
    verified = EmailAddress.objects.filter(user__in=addresses.keys(), verified=True).values_list("user_id", "email")
    return {person for person, email in verified if email.lower() == addresses[person].lower()}


def _write(person: uuid.UUID, notices: Sequence[Notice], wishes: Wishes, now: datetime) -> None:
    unread = [one for one in notices if one.read_at is None and wishes.how(one.kind, one.room_id) != "off"]
    _let_go([one for one in notices if one not in unread])
    later = wishes.after_quiet_hours(now)
    room_for = 0 if later > now else _room_for(person, now)
    if not unread or room_for == 0:
        # After the quiet hours, or when an hour has passed.
        _put_off(unread, later if later > now else now + timedelta(hours=1))
        return
    groups = _grouped(unread)
    if len(groups) > min(MOST_APART, room_for):
        groups = [unread]
    for group in groups:
        _attach(group, _mail(person, group, now))


def _room_for(person: uuid.UUID, now: datetime) -> int:
    """How many mails more the person may be sent now."""
    moments = list(
        Mail.objects.filter(person=person, created_at__gt=now - timedelta(days=1))
        .exclude(form=Mail.Form.SAFETY)
        .values_list("created_at", flat=True)
    )
    in_hour = sum(1 for one in moments if one > now - timedelta(hours=1))
    return max(0, min(MOST_AN_HOUR - in_hour, MOST_A_DAY - len(moments)))


def _grouped(notices: Sequence[Notice]) -> list[list[Notice]]:
    """What belongs into one mail: the daily one, one for each room, one for each kind besides."""
    groups: dict[object, list[Notice]] = defaultdict(list)
    for one in notices:
        groups["digest" if one.in_digest else one.room_id or one.kind].append(one)
    return list(groups.values())


def _mail(person: uuid.UUID, group: Sequence[Notice], now: datetime) -> Mail:
    is_many = any(one.in_digest for one in group) or len({one.room_id or one.kind for one in group}) > 1
    form = Mail.Form.MANY if is_many else Mail.Form.ONE
    return Mail.objects.create(id=new_id(), person_id=person, form=form, created_at=now, due_at=now)


def _attach(group: Sequence[Notice], mail: Mail) -> None:
    Notice.objects.filter(id__in=[one.id for one in group]).update(mail=mail, mail_due_at=None)


def _let_go(notices: Sequence[Notice]) -> None:
    Notice.objects.filter(id__in=[one.id for one in notices]).update(mail_due_at=None)


def _put_off(notices: Sequence[Notice], until: datetime) -> None:
    Notice.objects.filter(id__in=[one.id for one in notices]).update(mail_due_at=until)
