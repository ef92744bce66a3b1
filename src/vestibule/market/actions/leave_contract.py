"""Leaving a contract without fault."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.circumstances import keep_circumstances
from vestibule.judging.cleared import ClearedText
from vestibule.market.deals import locked_contract
from vestibule.market.events import ContractLeft
from vestibule.market.models import Contract
from vestibule.market.offer_texts import cleared_in_room
from vestibule.market.rules import LONGEST_LEAVING, ContractOver, NotYours, check, refuse_text
from vestibule.market.states import advance
from vestibule.rooms.actions.record_engagement import record_end


def leave_contract(*, actor: Person, contract_id: uuid.UUID, words: str, now: datetime) -> Contract:
    """The freelancer has seen that the material is not what was described, and leaves: no pay, no score (P9.2).

    `words` say what was not as described; they may be empty. The room is told, and the record keeps it.
    Raises `NotFound`, `NotAllowed` for everybody but the freelancer, `ContractOver`, and the refusals of the words.
    """
    with writing(now=now) as feed:
        contract = locked_contract(feed, actor, contract_id)
        offer = contract.offer
        if actor.id != offer.freelancer_id:
            raise NotYours(sentence="Only the freelancer leaves a contract without fault.")
        if contract.state != Contract.State.ACTIVE:
            raise ContractOver
        cleared = _cleared(words, offer.room_id, actor, now)
        advance(
            Contract,
            contract.id,
            expected=Contract.State.ACTIVE,
            to=Contract.State.ENDED,
            ended_at=now,
            ended_by_id=actor.id,
            is_without_fault=True,
            leaving_words=cleared,
        )
        contract.leaving_words = cleared
        keep_circumstances([(contract, "leaving_words")], at=now)
        seq, _ = feed.append(stream=offer.room_id, fact=ContractLeft(contract=contract.id, words=cleared), by=actor.id)
        record_end(feed=feed, engagement_id=offer.engagement_id, actor_id=actor.id, seq=seq)
        return Contract.objects.select_related("offer").get(id=contract.id)


def _cleared(words: str, room_id: uuid.UUID, actor: Person, now: datetime) -> ClearedText:
    text = words.strip()
    if text:
        check(refuse_text(text, field="words", longest=LONGEST_LEAVING))
    return cleared_in_room(text, room_id=room_id, actor=actor, field="words", now=now)
