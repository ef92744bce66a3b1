"""The same request under the same key is done once and answered alike; the key with another request is a mistake."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import program_of
from tests.program import Reply
from vestibule.accounts.models import Person
from vestibule.rooms.models import Member, Room
from vestibule.web.models import AnsweredRequest

pytestmark = pytest.mark.django_db(transaction=True)


def test_asking_again_changes_nothing_and_gets_the_same_answer(ana: Person, room: Room) -> None:
    program = program_of(ana)
    first = program.post(f"/rooms/{room.id}/leave", idempotency_key="k")
    again = program.post(f"/rooms/{room.id}/leave", idempotency_key="k")
    assert (first.status, again.status) == (204, 204)
    assert program.post(f"/rooms/{room.id}/leave", idempotency_key="other").status == 404
    assert program.post(f"/rooms/{room.id}/leave").status == 404


def test_a_refusal_is_given_again_too(ana: Person) -> None:
    program, nothing = program_of(ana), uuid.uuid4()
    first = program.post(f"/rooms/{nothing}/leave", idempotency_key="k")
    again = program.post(f"/rooms/{nothing}/leave", idempotency_key="k")
    assert (first.status, first.body) == (again.status, again.body) == (404, first.body)


def test_the_key_with_another_request_is_told_so(ana: Person, room: Room) -> None:
    program = program_of(ana)
    assert program.post(f"/rooms/{room.id}/read", {"seq": 1}, idempotency_key="k").status == 204
    reply = program.post(f"/rooms/{room.id}/read", {"seq": 2}, idempotency_key="k")
    assert (reply.status, reply.code) == (422, "idempotency_key_reused")
    assert Member.objects.get(room=room, person=ana).read_seq == 1


def test_the_key_of_one_person_says_nothing_about_anothers(ana: Person, bo: Person, room: Room) -> None:
    assert program_of(ana).post(f"/rooms/{room.id}/read", {"seq": 1}, idempotency_key="k").status == 204
    assert program_of(bo).post(f"/rooms/{room.id}/read", {"seq": 2}, idempotency_key="k").status == 204


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, "é"])
def test_a_strange_key_is_refused(key: str, ana: Person, room: Room) -> None:
    reply = program_of(ana).post(f"/rooms/{room.id}/read", {"seq": 1}, idempotency_key=key)
    assert (reply.status, reply.code, reply.body["field"]) == (422, "invalid_input", "Idempotency-Key")


def test_of_a_double_click_one_is_done(ana: Person, room: Room) -> None:
    program = program_of(ana)
    together = threading.Barrier(8)
    replies: list[Reply] = []

    def click() -> None:
        together.wait(20)
        replies.append(program.post(f"/rooms/{room.id}/leave", idempotency_key="k"))
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    answers = {(reply.status, reply.body["code"] if reply.body else "") for reply in replies}
    assert (204, "") in answers
    # Who came while the first was under way is told so; nobody hears that there is no such room.
    assert answers <= {(204, ""), (409, "request_in_progress")}


def _begin(person: Person, room: Room, *, ago: timedelta) -> None:
    """A request whose process died before it answered."""
    program_of(person).post(f"/rooms/{room.id}/read", {"seq": 1}, idempotency_key="k")
    AnsweredRequest.objects.update(status=None, body=b"", at=timezone.now() - ago)


def test_a_request_that_died_can_be_asked_again(ana: Person, room: Room) -> None:
    program = program_of(ana)
    _begin(ana, room, ago=timedelta(seconds=5))
    assert program.post(f"/rooms/{room.id}/read", {"seq": 1}, idempotency_key="k").code == "request_in_progress"
    AnsweredRequest.objects.update(at=timezone.now() - timedelta(minutes=3))
    assert program.post(f"/rooms/{room.id}/read", {"seq": 1}, idempotency_key="k").status == 204


def test_answers_are_forgotten_after_a_week(ana: Person, room: Room) -> None:
    program = program_of(ana)
    assert program.post(f"/rooms/{room.id}/read", {"seq": 1}, idempotency_key="old").status == 204
    AnsweredRequest.objects.update(at=timezone.now() - timedelta(days=8))
    assert program.post(f"/rooms/{room.id}/read", {"seq": 2}, idempotency_key="new").status == 204
    assert list(AnsweredRequest.objects.values_list("key", flat=True)) == ["new"]
