"""Every text of the market passes the gate: with a number it is refused, the same text without it is taken."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from tests.cast import PHONE
from tests.market.deal import EMAIL, PLAIN, WITH_PHONE, job_of, outcome_of, proposal_of, talk_of
from vestibule.accounts.models import Organisation, Person
from vestibule.judging.cleared import JudgedCharField, JudgedTextField, UnclearedTextError
from vestibule.judging.gate import TextNotAllowed
from vestibule.market.actions.edit_job import edit_job
from vestibule.market.actions.edit_proposal import edit_proposal
from vestibule.market.actions.make_offer import NewOffer, make_offer
from vestibule.market.actions.post_job import post_job
from vestibule.market.actions.send_proposal import send_proposal
from vestibule.market.models import JobPost, Proposal
from vestibule.market.rules import LONGEST_BODY, LONGEST_COVER_TEXT, LONGEST_TERMS, LONGEST_TITLE
from vestibule.market.texts import NewProposal

pytestmark = pytest.mark.django_db

WITH_EMAIL = f"Please ask for details at {EMAIL}."
# Columns that hold no words of a person: states, and codes from a closed list.
NO_WORDS = {"state", "currency", "budget_kind", "availability"}
Door = Callable[[str], object]


def doors(ana: Person, bo: Person) -> dict[str, tuple[Door, str]]:
    """Every way to put a text into the market, with the field it is about."""
    now = timezone.now()
    job = job_of(ana)
    deal = talk_of(ana, bo)
    return {
        "title of a new job": (lambda text: post_job(actor=ana, title=text, body=PLAIN, now=now), "title"),
        "body of a new job": (lambda text: post_job(actor=ana, title="A logo", body=text, now=now), "body"),
        "title of a draft": (lambda text: post_job(actor=ana, title=text, body="A", as_draft=True, now=now), "title"),
        "new title": (lambda text: edit_job(actor=ana, job_id=job.id, title=text, now=now), "title"),
        "new body": (lambda text: edit_job(actor=ana, job_id=job.id, body=text, now=now), "body"),
        "proposal": (lambda text: send_proposal(actor=bo, job_id=job.id, proposal=_says(text), now=now), "cover_text"),
        "new wording of a proposal": (
            lambda text: edit_proposal(actor=bo, proposal_id=deal.proposal.id, cover_text=text, now=now),
            "cover_text",
        ),
        "terms of an offer": (
            lambda text: make_offer(
                actor=ana, room_id=deal.room, offer=NewOffer(terms=text, amount_minor=1, currency="EUR"), now=now
            ),
            "terms",
        ),
    }


def _says(text: str) -> NewProposal:
    return NewProposal(cover_text=text, bid_minor=100, currency="EUR")


DOORS = [
    "title of a new job",
    "body of a new job",
    "title of a draft",
    "new title",
    "new body",
    "proposal",
    "new wording of a proposal",
    "terms of an offer",
]


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("text", [WITH_PHONE, WITH_EMAIL], ids=["phone", "email"])
def test_a_detail_is_refused_at_its_field_and_the_text_without_it_is_taken(
    name: str, text: str, ana: Person, bo: Person
) -> None:
    door, field = doors(ana, bo)[name]
    with pytest.raises(TextNotAllowed) as refused:
        door(text)
    assert refused.value.field == field
    finding = refused.value.details()["verdict"]["findings"][0]
    assert text[finding["start"] : finding["end"]] == finding["text"]
    assert finding["text"] in {PHONE, EMAIL}
    door(PLAIN)


def test_every_door_is_tried(ana: Person, bo: Person) -> None:
    assert list(doors(ana, bo)) == DOORS


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize(
    ("text", "code"),
    [("   ", "text_missing"), ("a\x00b", "text_unreadable"), ("a\ud800b", "text_unreadable")],
    ids=["empty", "nul", "surrogate"],
)
def test_a_text_that_cannot_be_stored_is_refused_at_its_field(
    name: str, text: str, code: str, ana: Person, bo: Person
) -> None:
    door, field = doors(ana, bo)[name]
    with pytest.raises(Exception, match=code) as refused:
        door(text)
    assert getattr(refused.value, "field") == field  # noqa: B009 - all refusals have one


@pytest.mark.parametrize("name", DOORS)
def test_a_text_may_be_as_long_as_its_field_and_no_longer(name: str, ana: Person, bo: Person) -> None:
    door, field = doors(ana, bo)[name]
    longest = {
        "title": LONGEST_TITLE,
        "body": LONGEST_BODY,
        "cover_text": LONGEST_COVER_TEXT,
        "terms": LONGEST_TERMS,
    }[field]
    assert outcome_of(lambda: door("ab " * (longest // 3) + "c" * (longest % 3 + 1))) == "text_too_long"
    assert outcome_of(lambda: door("ab " * (longest // 3 - 1))) == "done"


def test_line_ends_and_scripts_of_the_world_are_stored_as_they_were_written(ana: Person) -> None:
    body = "Первая строка\nשורה שנייה\n第三行 🧁"
    job = post_job(actor=ana, title="  Торт \n и хлеб ", body=body, now=timezone.now())
    stored = JobPost.objects.get(id=job.id)
    assert (stored.title, stored.body) == ("Торт и хлеб", body)


def test_no_plan_exempts_what_everybody_reads(eli: Person, works: Organisation) -> None:
    def posting(text: str) -> str:
        return outcome_of(
            lambda: post_job(actor=eli, title="Logo", body=text, organisation_id=works.id, now=timezone.now())
        )

    assert posting(WITH_PHONE) == posting(WITH_EMAIL) == "contact_rule"
    assert posting(PLAIN) == "done"


def test_a_proposal_to_an_enterprise_may_hold_a_number_and_never_an_address(
    ana: Person, bo: Person, eve: Person, eli: Person, works: Organisation
) -> None:
    def proposing(freelancer: Person, job: JobPost, text: str) -> str:
        return outcome_of(
            lambda: send_proposal(actor=freelancer, job_id=job.id, proposal=_says(text), now=timezone.now())
        )

    basic, enterprise = job_of(ana), job_of(eli, organisation=works)
    assert proposing(bo, enterprise, WITH_EMAIL) == "contact_rule"
    assert proposing(bo, basic, WITH_PHONE) == "contact_rule"
    assert proposing(bo, enterprise, WITH_PHONE) == "done"
    assert proposing(eve, basic, PLAIN) == "done"


def test_nothing_is_stored_of_a_refused_text(ana: Person, bo: Person) -> None:
    job = job_of(ana)
    proposal = proposal_of(bo, job)
    for attempt in (
        lambda: edit_job(actor=ana, job_id=job.id, title="New title", body=WITH_PHONE, now=timezone.now()),
        lambda: edit_proposal(
            actor=bo, proposal_id=proposal.id, cover_text=WITH_PHONE, bid_minor=7, now=timezone.now()
        ),
    ):
        assert outcome_of(attempt) == "contact_rule"
    assert JobPost.objects.get(id=job.id).title == "Logo for a bakery"
    assert Proposal.objects.get(id=proposal.id).bid_minor == 45_000


def test_every_text_column_of_the_market_takes_cleared_texts_only() -> None:
    columns = [
        field
        for model in apps.get_app_config("market").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.name not in NO_WORDS
    ]
    assert {field.name for field in columns} == {
        *("title", "body", "skills", "questions", "cover_text", "words", "terms"),
        *("leaving_words", "headline", "about", "links", "credentials", "question", "answer"),
    }
    assert all(isinstance(field, JudgedCharField | JudgedTextField) for field in columns)


def test_a_program_that_goes_round_the_gate_fails(ana: Person) -> None:
    job = job_of(ana)
    job.body = str(PLAIN)
    with pytest.raises(UnclearedTextError):
        job.save()
