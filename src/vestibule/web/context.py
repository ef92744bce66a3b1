"""What every page knows."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest


def page_context(request: HttpRequest) -> dict[str, Any]:
    """`me`: the signed-in person or None; `demo_mode`: whether sample people can be entered."""
    return {
        "me": _signed_in(request),
        "demo_mode": settings.VESTIBULE.demo,
        "site_name": settings.SITE_NAME,
        "languages": settings.LANGUAGES,
    }


def _signed_in(request: HttpRequest) -> Any:  # noqa: ANN401 - the person of the accounts floor above
    user = getattr(request, "user", None)
    try:
        return user if user is not None and user.is_authenticated else None
    except DatabaseError:
        # The page that says that the database does not answer must not need it.
        return None
