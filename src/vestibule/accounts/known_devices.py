"""Which browsers somebody has signed in with before, so that a new one can be told of.

The browser keeps it itself, signed: nothing about it is stored here, and throwing it away means to be new again.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from vestibule.accounts.models import Person

KEEPS = timedelta(days=365)
# A browser that many people share remembers the latest of them.
MOST_PEOPLE = 10
_SALT = "vestibule.accounts.known_device"


def cookie_name() -> str:
    """With https no other host can set it."""
    return "__Host-device" if settings.VESTIBULE.is_https else "vestibule_device"


def knows(request: HttpRequest, person: Person) -> bool:
    """Whether the person has signed in with this browser before."""
    return person.id.hex in _people(request)


def knows_address(request: HttpRequest, email: str) -> bool:
    """Whether whoever owns the mail address has signed in with this browser before."""
    people = _people(request)
    return bool(people) and Person.objects.filter(id__in=people, email__iexact=email).exists()


def remember(request: HttpRequest, response: HttpResponseBase, person: Person) -> None:
    """From now on this browser knows the person."""
    people = [person.id.hex, *(one for one in _people(request) if one != person.id.hex)][:MOST_PEOPLE]
    response.set_cookie(
        cookie_name(),
        signing.dumps(people, salt=_SALT),
        max_age=KEEPS,
        secure=settings.VESTIBULE.is_https,
        httponly=True,
        samesite="Lax",
    )


def _people(request: HttpRequest) -> list[str]:
    try:
        known = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=KEEPS)
    except signing.BadSignature:
        return []
    return [str(one) for one in known]
