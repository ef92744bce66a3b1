"""Give an organisation a plan, from a day on; the plan before it ends the day before."""

import argparse
from uuid import UUID

from vestibule.site.cli import day, plain_failures, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, type=UUID, help="id of the organisation")
    parser.add_argument("--plan", required=True, choices=["basic", "business", "enterprise"])
    parser.add_argument("--from", dest="starts_on", type=day, help="first day, as 2026-01-31; today")
    parser.add_argument("--until", dest="ends_on", type=day, help="last day; without it the plan runs on")


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from django.utils import timezone

    from vestibule.accounts.actions.create_organisation import set_plan
    from vestibule.accounts.models import Organisation

    starts_on = options.starts_on or timezone.now().date()
    with plain_failures():
        organisation = Organisation.objects.filter(id=options.organisation).first()
        if organisation is None:
            raise SystemExit("vestibule: there is no such organisation")
        set_plan(actor=None, organisation=organisation, plan=options.plan, starts_on=starts_on, ends_on=options.ends_on)
    until = f" until {options.ends_on}" if options.ends_on else ""
    print(f"{organisation.name}: {options.plan} from {starts_on}{until}")
    return 0
