"""Fill an empty database with the cast, before the server under test starts: `python -m tests.browser.seed`."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.site.settings")

PASSWORD = "a-long-walk-by-the-sea"


def seed() -> None:
    """Ana and Cleo hire, Bo and Eve work, Eli hires for an enterprise, Mo moderates; all with the same password."""
    import django

    django.setup(set_prefix=False)
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from vestibule.accounts.actions.create_organisation import create_organisation, set_plan
    from vestibule.accounts.actions.create_person import NewPerson, create_person
    from vestibule.accounts.models import Person

    now = timezone.now()

    def person(name: str, **rest: object) -> Person:
        made = create_person(
            person=NewPerson(
                email=f"{name.split(maxsplit=1)[0].lower()}@people.example",
                display_name=name,
                password=PASSWORD,
                **rest,  # type: ignore[arg-type]
            ),
            now=now,
        )
        EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
        return made

    person("Ana Lindqvist", is_client=True)
    person("Bo Okafor", is_freelancer=True)
    person("Eve Marlow", is_freelancer=True)
    person("Mo Sandoval", staff_role="moderator")
    person("Cleo Marsh", is_client=True)
    eli = person("Eli Brandt", is_client=True)
    administrator = person("Ada Ruiz", staff_role="administrator")
    northwind = create_organisation(actor=eli, name="Northwind Maritime", now=now)
    set_plan(actor=administrator, organisation=northwind, plan="enterprise", starts_on=now.date())


if __name__ == "__main__":
    seed()
    sys.exit(0)
