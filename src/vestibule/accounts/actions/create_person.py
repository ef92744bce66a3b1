"""Making an account."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError

from vestibule.accounts.models import Person
from vestibule.accounts.names import clear_name
from vestibule.feed.append import writing
from vestibule.judging.circumstances import keep_circumstances
from vestibule.kit.refusals import InvalidInput


class AddressTaken(InvalidInput):
    """Somebody has this address. Never shown to strangers: sign-up answers the same for known and unknown ones."""

    code = "address_taken"
    sentence = "There is an account with this address."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    email: str
    display_name: str
    is_client: bool = False
    is_freelancer: bool = False
    staff_role: str = ""
    password: str | None = None
    time_zone: str = "UTC"
    language: str = "en"
    is_sample: bool = False


def create_person(*, person: NewPerson, now: datetime) -> Person:
    """Create the account and its own stream.

    Raises as `clear_name` does at `display_name`, `AddressTaken`, and `InvalidInput` when no side was chosen. Without a
    password the account can only be entered by reset (or, a sample person, in demo mode).
    """
    name = clear_name(
        person.display_name,
        field="display_name",
        now=now,
        language=person.language,
        is_staff=bool(person.staff_role),
    )
    if not (person.is_client or person.is_freelancer or person.staff_role):
        raise InvalidInput(field="side", sentence="Choose whether you hire, work, or both.")
    made = Person(
        email=person.email.strip().lower(),
        display_name=name,
        is_client=person.is_client,
        is_freelancer=person.is_freelancer,
        staff_role=person.staff_role,
        password=make_password(person.password),
        time_zone=person.time_zone,
        language=person.language,
        is_sample=person.is_sample,
        date_joined=now,
    )
    try:
        with writing(now=now) as feed:
            made.save(force_insert=True)
            keep_circumstances([(made, "display_name")], at=now)
            feed.create(made.id)
            feed.admit(stream=made.id, person=made.id)
    except IntegrityError as error:
        raise AddressTaken(field="email") from error
    return made
