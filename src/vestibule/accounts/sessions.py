"""Sign-in sessions as references that the gateway can hold, tickets for its door, and ending both."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from vestibule.accounts.models import Person, PersonalToken
from vestibule.feed.outlet import announce
from vestibule.kit.ids import digest_of, new_secret
from vestibule.ports.bus import Ended
from vestibule.ports.identity import Passenger

TICKET_SECONDS = 30


def sign_in(request: HttpRequest, person: Person) -> None:
    """Begin a browser session for somebody who needs no password, and record it as allauth does for all others."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.create_from_request(request)


def session_reference(session_key: str) -> str:
    """The reference of a browser session. Kept in server memory only: it contains the key."""
    return f"s:{session_key}"


def token_reference(token_id: uuid.UUID) -> str:
    """The reference of a program that signed in with a personal token."""
    return f"t:{token_id}"


def issue_ticket(*, person: Person, session: str) -> str:
    """A one-time pass for the socket, good for 30 seconds. It says nothing about the session it came from."""
    ticket = new_secret()
    cache.set(_ticket_key(ticket), (str(person.id), session, person.is_discreet), timeout=TICKET_SECONDS)
    return ticket


class TicketIdentity:
    """Fulfils `ports.identity.Identity` on Django's sessions, personal tokens and cache."""

    def admit(self, ticket: str) -> Passenger | None:
        key = _ticket_key(ticket)
        held: Any = cache.get(key)
        # Of many who present the same ticket, one deletes it; the others are too late.
        if held is None or not cache.delete(key):
            return None
        return Passenger(person=uuid.UUID(held[0]), session=held[1], is_discreet=held[2])

    def ended(self, sessions: Collection[str]) -> frozenset[str]:
        keys = {ref[2:] for ref in sessions if ref.startswith("s:")}
        tokens = {ref[2:] for ref in sessions if ref.startswith("t:")}
        now = timezone.now()
        standing = {session_reference(key) for key in _standing_sessions(keys, now)}
        standing |= {f"t:{token}" for token in _standing_tokens(tokens, now)}
        return frozenset(sessions) - standing

    def discreet(self, people: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
        return frozenset(Person.objects.filter(id__in=people, is_discreet=True).values_list("id", flat=True))


def hand_over(*, old_key: str, new_key: str) -> None:
    """The session goes on under a new id: its line in the list of devices too. Sockets of the old id are closed.

    Whoever has the new id opens them again with a new ticket; whoever only knew the old one stays outside.
    """
    UserSession.objects.filter(session_key=old_key).update(session_key=new_key)
    transaction.on_commit(lambda: announce([Ended((session_reference(old_key),))]))


def end_sessions(*, person: Person, except_key: str | None = None) -> None:
    """End all browser sessions of the person but one, and close their sockets."""
    with transaction.atomic():
        end_all([one for one in lock_signed_in(user=person) if one.session_key != except_key])


def end_all(signed_in: Collection[UserSession]) -> None:
    """End these browser sessions and close their sockets. They are locked, so that none changes its id meanwhile."""
    keys = [one.session_key for one in signed_in]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    transaction.on_commit(lambda: announce([Ended(tuple(session_reference(key) for key in keys))]))


def lock_signed_in(**which: object) -> list[UserSession]:
    """The lines of the list of devices that fit, held until the transaction ends."""
    return list(UserSession.objects.select_for_update().filter(**which))


def _ticket_key(ticket: str) -> str:
    return f"socket-ticket:{digest_of(ticket)}"


def _standing_sessions(keys: Collection[str], now: datetime) -> list[str]:
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
    active = UserSession.objects.filter(session_key__in=keys, user__is_active=True).values_list(
        "session_key", flat=True
    )
    return list(rows.filter(session_key__in=active).values_list("session_key", flat=True))


def _standing_tokens(tokens: Collection[str], now: datetime) -> list[uuid.UUID]:
    return list(
        PersonalToken.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), id__in=tokens, person__is_active=True
        ).values_list("id", flat=True)
    )
