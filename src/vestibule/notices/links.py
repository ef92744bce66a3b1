"""The links in mails: to what a notice is about, and the ones that end mails without a sign-in (RFC 8058)."""

import uuid
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core import signing

from vestibule.kit.refusals import NotFound
from vestibule.notices.models import Kind, MailChoices

_SALT = "vestibule.notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link ends for a person: the mails about a `room`, of a `kind`, or, with neither, all that can be ended."""

    person: uuid.UUID
    room: uuid.UUID | None = None
    kind: str = ""


def absolute(path: str) -> str:
    """The address of a page as it stands in mails."""
    return str(settings.VESTIBULE.origins[0]) + path


def unsubscribe_link(subscription: Subscription) -> str:
    """A link that is good for ever, until its owner makes all links so far void."""
    choices, _ = MailChoices.objects.get_or_create(person_id=subscription.person)
    what = [
        subscription.person.hex,
        subscription.room.hex if subscription.room else "",
        subscription.kind,
        choices.link_key.hex,
    ]
    return absolute(f"/notices/unsubscribe/?t={quote(signing.dumps(what, salt=_SALT, compress=True))}")


def subscription_of(token: str) -> Subscription:
    """What the token of a link stands for. Raises `NotFound` for one that is not ours, or not good any more."""
    try:
        person, room, kind, key = signing.loads(token, salt=_SALT)
        found = Subscription(uuid.UUID(person), uuid.UUID(room) if room else None, kind)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound from error
    if kind and kind not in Kind.values:
        raise NotFound
    if not MailChoices.objects.filter(person=found.person, link_key=uuid.UUID(key), person__deleted_at=None).exists():
        raise NotFound
    return found
