"""What all API doors share: who asks, error bodies, cursors, idempotency keys."""

import base64
import binascii
import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema, Status

from vestibule.kit.encoding import encode_json
from vestibule.kit.refusals import InvalidInput, Refusal, WrongState
from vestibule.kit.text import is_key
from vestibule.web.errors import error_body
from vestibule.web.models import AnsweredRequest

KEEP_ANSWERS = timedelta(days=7)
# An answer that is still missing after this was being made by a process that has died.
RUNS_AT_MOST = timedelta(minutes=2)
LONGEST_CURSOR = 200
LARGEST_NUMBER = 2**63 - 1


class ErrorBody(Schema):
    """The body of every error answer. `code` is stable; `text` is for people."""

    code: str
    text: str
    field: str | None = None
    details: dict[str, Any] = {}


class CursorInvalid(InvalidInput):
    code = "cursor_invalid"
    sentence = "This cursor is not one of ours. Start from the first page."


class KeyReused(WrongState):
    code = "idempotency_key_reused"
    status = 422
    sentence = "This idempotency key was used for another request."


class StillRunning(WrongState):
    code = "request_in_progress"
    sentence = "The same request is still being answered. Ask again in a moment."


def pack_cursor(*parts: str) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def unpack_cursor(cursor: str, count: int) -> list[str]:
    """The parts of a cursor. Raises `CursorInvalid`."""
    if len(cursor) > LONGEST_CURSOR:
        raise CursorInvalid(field="cursor")
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise CursorInvalid(field="cursor") from error
    if not isinstance(parts, list) or len(parts) != count or not all(isinstance(one, str) for one in parts):
        raise CursorInvalid(field="cursor")
    return cast("list[str]", parts)


def time_and_id(cursor: str | None) -> tuple[datetime, uuid.UUID] | None:
    """A cursor that names a moment and an id. Raises `CursorInvalid`."""
    if not cursor:
        return None
    at, number = unpack_cursor(cursor, 2)
    try:
        moment, place = datetime.fromisoformat(at), uuid.UUID(number)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC), place
    except (ValueError, OverflowError) as error:
        raise CursorInvalid(field="cursor") from error
    raise CursorInvalid(field="cursor")


def raw_json(body: bytes, *, status: int = 200) -> HttpResponse:
    """An answer whose JSON is already encoded."""
    return HttpResponse(body, status=status, content_type="application/json")


def as_json(value: object, *, status: int = 200) -> HttpResponse:
    """An answer made of frozen structs."""
    return raw_json(encode_json(value), status=status)


View = Callable[..., Any]


def idempotent(view: View) -> View:
    """Let the header `Idempotency-Key` make a changing request safe to repeat.

    The first answer below 500 is kept for seven days and given again. Refusals are kept too: the same wish gets the
    same answer. The same key with another request raises `KeyReused`; one that is still running `StillRunning`, until
    it has run for longer than any request does: then its process has died, and the wish is taken anew.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the door answers
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(request, *args, **kwargs)
        if not is_key(key):
            raise InvalidInput(field="Idempotency-Key", sentence="1 to 64 letters, digits, - or _.")
        return _once(request, key, lambda: view(request, *args, **kwargs))

    return door


def _once(request: HttpRequest, key: str, run: Callable[[], Any]) -> HttpResponse:
    person: uuid.UUID = request.auth.id  # type: ignore[attr-defined]
    fingerprint = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    now = timezone.now()
    try:
        mark = AnsweredRequest.objects.create(person=person, key=key, fingerprint=fingerprint, at=now)
    except IntegrityError:
        before = AnsweredRequest.objects.get(person=person, key=key)
        if not _has_died(before, fingerprint, now):
            return _answer_again(before, fingerprint)
        mark = before
    try:
        answer = _as_response(run())
    except Refusal as refusal:
        _keep(mark, refusal.status, json.dumps(error_body(refusal)).encode())
        raise
    except BaseException:
        mark.delete()
        raise
    _keep(mark, answer.status_code, answer.content)
    AnsweredRequest.objects.filter(person=person, at__lt=now - KEEP_ANSWERS).delete()
    return answer


def _has_died(before: AnsweredRequest, fingerprint: str, now: datetime) -> bool:
    """Whether this request was begun by a process that never answered; of several who ask, one is told so."""
    return bool(
        AnsweredRequest.objects.filter(
            id=before.id, fingerprint=fingerprint, status=None, at=before.at, at__lt=now - RUNS_AT_MOST
        ).update(at=now)
    )


def _answer_again(before: AnsweredRequest, fingerprint: str) -> HttpResponse:
    if before.fingerprint != fingerprint:
        raise KeyReused(field="Idempotency-Key")
    if before.status is None:
        raise StillRunning(field="Idempotency-Key")
    return raw_json(bytes(before.body), status=before.status)


def _as_response(answer: Any) -> HttpResponse:  # noqa: ANN401 - a ninja door answers a value, with a status or without
    if isinstance(answer, HttpResponse):
        return answer
    status, value = (answer.status_code, answer.value) if isinstance(answer, Status) else (200, answer)
    if value is None:
        return HttpResponse(status=status)
    return as_json(value.model_dump(mode="json") if isinstance(value, Schema) else value, status=status)


def _keep(mark: AnsweredRequest, status: int, body: bytes) -> None:
    if status >= 500:
        mark.delete()
        return
    mark.status = status
    mark.body = body
    mark.save(update_fields=["status", "body"])
