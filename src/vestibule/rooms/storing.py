"""Storing messages that wait together, whatever becomes of them: every one of them gets exactly one outcome."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, connections
from django.utils import timezone

from vestibule.feed.faults import refusal_for
from vestibule.kit.refusals import TryLater
from vestibule.rooms.actions.send_messages import Outcome, SendMessage, send_messages
from vestibule.rooms.ahead import Ahead
from vestibule.rooms.memory import RoomMemory

log = structlog.get_logger(__name__)

Done = Callable[[Outcome], None]
Waiting = tuple[SendMessage, Done]


def store(waiting: Sequence[Waiting], memory: RoomMemory) -> None:
    """Store these: ahead what can be, then the rest the careful way. Waits for the database; never raises."""
    unanswered = dict(enumerate(waiting))
    refusals: list[Outcome] = []

    def answer(outcomes: Iterable[tuple[int, Outcome]]) -> None:
        for place, outcome in outcomes:
            unanswered.pop(place)[1](outcome)

    with _failing(refusals.append, messages=len(waiting)):
        now = timezone.now()
        ahead = Ahead(now=now, memory=memory)
        ahead.judge((place, command) for place, (command, _) in unanswered.items())
        ahead.begin()
        if ahead.wait():
            ahead.tell(answer)
        left = ahead.left
        if left:
            send_messages(
                commands=[waiting[place][0] for place in left],
                now=now,
                memory=memory,
                acknowledge=lambda outcomes: answer(zip(left, outcomes, strict=True)),
            )
    for refusal in refusals:
        _try_again(list(unanswered.values()), refusal)


def store_alone(waiting: Waiting, refusal: Outcome | None = None) -> None:
    """Give a message its outcome now; `refusal`, if there is one, rather than what fails this time."""
    command, done = waiting
    is_answered = False

    def answer(outcomes: Sequence[Outcome]) -> None:
        nonlocal is_answered
        is_answered = True
        done(outcomes[0])

    def refuse(again: Outcome) -> None:
        if not is_answered:
            done(refusal or again)

    with _failing(refuse, messages=1):
        send_messages(commands=[command], now=timezone.now(), acknowledge=answer)


def _try_again(unanswered: Sequence[Waiting], refusal: Outcome) -> None:
    """Nothing of these is stored, or nobody knows.

    One by one, so that one of them cannot sink the others, and on a new connection where the old one was lost: the
    first message after the database came back is not refused. What was stored after all is found by its key.
    """
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    for waiting in unanswered:
        store_alone(waiting, refusal)


@contextmanager
def _failing(refuse: Callable[[Outcome], None], *, messages: int) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        log.error("lane.batch_failed", messages=messages, error=type(error).__name__)
        refuse(refusal_for(error))
    except Exception as error:
        log.exception("lane.message_failed", messages=messages, error=type(error).__name__)
        refuse(TryLater())
