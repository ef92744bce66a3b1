"""What an author can do with a message that was kept for them: mend it, send it now, or let it go."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing, writing
from vestibule.judging.gate import clear
from vestibule.judging.models import Judgement
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.policy import Situation
from vestibule.rooms.actions.edit_message import own_message, settle_edit
from vestibule.rooms.actions.send_messages import Kept, Posted, judged_as, withheld_item
from vestibule.rooms.events import MessagePosted, MessageWithheld, Reply, WithheldGone
from vestibule.rooms.models import Message, WithheldMessage
from vestibule.rooms.order.answering import note_answer
from vestibule.rooms.quoting import heard_with, quote_for, reply_row, wish_of
from vestibule.rooms.remarks import remarks_from
from vestibule.rooms.rules import refuse_message
from vestibule.rooms.standing import Standing, recent_messages, standing_of


def revise_withheld(
    *, actor: Person, withheld_id: uuid.UUID, now: datetime, body: str | None = None, purpose: str | None = None
) -> Posted | Kept:
    """Judge a kept message again, with another wording or a declared purpose or as it is.

    When the rule now lets it through, it is posted at the end of the room; else it stays with the new reasons.
    Raises `NotFound`, and the refusals of a message's form; what is kept is not lost by any of them.
    """
    room = _own(actor, withheld_id).room_id
    with writing(now=now) as feed:
        feed.lock([room])
        kept = _locked(actor, withheld_id)
        new_body = kept.body if body is None else body
        new_purpose = kept.purpose if purpose is None else purpose
        refusal = refuse_message(key="kept", body=new_body, purpose=new_purpose)
        if refusal is not None:
            raise refusal
        kept.body, kept.purpose = new_body, new_purpose
        return _judge_again(feed, kept, actor=actor, now=now)


def release_withheld(*, actor: Person, withheld_id: uuid.UUID, now: datetime) -> Posted | Kept:
    """Send a kept message as it is: posted if the rule allows it by now, else still kept."""
    return revise_withheld(actor=actor, withheld_id=withheld_id, now=now)


def discard_withheld(*, actor: Person, withheld_id: uuid.UUID, now: datetime) -> None:
    """Let a kept message go for good. Raises `NotFound`."""
    room = _own(actor, withheld_id).room_id
    with writing(now=now) as feed:
        feed.lock([room])
        kept = _locked(actor, withheld_id)
        kept.state = WithheldMessage.State.DISCARDED
        kept.body = kept.quote = ""
        kept.verdict = {}
        kept.save(update_fields=["state", "body", "quote", "verdict"])
        feed.lock([actor.id])
        feed.append(
            stream=actor.id,
            fact=WithheldGone(id=kept.id, room=room, outcome="discarded"),
            by=actor.id,
            on_timeline=False,
        )


def _own(actor: Person, withheld_id: uuid.UUID) -> WithheldMessage:
    kept = WithheldMessage.objects.visible_to(actor).filter(id=withheld_id).first()
    if kept is None:
        raise NotFound
    return kept


def _locked(actor: Person, withheld_id: uuid.UUID) -> WithheldMessage:
    """The kept message read anew under the room's lock: another device may have been quicker."""
    kept = WithheldMessage.objects.visible_to(actor).select_for_update(of=("self",)).filter(id=withheld_id).first()
    if kept is None:
        raise NotFound
    return kept


def _judge_again(feed: Writing, kept: WithheldMessage, *, actor: Person, now: datetime) -> Posted | Kept:
    if kept.edits_seq is not None:
        return settle_edit(feed, own_message(actor, kept.room_id, kept.edits_seq), kept, actor=actor, now=now)
    said = recent_messages([(kept.room_id, actor.id)]).get((kept.room_id, actor.id), [])
    standing = standing_of([kept.room_id], on=now.date())
    reply = _reply(kept, _situations(kept, said, standing), now)
    situations = _situations(kept, [*said, *heard_with(reply)], standing)
    verdict, cleared = clear(kept.body, situations, on=now.date(), language=actor.language)
    if verdict.findings:
        Judgement.of(verdict, situations[0], person=actor.id, at=now).save()
    if cleared is None:
        kept.verdict = verdict.as_dict()
        kept.save(update_fields=["body", "purpose", "verdict"])
        feed.lock([actor.id])
        item = withheld_item(kept, because=standing.readers_without_exemption(kept.room_id, actor.id))
        feed.append(stream=actor.id, fact=MessageWithheld(item=item), by=actor.id, on_timeline=False)
        return Kept(item)
    fact = MessagePosted(
        key=kept.key,
        body=cleared,
        purpose=kept.purpose or None,
        was_withheld=True,
        remarks=remarks_from(verdict),
        reply_to=reply,
    )
    return _post(feed, kept, fact, judged_as(replace(situations[0], context=()), verdict), now=now)


def _situations(kept: WithheldMessage, said: Sequence[str], standing: Standing) -> list[Situation]:
    return standing.situations(
        kept.room_id,
        kept.author_id,
        surface="message",
        purpose=kept.purpose or None,  # type: ignore[arg-type]
        context=tuple(said),
    )


def _reply(kept: WithheldMessage, situations: list[Situation], now: datetime) -> Reply | None:
    """What it answers, as it may be quoted by now; nothing where that cannot be answered any more."""
    wish = wish_of(kept)
    if wish is None:
        return None
    reply = quote_for(room=kept.room_id, sender=kept.author_id, wish=wish, situations=situations, on=now.date())
    return None if isinstance(reply, Refusal) else reply


def _post(feed: Writing, kept: WithheldMessage, fact: MessagePosted, circumstances: str, *, now: datetime) -> Posted:
    seq, event = feed.append(stream=kept.room_id, fact=fact, by=kept.author_id)
    if fact.reply_to is not None:
        reply_row(kept.room_id, seq, fact.reply_to).save()
        note_answer(feed=feed, room=kept.room_id, reply=fact.reply_to, by=kept.author_id)
    Message.objects.create(
        room_id=kept.room_id,
        seq=seq,
        author_id=kept.author_id,
        key=kept.key,
        body=fact.body,
        purpose=kept.purpose,
        at=now,
        judged_as=circumstances,
    )
    kept.state = WithheldMessage.State.POSTED
    # The text now stands in the room; a second copy would outlive its erasure there.
    kept.body, kept.verdict, kept.quote = "", {}, ""
    kept.save(update_fields=["state", "body", "purpose", "verdict", "quote"])
    feed.lock([kept.author_id])
    feed.append(
        stream=kept.author_id,
        fact=WithheldGone(id=kept.id, room=kept.room_id, outcome="posted", seq=seq),
        by=kept.author_id,
        on_timeline=False,
    )
    return Posted(kept.room_id, kept.key, seq, event)
