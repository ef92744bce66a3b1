"""The mails themselves: text and HTML of the same words, in the reader's language, and the headers around them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from vestibule.kit.zones import zone_named
from vestibule.notices.choices import wishes_of
from vestibule.notices.links import Subscription, absolute, unsubscribe_link
from vestibule.notices.mailing import reachable_people
from vestibule.notices.models import Mail, Notice
from vestibule.notices.quoting import quotes_of
from vestibule.notices.wording import WORDS, subject_of

_THREADS = uuid.UUID("6f1d0f6e-3f0b-4a55-9a53-0f5d6e1b7c11")


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of a mail, what was said where its receiver wishes to read that here, and where it leads."""

    words: str
    link: str
    quotes: Sequence[str] = ()


def letter_for(mail: Mail) -> EmailMultiAlternatives | None:
    """The mail as it is to be sent now; nothing when all of it was read, or is not wanted any more."""
    is_safety = mail.form == Mail.Form.SAFETY
    notices = [] if is_safety else _still_wanted(mail)
    if not (notices or is_safety) or not (mail.address or reachable_people([mail.person_id])):
        return None
    person = mail.person
    with translation.override(person.language), timezone.override(zone_named(person.time_zone)):
        return _safety_letter(mail) if is_safety else _letter(mail, notices)


def _still_wanted(mail: Mail) -> list[Notice]:
    rows = Notice.objects.visible_to(mail.person).filter(mail=mail).unread().select_related("room").order_by("at", "id")
    wishes = wishes_of([mail.person_id])[mail.person_id]
    seats = mail.person.room_memberships.filter(left_seq=None, is_muted=True)
    muted = set(seats.values_list("room_id", flat=True))
    return [one for one in rows if wishes.how(one.kind, one.room_id) != "off" and one.room_id not in muted]


def _letter(mail: Mail, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    has_texts = wishes_of([mail.person_id])[mail.person_id].has_texts
    matters = [
        Matter(
            subject_of(one),
            absolute(f"/notices/{one.id}/"),
            quotes_of(one, on=timezone.now().date()) if has_texts else (),
        )
        for one in notices
    ]
    many = ngettext("%(count)d new notice", "%(count)d new notices", len(matters)) % {"count": len(matters)}
    about = _subscription(mail, notices[0])
    unsubscribe = unsubscribe_link(about)
    headers = {
        **_headers(mail, about.room or about.kind or mail.form),
        "List-ID": f"<{_topic(mail, about.room or about.kind or mail.form)}.notices.{_host()}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    words = {
        "matters": matters,
        "is_many": mail.form == Mail.Form.MANY,
        "is_room": about.room is not None,
        "unsubscribe": unsubscribe,
        "choose": absolute("/account/notifications/"),
        "all_notices": absolute("/notices/"),
    }
    return _put_together(mail, many if len(matters) > 1 else matters[0].words, words, headers)


def _safety_letter(mail: Mail) -> EmailMultiAlternatives:
    subject = str(WORDS[mail.event].subject)
    devices = absolute("/account/sessions/")
    words = {
        "matters": [Matter(subject, absolute("/notices/"))],
        "is_safety": True,
        "at": mail.created_at,
        "devices": devices,
    }
    return _put_together(mail, subject, words, _headers(mail, Mail.Form.SAFETY))


def _put_together(
    mail: Mail, subject: str, words: Mapping[str, object], headers: Mapping[str, str]
) -> EmailMultiAlternatives:
    context = {
        **words,
        "subject": subject,
        "site_name": settings.SITE_NAME,
        "language": translation.get_language(),
    }
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string("notices/mail.txt", context),
        to=[mail.address or mail.person.email],
        headers=dict(headers),
    )
    letter.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return letter


def _subscription(mail: Mail, notice: Notice) -> Subscription:
    """What one click ends: mails about the room, of the kind, or, where there are several matters, all of them."""
    if mail.form == Mail.Form.MANY:
        return Subscription(mail.person_id)
    if notice.room_id is not None:
        return Subscription(mail.person_id, room=notice.room_id)
    return Subscription(mail.person_id, kind=notice.kind)


def _headers(mail: Mail, about: object) -> dict[str, str]:
    """Mails about the same name the same forerunner, which nobody ever received: mail programs gather them by it."""
    forerunner = f"<{_topic(mail, about)}@{_host()}>"
    return {
        "Message-ID": f"<{mail.id}@{_host()}>",
        "In-Reply-To": forerunner,
        "References": forerunner,
        "Auto-Submitted": "auto-generated",
    }


def _topic(mail: Mail, about: object) -> uuid.UUID:
    """Names what a mail is about for its receiver alone."""
    return uuid.uuid5(_THREADS, f"{mail.person_id}/{about}")


def _host() -> str:
    """The host that the sender's address names: the machine's own name stays unsaid."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
