"""Questions about people and organisations."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from vestibule.accounts.models import Organisation, Person, PersonalToken, PersonPicture, PlanPeriod
from vestibule.accounts.upper_floors import acquainted_with
from vestibule.kit.ids import digest_of
from vestibule.kit.refusals import NotFound


def person_of_token(secret: str, *, now: datetime) -> tuple[Person, PersonalToken] | None:
    """Whose program this is, or nothing when the key is unknown, expired or its owner is locked out."""
    token = (
        PersonalToken.objects.select_related("person")
        .filter(Q(expires_at=None) | Q(expires_at__gt=now), digest=digest_of(secret), person__is_active=True)
        .first()
    )
    return (token.person, token) if token is not None else None


def language_of(person_id: uuid.UUID) -> str:
    """The language that the person chose; English for one that the site does not have."""
    chosen = Person.objects.filter(id=person_id).values_list("language", flat=True).first()
    return chosen if chosen in dict(settings.LANGUAGES) else "en"


def plans_on(day: date, *, organisations: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The plan of each organisation on that day; those without a period are on `basic`."""
    plans = dict.fromkeys(organisations, PlanPeriod.Plan.BASIC.value)
    covering = PlanPeriod.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, organisation_id__in=organisations
    )
    plans.update(covering.values_list("organisation_id", "plan"))
    return plans


def organisation_acting_for(person: Person) -> Organisation | None:
    """The organisation that a client acts for, when they belong to one (the first they joined)."""
    membership = person.organisation_memberships.select_related("organisation").order_by("id").first()
    return membership.organisation if membership is not None else None


@dataclass(frozen=True, slots=True)
class Belonging:
    """An organisation that somebody belongs to, its plan, and whether they own it."""

    id: uuid.UUID
    name: str
    plan: str
    role: str


def organisations_of(person: Person, *, on: date) -> list[Belonging]:
    """The organisations a person belongs to with their plans on that day, the first joined first."""
    memberships = list(person.organisation_memberships.select_related("organisation").order_by("id"))
    plans = plans_on(on, organisations=[one.organisation_id for one in memberships])
    return [
        Belonging(one.organisation_id, one.organisation.name, plans[one.organisation_id], one.role)
        for one in memberships
    ]


def picture_seen_by(actor: Person, picture_id: uuid.UUID) -> bytes:
    """A WebP of somebody whom the actor may see. Raises `NotFound`."""
    shown = PersonPicture.objects.filter(id=picture_id, person__in=Person.objects.filter(acquainted_with(actor)))
    webp = shown.values_list("webp", flat=True).first()
    if webp is None:
        raise NotFound
    return bytes(webp)


def real_people_exist() -> bool:
    """Whether anybody has an account who is not part of the demonstration."""
    return Person.objects.filter(is_sample=False, staff_role="").exists()
