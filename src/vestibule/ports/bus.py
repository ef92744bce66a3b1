"""How processes tell each other that a stream has grown."""

import uuid
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec


class Hint(msgspec.Struct, frozen=True, array_like=True):
    """Stream `stream` has reached number `head`.

    `frames` may carry the encoded events `head - len(frames) + 1 … head` as a courtesy, so that a receiver that
    expected exactly these need not read them; it is empty when an event changes who may follow the stream.
    """

    stream: uuid.UUID
    head: int
    frames: tuple[bytes, ...] = ()


class Ended(msgspec.Struct, frozen=True, array_like=True):
    """The sign-in sessions with these references have ended; their sockets are to be closed."""

    sessions: tuple[str, ...]


class Presence(msgspec.Struct, frozen=True, array_like=True):
    """On the process `origin` these people have `stream` open now, and those of them are writing. Never stored.

    It holds until the next one of the same origin, or until that has not repeated it for some beats. `asks` says that
    the origin knows nothing of the others yet.
    """

    origin: uuid.UUID
    stream: uuid.UUID
    here: tuple[uuid.UUID, ...]
    typing: tuple[uuid.UUID, ...]
    asks: bool = False


class Whisper(msgspec.Struct, frozen=True, array_like=True):
    """`frame` is for those who have `stream` open at this moment, all but the `person` it is about. Never stored."""

    stream: uuid.UUID
    person: uuid.UUID
    frame: bytes


class Discretion(msgspec.Struct, frozen=True, array_like=True):
    """From now on the person is discreet: they give and receive no presence, typing and read marks. Or no more."""

    person: uuid.UUID
    is_discreet: bool


Notice = Hint | Ended | Presence | Whisper | Discretion
Listener = Callable[[Sequence[Notice]], None]


class Bus(Protocol):
    """A hint, never the truth: notices may be lost, doubled and reordered.

    `publish` may be called from any thread, returns at once and never raises: whoever missed a notice learns of it by
    the next one or by the heartbeat. Listeners are called on a thread of the bus's choosing and must return quickly.
    """

    def publish(self, notices: Sequence[Notice]) -> None: ...

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Start calling `listener`; the returned function stops it."""
        ...
