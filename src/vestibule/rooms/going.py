"""What is open when somebody leaves a room. Rooms know no offers: the app above says and settles it."""

import uuid
from collections.abc import Callable, Collection

from vestibule.accounts.models import Person
from vestibule.feed.append import Writing
from vestibule.rooms.models import Member

# Before any stream is locked: holds rows of the person's in these rooms; the further rooms that will be told.
Hold = Callable[[Collection[uuid.UUID], uuid.UUID], Collection[uuid.UUID]]
# Closes what the one who goes has open in the room. The last value is who took the step.
Settle = Callable[[Writing, uuid.UUID, uuid.UUID, uuid.UUID], None]
# What leaving the room does to what the reader has open there, in sentences.
WordsOf = Callable[[Person, uuid.UUID], list[str]]

_hold: Hold = lambda _rooms, _person: ()  # noqa: E731
_settle: Settle = lambda _feed, _room, _person, _by: None  # noqa: E731
_words_of: WordsOf = lambda _actor, _room: []  # noqa: E731


def settle_with(*, hold: Hold, settle: Settle, words_of: WordsOf) -> None:
    """Let another app close what it keeps about a room when somebody goes."""
    global _hold, _settle, _words_of
    _hold, _settle, _words_of = hold, settle, words_of


def lock_to_go(feed: Writing, rooms: Collection[uuid.UUID], person: uuid.UUID) -> None:
    """Lock the rooms that somebody is about to leave, together with those that are told what becomes of their deals."""
    feed.lock({*rooms, *_hold(rooms, person)})


def settle(feed: Writing, seat: Member, *, by: uuid.UUID) -> None:
    """Close what a member has open in a room that `lock_to_go` locked, while they are still there."""
    _settle(feed, seat.room_id, seat.person_id, by)


def words_of_leaving(actor: Person, room_id: uuid.UUID) -> list[str]:
    """What leaving does besides, for whoever thinks about it."""
    return _words_of(actor, room_id)
