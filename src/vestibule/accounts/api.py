"""People over the API: oneself, keys for programs, tickets for the socket."""

import uuid
from datetime import datetime
from typing import Any, Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Router, Schema, Status
from ninja.security import HttpBearer, SessionAuth

from vestibule.accounts.actions.create_organisation import create_organisation
from vestibule.accounts.actions.make_token import make_token, note_used, revoke_token
from vestibule.accounts.devices import note_seen
from vestibule.accounts.models import Person
from vestibule.accounts.queries import organisations_of, person_of_token
from vestibule.accounts.sessions import issue_ticket, session_reference, token_reference
from vestibule.web.api import as_json, idempotent

router = Router(tags=["account"])


class BearerToken(HttpBearer):
    """A personal token in the header `Authorization: Bearer …`."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        found = person_of_token(token, now=timezone.now())
        if found is None:
            return None
        person, key = found
        note_used(key, now=timezone.now())
        request.session_reference = token_reference(key.id)  # type: ignore[attr-defined]
        if "Accept-Language" not in request.headers:
            translation.activate(person.language if person.language in dict(settings.LANGUAGES) else "en")
        return person


class BrowserSession(SessionAuth):
    """The session cookie of a browser, with a CSRF token on changing requests."""

    def _get_key(self, request: HttpRequest) -> str | None:
        # Without the cookie nobody can be misused: such a request lacks a sign-in, not a token of the form.
        return super()._get_key(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        person = super().authenticate(request, key)
        if person is not None:
            request.session_reference = session_reference(request.session.session_key or "")  # type: ignore[attr-defined]
        return cast("Person | None", person)


def asker(request: HttpRequest) -> Person:
    """Who asks; only for doors behind authentication."""
    return cast("Person", request.auth)  # type: ignore[attr-defined]


class Me(Schema):
    id: uuid.UUID
    name: str
    is_client: bool
    is_freelancer: bool
    staff_role: str
    language: str
    time_zone: str
    picture: uuid.UUID | None
    is_discreet: bool


class Ticket(Schema):
    ticket: str


class NewToken(Schema):
    label: str
    expires_at: datetime | None = None

    model_config = {"extra": "forbid"}


class Token(Schema):
    id: uuid.UUID
    label: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = None


class TokenWithSecret(Token):
    """`secret` is shown this once."""

    secret: str


class Tokens(Schema):
    items: list[Token]


class NewOrganisation(Schema):
    name: str

    model_config = {"extra": "forbid"}


class OrganisationAnswer(Schema):
    """`plan` is today's plan; `role` is yours."""

    id: uuid.UUID
    name: str
    plan: Literal["basic", "business", "enterprise"]
    role: Literal["owner", "manager", "member"]


class Organisations(Schema):
    items: list[OrganisationAnswer]


@router.get("/me", response=Me, summary="Who am I")
def me(request: HttpRequest) -> dict[str, Any]:
    return shown(asker(request))


def shown(person: Person) -> dict[str, Any]:
    """Somebody as they see themselves."""
    return {
        "id": person.id,
        "name": person.display_name,
        "is_client": person.is_client,
        "is_freelancer": person.is_freelancer,
        "staff_role": person.staff_role,
        "language": person.language,
        "time_zone": person.time_zone,
        "picture": person.picture,
        "is_discreet": person.is_discreet,
    }


@router.post("/socket-tickets", response={201: Ticket}, summary="A one-time ticket for the socket")
def post_socket_ticket(request: HttpRequest) -> Status[dict[str, str]]:
    key = request.session.session_key if request.session_reference.startswith("s:") else None  # type: ignore[attr-defined]
    if key:
        note_seen(person=asker(request), session_key=key, now=timezone.now())
    ticket = issue_ticket(person=asker(request), session=request.session_reference)  # type: ignore[attr-defined]
    return Status(201, {"ticket": ticket})


@router.get("/me/tokens", response=Tokens, summary="My personal tokens")
def list_tokens(request: HttpRequest) -> dict[str, Any]:
    return {"items": list(asker(request).personal_tokens.order_by("created_at"))}


@router.post("/me/tokens", response={201: TokenWithSecret}, summary="Make a personal token")
def post_token(request: HttpRequest, data: NewToken) -> Status[dict[str, Any]]:
    token, secret = make_token(actor=asker(request), label=data.label, expires_at=data.expires_at, now=timezone.now())
    return Status(
        201,
        {
            "id": token.id,
            "label": token.label,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "secret": secret,
        },
    )


@router.delete("/me/tokens/{token_id}", response={204: None}, summary="Revoke a personal token")
def delete_token(request: HttpRequest, token_id: uuid.UUID) -> Status[None]:
    revoke_token(actor=asker(request), token_id=token_id)
    return Status(204, None)


@router.get("/organisations/mine", response=Organisations, summary="The organisations that I act for")
def list_organisations(request: HttpRequest) -> dict[str, Any]:
    return {"items": organisations_of(asker(request), on=timezone.now().date())}


@router.post("/organisations", response={201: OrganisationAnswer}, summary="Found an organisation")
@idempotent
def post_organisation(request: HttpRequest, data: NewOrganisation) -> HttpResponse:
    actor, now = asker(request), timezone.now()
    made = create_organisation(actor=actor, name=data.name, now=now)
    return as_json(next(one for one in organisations_of(actor, on=now.date()) if one.id == made.id), status=201)
