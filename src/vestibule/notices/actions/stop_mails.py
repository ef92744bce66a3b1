"""Ending mails by a link in one of them, without a sign-in."""

from django.db import transaction

from vestibule.notices.links import Subscription, subscription_of
from vestibule.notices.models import How, KindChoice, MailChoices, RoomChoice


def stop_mails(*, actor: None, token: str) -> Subscription:
    """Do what the link stands for; a second time changes nothing. Raises `NotFound` for a link that is not good."""
    return _set(token, how=How.OFF)


def stop_stopping(*, actor: None, token: str) -> Subscription:
    """Take it back by the same link: as it is for who has chosen nothing. Raises `NotFound`."""
    return _set(token, how=None)


def _set(token: str, *, how: How | None) -> Subscription:
    found = subscription_of(token)
    with transaction.atomic(durable=True):
        if found.room is not None:
            rows = RoomChoice.objects.filter(person=found.person, room=found.room)
            rows.delete()
            if how is not None:
                RoomChoice.objects.create(person_id=found.person, room_id=found.room, how=how)
        elif found.kind:
            KindChoice.objects.filter(person=found.person, kind=found.kind).delete()
            if how is not None:
                KindChoice.objects.create(person_id=found.person, kind=found.kind, how=how)
        else:
            MailChoices.objects.filter(person=found.person).update(is_paused=how is not None)
    return found
