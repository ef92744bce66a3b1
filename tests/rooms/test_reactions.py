"""Reactions: a small closed set of signs, counted by person."""

import pytest

from tests.cast import browser_of, post, program_of
from vestibule.accounts.models import Person
from vestibule.feed.models import Stream
from vestibule.rooms.events import REACTIONS
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db


def _given(person: Person, room: Room) -> list[tuple[str, list[str]]]:
    page = program_of(person).get(f"/rooms/{room.id}/timeline").body
    return [(one["reaction"], one["people"]) for one in page["reactions"]]


def test_each_person_counts_once_for_each_sign(ana: Person, bo: Person, room: Room) -> None:
    place = f"/rooms/{room.id}/messages/{post(ana, room, 'Done.').seq}/reactions"
    for person, reaction in ((bo, "party"), (ana, "party"), (bo, "party"), (bo, "thumbs_up")):
        assert program_of(person).put(f"{place}/{reaction}").status == 204
    assert _given(ana, room) == [("thumbs_up", [str(bo.id)]), ("party", [str(bo.id), str(ana.id)])]
    assert program_of(bo).delete(f"{place}/party").status == 204
    assert _given(bo, room) == [("thumbs_up", [str(bo.id)]), ("party", [str(ana.id)])]


def test_what_is_so_already_makes_no_event(ana: Person, bo: Person, room: Room) -> None:
    place = f"/rooms/{room.id}/messages/{post(ana, room, 'Done.').seq}/reactions/heart"
    head = Stream.objects.get(id=room.id).head
    assert program_of(bo).delete(place).status == 204
    assert Stream.objects.get(id=room.id).head == head
    program_of(bo).put(place)
    program_of(bo).put(place)
    assert Stream.objects.get(id=room.id).head == head + 1


def test_a_reaction_is_no_news_for_the_list_of_rooms(ana: Person, bo: Person, room: Room) -> None:
    said = post(ana, room, "Done.")
    before = program_of(ana).get("/rooms").body["items"][0]
    program_of(bo).put(f"/rooms/{room.id}/messages/{said.seq}/reactions/heart")
    after = program_of(ana).get("/rooms").body["items"][0]
    assert after == {**before, "head": before["head"] + 1}


@pytest.mark.parametrize("reaction", ["skull", "", "HEART", "❤️"])
def test_there_are_no_other_signs(reaction: str, ana: Person, room: Room) -> None:
    seq = post(ana, room, "Done.").seq
    assert program_of(ana).put(f"/rooms/{room.id}/messages/{seq}/reactions/{reaction}").status in {404, 422}
    browser = browser_of(ana)
    form = {"seq": str(seq), "on": reaction}
    assert browser.post(f"/rooms/{room.id}/react", form).status_code in {404, 422}
    assert _given(ana, room) == []


@pytest.mark.parametrize("reaction", REACTIONS)
def test_each_sign_can_be_given_without_script(reaction: str, ana: Person, bo: Person, room: Room) -> None:
    seq = post(ana, room, "Done.").seq
    browser = browser_of(bo)
    assert browser.post(f"/rooms/{room.id}/react", {"seq": str(seq), "on": reaction}).status_code == 302
    assert _given(ana, room) == [(reaction, [str(bo.id)])]
    assert browser.post(f"/rooms/{room.id}/react", {"seq": str(seq), "off": reaction}).status_code == 302
    assert _given(ana, room) == []
