"""Make a moderator or an administrator. The password is asked for, or read from standard input."""

import argparse
import getpass
import sys

from vestibule.site.cli import set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="address to sign in with")
    parser.add_argument("--name", required=True, help="name that people see")
    parser.add_argument("--role", required=True, choices=["moderator", "administrator"])


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from allauth.account.models import EmailAddress
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from vestibule.accounts.actions.create_person import NewPerson, create_person
    from vestibule.adapters.database_sqlite.base import FileInUseError
    from vestibule.kit.refusals import Refusal

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_email(options.email)
        validate_password(password)
        person = create_person(
            person=NewPerson(
                email=options.email, display_name=options.name, staff_role=options.role, password=password
            ),
            now=timezone.now(),
        )
    except ValidationError as error:
        raise SystemExit("vestibule: " + " ".join(error.messages)) from None
    except (Refusal, FileInUseError) as error:
        raise SystemExit(f"vestibule: {getattr(error, 'text', error)}") from None
    # Whoever can run this command vouches for the address.
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    print(f"Made the {options.role}. Sign in with the address and the password.")
    return 0
