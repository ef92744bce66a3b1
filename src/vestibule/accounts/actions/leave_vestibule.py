"""Deleting one's account: asked for, thought over for a week, then done."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from vestibule.accounts.models import OrganisationMember, Person, PersonalToken, PersonPicture
from vestibule.accounts.names import clear_name
from vestibule.accounts.renewing import note_new_rights
from vestibule.accounts.sessions import end_sessions, token_reference
from vestibule.accounts.upper_floors import forget_name, say_farewell
from vestibule.feed.append import writing
from vestibule.feed.outlet import announce
from vestibule.judging.circumstances import keep_circumstances
from vestibule.kit.refusals import WrongState
from vestibule.ports.bus import Ended

GRACE = timedelta(days=7)
NAME_OF_NOBODY = "Deleted account"
Role = OrganisationMember.Role


class OthersNeedAnOwner(WrongState):
    code = "others_need_an_owner"
    sentence = "You are the only owner of an organisation with other members. Make somebody else an owner first."


class StaffStay(WrongState):
    code = "staff_account"
    sentence = "A staff account is closed by the operator."


def leave_vestibule(*, actor: Person, keeps_texts: bool, now: datetime) -> datetime:
    """Ask for the deletion of one's account; returns when it will be done. All sessions and keys end at once.

    Until then signing in again and `stay` undo it. Raises `OthersNeedAnOwner`, `StaffStay`.
    """
    if actor.is_staff:
        raise StaffStay
    if _leaves_others_alone(actor):
        raise OthersNeedAnOwner
    due = now + GRACE
    with writing(now=now):
        Person.objects.filter(id=actor.id).update(leaves_at=due, leaves_texts=keeps_texts)
    _end_all_access(actor)
    return due


def stay(*, actor: Person) -> None:
    """Think better of it while there is time."""
    Person.objects.filter(id=actor.id, deleted_at=None).update(leaves_at=None)


def delete_account(*, actor: Person, now: datetime) -> None:
    """Do what was asked for: the person's due account becomes a tombstone that keeps the order of rooms.

    Every app takes leave first, each step by itself; after an interruption it goes on where it stopped.
    """
    if actor.leaves_at is None or actor.leaves_at > now:
        return
    _end_all_access(actor)
    say_farewell(person=actor, erase_texts=not actor.leaves_texts, now=now)
    forget_name(person=actor, name=NAME_OF_NOBODY, now=now)
    nobody = clear_name(NAME_OF_NOBODY, field="display_name", now=now, is_staff=True)
    with writing(now=now):
        _leave_organisations(actor)
        PersonPicture.objects.filter(person=actor).delete()
        EmailAddress.objects.filter(user=actor).delete()
        Authenticator.objects.filter(user=actor).delete()
        Person.objects.filter(id=actor.id).update(
            display_name=nobody,
            email=f"{actor.id}@deleted.invalid",
            password=make_password(None),
            picture=None,
            time_zone="UTC",
            is_active=False,
            leaves_at=None,
            deleted_at=now,
        )
        actor.display_name = nobody
        keep_circumstances([(actor, "display_name")], at=now)


def _leaves_others_alone(person: Person) -> bool:
    """Whether an organisation would have members and no owner."""
    owned = OrganisationMember.objects.filter(person=person, role=Role.OWNER).values("organisation")
    others = OrganisationMember.objects.filter(organisation__in=owned).exclude(person=person)
    alone = others.values("organisation").exclude(
        organisation__in=others.filter(role=Role.OWNER).values("organisation")
    )
    return alone.exists()


def _leave_organisations(person: Person) -> None:
    """Where somebody joined during the days of grace and nobody else owns it, the longest there becomes the owner."""
    for seat in OrganisationMember.objects.filter(person=person).select_related("organisation"):
        seat.delete()
        left = seat.organisation.members.order_by("id")
        first = left.first()
        if first is not None and not left.filter(role=Role.OWNER).exists():
            first.role = Role.OWNER
            first.save(update_fields=["role"])
            note_new_rights(first.person)


def _end_all_access(person: Person) -> None:
    end_sessions(person=person)
    keys = list(PersonalToken.objects.filter(person=person).values_list("id", flat=True))
    PersonalToken.objects.filter(id__in=keys).delete()
    announce([Ended(tuple(token_reference(key) for key in keys))])
