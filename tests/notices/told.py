"""Letting the house tell people what they are to be told, as its chores would."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern

from django.core import mail
from django.utils import timezone

from vestibule.accounts.models import Person
from vestibule.notices.gathering import gather_all
from vestibule.notices.mailing import write_mails
from vestibule.notices.models import Notice
from vestibule.notices.sending import send_mails
from vestibule.notices.showing import show_due

# Longer than a message waits for its readers, and than a mail waits for a notice to be read.
A_WHILE = timedelta(minutes=10)


def tell(*, later: timedelta = A_WHILE) -> datetime:
    """Tell what is due after that time; returns the moment."""
    now = timezone.now() + later
    gather_all(now=now)
    while show_due(now=now):
        pass
    return now


def tell_and_mail(*, later: timedelta = A_WHILE) -> datetime:
    """Tell, and a while afterwards send the mails of what was not read; returns the moment."""
    now = tell(later=later) + A_WHILE
    mail_at(now)
    return now


def mail_at(now: datetime) -> None:
    """Write and send what is due at that moment."""
    while write_mails(now=now):
        pass
    while send_mails(now=now):
        pass


def notices_of(person: Person) -> list[Notice]:
    """What the person was told of, in order."""
    return list(Notice.objects.visible_to(person).order_by("at", "id"))


def events_told(person: Person) -> list[str]:
    """The same by what happened."""
    return [one.event for one in notices_of(person)]


def read_mails(sent: Sequence[object] | None = None) -> list[EmailMessage]:
    """The mails that were sent, as a mail program reads their bytes."""
    found = mail.outbox if sent is None else sent
    return [parse(one.message().as_bytes()) for one in found]  # type: ignore[attr-defined]


def parse(raw: bytes) -> EmailMessage:
    """A mail as a mail program reads it."""
    parsed = BytesParser(policy=modern).parsebytes(raw)
    assert isinstance(parsed, EmailMessage)
    return parsed


def words_of(message: EmailMessage) -> str:
    """Every header and every part of a mail in plain characters."""
    headers = "\n".join(f"{name}: {value}" for name, value in message.items())
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return "\n".join([headers, *parts])
