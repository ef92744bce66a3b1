"""The market over the API: the whole way, keys, pages, forms of input."""

import uuid
from typing import Any

import pytest

from tests.cast import PHONE, program_of
from tests.market.deal import EMAIL, accepted, job_of, offered, proposal_of, talk_of
from tests.program import Program
from vestibule.accounts.models import Organisation, Person
from vestibule.market.models import Contract, JobPost, Offer, Proposal

pytestmark = pytest.mark.django_db

JOB = {"title": "Logo for a bakery", "body": "We bake with sourdough."}
PROPOSAL = {"cover_text": "I have drawn logos.", "bid_minor": 45_000, "currency": "EUR"}
OFFER = {"terms": "A logo, three drafts.", "amount_minor": 45_000, "currency": "EUR"}


def test_a_program_goes_the_whole_way_from_a_job_to_the_end_of_its_contract(ana: Person, bo: Person) -> None:
    client, freelancer = program_of(ana), program_of(bo)
    draft = client.post("/jobs", {**JOB, "state": "draft"})
    assert (draft.status, draft.body["state"]) == (201, "draft")
    job = draft.body["id"]
    assert freelancer.get(f"/jobs/{job}").status == 404
    assert client.patch(f"/jobs/{job}", {"state": "open"}).body["state"] == "open"
    assert [one["id"] for one in freelancer.get("/jobs").body["items"]] == [job]
    sent = freelancer.post(f"/jobs/{job}/proposals", PROPOSAL)
    assert (sent.status, sent.body["state"], sent.body["room"]) == (201, "submitted", None)
    assert client.get(f"/jobs/{job}").body["proposals"] == 1
    assert freelancer.get(f"/jobs/{job}").body["own_proposal"] == sent.body["id"]
    room = client.post(f"/proposals/{sent.body['id']}/room").body["room"]
    assert freelancer.get(f"/proposals/{sent.body['id']}").body["room"] == room
    assert freelancer.get(f"/rooms/{room}").body["about"] == {"kind": "job", "id": job}
    made = client.post(f"/rooms/{room}/offers", OFFER)
    assert (made.status, made.body["state"], made.body["contract"]) == (201, "made", None)
    yes = freelancer.post(f"/offers/{made.body['id']}/accept", {})
    assert (yes.status, yes.body["state"], yes.body["contract"]["state"]) == (200, "accepted", "active")
    contract = yes.body["contract"]["id"]
    ended = client.post(f"/contracts/{contract}/end")
    assert (ended.body["state"], ended.body["ended_by"]) == ("ended", str(ana.id))
    assert client.get(f"/contracts/{contract}").body == ended.body
    assert freelancer.get(f"/offers/{made.body['id']}").body["contract"] == {
        "id": contract,
        "state": "ended",
        "is_without_fault": False,
    }
    assert client.post(f"/jobs/{job}/close").body["state"] == "closed"


def test_withdrawing_and_declining_over_the_api(ana: Person, bo: Person, eve: Person) -> None:
    client = program_of(ana)
    job = job_of(ana)
    own, other = proposal_of(bo, job), proposal_of(eve, job)
    assert program_of(bo).post(f"/proposals/{own.id}/withdraw").body["state"] == "withdrawn"
    assert client.post(f"/proposals/{other.id}/decline").body["state"] == "declined"
    for answer, by, state in (("withdraw", ana, "withdrawn"), ("decline", bo, "declined")):
        offer = offered(talk_of(ana, bo)).offer
        assert offer is not None
        assert program_of(by).post(f"/offers/{offer.id}/{answer}").body["state"] == state


def test_a_job_stands_for_the_clients_organisation_unless_told_otherwise(
    ana: Person, eli: Person, works: Organisation
) -> None:
    program = program_of(eli)
    assert program.post("/jobs", JOB).body["organisation"] == {
        "id": str(works.id),
        "name": "Northwind Works",
        "plan": "enterprise",
    }
    assert program.post("/jobs", {**JOB, "organisation": None}).body["organisation"] is None
    refused = program_of(ana).post("/jobs", {**JOB, "organisation": str(works.id)})
    assert (refused.status, refused.code, refused.body["field"]) == (422, "invalid_input", "organisation")


def test_the_organisations_one_acts_for(ana: Person, eli: Person, works: Organisation) -> None:
    mine = program_of(eli).get("/organisations/mine").body["items"]
    assert mine == [{"id": str(works.id), "name": "Northwind Works", "plan": "enterprise", "role": "owner"}]
    assert program_of(ana).get("/organisations/mine").body["items"] == []
    founded = program_of(ana).post("/organisations", {"name": "Ana's Bakery"})
    assert (founded.status, founded.body["plan"]) == (201, "basic")
    assert program_of(ana).post("/organisations", {"name": f"Call {PHONE}"}).code == "contact_rule"


