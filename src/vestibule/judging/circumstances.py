"""Keeping, beside a stored text, the circumstances in which it was let through: a replay judges it in the same ones."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from vestibule.judging.cleared import ClearedText, Passage
from vestibule.judging.models import JudgedText


class CircumstancesError(TypeError):
    """A program named texts that were not judged just now, or not in this order: a defect, never bad input."""


def keep_circumstances(texts: Iterable[tuple[models.Model, str]], *, at: datetime) -> None:
    """Write down how these texts came through the gate, in place of what was known of them before.

    Each is named by its stored owner and the column, in the order in which they were judged: each after those before
    it. Empty ones say nothing. Called in the transaction that stores them.
    """
    act, rows, said = uuid.uuid4(), list[JudgedText](), list[str]()
    before = Q(pk__in=[])
    for owner, column in texts:
        mine = {"owner_type": ContentType.objects.get_for_model(owner), "owner_id": str(owner.pk), "column": column}
        before |= Q(**mine)
        text = getattr(owner, column)
        if not text:
            continue
        passage = _passage_of(text, after=tuple(said), of=f"{owner._meta.label}.{column}")
        rows.append(
            JudgedText(
                **mine,
                act=act,
                place=len(rows),
                at=at,
                surface=text.surface,
                grounds=[[one.relationship, one.client_plan] for one in passage.situations],
                policy=passage.policy,
            )
        )
        said.append(str(text))
    JudgedText.objects.filter(before).delete()
    JudgedText.objects.bulk_create(rows)


def _passage_of(text: object, *, after: tuple[str, ...], of: str) -> Passage:
    passage = text.passage if isinstance(text, ClearedText) else None
    if passage is None:
        message = f"{of}: how this text came through the gate is not known"
        raise CircumstancesError(message)
    if any(one.context != after or one.purpose is not None for one in passage.situations):
        message = f"{of}: this text was judged after other words than those named before it"
        raise CircumstancesError(message)
    return passage
