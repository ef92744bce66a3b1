"""Offers that end by their date, offers in parts, and contracts that are left without fault."""

from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from django.utils import timezone

from tests.cast import PHONE, browser_of, program_of
from tests.market.deal import Deal, accepted, at_once, offered, outcome_of, talk_of
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.market.actions.accept_offer import accept_offer
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.expire_offer import expire_due_offers
from vestibule.market.actions.leave_contract import leave_contract
from vestibule.market.keeper import keeper
from vestibule.market.models import Contract, Offer
from vestibule.rooms.models import Engagement
from vestibule.site.cli import main

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def expiring(ana: Person, bo: Person, *, within: timedelta = 3 * DAY) -> Deal:
    return offered(talk_of(ana, bo), expires_at=timezone.now() + within)


def over(deal: Deal) -> None:
    """Time has passed."""
    before = timezone.now() - timedelta(minutes=1)
    Offer.objects.filter(room=deal.room, state="made").update(made_at=before - DAY, expires_at=before)


def kinds(deal: Deal) -> list[str]:
    found = Event.objects.filter(stream_id=deal.room, kind__startswith="offer.").order_by("seq")
    return list(found.values_list("kind", flat=True))


def accept(deal: Deal, freelancer: Person) -> str:
    assert deal.offer is not None
    return outcome_of(partial(accept_offer, actor=freelancer, offer_id=deal.offer.id, now=timezone.now()))


def test_nobody_accepts_what_is_over_even_before_it_is_closed(ana: Person, bo: Person) -> None:
    deal = expiring(ana, bo)
    over(deal)
    assert accept(deal, bo) == "offer_expired"
    assert deal.offer is not None
    assert program_of(bo).get(f"/offers/{deal.offer.id}").body["state"] == "expired"
    page = browser_of(bo).get(f"/rooms/{deal.room}/").content.decode()
    assert f"/offers/{deal.offer.id}/accept" not in page
    assert "Expired" in page
    assert Contract.objects.count() == 0
    assert kinds(deal) == ["offer.made"]
    # One whose time is not over is accepted.
    again = expiring(ana, bo)
    assert accept(again, bo) == "done"


def test_closing_tells_the_room_once_and_the_pair_stands_as_before(ana: Person, bo: Person) -> None:
    deal, open_still = expiring(ana, bo), expiring(ana, bo)
    over(deal)
    assert expire_due_offers(actor=None, now=timezone.now()) == 1
    assert expire_due_offers(actor=None, now=timezone.now()) == 0
    assert kinds(deal) == ["offer.made", "offer.expired"]
    assert kinds(open_still) == ["offer.made"]
    assert sorted(Engagement.objects.values_list("state", flat=True)) == ["closed", "offered"]
    assert accept(deal, bo) == "offer_expired"


def test_a_new_offer_takes_the_place_of_one_that_is_over(ana: Person, bo: Person) -> None:
    deal = expiring(ana, bo)
    refused = program_of(ana).post(f"/rooms/{deal.room}/offers", {"terms": "x", "amount_minor": 1, "currency": "EUR"})
    assert refused.body["code"] == "offer_pending"
    over(deal)
    offered(deal)
    assert kinds(deal) == ["offer.made", "offer.expired", "offer.made"]
    assert program_of(bo).get(f"/rooms/{deal.room}").body["relationship"] == "offer_pending"


