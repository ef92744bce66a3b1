"""Texts of the market on their way through the gate."""

from dataclasses import dataclass
from datetime import date

from vestibule.accounts.models import Person
from vestibule.accounts.queries import plans_on
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear_or_refuse
from vestibule.market.models import JobPost
from vestibule.market.rules import (
    LONGEST_BODY,
    LONGEST_COVER_TEXT,
    LONGEST_TITLE,
    check,
    refuse_money,
    refuse_text,
)
from vestibule.policy import Situation
from vestibule.rooms.relationship import relationships_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedJob:
    """Title and body of a job post, both let through."""

    title: ClearedText
    body: ClearedText


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProposal:
    """What is proposed: a text, and a price in the currency's smallest unit."""

    cover_text: str
    bid_minor: int
    currency: str


def cleared_job(title: str, body: str, *, on: date, language: str) -> ClearedJob:
    """Both texts, cleared for everybody's eyes. Raises `InvalidInput` and `TextNotAllowed` at `title` or `body`."""
    line, text = " ".join(title.split()), body.strip()
    check(
        refuse_text(line, field="title", longest=LONGEST_TITLE), refuse_text(text, field="body", longest=LONGEST_BODY)
    )
    return ClearedJob(
        title=clear_or_refuse(line, surface="job_post", field="title", on=on, language=language),
        # The title is read first: what begins there and ends in the body is one detail.
        body=clear_or_refuse(
            text, surface="job_post", field="body", on=on, situation=Situation(context=(line,)), language=language
        ),
    )


def cleared_proposal(proposal: NewProposal, *, job: JobPost, freelancer: Person, on: date) -> ClearedText:
    """The cover text, cleared for this job's client. Raises `InvalidInput` and `TextNotAllowed` at the field."""
    text = proposal.cover_text.strip()
    check(
        refuse_text(text, field="cover_text", longest=LONGEST_COVER_TEXT),
        refuse_money(proposal.bid_minor, proposal.currency, field="bid_minor"),
    )
    pair = (job.client_id, freelancer.id)
    plan = "basic"
    if job.organisation_id is not None:
        plan = plans_on(on, organisations=[job.organisation_id])[job.organisation_id]
    situation = Situation(
        relationship=relationships_of([pair])[pair],
        client_plan=plan,  # type: ignore[arg-type]
    )
    return clear_or_refuse(
        text, surface="proposal", field="cover_text", on=on, situation=situation, language=freelancer.language
    )
