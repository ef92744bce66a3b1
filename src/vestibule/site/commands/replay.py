"""Judge stored texts anew under another book, in the circumstances they were judged in, and count what flips.

Nothing is changed. Counts are by direction, by the clause that makes the stricter verdict and by language; no text is
printed. A replay that was interrupted goes on where it stopped: --resume. Staff see it too, with samples to judge.
"""

import argparse
import sys
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from vestibule.site.cli import day, plain_failures, set_up_django

if TYPE_CHECKING:
    from vestibule.reviews.results import ReplayResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--book", help="version of a known book, or a TOML file with a draft")
    parser.add_argument("--since", type=day, help="first day (UTC), as 2026-01-31")
    parser.add_argument("--until", type=day, help="last day (UTC); today without it")
    parser.add_argument("--resume", type=_id, metavar="ID", help="go on with this replay")
    parser.add_argument("--list", action="store_true", help="also print which texts flip: direction, clause, id")
    parser.add_argument("--workers", type=int, default=0, help="judge in so many processes beside this one")


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be the id of a replay") from None


def run(options: argparse.Namespace) -> int:
    if not options.resume and not (options.book and options.since):
        raise SystemExit("vestibule: name a --book and the day --since, or a replay to --resume")
    set_up_django()
    from vestibule.reviews.models import Flip, Replay
    from vestibule.reviews.replaying import run_replay
    from vestibule.reviews.results import result_of

    with plain_failures():
        replay_id = options.resume or _start(options.book, options.since, options.until)
        if options.resume and not Replay.objects.filter(id=replay_id).exists():
            raise SystemExit(f"vestibule: there is no replay {replay_id}")
        _go_on(replay_id)
        replay = run_replay(replay_id, workers=options.workers, told=_tell)
        if options.list:
            for flip in Flip.objects.filter(replay=replay).order_by("place"):
                print(f"{flip.was} -> {flip.now}\t{flip.clause}\t{flip.place}")
        result = result_of(replay)
    card = result.replay
    _print(result)
    if card.state != "done":
        print(f"{card.state}; go on with: vestibule replay --resume {card.id}", file=sys.stderr)
    return 0 if card.state == "done" else 1


def _print(result: "ReplayResult") -> None:
    """What it found, without a word of anybody's."""
    card = result.replay
    print(f"{card.judged} texts judged under {card.book}, {card.flips} flips")
    if card.set_aside:
        print(f"{card.set_aside:8}  set aside: what they were judged with has been deleted since")
    if card.left_out:
        print(f"{card.left_out:8}  left out: stored before the circumstances of their judgement were kept")
    for one in result.counts:
        print(f"{one.count:8}  {f'{one.was} -> {one.now}':<20}  {one.clause}  {one.language}  {one.surface}")


def _start(book: str, since: date, until: date | None) -> uuid.UUID:
    from pathlib import Path

    from django.utils import timezone

    from vestibule.judging.books import book_named, refresh_books
    from vestibule.policy import BookError
    from vestibule.reviews.actions.start_replay import BookUnknown, start_replay

    now = timezone.now()
    draft = ""
    if book.endswith(".toml"):
        try:
            draft = Path(book).read_text(encoding="utf-8")
        except OSError as error:
            raise SystemExit(f"vestibule: cannot read {book}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise SystemExit(f"vestibule: {book} is no text") from None
    last = until or now.date()
    try:
        with plain_failures():
            refresh_books()
        if draft:
            # Said with the name of the file; the replay itself keeps the text.
            book_named(book)
        made = start_replay(
            actor=None,
            book=book,
            draft=draft,
            since=datetime.combine(since, time.min, UTC),
            until=datetime.combine(last, time.min, UTC) + timedelta(days=1),
            now=now,
        )
    except BookError as error:
        raise SystemExit(f"vestibule: {error}") from None
    except BookUnknown as error:
        raise SystemExit(f"vestibule: {error.why}") from None
    print(f"replay {made.id}: {made.total} texts", file=sys.stderr)
    return made.id


def _go_on(replay_id: uuid.UUID) -> None:
    """Take up a replay that was stopped or failed."""
    from vestibule.reviews.models import Replay

    ended = Replay.objects.filter(id=replay_id, state__in=[Replay.State.STOPPED, Replay.State.FAILED])
    ended.update(state=Replay.State.WAITING, ended_at=None, failure="", claimed_at=None)


def _tell(replay: object) -> None:
    """How far it is, on one line of standard error."""
    judged, total = replay.judged, replay.total  # type: ignore[attr-defined]
    end = "\n" if judged >= total else "\r"
    print(f"{judged} of {total} ({100 * judged // max(1, total)} %)", end=end, file=sys.stderr, flush=True)
