"""Keeping what somebody has begun to write, on all their devices."""

import uuid
from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.kit.refusals import NotFound
from vestibule.rooms.events import DraftSaved
from vestibule.rooms.models import Draft, Room
from vestibule.rooms.rules import refuse_message


def save_draft(*, actor: Person, room_id: uuid.UUID, body: str, purpose: str = "", now: datetime) -> Draft:
    """Keep the text for its author; an empty one lets go of what was kept.

    It is judged when it is sent: until then nobody else can read it, in no log and on no feed. All devices of the actor
    learn that there is a newer one. Raises `NotFound` and the refusals of a message's form.
    """
    if body.strip():
        refusal = refuse_message(key="draft", body=body, purpose=purpose)
        if refusal is not None:
            raise refusal
    with writing(now=now) as feed:
        feed.lock([actor.id])
        if not Room.objects.visible_to(actor).filter(id=room_id).exists():
            raise NotFound
        draft, _ = Draft.objects.get_or_create(room_id=room_id, person=actor)
        if (draft.body, draft.purpose) != (body, purpose):
            draft.body, draft.purpose = body, purpose
            draft.revision += 1
            draft.save(update_fields=["body", "purpose", "revision"])
            fact = DraftSaved(room=room_id, revision=draft.revision)
            feed.append(stream=actor.id, fact=fact, by=actor.id, on_timeline=False)
        return draft