@pytest.mark.parametrize("text", [PHONE, EMAIL])
def test_a_refused_text_comes_back_with_the_verdict_and_the_field(text: str, ana: Person) -> None:
    refused = program_of(ana).post("/jobs", {"title": "Logo", "body": f"Write to {text} today"})
    assert (refused.status, refused.code, refused.body["field"]) == (422, "contact_rule", "body")
    verdict = refused.body["details"]["verdict"]
    assert verdict["verdict"] == "withhold"
    assert verdict["findings"][0]["text"] == text
    assert verdict["reasons"][0]["remedies"]


WRONG_MONEY: list[tuple[dict[str, Any], str, str]] = [
    ({"bid_minor": 0}, "amount_invalid", "bid_minor"),
    ({"bid_minor": -5}, "amount_invalid", "bid_minor"),
    ({"bid_minor": 10**12 + 1}, "amount_invalid", "bid_minor"),
    ({"bid_minor": 10**40}, "amount_invalid", "bid_minor"),
    ({"currency": "eur"}, "currency_unknown", "currency"),
    ({"currency": "QQQ"}, "currency_unknown", "currency"),
    ({"currency": "€"}, "currency_unknown", "currency"),
]


@pytest.mark.parametrize(("change", "code", "field"), WRONG_MONEY)
def test_money_is_a_positive_whole_number_of_a_known_currency(
    change: dict[str, Any], code: str, field: str, ana: Person, bo: Person
) -> None:
    program, job = program_of(bo), job_of(ana)
    refused = program.post(f"/jobs/{job.id}/proposals", {**PROPOSAL, **change})
    assert (refused.status, refused.code, refused.body["field"]) == (422, code, field)
    assert program.post(f"/jobs/{job.id}/proposals", PROPOSAL).status == 201


