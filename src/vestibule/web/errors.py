"""Refusals and failures as answers: JSON for programs, pages for people. Neither quotes what was sent."""

import sys
from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext

from vestibule.feed.faults import refusal_for
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import NotAllowed, NotFound, Refusal, TryLater

log = structlog.get_logger(__name__)

API_PREFIX = "/api/"


class RequestTooLarge(Refusal):
    code = "request_too_large"
    status = 413
    sentence = "Not saved: this is more than a request may carry. Shorten it or send it in parts."


class RequestUnreadable(Refusal):
    code = "request_unreadable"
    status = 400
    sentence = "This request is not of a form that can be read."


class MethodNotAllowed(Refusal):
    code = "method_not_allowed"
    status = 405
    sentence = "This address does not know that method."


def error_body(refusal: Refusal) -> dict[str, Any]:
    """The body of every error answer of the API."""
    return {
        "code": refusal.code,
        "text": refusal.text,
        "field": refusal.field,
        "details": dict(refusal.details()),
    }


def json_for(refusal: Refusal) -> JsonResponse:
    """A refusal as an API answer; `Retry-After` where trying again makes sense."""
    response = JsonResponse(error_body(refusal), status=refusal.status)
    if isinstance(refusal, TryLater):
        response.headers["Retry-After"] = "2"
    return response


def page_for(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as what the asker can read."""
    if request.path.startswith(API_PREFIX):
        return json_for(refusal)
    template = "404.html" if isinstance(refusal, NotFound) else "refusal.html"
    response = render(request, template, {"refusal": refusal}, status=refusal.status)
    if isinstance(refusal, TryLater):
        response.headers["Retry-After"] = "2"
    return response


class RefusalsToPages:
    """Turns what views raise into answers. A failure gets an id that the log knows, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code == MethodNotAllowed.status and request.path.startswith(API_PREFIX):
            allowed = response.headers.get("Allow", "")
            response = json_for(MethodNotAllowed())
            response.headers["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return page_for(request, exception)
        if isinstance(exception, Http404):
            return page_for(request, NotFound())
        if isinstance(exception, PermissionDenied):
            return page_for(request, NotAllowed())
        if isinstance(exception, SuspiciousOperation | BadRequest | MultiPartParserError):
            return page_for(request, _unreadable(exception))
        if isinstance(exception, DatabaseError):
            log.error("web.database_failed", error=type(exception).__name__)
            return page_for(request, refusal_for(exception))
        return failure(request, exception)


def failure(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something broke that should not. The person gets a number, the log gets the place."""
    number = str(new_id())
    info = (type(exception), exception, exception.__traceback__)
    log.error("web.failed", request_id=number, method=request.method, exc_info=info)
    if request.path.startswith(API_PREFIX):
        return _internal(number)
    return render(request, "500.html", {"request_id": number}, status=500)


def _internal(number: str) -> JsonResponse:
    sentence = gettext("Something broke on our side.")
    body = {"code": "internal", "text": sentence, "field": None, "details": {"id": number}}
    return JsonResponse(body, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is stale or was not ours."""
    sentence = "This form has expired. Go back, reload the page and send it again; what you typed is still there."
    return page_for(request, CsrfFailed(sentence=sentence))


class CsrfFailed(NotAllowed):
    code = "csrf_failed"
    sentence = "The request lacks its X-CSRFToken header, or the token is stale. Reload and send it again."


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No door has this address."""
    return page_for(request, NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request was turned away before any door, so that nothing is known of who asks: a bare answer."""
    refusal = _unreadable(exception)
    if request.path.startswith(API_PREFIX):
        return json_for(refusal)
    return HttpResponse(refusal.text, status=refusal.status, content_type="text/plain")


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke outside every door; `RefusalsToPages` has not seen it."""
    number = str(new_id())
    log.error("web.failed", request_id=number, method=request.method, exc_info=sys.exc_info())
    if request.path.startswith(API_PREFIX):
        return _internal(number)
    return HttpResponse(f"Something broke on our side ({number}).", status=500, content_type="text/plain")


def _unreadable(exception: Exception) -> Refusal:
    return RequestTooLarge() if isinstance(exception, RequestDataTooBig) else RequestUnreadable()
