"""Profiles of freelancers and cards of clients over the API."""

import uuid
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from vestibule.accounts.api import asker
from vestibule.market.actions.look_at_profiles import look_at_profiles
from vestibule.market.actions.save_profile import save_profile
from vestibule.market.api_parts import Amount, Limit, SkillNames, Strict, Words, page_answer, today
from vestibule.market.cards import ClientCard, ProfileCard
from vestibule.market.people import FreelancerWish, client_of, profile_card, profile_of, search_freelancers
from vestibule.market.profile_texts import NewProfile
from vestibule.web.api import as_json, time_and_id
from vestibule.web.described import are_structs, described

router = Router(tags=["market"])


class ProfileBody(Strict):
    """A whole profile. `rate_minor` is for an hour and needs a currency; `available_from` belongs to `later`."""

    headline: str
    about: str = ""
    skills: list[str] = []
    links: list[str] = []
    credentials: list[str] = []
    rate_minor: int | None = None
    currency: str = ""
    availability: Literal["now", "later", "busy"] = "now"
    available_from: date | None = None
    is_listed: bool = True


class FreelancerQuery(Schema):
    """What to narrow freelancers by. `rate_at_most` counts the smallest unit of `currency`, which it needs."""

    q: Words = ""
    skill: SkillNames = []
    currency: str = ""
    rate_at_most: Amount = None
    available: bool = False

    def wish(self) -> FreelancerWish:
        return FreelancerWish(
            text=self.q,
            skills=self.skill,
            currency=self.currency,
            rate_at_most_minor=self.rate_at_most,
            is_available=self.available,
        )


class ProfilePage(Schema):
    items: list[Any] = Field(json_schema_extra=are_structs(ProfileCard))
    next: str | None


@router.get("/freelancers", response=ProfilePage, summary="Freelancers whose profile matches, latest first")
def list_freelancers(
    request: HttpRequest, narrow: Query[FreelancerQuery], cursor: str | None = None, limit: Limit = 50
) -> HttpResponse:
    found = search_freelancers(narrow.wish(), after=time_and_id(cursor), limit=limit)
    look_at_profiles(actor=asker(request), profiles=found, on=today())
    return page_answer(found, [(one.made_at, one.person.id) for one in found], limit)


@router.get("/freelancers/{person_id}", response=described(ProfileCard), summary="A freelancer's profile")
def get_freelancer(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    profile = profile_of(asker(request), person_id)
    look_at_profiles(actor=asker(request), profiles=[profile], on=today())
    return as_json(profile)


@router.get("/me/profile", response=described(ProfileCard), summary="My own profile")
def get_own_profile(request: HttpRequest) -> HttpResponse:
    return as_json(profile_of(asker(request), asker(request).id))


@router.put("/me/profile", response=described(ProfileCard), summary="Make my profile, or put another in its place")
def put_own_profile(request: HttpRequest, data: ProfileBody) -> HttpResponse:
    saved = save_profile(actor=asker(request), profile=NewProfile(**data.model_dump()), now=timezone.now())
    return as_json(profile_card(saved))


@router.get("/clients/{person_id}", response=described(ClientCard), summary="Somebody who hires")
def get_client(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    return as_json(client_of(asker(request), person_id, on=today()))
