"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page_context(request: HttpRequest) -> dict[str, Any]:
    """`me`: the signed-in person or None; `demo_mode`: whether sample people can be entered."""
    user = getattr(request, "user", None)
    return {
        "me": user if user is not None and user.is_authenticated else None,
        "demo_mode": settings.VESTIBULE.demo,
        "site_name": settings.SITE_NAME,
    }
