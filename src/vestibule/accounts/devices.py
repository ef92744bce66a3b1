"""Where a person is signed in: each session in words, and ending one."""

import ipaddress
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from vestibule.accounts.models import Person
from vestibule.accounts.sessions import end_all, lock_signed_in
from vestibule.kit.ids import digest_of
from vestibule.kit.refusals import NotFound

SEEN_EVERY = timedelta(minutes=10)
# The first that fits: browsers of the same family name each other.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    """A signed-in browser. `network` is the address without its last part."""

    id: uuid.UUID
    words: str
    network: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_current: bool


def devices_of(person: Person, *, current_key: str | None) -> list[Device]:
    """The person's browser sessions, this one first, then the latest seen."""
    rows = UserSession.objects.filter(user=person, session_key__in=_standing(person))
    devices = [
        Device(
            id=_public_id(row),
            words=device_words(row.user_agent),
            network=network_of(row.ip),
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_current=row.session_key == current_key,
        )
        for row in rows
    ]
    devices.sort(key=lambda device: device.last_seen_at, reverse=True)
    return sorted(devices, key=lambda device: not device.is_current)


def _standing(person: Person) -> list[str]:
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    return list(Session.objects.filter(session_key__in=keys).values_list("session_key", flat=True))


def _public_id(row: UserSession) -> uuid.UUID:
    """Names a session on a page, also after its key has changed; that opens the account and stays in the cookie."""
    return uuid.UUID(
        salted_hmac("vestibule.accounts.devices", str(row.pk), algorithm="sha256").hexdigest()[:32], version=4
    )


def end_session(*, actor: Person, session_id: uuid.UUID) -> None:
    """Sign one of the actor's browsers out and close its sockets. Raises `NotFound`."""
    with transaction.atomic():
        found = [row for row in lock_signed_in(user=actor) if _public_id(row) == session_id]
        if not found:
            raise NotFound
        end_all(found)


def note_seen(*, person: Person, session_key: str, now: datetime) -> None:
    """The browser is in use: written down at most every ten minutes, for each writing waits for its turn."""
    if cache.add(f"seen:{digest_of(session_key)}", 1, timeout=SEEN_EVERY.total_seconds()):
        UserSession.objects.filter(user=person, session_key=session_key).update(last_seen_at=now)


def device_words(user_agent: str) -> str:
    """What a browser calls itself, in words for people: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another program")


def network_of(address: str) -> str:
    """An address without the part that names the machine: `203.0.113.*`; empty for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return re.sub(r"\d+$", "*", str(parsed))
    return ":".join(parsed.exploded.split(":")[:3]) + ":*"
