"""Replies and quotes: who said it, in which wording, and a way there; quoting punishes nobody and hides nothing."""

import pytest

from tests.cast import PHONE, make_person, post, program_of, say, start_contract
from tests.house.world import come
from vestibule.accounts.models import Person
from vestibule.kit.refusals import InvalidInput, NotFound
from vestibule.rooms.actions.send_messages import Kept, Posted
from vestibule.rooms.models import Room
from vestibule.rooms.quoting import LONGEST_QUOTE, ReplyWish

pytestmark = pytest.mark.django_db


def _reply(person: Person, room: Room, seq: int):  # type: ignore[no-untyped-def]
    page = program_of(person).get(f"/rooms/{room.id}/timeline").body["items"]
    return next(one["event"]["reply_to"] for one in page if one["seq"] == seq)


def _edit(person: Person, room: Room, seq: int, body: str) -> None:
    assert program_of(person).patch(f"/rooms/{room.id}/messages/{seq}", {"body": body}).status == 200


def test_a_reply_names_its_message_and_repeats_it(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "Do you draw by hand?")
    answer = post(bo, room, "Yes.", reply_to=ReplyWish(seq=said.seq))
    assert _reply(ana, room, answer.seq) == {
        "seq": said.seq,
        "revision": 1,
        "by": str(ana.id),
        "quote": "Do you draw by hand?",
        "is_part": False,
        "left_out": "",
    }


def test_a_quote_survives_an_edit_and_says_from_which_revision_it_is(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "We pay 500.")
    answer = post(bo, room, "Fine.", reply_to=ReplyWish(seq=said.seq, quote="500"))
    _edit(ana, room, said.seq, "We pay 400.")
    assert (_reply(bo, room, answer.seq)["quote"], _reply(bo, room, answer.seq)["revision"]) == ("500", 1)
    late = post(bo, room, "You said so.", reply_to=ReplyWish(seq=said.seq, revision=1, quote="500"))
    assert _reply(bo, room, late.seq)["revision"] == 1
    newest = post(bo, room, "Now less?", reply_to=ReplyWish(seq=said.seq))
    assert (_reply(bo, room, newest.seq)["quote"], _reply(bo, room, newest.seq)["revision"]) == ("We pay 400.", 2)


@pytest.mark.parametrize("wish", [{"quote": "600"}, {"revision": 2}, {"quote": " "}, {"revision": 2, "quote": "500"}])
def test_words_that_are_not_there_cannot_be_quoted(wish: dict, ana: Person, bo: Person, room: Room) -> None:  # type: ignore[type-arg]
    said = post(ana, room, "We pay 500. Is that fine?")
    outcome = say(bo, room, "Fine.", reply_to=ReplyWish(seq=said.seq, **wish))
    assert isinstance(outcome, InvalidInput)
    assert (outcome.code, outcome.field) == ("quote_not_there", "reply_to")


def test_nobody_answers_what_they_cannot_read(ana: Person, bo: Person, eve: Person, room: Room) -> None:
    said = post(ana, room, "Between us.")
    come(eve, room)
    for seq in (said.seq, said.seq + 100, 1):
        outcome = say(eve, room, "What?", reply_to=ReplyWish(seq=seq))
        assert isinstance(outcome, NotFound), seq


def test_a_long_text_is_quoted_by_its_beginning(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "word " * 1000)
    answer = post(bo, room, "Long.", reply_to=ReplyWish(seq=said.seq))
    reply = _reply(bo, room, answer.seq)
    assert (len(reply["quote"]), reply["is_part"]) == (LONGEST_QUOTE, True)


def test_what_was_allowed_at_its_place_may_be_quoted_where_all_could_read_it(
    ana: Person, bo: Person, room: Room
) -> None:
    made = start_contract(room)
    said = post(ana, room, f"Call {PHONE}")
    # Strangers once more, as far as the rule goes: the history of this pair is taken away.
    made.delete()
    assert isinstance(say(bo, room, f"Call {PHONE}"), Kept)
    answer = say(bo, room, "Thank you, I did.", reply_to=ReplyWish(seq=said.seq))
    assert isinstance(answer, Posted)
    assert PHONE in _reply(ana, room, answer.seq)["quote"]


def test_a_quote_is_left_out_where_somebody_here_could_not_read_the_original(
    ana: Person, bo: Person, room: Room
) -> None:
    start_contract(room)
    said = post(ana, room, f"Call {PHONE}")
    harmless = post(ana, room, "Or ask here")
    fay = make_person("Fay", is_freelancer=True)
    come(fay, room)
    answer = post(bo, room, "Thank you, I did.", reply_to=ReplyWish(seq=said.seq))
    assert (_reply(fay, room, answer.seq)["quote"], _reply(fay, room, answer.seq)["left_out"]) == ("", "rule")
    assert PHONE not in str(program_of(fay).get(f"/rooms/{room.id}/events?limit=200").body)
    other = post(bo, room, "I will.", reply_to=ReplyWish(seq=harmless.seq))
    assert _reply(fay, room, other.seq)["quote"] == "Or ask here"


def test_a_detail_cannot_be_put_together_with_a_quote(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "The first four: call me on +1 415 and wait")
    assert isinstance(say(bo, room, "555 0134"), Posted)
    outcome = say(bo, room, "555 0134", reply_to=ReplyWish(seq=said.seq, quote="call me on +1 415"))
    assert isinstance(outcome, Kept)


def test_a_detail_cannot_be_put_together_out_of_quotes(ana: Person, bo: Person, room: Room) -> None:
    tickets = post(ana, room, "We sold 555 0134 tickets")
    post(bo, room, "call me on +1 415")
    answer = post(bo, room, "Good.", reply_to=ReplyWish(seq=tickets.seq, quote="555 0134"))
    assert _reply(ana, room, answer.seq)["left_out"] == "rule"


def test_a_kept_reply_is_still_a_reply_when_it_is_mended(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "When?")
    kept = say(bo, room, f"Call {PHONE}", reply_to=ReplyWish(seq=said.seq, quote="When"))
    assert isinstance(kept, Kept)
    assert kept.item.replies_to == said.seq
    mended = program_of(bo).patch(f"/withheld/{kept.item.id}", {"body": "On Monday."}).body
    assert mended["event"]["event"]["reply_to"]["quote"] == "When"


def test_a_reply_is_judged_like_any_message(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "How?")
    assert isinstance(say(bo, room, f"Call {PHONE}", reply_to=ReplyWish(seq=said.seq)), Kept)
