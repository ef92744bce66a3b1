"""People as the market shows them: profiles of freelancers, cards of clients."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from vestibule.accounts.models import Person
from vestibule.accounts.queries import organisation_acting_for, plans_on
from vestibule.kit.money import CURRENCIES
from vestibule.kit.refusals import NotFound
from vestibule.market.actions.save_profile import PROFILES
from vestibule.market.cards import ClientCard, ProfileCard, person_name
from vestibule.market.job_search import LOOKED_AT, MOST_WANTED_SKILLS, most_named
from vestibule.market.lines import lines_of
from vestibule.market.models import Contract, Invitation, JobPost, Profile
from vestibule.market.queries import Place, organisation_name
from vestibule.market.rules import CurrencyUnknown, FreelancerUnknown
from vestibule.market.words import LONGEST_QUERY, Walk, mark_of, newest
from vestibule.rooms.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class FreelancerWish:
    """Whom a client looks for: every part narrows. `rate_at_most_minor` is for an hour, in `currency`."""

    text: str = ""
    skills: Sequence[str] = ()
    currency: str = ""
    rate_at_most_minor: int | None = None
    # Leaves out who takes no work at present.
    is_available: bool = False

    @property
    def narrows(self) -> bool:
        return self != FreelancerWish()


def search_freelancers(wish: FreelancerWish, *, after: Place | None = None, limit: int) -> list[ProfileCard]:
    """Listed profiles that match, the latest made first. Raises `CurrencyUnknown` at the field."""
    keys = newest(_walk(wish, before=_number_at(after) if after is not None else None, limit=limit))
    rows = {row.id: row for row in Profile.objects.filter(id__in=keys, is_listed=True).select_related("person")}
    return [profile_card(rows[key]) for key in keys if key in rows]


def skills_of_freelancers(wish: FreelancerWish) -> list[str]:
    """The skills that the newest matching profiles name most often, without those that are chosen already."""
    keys = newest(_walk(wish, before=None, limit=LOOKED_AT))
    texts = Profile.objects.filter(id__in=keys).exclude(skills="").values_list("skills", flat=True)
    return most_named(texts, wish.skills)


def profile_of(actor: Person, person_id: uuid.UUID) -> ProfileCard:
    """A freelancer's profile, or `NotFound` where there is none for this reader."""
    row = Profile.objects.visible_to(actor).filter(person_id=person_id).select_related("person").first()
    if row is None:
        raise NotFound
    return profile_card(row)


def visible_freelancer(actor: Person, person_id: uuid.UUID) -> Person:
    """Somebody who works and whose profile the actor can see. Raises `FreelancerUnknown`."""
    row = Profile.objects.visible_to(actor).filter(person_id=person_id, person__is_active=True).select_related("person")
    found = row.first()
    if found is None:
        raise FreelancerUnknown(field="freelancer")
    return found.person


def profile_card(row: Profile) -> ProfileCard:
    """A profile as everybody who may see it does."""
    return ProfileCard(
        person=person_name(row.person),
        headline=row.headline,
        about=row.about,
        skills=lines_of(row.skills),
        links=lines_of(row.links),
        credentials=lines_of(row.credentials),
        rate_minor=row.rate_minor,
        currency=row.currency,
        availability=row.availability,  # type: ignore[arg-type]  # the database knows no other
        available_from=row.available_from,
        is_listed=row.is_listed,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def client_of(actor: Person, person_id: uuid.UUID, *, on: date) -> ClientCard:
    """Somebody who hires, for whoever can see a post of theirs, was invited, or shares a room. Else `NotFound`."""
    person = Person.objects.filter(id=person_id, is_client=True).first()
    if person is None or not _is_known(actor, person):
        raise NotFound
    organisation = organisation_acting_for(person)
    plans: Mapping[uuid.UUID, str] = plans_on(on, organisations=[organisation.id]) if organisation is not None else {}
    return ClientCard(
        person=person_name(person),
        organisation=organisation_name(organisation, plans),
        since=person.date_joined,
        open_jobs=JobPost.objects.filter(client=person, state=JobPost.State.OPEN).count(),
        contracts=Contract.objects.filter(offer__client=person).count(),
    )


def _is_known(actor: Person, client: Person) -> bool:
    if actor.id == client.id or JobPost.objects.filter(client=client, state=JobPost.State.OPEN).exists():
        return True
    rooms = Member.objects.filter(person=actor, left_seq=None).values("room_id")
    if Member.objects.filter(Q(room_id__in=rooms), person=client, left_seq=None).exists():
        return True
    return Invitation.objects.filter(freelancer=actor, job__client=client).exists()


def _walk(wish: FreelancerWish, *, before: int | None, limit: int) -> Walk:
    plain: dict[str, list[object]] = {"t.is_listed": []}
    if wish.currency:
        if wish.currency not in CURRENCIES:
            raise CurrencyUnknown(field="currency")
        plain["t.currency = %s"] = [wish.currency]
    if wish.rate_at_most_minor is not None:
        if not wish.currency:
            raise CurrencyUnknown(field="currency")
        plain["t.rate_minor <= %s"] = [wish.rate_at_most_minor]
    if wish.is_available:
        plain["t.availability <> 'busy'"] = []
    return Walk(
        table=PROFILES,
        text=wish.text[:LONGEST_QUERY],
        marks=[mark_of("skill", one) for one in wish.skills[:MOST_WANTED_SKILLS]],
        plain=plain,
        before=before,
        limit=limit,
    )


def _number_at(place: Place) -> int:
    """Where a page ended: at this person's profile, or at what was made before it."""
    at, person_id = place
    known = Profile.objects.filter(person_id=person_id).values_list("id", flat=True).first()
    if known is None:
        older = Profile.objects.filter(made_at__lte=at).order_by("-made_at").values_list("id", flat=True)
        known = (older.first() or 0) + 1
    return known
