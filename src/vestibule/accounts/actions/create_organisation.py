"""Founding an organisation and giving it a plan."""

from datetime import date, datetime

from django.db import transaction

from vestibule.accounts.models import Organisation, OrganisationMember, Person, PlanPeriod
from vestibule.accounts.names import clear_name
from vestibule.kit.refusals import InvalidInput, NotAllowed


def create_organisation(*, actor: Person, name: str, now: datetime) -> Organisation:
    """Found an organisation that `actor` owns, on the basic plan. Raises as `clear_name` does."""
    if not actor.is_client:
        raise NotAllowed(sentence="Only people who hire can found an organisation.")
    cleared = clear_name(name, field="name", now=now, language=actor.language)
    with transaction.atomic(durable=True):
        organisation = Organisation.objects.create(name=cleared, created_at=now)
        OrganisationMember.objects.create(organisation=organisation, person=actor, role=OrganisationMember.Role.OWNER)
    return organisation


def set_plan(*, actor: Person | None, organisation: Organisation, plan: str, starts_on: date) -> PlanPeriod:
    """Start a plan on a day; the one before ends the day before. Administrators only.

    Without an actor it is the operator who does it, at the command line.

    Raises `NotAllowed`, and `InvalidInput` for an unknown plan or a day not after the start of the running one.
    """
    if actor is not None and actor.staff_role != Person.StaffRole.ADMINISTRATOR:
        raise NotAllowed(sentence="Only administrators change plans.")
    if plan not in PlanPeriod.Plan.values:
        raise InvalidInput(field="plan", sentence="There is no such plan.")
    with transaction.atomic(durable=True):
        running = organisation.plan_periods.select_for_update().filter(ends_on=None).first()
        if running is not None:
            if running.starts_on >= starts_on:
                raise InvalidInput(field="starts_on", sentence="A plan starts after the one before it.")
            running.ends_on = date.fromordinal(starts_on.toordinal() - 1)
            running.save(update_fields=["ends_on"])
        return PlanPeriod.objects.create(organisation=organisation, plan=plan, starts_on=starts_on)
