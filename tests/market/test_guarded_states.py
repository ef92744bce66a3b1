"""The database itself lets states take their known steps and no other."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from tests.market.deal import accepted, at_offer_state, job_of, offered, proposal_of, talk_of
from vestibule.accounts.models import Person
from vestibule.feed.sql import id_parameter
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import WrongState
from vestibule.market.models import STEPS, Contract, JobPost, Offer, Proposal
from vestibule.market.states import NO_SUCH_STEP, advance, steps_guarded

pytestmark = pytest.mark.django_db

STATES: dict[type[models.Model], list[str]] = {
    JobPost: list(JobPost.State.values),
    Proposal: list(Proposal.State.values),
    Offer: list(Offer.State.values),
    Contract: list(Contract.State.values),
}
PAIRS = [(model, old, new) for model, states in STATES.items() for old, new in product(states, states)]


def _name(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def _record(model: type[models.Model], ana: Person, bo: Person) -> models.Model:
    """A record in its first state."""
    if model is JobPost:
        return job_of(ana, as_draft=True)
    if model is Proposal:
        return proposal_of(bo, job_of(ana))
    later = timezone.now() + timedelta(days=3)
    deal = offered(talk_of(ana, bo), expires_at=later) if model is Offer else accepted(talk_of(ana, bo))
    found = deal.offer if model is Offer else deal.contract
    assert found is not None
    return found


def _set_state(record: models.Model, state: str, ended_by: Person) -> None:
    """What a careless program would do: plain SQL. A contract's end comes with its details, as its rows demand."""
    table, sets, values = record._meta.db_table, "state = %s", [state]
    if isinstance(record, Contract):
        sets += ", ended_at = %s, ended_by_id = %s"
        over: list[Any] = [timezone.now(), id_parameter(ended_by.id)] if state == "ended" else [None, None]
        values += over
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {sets} WHERE id = %s", [*values, id_parameter(record.pk)])
        assert cursor.rowcount == 1


def _way_to(model: type[models.Model], state: str) -> list[str]:
    """The states on the way from the first one, by known steps."""
    first = "draft" if model is JobPost else next(new for old, new in STEPS[model] if not old)
    if state == first:
        return []
    return [state] if (first, state) in STEPS[model] else ["open", state]


@pytest.mark.parametrize(("model", "old", "new"), PAIRS, ids=_name)
def test_plain_sql_can_take_the_known_steps_and_no_other(
    model: type[models.Model], old: str, new: str, ana: Person, bo: Person
) -> None:
    record = _record(model, ana, bo)
    for state in _way_to(model, old):
        _set_state(record, state, ana)
    if old == new or (old, new) in STEPS[model]:
        _set_state(record, new, ana)
        expected = new
    else:
        with pytest.raises(IntegrityError, match=NO_SUCH_STEP):
            _set_state(record, new, ana)
        expected = old
    record.refresh_from_db()
    assert getattr(record, "state") == expected  # noqa: B009 - every one of the four has a state


@pytest.mark.parametrize(
    ("model", "state"), [(model, state) for model, states in STATES.items() for state in states], ids=_name
)
def test_a_record_begins_in_a_first_state_only(model: type[models.Model], state: str, ana: Person, bo: Person) -> None:
    record = _record(model, ana, bo)
    record.pk, record._state.adding = new_id(), True
    if isinstance(record, Offer):
        # Everything else about the copy must be in order, so that only its state can be refused.
        Offer.objects.filter(state="made").update(state="withdrawn")
        record.engagement = _another_engagement(record)
    if isinstance(record, Contract):
        record.offer = _another_offer(record.offer)
        record.ended_at, record.ended_by = (timezone.now(), ana) if state == "ended" else (None, None)
    if isinstance(record, Proposal):
        Proposal.objects.update(state="withdrawn")
    record.__dict__["state"] = state
    if ("", state) in STEPS[model]:
        record.save(force_insert=True)
    else:
        with pytest.raises(IntegrityError, match=NO_SUCH_STEP), transaction.atomic():
            record.save(force_insert=True)


def _another_engagement(offer: Offer) -> Any:  # noqa: ANN401 - one of rooms' records
    copy = offer.engagement
    copy.pk, copy._state.adding = new_id(), True
    copy.save(force_insert=True)
    return copy


def _another_offer(offer: Offer) -> Offer:
    copy = Offer.objects.get(id=offer.id)
    copy.engagement = _another_engagement(offer)
    copy.pk, copy.state, copy._state.adding = new_id(), Offer.State.MADE, True
    copy.save(force_insert=True)
    return copy


def test_the_refusal_of_the_database_reaches_people_as_wrong_state(ana: Person, bo: Person) -> None:
    offer = at_offer_state(talk_of(ana, bo), "declined").offer
    assert offer is not None
    rows = Offer.objects.filter(id=offer.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="accepted")
    with pytest.raises(WrongState), transaction.atomic(), steps_guarded():
        rows.update(state="accepted")
    # Any other broken rule stays what it is.
    with pytest.raises(IntegrityError), transaction.atomic(), steps_guarded():
        rows.update(amount_minor=0)


def test_a_step_from_where_a_record_no_longer_stands_is_refused(ana: Person) -> None:
    job = job_of(ana)
    with pytest.raises(WrongState):
        advance(JobPost, job.id, expected="draft", to="closed")
    advance(JobPost, job.id, expected="open", to="closed")
    assert JobPost.objects.get(id=job.id).state == "closed"


BROKEN: list[tuple[type[models.Model], dict[str, object]]] = [
    (Proposal, {"bid_minor": 0}),
    (Proposal, {"bid_minor": 10**12 + 1}),
    (Proposal, {"currency": "EU"}),
    (Offer, {"amount_minor": 0}),
    (Offer, {"amount_minor": 10**12 + 1}),
    (Offer, {"currency": ""}),
    (Contract, {"ended_at": "2026-01-01T00:00:00Z"}),
]


@pytest.mark.parametrize(("model", "change"), BROKEN, ids=_name)
def test_the_database_keeps_the_rules_of_money_and_ends(
    model: type[models.Model], change: dict[str, object], ana: Person, bo: Person
) -> None:
    record = _record(model, ana, bo)
    rows = model._default_manager.filter(pk=record.pk)
    assert rows.update(state=getattr(record, "state")) == 1  # noqa: B009
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)


def test_an_offer_is_between_two_people(ana: Person, bo: Person) -> None:
    offer = offered(talk_of(ana, bo)).offer
    assert offer is not None
    attempt: Callable[[], int] = lambda: Offer.objects.filter(id=offer.id).update(freelancer=ana)  # noqa: E731
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt()


@pytest.mark.django_db(transaction=True)
def test_the_guards_can_be_taken_down_and_put_up_again(ana: Person) -> None:
    job = job_of(ana, as_draft=True)
    closed = job_of(ana)
    JobPost.objects.filter(id=closed.id).update(state="closed")
    try:
        call_command("migrate", "market", "0001", verbosity=0)
        JobPost.objects.filter(id=closed.id).update(state="draft")
    finally:
        call_command("migrate", "market", verbosity=0)
    with pytest.raises(IntegrityError, match=NO_SUCH_STEP):
        JobPost.objects.filter(id=job.id).update(state="nowhere")
