"""What was written elsewhere than in messages, with the circumstances it was judged in, so that it can be judged anew.

Names, titles, posts, profiles, proposals, offers: every text beside which `circumstances.py` has kept them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from vestibule.judging.cleared import JudgedCharField, JudgedTextField
from vestibule.judging.models import JudgedText
from vestibule.judging.replay import StoredText
from vestibule.policy import Situation, Surface

# Texts by owner's type, owner's id and column.
_Texts = dict[tuple[int, str, str], str]
# What is asked for by one list of ids.
_AT_ONCE = 500


def owners_of_texts() -> list[type[Model]]:
    """The models whose texts keep their circumstances."""
    return [model for model in apps.get_models() if any(map(_leads_to_circumstances, model._meta.private_fields))]


def _leads_to_circumstances(field: object) -> bool:
    return isinstance(field, GenericRelation) and field.remote_field.model is JudgedText


def judged_columns(model: type[Model]) -> list[str]:
    """The columns of a model that hold texts which passed the gate."""
    return [one.name for one in model._meta.fields if isinstance(one, JudgedCharField | JudgedTextField)]


def count_written(*, since: datetime, until: datetime) -> int:
    """How many texts `written_behind` goes through in all."""
    return _rows(since, until).count()


def count_without_circumstances() -> int:
    """How many names, posts, profiles and so on were stored before their circumstances were kept."""
    return sum(map(_without_circumstances, owners_of_texts()))


def _without_circumstances(model: type[Model]) -> int:
    has_words = Q(pk__in=[])
    for column in judged_columns(model):
        has_words |= ~Q(**{column: ""})
    kept = JudgedText.objects.filter(owner_type=ContentType.objects.get_for_model(model))
    known = kept.values("owner_id").distinct().count()
    return max(0, model._base_manager.filter(has_words).count() - known)


def written_behind(
    after: int, *, since: datetime, until: datetime, limit: int = 2000
) -> tuple[list[StoredText], int | None]:
    """The next texts, at most `limit` of them, and behind which to go on; nothing at the end."""
    rows = list(_rows(since, until).filter(id__gt=after).order_by("id")[:limit])
    return _stored(rows), rows[-1].id if len(rows) == limit else None


def written_text(judged_id: int) -> StoredText | None:
    """One of them, if it still stands as it was judged."""
    return next(iter(_stored(JudgedText.objects.filter(id=judged_id))), None)


def _rows(since: datetime, until: datetime) -> QuerySet[JudgedText]:
    return JudgedText.objects.filter(at__gte=since, at__lt=until)


def _stored(rows: Iterable[JudgedText]) -> list[StoredText]:
    wanted = list(rows)
    together: dict[Any, list[JudgedText]] = defaultdict(list)
    acts = list({row.act for row in wanted})
    for start in range(0, len(acts), _AT_ONCE):
        for row in JudgedText.objects.filter(act__in=acts[start : start + _AT_ONCE]).order_by("act", "place"):
            together[row.act].append(row)
    texts = _texts_of([row for found in together.values() for row in found])
    return [
        _stored_text(row, [one for one in together[row.act] if one.place < row.place], texts)
        for row in wanted
        if _key(row) in texts
    ]


def _stored_text(row: JudgedText, before: Sequence[JudgedText], texts: _Texts) -> StoredText:
    context = tuple(texts[_key(one)] for one in before if _key(one) in texts)
    situations = [
        Situation(row.surface, relationship, plan, None, context)  # type: ignore[arg-type]  # written by the gate
        for relationship, plan in row.grounds
    ]
    return StoredText(
        id=f"text:{row.id}",
        text=texts[_key(row)],
        situations=tuple(situations),
        outcome="allow",
        clause="-",
        # What it was judged after has been reworded or taken away since.
        is_whole=len(context) == row.place,
        surface=cast("Surface", row.surface),
    )


def _key(row: JudgedText) -> tuple[int, str, str]:
    return row.owner_type_id, row.owner_id, row.column


def _texts_of(rows: Iterable[JudgedText]) -> _Texts:
    owners: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        owners[row.owner_type_id].add(row.owner_id)
    found: _Texts = {}
    for type_id, ids in owners.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        # An app that was taken out keeps nothing that could be read.
        if model is not None:
            found |= _columns_of(model, type_id, sorted(ids))
    return found


def _columns_of(model: type[Model], type_id: int, ids: Sequence[str]) -> _Texts:
    columns = judged_columns(model)
    found: _Texts = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = model._base_manager.filter(pk__in=ids[start : start + _AT_ONCE]).values_list("pk", *columns)
        for pk, *texts in rows:
            # Plain texts: what is judged in another process travels there.
            found |= {(type_id, str(pk), column): str(one) for column, one in zip(columns, texts, strict=True) if one}
    return found
