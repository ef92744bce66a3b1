"""Choosing the language of the site, with an account or without."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from vestibule.accounts.actions.change_profile import Profile, change_profile


@require_POST
def post_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice with the account, or in a cookie, and go back to where it was made."""
    answer = redirect(_page_before(request))
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return answer
    if request.user.is_authenticated:
        change_profile(actor=request.user, profile=Profile(language=language), now=timezone.now())
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _page_before(request: HttpRequest) -> str:
    """The page of ours that the choice was made on, else the start page; a page that says nothing back names none."""
    before = urlsplit(request.headers.get("Referer", ""))
    is_ours = before.netloc == request.get_host() and before.path.startswith("/") and not before.path.startswith("//")
    return before._replace(scheme="", netloc="", fragment="").geturl() if is_ours else "/"
