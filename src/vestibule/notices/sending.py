"""Sending the mails that are owed: taken, handed over, marked, each in its own step.

A process that dies between handing over and marking leaves a mail that is taken. It is sent again some minutes later
under the same Message-ID: rather a second copy, which mail programs fold into the first, than none.
"""

import smtplib
from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from vestibule.kit.failpoints import reach
from vestibule.notices.letters import letter_for
from vestibule.notices.models import Mail

log = structlog.get_logger(__name__)

# Longer than a mail server may keep us waiting.
TAKEN_FOR = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
# With these pauses the last attempt is made after more than a day.
MOST_ATTEMPTS = 15
MOST_AT_ONCE = 20


def send_mails(*, now: datetime, limit: int = MOST_AT_ONCE) -> int:
    """Send some of the mails that are due; returns how many it took up."""
    taken = 0
    while taken < limit:
        mail = take_mail(now=now)
        if mail is None:
            break
        taken += 1
        _send(mail, now)
    return taken


def take_mail(*, now: datetime) -> Mail | None:
    """Take the next mail that is due, so that nobody else sends it; nothing when there is none."""
    due = Q(state=Mail.State.WAITING, due_at__lte=now) | Q(state=Mail.State.SENDING, claimed_at__lte=now - TAKEN_FOR)
    if not Mail.objects.filter(due).exists():
        return None
    with transaction.atomic(durable=True):
        rows = Mail.objects.select_for_update(of=("self",), skip_locked=True).select_related("person")
        mail = rows.filter(due).order_by("due_at", "id").first()
        if mail is not None:
            mail.state, mail.claimed_at, mail.attempts = Mail.State.SENDING, now, mail.attempts + 1
            mail.save(update_fields=["state", "claimed_at", "attempts"])
    return mail


def _send(mail: Mail, now: datetime) -> None:
    try:
        letter = letter_for(mail)
    except Exception as error:
        log.exception("notices.letter_failed", person=str(mail.person_id))
        _settle(mail, Mail.State.DEAD, now, failure=type(error).__name__)
        return
    if letter is None:
        _settle(mail, Mail.State.DROPPED, now)
        return
    failure, is_final = _hand_over(letter)
    if not failure:
        reach("notices.handed_over")
        _settle(mail, Mail.State.SENT, now)
    elif is_final or mail.attempts >= MOST_ATTEMPTS:
        log.error("notices.mail_given_up", person=str(mail.person_id), error=failure, count=mail.attempts)
        _settle(mail, Mail.State.DEAD, now, failure=failure)
    else:
        log.warning("notices.mail_not_sent", person=str(mail.person_id), error=failure, count=mail.attempts)
        pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
        held = Mail.objects.filter(id=mail.id, state=Mail.State.SENDING, attempts=mail.attempts)
        held.update(state=Mail.State.WAITING, due_at=now + pause, failure=failure)


def _hand_over(letter: EmailMessage) -> tuple[str, bool]:
    """Why the mail server did not take it, and whether it never will; an empty reason when it did."""
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return f"refused {codes[0]}", all(500 <= code < 600 for code in codes)
    except smtplib.SMTPResponseException as error:
        return f"{type(error).__name__} {error.smtp_code}", isinstance(
            error, smtplib.SMTPDataError
        ) and 500 <= error.smtp_code < 600
    except (smtplib.SMTPException, OSError) as error:
        return type(error).__name__, False
    return "", False


def _settle(mail: Mail, state: str, now: datetime, *, failure: str = "") -> None:
    held = Mail.objects.filter(id=mail.id, state=Mail.State.SENDING, attempts=mail.attempts)
    held.update(state=state, settled_at=now, failure=failure)
