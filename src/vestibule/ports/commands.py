"""How the gateway hands on what a person asks for."""

import uuid
from collections.abc import Callable
from typing import Any, Protocol

import msgspec


class Refused(msgspec.Struct, frozen=True, tag_field="op", tag="refused", omit_defaults=True):
    """The command was not done. `code` is the same as over HTTP."""

    code: str
    text: str
    id: str | None = None
    key: str | None = None
    field: str | None = None
    details: dict[str, Any] = {}


class Answer(msgspec.Struct, frozen=True):
    """The reply to one command.

    `frame` is the encoded reply for the asking connection. When the command put an event on a stream, `stream`, `seq`
    and `event` name it: the event itself is then the acknowledgement wherever the connection expected exactly `seq`.
    """

    frame: bytes
    stream: uuid.UUID | None = None
    seq: int = 0
    event: bytes = b""


class Commands(Protocol):
    """The handler that the site wires into the gateway."""

    def submit(self, person: uuid.UUID, frame: bytes, answer: Callable[[Answer], None]) -> None:
        """Take one client frame. Returns at once; `answer` is called exactly once, from any thread.

        Whatever is wrong with the frame comes back as an answer with a stable code, never as an exception.
        """
        ...

    def close(self) -> None:
        """Finish what is under way; nothing is submitted after this."""
        ...
