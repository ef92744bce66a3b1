"""What a replay found: counts by direction, clause and language, samples one by one, the error they let expect."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import msgspec
from django.db.models import Count, QuerySet

from vestibule.accounts.models import Person
from vestibule.judging.as_seen import judge_as_seen
from vestibule.judging.replay import StoredText, wilson_interval
from vestibule.kit.refusals import NotFound
from vestibule.policy import BookError, Outcome, VerdictDict, strictest
from vestibule.reviews.models import Flip, Look, Replay
from vestibule.reviews.queries import note_look
from vestibule.reviews.replaying import book_of
from vestibule.reviews.rules import require_staff
from vestibule.reviews.stored import text_at


class FlipCount(msgspec.Struct, frozen=True, kw_only=True):
    """So many flips in this direction, by this clause, in texts of this language (`?` where none is recognised).

    `surface` is where they were written, in the words of docs/policy.
    """

    was: str
    now: str
    clause: str
    language: str
    surface: str
    count: int


class ErrorRate(msgspec.Struct, frozen=True, kw_only=True):
    """Of the samples that were judged, how many new answers are wrong, and where the share of all lies (95 %)."""

    judged: int
    wrong: int
    low: float
    high: float


class ReplayCard(msgspec.Struct, frozen=True, kw_only=True):
    """A replay and how far it is. `set_aside` could not be judged as it was: words around it were erased since.

    `left_out` counts posts, profiles, names and so on that were stored before their circumstances were kept.
    """

    id: uuid.UUID
    book: str
    is_draft: bool
    engine: str
    since: datetime
    until: datetime
    asked_at: datetime
    state: str
    total: int
    judged: int
    set_aside: int
    left_out: int
    flips: int
    ended_at: datetime | None

    @property
    def last_day(self) -> datetime:
        """When the last day that it looks at is about to end: `until` belongs to the next."""
        return self.until - timedelta(microseconds=1)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 if self.state == Replay.State.DONE else min(99, 100 * self.judged // max(1, self.total))


class ReplayResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay found so far; `error` is about all flips, `error_by` about each direction."""

    replay: ReplayCard
    counts: list[FlipCount]
    unsampled: int
    error: ErrorRate
    error_by: dict[str, ErrorRate]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A flipped text to be judged, and not who wrote it. `context` was said before by the same person."""

    id: uuid.UUID
    replay: uuid.UUID
    was: str
    now: str
    clause: str
    language: str
    surface: str
    relationship: str
    client_plan: str
    text: str
    context: list[str]
    verdict: VerdictDict


def replays(actor: Person, *, limit: int = 50) -> list[ReplayCard]:
    """The latest replays. Raises `NotFound` for everybody but staff."""
    require_staff(actor)
    return [replay_card(one) for one in _counted().order_by("-asked_at")[:limit]]


def visible_replay(actor: Person, replay_id: uuid.UUID) -> ReplayResult:
    """One with all that it found. Raises `NotFound`."""
    require_staff(actor)
    found = _counted().filter(id=replay_id).first()
    if found is None:
        raise NotFound
    return result_of(found)


def result_of(replay: Replay) -> ReplayResult:
    """What a replay has found so far."""
    rows = Flip.objects.filter(replay=replay).values("was", "now", "clause", "language", "surface")
    ordered = rows.annotate(count=Count("id")).order_by("was", "now", "clause", "-count", "surface", "language")
    counts = [FlipCount(**row) for row in ordered]
    opinions = {
        (row["was"], row["now"], row["opinion"]): row["count"]
        for row in Flip.objects.filter(replay=replay).values("was", "now", "opinion").annotate(count=Count("id"))
    }
    ways = {(was, now) for was, now, _ in opinions}
    return ReplayResult(
        replay=replay_card(replay),
        counts=counts,
        unsampled=sum(count for (_, _, opinion), count in opinions.items() if not opinion),
        error=_error_rate(opinions, ways),
        error_by={f"{was} -> {now}": _error_rate(opinions, [(was, now)]) for was, now in sorted(ways)},
    )


def replay_card(replay: Replay) -> ReplayCard:
    """A replay at a glance."""
    known = getattr(replay, "flip_count", None)
    return ReplayCard(
        id=replay.id,
        book=replay.book,
        is_draft=bool(replay.draft),
        engine=replay.engine,
        since=replay.since,
        until=replay.until,
        asked_at=replay.asked_at,
        state=replay.state,
        total=replay.total,
        judged=replay.judged,
        set_aside=replay.set_aside,
        left_out=replay.left_out,
        flips=Flip.objects.filter(replay=replay).count() if known is None else known,
        ended_at=replay.ended_at,
    )


def next_sample(actor: Person, replay_id: uuid.UUID, *, now: datetime) -> Sample | None:
    """A flip by chance that nobody has judged yet, with its words; nothing when all are judged.

    That this member of staff saw it is written down. What was erased meanwhile is judged by nobody. Raises `NotFound`.
    """
    require_staff(actor)
    replay = Replay.objects.filter(id=replay_id).first()
    if replay is None:
        raise NotFound
    for flip in Flip.objects.filter(replay=replay, opinion="").order_by("rank", "id")[:50]:
        stored = text_at(flip.place)
        if stored is None:
            flip.delete()
            continue
        note_look(actor, Look.What.SAMPLE, flip.id, now=now)
        return _sample(flip, replay, stored)
    return None


def _counted() -> QuerySet[Any]:
    return Replay.objects.annotate(flip_count=Count("flips"))


def _error_rate(opinions: dict[tuple[str, str, str], int], ways: Collection[tuple[str, str]]) -> ErrorRate:
    """An opinion that is unclear counts as neither."""
    wrong = sum(opinions.get((*way, Flip.Opinion.WRONG), 0) for way in ways)
    judged = wrong + sum(opinions.get((*way, Flip.Opinion.RIGHT), 0) for way in ways)
    low, high = wilson_interval(wrong, judged)
    return ErrorRate(judged=judged, wrong=wrong, low=round(low, 4), high=round(high, 4))


def _sample(flip: Flip, replay: Replay, stored: StoredText) -> Sample:
    try:
        book = book_of(replay)
    except BookError as error:
        raise NotFound from error
    verdict = strictest([judge_as_seen(stored.text, one, book) for one in stored.situations])
    situation = stored.situations[0]
    return Sample(
        id=flip.id,
        replay=replay.id,
        was=cast("Outcome", flip.was),
        now=flip.now,
        clause=flip.clause,
        language=flip.language,
        surface=flip.surface,
        relationship=situation.relationship,
        client_plan=situation.client_plan,
        text=stored.text,
        context=_needed(stored, verdict.outcome, replay),
        verdict=verdict.as_dict(),
    )


def _needed(stored: StoredText, outcome: str, replay: Replay) -> list[str]:
    """What was said before, only where the new verdict or the old one rests on it."""
    first = stored.situations[0]
    alone = judge_as_seen(stored.text, replace(first, context=()), book_of(replay))
    return [] if alone.outcome == outcome and stored.outcome == "allow" else list(first.context)
