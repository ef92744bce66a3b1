"""Refuse what another site makes a visitor's browser send."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from vestibule.kit.refusals import NotAllowed
from vestibule.web.errors import page_for

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class RefuseCrossSite:
    """A changing request that the browser itself calls cross-site is refused before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return page_for(request, NotAllowed(sentence="This request came from another site."))
        return self._get_response(request)
