"""The API under /api/v1, put together from the apps' doors."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, gettext_noop
from ninja.errors import AuthenticationError, HttpError, ValidationError

import vestibule
from vestibule.accounts.api import BearerToken, BrowserSession
from vestibule.accounts.organisations_api import router as account_router
from vestibule.kit.refusals import InvalidInput, NotFound, Refusal
from vestibule.market.api import router as market_router
from vestibule.market.invitation_api import router as invitation_router
from vestibule.market.job_api import router as job_router
from vestibule.market.people_api import router as people_router
from vestibule.market.waiting_api import router as waiting_router
from vestibule.notices.api import router as notices_router
from vestibule.reviews.api import router as reviews_router
from vestibule.reviews.staff_api import router as staff_reviews_router
from vestibule.rooms.api import router as rooms_router
from vestibule.rooms.export.api import router as export_router
from vestibule.rooms.order.api import router as order_router
from vestibule.rooms.people.api import router as people_of_rooms_router
from vestibule.rooms.search.api import router as search_router
from vestibule.rulebooks.api import router as book_router
from vestibule.site.openapi import Api
from vestibule.web.errors import CsrfFailed, json_for


class SignInNeeded(Refusal):
    code = "sign_in_needed"
    status = 401
    sentence = "Sign in first, or send a personal token."


class BodyUnreadable(InvalidInput):
    code = "body_unreadable"
    status = 400
    sentence = "The body is not valid JSON."


class InputsInvalid(InvalidInput):
    """Some inputs are not of their form; `details.errors` names each field and what is wrong."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        self.errors = errors
        first = errors[0] if errors else {}
        super().__init__(field=first.get("field"), sentence=first.get("text"))

    def details(self) -> dict[str, Any]:
        return {"errors": self.errors}


api = Api(
    title="Vestibule",
    version=vestibule.__version__,
    urls_namespace="api",
    auth=[BearerToken(), BrowserSession()],
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_router("", account_router)
api.add_router("", book_router)
api.add_router("", rooms_router)
api.add_router("", export_router)
api.add_router("", order_router)
api.add_router("", people_of_rooms_router)
api.add_router("", search_router)
api.add_router("", notices_router)
api.add_router("", reviews_router)
api.add_router("", staff_reviews_router)
for market_door in (job_router, people_router, invitation_router, waiting_router, market_router):
    api.add_router("", market_door)


@api.exception_handler(Refusal)
def on_refusal(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return json_for(refusal)


@api.exception_handler(ValidationError)
def on_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    # Where and what kind, never the value: an error body must not carry on what was sent.
    errors = [{"field": _field_in(one["loc"]), "text": _said(one)} for one in error.errors]
    return json_for(InputsInvalid(errors))


# What the schema's own library says in English only, by its kind of error.
_PROBLEMS = {
    "missing": gettext_noop("This field is required."),
    "extra_forbidden": gettext_noop("This field is not known here."),
    "string_type": gettext_noop("This must be a text."),
    "int_parsing": gettext_noop("Enter a whole number."),
    "int_type": gettext_noop("Enter a whole number."),
    "bool_parsing": gettext_noop("This must be yes or no."),
    "uuid_parsing": gettext_noop("This is no id."),
    "literal_error": gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    "datetime_from_date_parsing": gettext_noop("Enter a valid date/time."),
    "date_from_datetime_parsing": gettext_noop("Enter a valid date."),
}


def _said(error: Mapping[str, Any]) -> str:
    """The library's own sentence in English; elsewhere ours for that kind of error."""
    if (get_language() or "en").startswith("en"):
        return str(error["msg"])
    return gettext(_PROBLEMS.get(error["type"], InvalidInput.sentence))


def _field_in(place: Sequence[object]) -> str | None:
    """The input's name; nothing when the body as a whole is wrong, whose name is known to the door alone."""
    return None if len(place) == 2 and place[0] == "body" else str(place[-1])


@api.exception_handler(AuthenticationError)
def on_stranger(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return json_for(SignInNeeded())


@api.exception_handler(HttpError)
def on_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    # Doors refuse with `NotAllowed`; a bare 403 comes from the check of the form token alone.
    known: dict[int, Refusal] = {400: BodyUnreadable(), 403: CsrfFailed(), 404: NotFound()}
    return json_for(known.get(error.status_code, InvalidInput()))
