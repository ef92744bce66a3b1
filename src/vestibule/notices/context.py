"""What every page knows of its reader's notices."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from vestibule.notices.models import unread_count

MOST_SHOWN = 99


def notices_context(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: how many wait for the reader, asked only by pages that show it."""
    return {"unread_notices": SimpleLazyObject(lambda: _unread(request))}


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    try:
        return unread_count(user) if user is not None and user.is_authenticated else 0
    except DatabaseError:
        # The page that says that the database does not answer must not need it.
        return 0
