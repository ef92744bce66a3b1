"""The sample marketplace: a small cast, so that everything can be tried at once."""

from dataclasses import dataclass

from vestibule.accounts.models import Person


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody to enter as, and who they are in one line."""

    person: Person
    line: str


def sample_people() -> list[SamplePerson]:
    """The cast that is loaded, in the order of the play; people who signed up themselves are not among them."""
    lines = {f"{name}@sample.invalid": line for name, line in LINES.items()}
    people = Person.objects.filter(is_sample=True, email__in=lines)
    found = [SamplePerson(person, lines[person.email]) for person in people if not person.has_usable_password()]
    return sorted(found, key=lambda one: list(lines).index(one.person.email))


LINES = {
    "ana": "a client who hires, on the basic plan",
    "bo": "a freelancer who answers her job post",
    "eli": "a client of an enterprise: contact details are free to exchange",
    "mo": "a moderator of the marketplace",
    "eve": "a freelancer who is in none of their rooms",
}
