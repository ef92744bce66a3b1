"""Replays step by step: each step's flips and how far it came are one commit, so a replay can die anywhere and go on.

The texts are judged by worker processes, so that neither the pages nor the sockets wait for them.
"""

import multiprocessing
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vestibule.feed.chores import Chore
from vestibule.judging.books import book_named
from vestibule.judging.language import language_of
from vestibule.judging.replay import Flip as Flipped
from vestibule.judging.replay import Judge, StoredText
from vestibule.policy import BookError, RuleBook
from vestibule.reviews.draft_books import draft_book
from vestibule.reviews.models import Flip, Replay
from vestibule.reviews.stored import texts_behind
from vestibule.rooms.stored_texts import Place

STEP = 2000
# A step takes seconds; who has been silent for longer has died.
CLAIM_HOLDS = timedelta(minutes=2)
_END = "end"

Judged = Sequence[Flipped | None]
JudgeBatch = Callable[[Sequence[StoredText]], "Future[list[Flipped | None]]"]


def book_of(replay: Replay) -> RuleBook:
    """The book that is tried. Raises `BookError`."""
    return draft_book(replay.draft) if replay.draft else book_named(replay.book)


@contextmanager
def judges(book: RuleBook, *, workers: int) -> Iterator[JudgeBatch]:
    """Somebody to judge batches: so many worker processes, or this one where there are none."""
    if not workers:
        Judge.prepare(book)
        yield _at_once
        return
    # Spawned, never forked: the threads and connections of this process are no business of theirs.
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=Judge.prepare, initargs=(book,)
    )
    try:
        yield lambda batch: pool.submit(Judge.flips, batch)
    finally:
        pool.shutdown(cancel_futures=True)


def _at_once(batch: Sequence[StoredText]) -> "Future[list[Flipped | None]]":
    done: Future[list[Flipped | None]] = Future()
    done.set_result(Judge.flips(batch))
    return done


def run_replay(
    replay_id: uuid.UUID,
    *,
    workers: int = 0,
    told: Callable[[Replay], None] | None = None,
    goes_on: Callable[[], bool] = lambda: True,
) -> Replay:
    """Work on a replay until it is done, stopped, or `goes_on` says no; `told` hears of each step.

    Nothing happens where another process is at it.
    """
    replay = _claim(replay_id)
    if replay is None:
        return Replay.objects.get(id=replay_id)
    try:
        book = book_of(replay)
    except BookError:
        return _end(replay, Replay.State.FAILED, failure="book")
    try:
        with judges(book, workers=workers) as judge:
            for step in _steps(replay, judge, ahead=workers + 1):
                if not _keep(replay, *step):
                    replay.refresh_from_db()
                    return replay
                if told is not None:
                    told(replay)
                if not goes_on():
                    Replay.objects.filter(id=replay.id, claimed_at=replay.claimed_at).update(claimed_at=None)
                    return replay
    except BrokenProcessPool:
        return _end(replay, Replay.State.FAILED, failure="worker")
    return _end(replay, Replay.State.DONE)


def _claim(replay_id: uuid.UUID) -> Replay | None:
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    rows = Replay.objects.filter(free, id=replay_id, state__in=Replay.UNDER_WAY)
    return Replay.objects.get(id=replay_id) if rows.update(state=Replay.State.RUNNING, claimed_at=now) else None


_Step = tuple[Sequence[StoredText], Place | None, "Future[list[Flipped | None]]"]


def _steps(
    replay: Replay, judge: JudgeBatch, *, ahead: int
) -> Iterator[tuple[Sequence[StoredText], Place | None, Judged]]:
    """Batches with their answers in order; the next ones are read while these are judged."""
    place = None if replay.part == _END else Place(replay.part, replay.room, replay.seq, replay.kept)
    waiting: list[_Step] = []
    while place is not None or waiting:
        while place is not None and len(waiting) < ahead:
            found, place = texts_behind(place, since=replay.since, until=replay.until, limit=STEP)
            waiting.append((found, place, judge(found)))
        texts, following, future = waiting.pop(0)
        yield texts, following, future.result()


def _keep(replay: Replay, texts: Sequence[StoredText], following: Place | None, judged: Judged) -> bool:
    """Store what a step found; false where the replay was stopped or taken over meanwhile."""
    before, now = replay.claimed_at, timezone.now()
    found = [(text, flip) for text, flip in zip(texts, judged, strict=True) if flip is not None]
    with transaction.atomic():
        replay.judged += len(texts)
        replay.set_aside += sum(not flip.is_whole for _, flip in found)
        replay.claimed_at = now
        to = following or Place(part=_END)
        place = {"part": to.part, "room": to.room, "seq": to.seq, "kept": to.kept}
        mine = Replay.objects.filter(id=replay.id, state=Replay.State.RUNNING, claimed_at=before)
        if not mine.update(judged=replay.judged, set_aside=replay.set_aside, claimed_at=now, **place):
            return False
        Flip.objects.bulk_create([_row(replay, text, flip) for text, flip in found if flip.is_whole], batch_size=500)
    return True


def _row(replay: Replay, text: StoredText, flip: Flipped) -> Flip:
    return Flip(
        replay=replay,
        place=flip.id,
        was=flip.was,
        now=flip.now,
        clause=flip.clause,
        language=language_of(text.text),
        surface=text.surface,
        rank=random.getrandbits(31),
    )


def _end(replay: Replay, state: str, *, failure: str = "") -> Replay:
    rows = Replay.objects.filter(id=replay.id, state=Replay.State.RUNNING)
    rows.update(state=state, ended_at=timezone.now(), failure=failure, claimed_at=None)
    replay.refresh_from_db()
    return replay


def work_on_replays(*, now: datetime | None = None, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """Work on the oldest replay that nobody works on; false, for there is never more to do at once."""
    silent = (now or timezone.now()) - CLAIM_HOLDS
    free = Q(claimed_at=None) | Q(claimed_at__lt=silent)
    found = Replay.objects.filter(free, state__in=Replay.UNDER_WAY).order_by("asked_at").first()
    if found is not None:
        run_replay(found.id, workers=1, goes_on=goes_on)
    return False


class ReplayChore(Chore):
    """The chore that works on replays; when it is to end, it ends after a step and the next process goes on."""

    def __init__(self) -> None:
        super().__init__("replays", lambda: work_on_replays(goes_on=lambda: not self._ends.is_set()), every_s=3)


replayer = ReplayChore()
