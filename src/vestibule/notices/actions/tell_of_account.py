"""Telling somebody of a change to their account, on the page and by mail, whatever they have chosen."""

from datetime import datetime, timedelta

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.ids import new_id
from vestibule.notices.events import NoticePosted
from vestibule.notices.models import Kind, Mail, Notice, unread_count
from vestibule.notices.table import ACCOUNT_CHANGES

MOST_A_DAY = 20


def tell_of_account(*, actor: Person, what: str, now: datetime, also_to: str = "") -> None:
    """Tell the actor that this was changed; `also_to` is an address that was theirs until now.

    The notice and its mails are owed from the same moment. More than `MOST_A_DAY` mails of a day are not written. What
    stands not in the table is no change that anybody needs to hear of.
    """
    if what not in ACCOUNT_CHANGES:
        return
    with writing(now=now) as feed:
        feed.lock([actor.id])
        lately = Mail.objects.filter(person=actor, form=Mail.Form.SAFETY, created_at__gt=now - timedelta(days=1))
        if lately.count() < MOST_A_DAY:
            _mail(actor, what, now)
            if also_to and also_to.lower() != actor.email.lower():
                _mail(actor, what, now, address=also_to)
        notice = _notice(actor, what, now)
        fact = NoticePosted(notice=notice.id, unread=unread_count(actor))
        feed.append(stream=actor.id, fact=fact, by=actor.id, on_timeline=False)


def _mail(actor: Person, what: str, now: datetime, *, address: str = "") -> None:
    form = Mail.Form.SAFETY
    Mail.objects.create(person=actor, form=form, event=what, address=address, created_at=now, due_at=now)


def _notice(actor: Person, what: str, now: datetime) -> Notice:
    return Notice.objects.create(
        person=actor,
        kind=Kind.SAFETY,
        event=what,
        source=new_id(),
        seq=0,
        last_seq=0,
        at=now,
        due_at=now,
        shown_at=now,
    )