@pytest.mark.parametrize(
    ("path", "body"), [("/jobs", JOB), ("/jobs/{job}/proposals", PROPOSAL), ("/rooms/{room}/offers", OFFER)]
)
def test_bodies_are_taken_exactly_as_described(path: str, body: dict[str, Any], ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    program = program_of(bo if "proposals" in path else ana)
    address = path.format(job=job_of(ana).id, room=deal.room)
    missing = {name: value for name, value in body.items() if name != next(iter(body))}
    for wrong in ({**body, "surprise": 1}, missing, {**body, next(iter(body)): 7}, [body], b"{"):
        assert program.post(address, wrong).status in {400, 422}
    assert program.post(address, body).status == 201


@pytest.mark.django_db(transaction=True)
def test_the_same_key_gives_the_same_answer_and_one_record(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    client, freelancer, job = program_of(ana), program_of(bo), job_of(ana)
    attempts: list[tuple[Program, str, dict[str, Any]]] = [
        (client, "/jobs", JOB),
        (freelancer, f"/jobs/{job.id}/proposals", PROPOSAL),
        (client, f"/rooms/{deal.room}/offers", OFFER),
    ]
    for number, (program, path, body) in enumerate(attempts):
        before = (JobPost.objects.count(), Proposal.objects.count(), Offer.objects.count())
        first = program.post(path, body, idempotency_key=f"key-{number}")
        again = program.post(path, body, idempotency_key=f"key-{number}")
        assert (again.status, again.body) == (first.status, first.body) == (201, first.body)
        after = (JobPost.objects.count(), Proposal.objects.count(), Offer.objects.count())
        assert sum(after) == sum(before) + 1
        other = program.post(path, {**body, next(iter(body)): "Other words"}, idempotency_key=f"key-{number}")
        assert other.code == "idempotency_key_reused"
    # Without a key the second wish is a second one.
    assert client.post("/jobs", JOB).body["id"] != client.post("/jobs", JOB).body["id"]


@pytest.mark.django_db(transaction=True)
def test_accepting_and_ending_twice_with_one_key_is_once(ana: Person, bo: Person) -> None:
    deal = offered(talk_of(ana, bo))
    assert deal.offer is not None
    freelancer, path = program_of(bo), f"/offers/{deal.offer.id}/accept"
    first = freelancer.post(path, idempotency_key="yes")
    assert freelancer.post(path, idempotency_key="yes").body == first.body
    assert freelancer.post(path, idempotency_key="yes-again").code == "offer_settled"
    end = f"/contracts/{Contract.objects.get().id}/end"
    assert freelancer.post(end, idempotency_key="end").body == freelancer.post(end, idempotency_key="end").body


def _walk(program: Program, path: str, **query: str) -> list[str]:
    """All ids of a list, page by page."""
    found: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        asked: dict[str, str | int] = {**query, "limit": 3}
        if cursor is not None:
            asked["cursor"] = cursor
        page = program.get(path, **asked).body
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found
    raise AssertionError("the list does not end")


def test_lists_come_newest_first_each_thing_once(ana: Person, bo: Person) -> None:
    client, freelancer = program_of(ana), program_of(bo)
    jobs = [job_of(ana) for _ in range(7)]
    proposals = [proposal_of(bo, job) for job in jobs]
    newest_first = [str(job.id) for job in reversed(jobs)]
    assert _walk(freelancer, "/jobs") == newest_first
    client.post(f"/jobs/{jobs[0].id}/close")
    assert _walk(freelancer, "/jobs") == newest_first[:-1]
    assert _walk(client, "/jobs", mine="true") == newest_first
    assert _walk(freelancer, "/proposals") == [str(one.id) for one in reversed(proposals)]
    deal = talk_of(ana, bo)
    offers = []
    for _ in range(4):
        offers.append(client.post(f"/rooms/{deal.room}/offers", OFFER).body["id"])
        client.post(f"/offers/{offers[-1]}/withdraw")
    assert _walk(freelancer, f"/rooms/{deal.room}/offers") == offers[::-1]


def test_the_client_sees_every_proposal_and_a_freelancer_only_their_own(ana: Person, bo: Person, eve: Person) -> None:
    job = job_of(ana)
    own, other = proposal_of(bo, job), proposal_of(eve, job)
    path = f"/jobs/{job.id}/proposals"
    assert _walk(program_of(ana), path) == [str(other.id), str(own.id)]
    assert _walk(program_of(bo), path) == [str(own.id)]
    assert program_of(bo).get(f"/jobs/{job.id}").body["proposals"] is None


def test_a_foreign_cursor_is_refused(ana: Person) -> None:
    job_of(ana)
    assert program_of(ana).get("/jobs", cursor="WzFd").code == "cursor_invalid"
    assert program_of(ana).get("/jobs").status == 200


ROUTES = [
    ("GET", "/jobs/{draft}"),
    ("PATCH", "/jobs/{draft}"),
    ("POST", "/jobs/{draft}/close"),
    ("GET", "/jobs/{draft}/proposals"),
    ("POST", "/jobs/{draft}/proposals"),
    ("GET", "/proposals/{proposal}"),
    ("PATCH", "/proposals/{proposal}"),
    ("POST", "/proposals/{proposal}/withdraw"),
    ("POST", "/proposals/{proposal}/decline"),
    ("POST", "/proposals/{proposal}/room"),
    ("GET", "/rooms/{room}/offers"),
    ("POST", "/rooms/{room}/offers"),
    ("GET", "/offers/{offer}"),
    ("POST", "/offers/{offer}/accept"),
    ("POST", "/offers/{offer}/decline"),
    ("POST", "/offers/{offer}/withdraw"),
    ("GET", "/contracts/{contract}"),
    ("POST", "/contracts/{contract}/end"),
]
BODIES = {"/jobs/{draft}": {"title": "Mine"}, "/jobs/{draft}/proposals": PROPOSAL, "/rooms/{room}/offers": OFFER}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_what_belongs_to_others_looks_like_what_does_not_exist(
    method: str, path: str, ana: Person, bo: Person, eve: Person, eli: Person
) -> None:
    deal = accepted(talk_of(ana, bo))
    assert deal.offer is not None
    assert deal.contract is not None
    there = {
        "draft": job_of(ana, as_draft=True).id,
        "proposal": deal.proposal.id,
        "room": deal.room,
        "offer": deal.offer.id,
        "contract": deal.contract.id,
    }
    nowhere = {name: uuid.uuid4() for name in there}
    body = BODIES.get(path, {}) if method != "GET" else None
    for stranger in (eve, eli):
        program = program_of(stranger)
        real = program.request(method, path.format(**there), body)
        none = program.request(method, path.format(**nowhere), body)
        assert real.status == 404
        assert (real.status, real.body, real.headers) == (none.status, none.body, none.headers)
    # Somebody to whom it belongs gets another answer, so the doors do exist.
    assert program_of(ana).request(method, path.format(**there), body).status != 404


@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("GET", "/jobs"), ("POST", "/jobs"), ("GET", "/proposals")])
def test_nobody_gets_anywhere_without_signing_in(method: str, path: str, ana: Person) -> None:
    ids = dict.fromkeys(("draft", "proposal", "room", "offer", "contract"), uuid.uuid4())
    answer = program_of(None).request(method, path.format(**ids), {} if method != "GET" else None)
    assert (answer.status, answer.code) == (401, "sign_in_needed")
    assert program_of(ana).get("/jobs").status == 200
