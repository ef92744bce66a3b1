"""What a person can ask for over the socket. Fulfils `ports.commands.Commands`."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import structlog
from django.db import DatabaseError, connections
from django.utils import timezone, translation

from vestibule.accounts.queries import language_of
from vestibule.feed.faults import refusal_for
from vestibule.feed.threads import end_threads
from vestibule.judging.retelling import told_in
from vestibule.kit.encoding import UNREADABLE, encode_json
from vestibule.kit.refusals import Refusal, TryLater
from vestibule.ports.commands import Answer, Refused
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.actions.send_messages import Kept, Outcome, Posted, SendMessage
from vestibule.rooms.checking import CheckedRoom
from vestibule.rooms.frames import Ack, Check, Checked, ClientCommand, Done, KeptFrame, Read, Send
from vestibule.rooms.lane import Lane

log = structlog.get_logger(__name__)

_decode = msgspec.json.Decoder(ClientCommand).decode
_encode = encode_json
Answering = Callable[[Answer], None]
_THREADS = 2


class RoomCommands:
    """Sends go to the lane; checks and read marks run on threads of their own, so that neither waits for the other."""

    def __init__(self, *, lane: Lane) -> None:
        self._lane = lane
        self._threads = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="commands")

    def submit(self, person: uuid.UUID, frame: bytes, answer: Answering) -> None:
        try:
            command = _decode(frame)
        except UNREADABLE:
            answer(Answer(_encode(Refused("bad_frame", "This frame is not of the protocol."))))
            return
        if isinstance(command, Send):
            self._send(person, command, answer)
        else:
            self._threads.submit(self._run, person, command, answer)

    def close(self) -> None:
        """Finish what is under way."""
        end_threads(self._threads, workers=_THREADS)

    def _send(self, person: uuid.UUID, command: Send, answer: Answering) -> None:
        wish = SendMessage(
            person=person,
            room=command.room,
            key=command.key,
            body=command.body,
            purpose=command.purpose or "",
            reply_to=command.reply_to,
        )
        self._lane.submit(wish, lambda outcome: answer(_answer_to(person, command, outcome)))

    def _run(self, person: uuid.UUID, command: Check | Read, answer: Answering) -> None:
        try:
            answer(Answer(_encode(_carry_out(person, command))))
        except Refusal as refusal:
            answer(Answer(_encode(_refused_to(person, refusal, id=command.id))))
        except DatabaseError as error:
            connections.close_all()
            answer(Answer(_encode(refused(refusal_for(error), id=command.id))))
        except Exception:
            log.exception("commands.failed")
            answer(Answer(_encode(refused(TryLater(), id=command.id))))


def _carry_out(person: uuid.UUID, command: Check | Read) -> Checked | Done:
    now = timezone.now()
    if isinstance(command, Read):
        move_read_mark(person_id=person, room_id=command.room, seq=command.seq, now=now)
        return Done(id=command.id)
    room = CheckedRoom(person_id=person, room_id=command.room, now=now)
    found = room.check(body=command.body, purpose=command.purpose or "", reply_to=command.reply_to)
    verdict = told_in(found.verdict, language_of(person)) if found.verdict.reasons else found.verdict
    return Checked(id=command.id, verdict=verdict.as_dict(), because=found.because, readers=found.readers)


def _answer_to(person: uuid.UUID, command: Send, outcome: Outcome) -> Answer:
    if isinstance(outcome, Posted):
        ack = _encode(Ack(room=outcome.room, key=outcome.key, seq=outcome.seq))
        if outcome.event:
            return Answer(ack, stream=outcome.room, seq=outcome.seq, event=outcome.event)
        return Answer(ack)
    if isinstance(outcome, Kept):
        return Answer(_encode(KeptFrame(room=command.room, key=command.key, item=outcome.item)))
    return Answer(_encode(_refused_to(person, outcome, key=command.key)))


def _refused_to(person: uuid.UUID, refusal: Refusal, *, id: str | None = None, key: str | None = None) -> Refused:  # noqa: A002 - the frame's word
    """The frame in the person's language; in English where only the database knows it, and does not answer."""
    try:
        language = "en" if isinstance(refusal, TryLater) else language_of(person)
    except DatabaseError:
        language = "en"
    with translation.override(language):
        return refused(refusal, id=id, key=key)


def refused(refusal: Refusal, *, id: str | None = None, key: str | None = None) -> Refused:  # noqa: A002 - the frame's word
    """The frame for a refusal, with the same code as over HTTP."""
    return Refused(
        code=refusal.code, text=refusal.text, id=id, key=key, field=refusal.field, details=dict(refusal.details())
    )
