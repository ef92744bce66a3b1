"""Ending a contract."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.market.deals import locked_contract
from vestibule.market.events import ContractEnded
from vestibule.market.models import Contract
from vestibule.market.rules import ContractOver, NotYours
from vestibule.market.states import advance
from vestibule.rooms.actions.record_engagement import record_end


def end_contract(*, actor: Person, contract_id: uuid.UUID, now: datetime) -> Contract:
    """Either side ends the contract; the two remain people who have worked together.

    Raises `NotFound`, `NotAllowed` for members of the room who are neither, `ContractOver`.
    """
    with writing(now=now) as feed:
        contract = locked_contract(feed, actor, contract_id)
        offer = contract.offer
        if actor.id not in {offer.client_id, offer.freelancer_id}:
            raise NotYours(sentence="Only the two of a contract end it.")
        if contract.state != Contract.State.ACTIVE:
            raise ContractOver
        advance(
            Contract,
            contract.id,
            expected=Contract.State.ACTIVE,
            to=Contract.State.ENDED,
            ended_at=now,
            ended_by_id=actor.id,
        )
        contract.state, contract.ended_at, contract.ended_by = Contract.State.ENDED, now, actor
        seq, _ = feed.append(stream=offer.room_id, fact=ContractEnded(contract=contract.id), by=actor.id)
        record_end(feed=feed, engagement_id=offer.engagement_id, actor_id=actor.id, seq=seq)
        return contract
