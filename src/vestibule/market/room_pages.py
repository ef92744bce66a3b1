"""The doors of the offer forms on the room page."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vestibule.accounts.models import Person
from vestibule.kit.money import CURRENCIES, parse_amount
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.decline_offer import decline_offer
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.leave_contract import leave_contract
from vestibule.market.actions.make_offer import make_offer
from vestibule.market.actions.withdraw_offer import withdraw_offer
from vestibule.market.models import Offer
from vestibule.market.offer_texts import NewMilestone, NewOffer
from vestibule.market.queries import visible_contract, visible_offer
from vestibule.market.rules import AmountInvalid, CurrencyUnknown, ExpiryInvalid, FreelancerNotHere, MilestonesInvalid
from vestibule.rooms.offer_form import Row, offer_form, typed_rows
from vestibule.rooms.pages import form_error, show_room
from vestibule.web.typed import sign_in_first


@require_POST
@sign_in_first("room")
def post_offer(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Make an offer from the fields of `rooms.offer_form`; a refusal keeps what was typed, and so does one more row."""
    typed = offer_form(request.POST.dict())
    if "add_row" in request.POST:
        rows = {**offer_form(request.POST.dict(), spare_rows=2), "has_milestones": True}
        return show_room(request, room_id, offer=rows)
    typed["terms"] = typed["terms"].strip()
    try:
        offer = NewOffer(
            terms=typed["terms"],
            amount_minor=_amount(typed["amount"], typed["currency"]),
            currency=typed["currency"],
            expires_at=_expiry(typed["days"]),
            milestones=_milestones(typed_rows(request.POST.dict()), typed["currency"]),
            freelancer=_chosen(typed["freelancer"]),
        )
        make_offer(actor=_person(request), room_id=room_id, offer=offer, now=timezone.now())
    except NotFound:
        raise
    except Refusal as refusal:
        error = form_error(refusal)
        error["field"] = {"amount_minor": "amount", "expires_at": "days"}.get(refusal.field or "", refusal.field)
        return show_room(request, room_id, offer={**typed, "error": error}, status=refusal.status)
    return redirect("room", room_id=room_id)


@require_POST
@sign_in_first("room")
def post_acceptance(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """The freelancer accepts: the contract starts."""
    accept_offer(actor=_person(request), offer_id=offer_id, now=timezone.now())
    return _back_to_room(request, offer_id)


@require_POST
@sign_in_first("room")
def post_refusal(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """The freelancer declines."""
    decline_offer(actor=_person(request), offer_id=offer_id, now=timezone.now())
    return _back_to_room(request, offer_id)


@require_POST
@sign_in_first("room")
def post_withdrawal(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """The client takes the offer back."""
    withdraw_offer(actor=_person(request), offer_id=offer_id, now=timezone.now())
    return _back_to_room(request, offer_id)


@require_POST
@sign_in_first("room")
def post_leaving(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """The freelancer leaves without fault; refused words come back in their form."""
    actor = _person(request)
    room_id = visible_contract(actor, contract_id).offer.room_id
    words = _text(request.POST.get("leaving"))
    try:
        leave_contract(actor=actor, contract_id=contract_id, words=words, now=timezone.now())
    except NotFound:
        raise
    except Refusal as refusal:
        form = {**offer_form({}), "leaving": words, "error": form_error(refusal)}
        return show_room(request, room_id, offer=form, status=refusal.status)
    return redirect("room", room_id=room_id)


@require_POST
@sign_in_first("room")
def post_end(request: HttpRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Either side ends the contract."""
    end_contract(actor=_person(request), contract_id=contract_id, now=timezone.now())
    return redirect("room", room_id=visible_contract(_person(request), contract_id).offer.room_id)


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _back_to_room(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    offer: Offer = visible_offer(_person(request), offer_id)
    return redirect("room", room_id=offer.room_id)


def _text(sent: str | None) -> str:
    """What a form sent, with line ends as everywhere else in the house."""
    return (sent or "").replace("\r\n", "\n")


def _milestones(rows: Sequence[Row], currency: str) -> list[NewMilestone]:
    """Milestones as they were filled in. Raises `MilestonesInvalid`."""
    made: list[NewMilestone] = []
    for number, row in enumerate(rows, start=1):
        amount_minor = parse_amount(row["amount"], currency)
        if not row["title"] or amount_minor is None:
            raise MilestonesInvalid(
                field="milestones",
                sentence="Milestone %(number)s needs a name and an amount such as 400.",
                number=number,
            )
        made.append(NewMilestone(title=row["title"], amount_minor=amount_minor, due_on=_day(row["due"], number)))
    return made


def _chosen(typed: str) -> uuid.UUID | None:
    """To whom the offer goes; nobody was asked to choose where there is one freelancer only."""
    try:
        return uuid.UUID(typed) if typed else None
    except ValueError:
        raise FreelancerNotHere(field="freelancer") from None


def _day(typed: str, number: int) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise MilestonesInvalid(
            field="milestones", sentence="The day of milestone %(number)s cannot be read.", number=number
        ) from None


def _expiry(days: str) -> datetime | None:
    """When an offer that is open for so many days is over; without a number it stays open."""
    if not days:
        return None
    if not (days.isdecimal() and len(days) < 4):
        raise ExpiryInvalid(field="days")
    return timezone.now() + timedelta(days=int(days))


def _amount(typed: str, currency: str) -> int:
    if currency not in CURRENCIES:
        raise CurrencyUnknown(field="currency")
    amount = parse_amount(typed, currency)
    if amount is None:
        raise AmountInvalid(field="amount", sentence=_("Write an amount such as 1200 or 1200.50."))
    return amount
