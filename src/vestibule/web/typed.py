"""What was typed into a form whose sender turned out to be signed out: kept until they have signed in again."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _

# A message of the greatest length and what stands around it; the sessions of strangers hold no more than that.
MOST_CHARACTERS = 25_000
_SLOT = "typed"

Door = Callable[..., HttpResponse]


def sign_in_first(page: str) -> Callable[[Door], Door]:
    """Guard a door that forms are sent to: who is signed out comes back to the form's page, with what they typed.

    `page` names the URL of the form's page. It is reached with the door's own arguments, else it is where the browser
    says that the form stood, else the start page.
    """

    def guard(door: Door) -> Door:
        @wraps(door)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:  # noqa: ANN401 - whatever the URL holds
            if request.user.is_authenticated:
                return door(request, **arguments)
            path = _path_of(page, arguments) or _path_before(request, page) or "/"
            _keep(request, path)
            return redirect_to_login(path)

        return guarded

    return guard


def typed_before(request: HttpRequest) -> dict[str, str]:
    """The fields that were kept for this page, once; their author is told that they are here again."""
    kept = request.session.get(_SLOT)
    if request.method != "GET" or kept is None or kept["path"] != request.path:
        return {}
    del request.session[_SLOT]
    messages.info(request, _("You had been signed out. What you wrote is still here: send it once more."))
    return dict(kept["fields"])


def _keep(request: HttpRequest, path: str) -> None:
    fields = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    if fields and sum(map(len, fields.values())) <= MOST_CHARACTERS:
        request.session[_SLOT] = {"path": path, "fields": fields}


def _path_of(page: str, arguments: Mapping[str, Any]) -> str | None:
    try:
        return reverse(page, kwargs=dict(arguments))
    except NoReverseMatch:
        return None


def _path_before(request: HttpRequest, page: str) -> str | None:
    before = urlsplit(request.headers.get("Referer", ""))
    try:
        is_page = before.netloc == request.get_host() and resolve(before.path).url_name == page
    except Resolver404:
        return None
    return before.path if is_page else None
