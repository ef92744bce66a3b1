"""Founding an organisation and giving it a plan."""

from datetime import date, datetime, timedelta

from django.db import transaction

from vestibule.accounts.models import Organisation, OrganisationMember, Person, PlanPeriod
from vestibule.accounts.names import clear_name
from vestibule.accounts.renewing import note_new_rights
from vestibule.judging.circumstances import keep_circumstances
from vestibule.kit.refusals import InvalidInput, NotAllowed


def create_organisation(*, actor: Person, name: str, now: datetime) -> Organisation:
    """Found an organisation that `actor` owns, on the basic plan. Raises as `clear_name` does."""
    if not (actor.is_client or actor.is_freelancer):
        raise NotAllowed(sentence="Only people who hire or work can found an organisation.")
    cleared = clear_name(name, field="name", now=now, language=actor.language)
    with transaction.atomic(durable=True):
        organisation = Organisation.objects.create(name=cleared, created_at=now)
        keep_circumstances([(organisation, "name")], at=now)
        OrganisationMember.objects.create(organisation=organisation, person=actor, role=OrganisationMember.Role.OWNER)
        note_new_rights(actor)
    return organisation


def set_plan(
    *, actor: Person | None, organisation: Organisation, plan: str, starts_on: date, ends_on: date | None = None
) -> PlanPeriod:
    """Start a plan on a day; the one before ends the day before. Administrators only.

    `ends_on` is its last day; without one it runs on. What was sent while a plan exempted it stays as it stands.

    Without an actor it is the operator who does it, at the command line.

    Raises `NotAllowed`, and `InvalidInput` for an unknown plan, a day not after the start of the latest one, or an end
    before the start.
    """
    if actor is not None and actor.staff_role != Person.StaffRole.ADMINISTRATOR:
        raise NotAllowed(sentence="Only administrators change plans.")
    if plan not in PlanPeriod.Plan.values:
        raise InvalidInput(field="plan", sentence="There is no such plan.")
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(field="ends_on", sentence="A plan ends on or after its first day.")
    with transaction.atomic(durable=True):
        latest = organisation.plan_periods.select_for_update().order_by("-starts_on").first()
        if latest is not None:
            if latest.starts_on >= starts_on:
                raise InvalidInput(field="starts_on", sentence="A plan starts after the one before it.")
            if latest.ends_on is None or latest.ends_on >= starts_on:
                latest.ends_on = starts_on - timedelta(days=1)
                latest.save(update_fields=["ends_on"])
        return PlanPeriod.objects.create(organisation=organisation, plan=plan, starts_on=starts_on, ends_on=ends_on)
