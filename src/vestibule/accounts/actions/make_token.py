"""Keys for a person's own programs."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError

from vestibule.accounts.models import Person, PersonalToken
from vestibule.accounts.sessions import token_reference
from vestibule.feed.outlet import announce
from vestibule.kit.ids import digest_of, new_secret
from vestibule.kit.refusals import InvalidInput, NotFound
from vestibule.kit.text import is_storable, one_line
from vestibule.ports.bus import Ended

PREFIX = "vst_"
MOST_TOKENS = 20
USED_EVERY = timedelta(hours=1)
LONGEST_LIFE = timedelta(days=3653)


def make_token(
    *, actor: Person, label: str, now: datetime, expires_at: datetime | None = None
) -> tuple[PersonalToken, str]:
    """Make a key; returns the record and the secret, which is shown this once. Raises `InvalidInput`."""
    line = one_line(label)
    if not (1 <= len(line) <= 60 and is_storable(line)):
        raise InvalidInput(field="label", sentence="A label has 1 to 60 characters, none of them a control character.")
    if expires_at is not None and not _is_within_reach(expires_at, now):
        sentence = "A key ends after now and within ten years, at a time with its zone."
        raise InvalidInput(field="expires_at", sentence=sentence)
    if actor.personal_tokens.count() >= MOST_TOKENS:
        raise InvalidInput(field="label", sentence="You have %(most)s keys. Remove one first.", most=MOST_TOKENS)
    secret = PREFIX + new_secret()
    token = PersonalToken.objects.create(
        person=actor, label=line, digest=digest_of(secret), created_at=now, expires_at=expires_at
    )
    return token, secret


def _is_within_reach(end: datetime, now: datetime) -> bool:
    return end.tzinfo is not None and now < end <= now + LONGEST_LIFE


def note_used(token: PersonalToken, *, now: datetime) -> None:
    """The key was shown: written down at most every hour, for each writing waits for its turn.

    Whoever only reads is served even when nothing can be written, as on a full disk.
    """
    if token.last_used_at is None or now - token.last_used_at >= USED_EVERY:
        with suppress(DatabaseError):
            PersonalToken.objects.filter(id=token.id).update(last_used_at=now)


def revoke_token(*, actor: Person, token_id: uuid.UUID) -> None:
    """Remove a key at once; sockets opened with it close. Raises `NotFound`."""
    removed, _ = PersonalToken.objects.filter(person=actor, id=token_id).delete()
    if not removed:
        raise NotFound
    announce([Ended((token_reference(token_id),))])
