"""Pages in the language and the time zone of whoever is signed in."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from vestibule.accounts.models import Person


class ReadersPreferences:
    """What a person chose goes before what their browser asks for; without a sign-in the browser decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = _reader(request)
        zone = timezone.get_current_timezone() if person is None else zone_of(person)
        language = translation.get_language() or "en"
        if person is not None and person.language in dict(settings.LANGUAGES):
            language = person.language
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            answer = self._get_response(request)
            # A door may know more: whose token a program sent.
            answer.headers["Content-Language"] = translation.get_language() or language
            return answer


def _reader(request: HttpRequest) -> Person | None:
    # Without the cookie there is nobody to ask the database about.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    try:
        return request.user if request.user.is_authenticated else None
    except DatabaseError:
        # The page that says so must not need the database.
        return None


def zone_of(person: Person) -> ZoneInfo:
    """The person's time zone; UTC where the name is no longer known."""
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
