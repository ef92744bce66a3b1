"""What of notices is somebody's own, and that nothing of it stays behind."""

from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.accounts.models import Person
from vestibule.notices.models import KindChoice, Mail, MailChoices, Notice, RoomChoice
from vestibule.notices.queries import mail_wishes
from vestibule.notices.wording import line_of


def forget_notices(*, person: Person, erase_texts: bool, now: datetime) -> None:
    """Notices, choices and mails go, also those that are still owed."""
    with transaction.atomic(durable=True):
        for model in (Notice, Mail, KindChoice, RoomChoice, MailChoices):
            model.objects.filter(person=person).delete()


def own_notices(person: Person) -> list[dict[str, Any]]:
    """What the person was told of."""
    rows = Notice.objects.visible_to(person).select_related("room", "by").order_by("at", "id")
    return [
        {
            "at": one.at.isoformat(),
            "text": line_of(one),
            "room": str(one.room.title) if one.room is not None else "",
            "was_read": one.read_at is not None,
        }
        for one in rows
    ]


def own_choices(person: Person) -> list[dict[str, Any]]:
    """What the person chose to get mails about, and when."""
    wishes = mail_wishes(person)
    hours = {"daily_mail_at": wishes.digest_hour, "quiet_from": wishes.quiet_from, "quiet_until": wishes.quiet_until}
    return [
        {"all_mails_paused": wishes.is_paused, "messages_quoted": wishes.has_texts, **hours},
        *({"kind": one.kind, "mails": one.how} for one in wishes.kinds),
        *({"room": one.title, "mails": one.how} for one in wishes.rooms),
    ]


def own_mails(person: Person) -> list[dict[str, Any]]:
    """Which mails were sent to the person, and when."""
    rows = Mail.objects.filter(person=person).order_by("created_at")
    return [{"id": str(one.id), "made_at": one.created_at.isoformat(), "state": one.state} for one in rows]
