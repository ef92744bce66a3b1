"""What of objections is somebody's own, and that nothing of it stays behind."""

from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.accounts.models import Person
from vestibule.reviews.models import Objection
from vestibule.reviews.queries import objections_of


def forget_objections(*, person: Person, erase_texts: bool, now: datetime) -> None:
    """One's objections go, and every copy of one's words in those of others."""
    with transaction.atomic(durable=True):
        Objection.objects.filter(person=person).delete()
        Objection.objects.filter(author=person.id).delete()


def own_objections(person: Person) -> list[dict[str, Any]]:
    """What the person objected to; the words of others are not theirs."""
    own = {one.id: one.text for one in Objection.objects.filter(person=person, author=person.id)}
    return [
        {
            "made_at": one.made_at.isoformat(),
            "kind": one.kind,
            "surface": one.surface,
            "text": own.get(one.id, ""),
            "answer": one.answer,
        }
        for one in objections_of(person, limit=10_000)
    ]
