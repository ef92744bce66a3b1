"""A mail that is owed is sent, whatever happens in between; and each is one mail for whoever receives it."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from tests.cast import post
from tests.notices.told import mail_at, read_mails, tell, tell_and_mail
from vestibule.accounts.models import Person
from vestibule.kit import failpoints
from vestibule.notices.mailing import write_mails
from vestibule.notices.models import Mail, Notice
from vestibule.notices.queries import mail_wishes
from vestibule.notices.sending import MOST_ATTEMPTS, TAKEN_FOR, send_mails, take_mail
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db


class PlugPulled(BaseException):
    """The process ends here: nothing behind this line is done."""


def pull_the_plug() -> None:
    raise PlugPulled


@pytest.fixture
def owed(ana: Person, bo: Person, room: Room) -> Mail:
    """One mail for ana that is written and not sent."""
    tell_and_mail()
    mail.outbox.clear()
    post(bo, room, "Shall we begin?")
    write_mails(now=tell())
    return Mail.objects.get(state="waiting")


def test_killed_between_sending_and_marking_it_is_sent_again_as_the_same_mail(owed: Mail) -> None:
    now = timezone.now() + timedelta(hours=1)
    failpoints.arm("notices.handed_over", pull_the_plug)
    with pytest.raises(PlugPulled):
        send_mails(now=now)
    failpoints.disarm()
    assert Mail.objects.get(id=owed.id).state == "sending"
    # Whoever took it may still be at it.
    assert send_mails(now=now + TAKEN_FOR / 2) == 0
    assert send_mails(now=now + TAKEN_FOR) == 1
    assert Mail.objects.get(id=owed.id).state == "sent"
    first, second = read_mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert send_mails(now=now + timedelta(days=1)) == 0


def test_killed_before_sending_it_is_not_lost(owed: Mail) -> None:
    now = timezone.now() + timedelta(hours=1)
    taken = take_mail(now=now)
    assert taken is not None
    assert mail.outbox == []
    mail_at(now + TAKEN_FOR)
    assert len(mail.outbox) == 1


def test_two_who_send_do_not_take_the_same_mail(owed: Mail) -> None:
    now = timezone.now() + timedelta(hours=1)
    assert take_mail(now=now) is not None
    assert take_mail(now=now) is None


def test_who_was_too_slow_does_not_mark_what_another_has_taken(owed: Mail) -> None:
    from vestibule.notices.sending import _settle

    now = timezone.now() + timedelta(hours=1)
    slow = take_mail(now=now)
    quick = take_mail(now=now + TAKEN_FOR)
    assert slow is not None
    assert quick is not None
    _settle(slow, Mail.State.DEAD, now)
    assert Mail.objects.get(id=owed.id).state == "sending"
    _settle(quick, Mail.State.SENT, now)
    assert Mail.objects.get(id=owed.id).state == "sent"


def _failing(error: Exception) -> Any:  # noqa: ANN401 - a method
    def send(_self: EmailMultiAlternatives, **_more: object) -> int:
        raise error

    return send


def test_a_server_that_is_away_is_asked_again_ever_more_seldom(owed: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now() + timedelta(hours=1)
    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", _failing(ConnectionRefusedError()))
        send_mails(now=now)
        first = Mail.objects.get(id=owed.id)
        assert (first.state, first.attempts, first.failure) == ("waiting", 1, "ConnectionRefusedError")
        assert send_mails(now=now) == 0
        send_mails(now=first.due_at)
        second = Mail.objects.get(id=owed.id)
        assert second.due_at - first.due_at == 2 * (first.due_at - now)
    mail_at(second.due_at)
    assert Mail.objects.get(id=owed.id).state == "sent"
    assert len(mail.outbox) == 1


def test_what_is_refused_for_good_is_given_up_where_it_can_be_seen(
    owed: Mail, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = smtplib.SMTPRecipientsRefused({ana.email: (550, b"ana@people.test is unknown here")})
    monkeypatch.setattr(EmailMultiAlternatives, "send", _failing(refusal))
    assert not mail_wishes(ana).has_failed
    send_mails(now=timezone.now() + timedelta(hours=1))
    dead = Mail.objects.get(id=owed.id)
    assert (dead.state, dead.failure) == ("dead", "refused 550")
    assert mail_wishes(ana).has_failed


def test_after_more_than_a_day_of_attempts_it_is_given_up(owed: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmailMultiAlternatives, "send", _failing(TimeoutError()))
    begun = now = timezone.now() + timedelta(hours=1)
    while (row := Mail.objects.get(id=owed.id)).state != "dead":
        now = max(now, row.due_at)
        assert send_mails(now=now) == 1
    assert row.attempts == MOST_ATTEMPTS
    assert now - begun > timedelta(days=1)


def test_a_notice_is_in_one_mail_at_most(owed: Mail, ana: Person) -> None:
    notices = Notice.objects.filter(mail=owed)
    assert notices.count() == 1
    for days in range(3):
        mail_at(timezone.now() + timedelta(days=days, hours=1))
    assert len(mail.outbox) == 1


def test_what_is_long_past_is_told_on_the_page_alone(ana: Person, bo: Person, room: Room) -> None:
    """After a long stop, or out of a backup, nobody is flooded."""
    post(bo, room, "Shall we begin?")
    tell_and_mail(later=timedelta(days=3))
    assert mail.outbox == []
    assert Notice.objects.visible_to(ana).filter(event="message.posted").exists()
