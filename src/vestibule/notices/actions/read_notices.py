"""Having read what one was told of."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import NotFound
from vestibule.notices.events import NoticesRead
from vestibule.notices.models import Notice, unread_count


def read_notices(*, actor: Person, now: datetime, notice_id: uuid.UUID | None = None) -> int:
    """Mark one notice as read, or all that are shown; all devices of the actor learn of it. Returns how many are left.

    What was read is mailed no more. Raises `NotFound`.
    """
    with writing(now=now) as feed:
        feed.lock([actor.id])
        found = Notice.objects.visible_to(actor)
        if notice_id is not None:
            found = found.filter(id=notice_id)
            if not found.exists():
                raise NotFound
        unread = list(found.unread().values_list("id", flat=True))
        Notice.objects.filter(id__in=unread).update(read_at=now, mail_due_at=None)
        left = unread_count(actor)
        if unread:
            feed.append(stream=actor.id, fact=NoticesRead(unread=left), by=actor.id, on_timeline=False)
        return left
