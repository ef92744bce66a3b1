"""Changing a proposal."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import locked_proposal, share
from vestibule.market.models import Proposal
from vestibule.market.rules import NotYours, ProposalSettled
from vestibule.market.texts import NewProposal, cleared_again, cleared_answers, cleared_proposal, put_answers


def edit_proposal(
    *,
    actor: Person,
    proposal_id: uuid.UUID,
    now: datetime,
    cover_text: str | None = None,
    bid_minor: int | None = None,
    currency: str | None = None,
    answers: Sequence[str] | None = None,
) -> Proposal:
    """Give an open proposal another text or price, or other answers to the questions of the post.

    Where it is shared in a room, the room reads it anew at its end. Raises `NotFound`, `NotAllowed` for the client,
    `ProposalSettled`, and the refusals of text, answers and money.
    """
    with writing(now=now) as feed:
        proposal = locked_proposal(actor, proposal_id)
        if proposal.freelancer_id != actor.id:
            raise NotYours(sentence="Only who wrote a proposal changes it.")
        if proposal.state != Proposal.State.SUBMITTED:
            raise ProposalSettled
        wanted = NewProposal(
            cover_text=proposal.cover_text if cover_text is None else cover_text,
            bid_minor=proposal.bid_minor if bid_minor is None else bid_minor,
            currency=proposal.currency if currency is None else currency,
        )
        proposal.cover_text = cleared_proposal(wanted, job=proposal.job, freelancer=actor, on=now.date())
        words, on = proposal.cover_text, now.date()
        if answers is None:
            cleared = cleared_again(proposal, cover_text=words, on=on)
        else:
            cleared = cleared_answers(answers, job=proposal.job, freelancer=actor, cover_text=words, on=on)
        proposal.bid_minor, proposal.currency = wanted.bid_minor, wanted.currency
        proposal.save(update_fields=["cover_text", "bid_minor", "currency"])
        put_answers(proposal, cleared, at=now)
        if proposal.room_id is not None:
            share(feed, proposal, room_id=proposal.room_id, by=actor)
        return proposal
