"""Starting and stopping a trial of a book over what was written before."""

import uuid
from datetime import datetime

import vestibule
from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.books import book_named
from vestibule.judging.written import count_without_circumstances
from vestibule.kit.refusals import InvalidInput, NotFound, WrongState
from vestibule.policy import BookError, RuleBook
from vestibule.reviews.draft_books import draft_book
from vestibule.reviews.models import Replay
from vestibule.reviews.rules import require_staff
from vestibule.reviews.stored import count_texts


class BookUnknown(InvalidInput):
    code = "book_unknown"
    sentence = "There is no such book: %(why)s"

    def __init__(self, *, field: str | None = None, why: str = "") -> None:
        self.why = why
        super().__init__(field=field, why=why)


class AnotherReplayRuns(WrongState):
    code = "another_replay_runs"
    sentence = "Another replay is under way. Wait for it, or stop it."


def start_replay(
    *, actor: Person | None, book: str, since: datetime, until: datetime, now: datetime, draft: str = ""
) -> Replay:
    """Have what was written between two moments judged anew; a chore or the command line does it step by step.

    `book` names a known one by its version; with `draft`, the text of a TOML file, it is that book. Nobody acts where
    the operator asks on the command line. Raises `NotFound` for everybody but staff, `BookUnknown`, `InvalidInput`,
    `AnotherReplayRuns`.
    """
    if actor is not None:
        require_staff(actor)
    if until <= since:
        raise InvalidInput(field="until", sentence="The last day must not be before the first.")
    found = _book(book, draft)
    with writing(now=now):
        if Replay.objects.filter(state__in=Replay.UNDER_WAY).exists():
            raise AnotherReplayRuns
        return Replay.objects.create(
            book=found.version,
            draft=draft,
            engine=vestibule.__version__,
            since=since,
            until=until,
            asked_by=actor,
            asked_at=now,
            total=count_texts(since=since, until=until),
            left_out=count_without_circumstances(),
        )


def start_again(*, actor: Person, replay_id: uuid.UUID, now: datetime) -> Replay:
    """Go on with a replay that was stopped or failed, from where it stands. Raises `NotFound`, `WrongState`."""
    require_staff(actor)
    with writing(now=now):
        found = _locked(replay_id)
        if found.state not in {Replay.State.STOPPED, Replay.State.FAILED}:
            raise WrongState
        if Replay.objects.filter(state__in=Replay.UNDER_WAY).exists():
            raise AnotherReplayRuns
        found.state, found.ended_at, found.failure, found.claimed_at = Replay.State.WAITING, None, "", None
        found.save()
    return found


def stop_replay(*, actor: Person, replay_id: uuid.UUID, now: datetime) -> Replay:
    """Stop it; what is judged so far stays. Raises `NotFound`, `WrongState`."""
    require_staff(actor)
    with writing(now=now):
        found = _locked(replay_id)
        if found.state not in Replay.UNDER_WAY:
            raise WrongState
        found.state, found.ended_at = Replay.State.STOPPED, now
        found.save(update_fields=["state", "ended_at"])
    return found


def _locked(replay_id: uuid.UUID) -> Replay:
    found = Replay.objects.select_for_update().filter(id=replay_id).first()
    if found is None:
        raise NotFound
    return found


def _book(book: str, draft: str) -> RuleBook:
    try:
        return draft_book(draft) if draft else book_named(book)
    except (BookError, OSError) as error:
        raise BookUnknown(field="book", why=str(error)) from None
