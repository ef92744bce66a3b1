"""Rewording a message that stands: judged anew by now; its earlier wordings stay readable for all who can read it."""

import uuid
from dataclasses import replace
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing, writing
from vestibule.judging.cleared import ClearedText
from vestibule.judging.models import Judgement
from vestibule.kit.refusals import NotFound
from vestibule.policy import Verdict
from vestibule.rooms.actions.send_messages import Kept, Posted, judged_as, withheld_item
from vestibule.rooms.edit_verdict import verdict_of_edit
from vestibule.rooms.events import MessageEdited, MessageWithheld, WithheldGone
from vestibule.rooms.models import Message, WithheldMessage
from vestibule.rooms.quoting import MessageIsDeleted, readable_message
from vestibule.rooms.remarks import remarks_from
from vestibule.rooms.rules import NotYourMessage, refuse_message
from vestibule.rooms.said import reword
from vestibule.rooms.standing import standing_of


def edit_message(
    *, actor: Person, room_id: uuid.UUID, seq: int, body: str, now: datetime, purpose: str | None = None
) -> Posted | Kept:
    """Give one's own message another wording. Without `purpose` the declared one stays.

    What the rule does not let through is kept for the author with the reasons, in place of an earlier kept edit of the
    same message; the message stays as it was. The same wording again changes nothing. Raises `NotFound`,
    `NotYourMessage`, `MessageIsDeleted` and the refusals of a message's form.
    """
    with writing(now=now) as feed:
        feed.lock([room_id])
        message = own_message(actor, room_id, seq)
        new_purpose = message.purpose if purpose is None else purpose
        refusal = refuse_message(key=message.key, body=body, purpose=new_purpose)
        if refusal is not None:
            raise refusal
        kept = WithheldMessage.objects.filter(room_id=room_id, author=actor, key=_kept_key(seq)).first()
        if (body, new_purpose) == (message.body, message.purpose):
            return Posted(room_id, message.key, message.latest_seq)
        kept = kept or WithheldMessage(room_id=room_id, author=actor, key=_kept_key(seq), edits_seq=seq, after_seq=seq)
        kept.body, kept.purpose = body, new_purpose
        return settle_edit(feed, message, kept, actor=actor, now=now)


def own_message(actor: Person, room_id: uuid.UUID, seq: int) -> Message:
    """The actor's message at that number, under the room's lock.

    Raises `NotFound`, `NotYourMessage` and `MessageIsDeleted`.
    """
    message = readable_message(room=room_id, person=actor.id, seq=seq)
    if message is None:
        raise NotFound
    if message.author_id != actor.id:
        raise NotYourMessage
    if message.deleted_at is not None:
        raise MessageIsDeleted
    return message


def settle_edit(
    feed: Writing, message: Message, wish: WithheldMessage, *, actor: Person, now: datetime
) -> Posted | Kept:
    """Judge the wording that `wish` has for the message; put it there or keep it. The room is locked."""
    standing = standing_of([message.room_id], on=now.date())
    verdict, cleared, situation = verdict_of_edit(
        message, body=wish.body, purpose=wish.purpose, standing=standing, on=now.date(), language=actor.language
    )
    if verdict.findings:
        Judgement.of(verdict, situation, person=actor.id, at=now).save()
    if cleared is None:
        because = standing.readers_without_exemption(message.room_id, actor.id)
        return _keep(feed, wish, verdict, because, actor=actor, now=now)
    posted = _put(feed, message, cleared, wish.purpose, verdict, judged_as(replace(situation, context=()), verdict))
    if not wish._state.adding and wish.state == WithheldMessage.State.KEPT:
        _let_go(feed, wish, posted.seq)
    return posted


def _put(
    feed: Writing, message: Message, body: ClearedText, purpose: str, verdict: Verdict, circumstances: str
) -> Posted:
    fact = MessageEdited(
        message=message.seq,
        revision=message.revision + 1,
        body=body,
        purpose=purpose or None,
        remarks=remarks_from(verdict),
    )
    seq, event = feed.append(stream=message.room_id, fact=fact, by=message.author_id, on_timeline=False)
    reword(message, body=body, purpose=purpose, event_seq=seq, judged_as=circumstances)
    return Posted(message.room_id, message.key, seq, event)


def _keep(
    feed: Writing, wish: WithheldMessage, verdict: Verdict, because: list[uuid.UUID], *, actor: Person, now: datetime
) -> Kept:
    wish.state, wish.verdict, wish.at = WithheldMessage.State.KEPT, verdict.as_dict(), now
    wish.save()
    feed.lock([actor.id])
    item = withheld_item(wish, because=because)
    feed.append(stream=actor.id, fact=MessageWithheld(item=item), by=actor.id, on_timeline=False)
    return Kept(item)


def _let_go(feed: Writing, kept: WithheldMessage, seq: int) -> None:
    kept.state, kept.body, kept.verdict = WithheldMessage.State.POSTED, "", {}
    kept.save(update_fields=["state", "body", "purpose", "verdict"])
    feed.lock([kept.author_id])
    feed.append(
        stream=kept.author_id,
        fact=WithheldGone(id=kept.id, room=kept.room_id, outcome="posted", seq=seq),
        by=kept.author_id,
        on_timeline=False,
    )


def _kept_key(seq: int) -> str:
    """One kept edit for each message; the point keeps it apart from the keys that senders choose."""
    return f"edit.{seq}"