@pytest.mark.django_db(transaction=True)
def test_the_keeper_and_the_command_close_what_is_due(
    ana: Person, bo: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = expiring(ana, bo), expiring(ana, bo)
    over(first)
    assert main(["expire"]) == 0
    assert capsys.readouterr().out == "1 offers closed\n"
    over(second)
    keeper.start()
    # It looks at once, and ends only after what it has begun.
    keeper.close()
    assert kinds(second) == ["offer.made", "offer.expired"]


@pytest.mark.django_db(transaction=True)
def test_accepting_and_closing_at_once_end_in_one_of_the_two(ana: Person, bo: Person) -> None:
    for _ in range(20):
        deal = expiring(ana, bo)
        assert deal.offer is not None
        later = timezone.now() + 4 * DAY
        accepting = partial(accept_offer, actor=bo, offer_id=deal.offer.id, now=timezone.now())
        closing = partial(expire_due_offers, actor=None, now=later)
        answers = at_once([partial(outcome_of, accepting), partial(outcome_of, closing)])
        state = Offer.objects.get(id=deal.offer.id).state
        assert state == ("accepted" if answers[0] == "done" else "expired")
        assert kinds(deal) == ["offer.made", f"offer.{state}"]
        for contract in Contract.objects.filter(state="active"):
            end_contract(actor=ana, contract_id=contract.id, now=timezone.now())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2100-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "2030-01-01T00:00:00"}, "expires_at"),
        ({"milestones": [{"title": "All", "amount_minor": 99}]}, "milestones"),
        ({"milestones": [{"title": "", "amount_minor": 100}]}, "milestones"),
        ({"milestones": [{"title": "All", "amount_minor": 0}]}, "milestones"),
        (
            {"milestones": [{"title": f"Part {'abcdefghijk'[one]}", "amount_minor": 1} for one in range(11)]},
            "milestones",
        ),
        ({"milestones": [{"title": f"Ring {PHONE}", "amount_minor": 100}]}, "milestones"),
    ],
)
def test_what_an_offer_may_not_hold(change: dict[str, object], field: str, ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    body = {"terms": "Two drafts.", "amount_minor": 100, "currency": "EUR"}
    refused = program_of(ana).post(f"/rooms/{deal.room}/offers", {**body, **change})
    assert (refused.status, refused.body["field"]) == (422, field)
    assert program_of(ana).post(f"/rooms/{deal.room}/offers", body).status == 201


def rows(*given: tuple[str, str, str]) -> dict[str, str]:
    """Milestones as the form sends them."""
    return {
        f"milestone_{part}_{number}": value
        for number, row in enumerate(given)
        for part, value in zip(("title", "amount", "due"), row, strict=True)
    }


def test_an_offer_in_parts_by_form_keeps_what_was_typed_when_it_is_refused(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    fields = {"terms": "Two drafts.", "amount": "100", "currency": "EUR", "days": "7"}
    path = f"/rooms/{deal.room}/offers"
    refused = browser_of(ana).post(path, {**fields, **rows(("First draft", "", "2030-02-01"), ("Second", "60", ""))})
    assert refused.status_code == 422
    page = unescape(refused.content.decode())
    assert "Milestone 1 needs a name and an amount such as 400." in page
    for typed in ("First draft", "60", "2030-02-01"):
        assert f'value="{typed}"' in page
    more = browser_of(ana).post(path, {"terms": "", "add_row": "1", **rows(("First draft", "4x", ""))})
    assert more.status_code == 200
    assert [f'name="milestone_title_{number}"' in more.content.decode() for number in range(4)] == [True] * 3 + [False]
    assert 'value="4x"' in more.content.decode()
    unreadable = browser_of(ana).post(path, {**fields, **rows(("All", "100", "soon"))})
    assert (unreadable.status_code, "cannot be read" in unreadable.content.decode()) == (422, True)
    whole = rows(("First draft", "40", "2030-02-01"), ("", "", ""), ("Second", "60", ""))
    assert browser_of(ana).post(path, {**fields, **whole}).status_code == 302
    offer = program_of(bo).get(f"/rooms/{deal.room}/offers").body["items"][0]
    assert [(one["title"], one["amount_minor"], one["due_on"]) for one in offer["milestones"]] == [
        ("First draft", 4_000, "2030-02-01"),
        ("Second", 6_000, None),
    ]
    assert offer["expires_at"] is not None
    shown = browser_of(bo).get(f"/rooms/{deal.room}/").content.decode()
    assert "<bdi>First draft</bdi> · 40.00 EUR" in " ".join(shown.split())
    assert "Open until" in shown
    assert browser_of(ana).post(path, {**fields, "days": "x"}).status_code == 422


LEAVING = """
state   ana            bo             eve        eli        mo
active  not_yours      done           not_found  not_found  not_found
ended   not_yours      contract_over  not_found  not_found  not_found
left    not_yours      contract_over  not_found  not_found  not_found
"""
ROWS = [
    (state, who, outcome)
    for state, *outcomes in (line.split() for line in LEAVING.strip().splitlines()[1:])
    for who, outcome in zip(("ana", "bo", "eve", "eli", "mo"), outcomes, strict=True)
]


@pytest.mark.parametrize(("state", "who", "outcome"), ROWS)
def test_only_the_freelancer_leaves_and_only_while_it_runs(
    state: str, who: str, outcome: str, request: pytest.FixtureRequest, ana: Person, bo: Person
) -> None:
    contract = accepted(talk_of(ana, bo)).contract
    assert contract is not None
    now = timezone.now()
    if state == "ended":
        end_contract(actor=ana, contract_id=contract.id, now=now)
    if state == "left":
        leave_contract(actor=bo, contract_id=contract.id, words="", now=now)
    leaving = partial(
        leave_contract, actor=request.getfixturevalue(who), contract_id=contract.id, words="No code.", now=now
    )
    assert outcome_of(leaving) == outcome


def test_leaving_is_recorded_told_in_the_room_and_ends_the_contract(ana: Person, bo: Person) -> None:
    deal = accepted(talk_of(ana, bo))
    assert deal.contract is not None
    left = program_of(bo).post(f"/contracts/{deal.contract.id}/leave", {"words": "The code is missing."})
    assert (left.status, left.body["state"], left.body["is_without_fault"]) == (200, "ended", True)
    assert left.body["leaving_words"] == "The code is missing."
    assert program_of(ana).get(f"/rooms/{deal.room}").body["relationship"] == "prior"
    page = unescape(browser_of(ana).get(f"/rooms/{deal.room}/").content.decode())
    assert "Bo left the contract without fault: no pay, no score." in page
    assert "The code is missing." in page
    assert "Left without fault" in page
    # An ordinary end is recorded as one.
    other = accepted(talk_of(ana, bo))
    assert other.contract is not None
    ended = program_of(bo).post(f"/contracts/{other.contract.id}/end", {}).body
    assert (ended["is_without_fault"], ended["leaving_words"]) == (False, "")


def test_the_words_of_leaving_pass_the_gate_of_the_room(ana: Person, bo: Person) -> None:
    deal = accepted(talk_of(ana, bo))
    assert deal.contract is not None
    # As if nothing exempted the two: only then does the rule withhold anything between them.
    Engagement.objects.filter(room=deal.room).update(state="offered", started_seq=None)
    path = f"/contracts/{deal.contract.id}/leave"
    assert program_of(bo).post(path, {"words": f"Ring {PHONE}"}).body["code"] == "contact_rule"
    refused = browser_of(bo).post(path, {"leaving": f"Ring {PHONE}"})
    assert refused.status_code == 422
    assert f"Ring {PHONE}</textarea>" in refused.content.decode()
    assert Contract.objects.get().state == "active"


def test_leaving_by_the_form_of_the_room(ana: Person, bo: Person) -> None:
    deal = accepted(talk_of(ana, bo))
    assert deal.contract is not None
    path = f"/contracts/{deal.contract.id}/leave"
    assert path in browser_of(bo).get(f"/rooms/{deal.room}/").content.decode()
    assert path not in browser_of(ana).get(f"/rooms/{deal.room}/").content.decode()
    answer = browser_of(bo).post(path, {"leaving": ""})
    assert answer.headers["Location"] == f"/rooms/{deal.room}/"
    assert Contract.objects.get().is_without_fault
