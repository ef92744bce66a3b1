"""Who brings whom into a room, who sends whom away, and what everybody sees of it."""

import json

import pytest
from django.utils import timezone

from tests.cast import PHONE, browser_of, keep, make_organisation, make_person, make_room, post, program_of, say
from tests.house_server import House
from tests.rooms.crew import Crew, bring, contract_between, employ, make_crew
from vestibule.accounts.actions.leave_organisation import leave_organisation
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.kit.refusals import NotFound
from vestibule.rooms.actions.bring_colleague import AlreadyHere, NotAColleague, RoomFull
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.remove_colleague import NotHere, NotYoursToRemove, remove_colleague
from vestibule.rooms.actions.send_messages import Kept, Posted
from vestibule.rooms.models import Member, Room
from vestibule.rooms.order.queries import pinned_in


@pytest.fixture
def crew(ana: Person, bo: Person) -> Crew:
    return make_crew(ana, bo)


def _facts(room: Room, kind: str) -> list[dict[str, object]]:
    rows = Event.objects.filter(stream=room.id, kind=kind).order_by("seq").values_list("body", flat=True)
    return [json.loads(body)["event"] for body in rows]


@pytest.mark.django_db
def test_a_colleague_comes_and_everybody_sees_who_brought_them(crew: Crew) -> None:
    card = bring(crew.ana, crew.cleo, crew.room)
    assert (card.name, card.side, card.brought_by) == ("Cleo", "client", crew.ana.id)
    assert card.organisation is not None
    assert card.organisation.name == "Harbour Bakery"
    joined = _facts(crew.room, "member.joined")[-1]
    assert joined["person"]["id"] == str(crew.cleo.id)  # type: ignore[index]
    assert {one["name"] for one in program_of(crew.bo).get(f"/rooms/{crew.room.id}").body["members"]} == {
        "Ana",
        "Bo",
        "Cleo",
    }
    assert Event.objects.get(stream=crew.room.id, kind="member.joined", body__contains="Cleo").changes_audience
    assert program_of(crew.cleo).get("/rooms").body["items"][0]["id"] == str(crew.room.id)


@pytest.mark.django_db
def test_nobody_brings_a_stranger_or_somebody_of_the_other_side(crew: Crew, eve: Person) -> None:
    for by, whom in ((crew.ana, eve), (crew.bo, crew.cleo), (crew.ana, crew.ben), (crew.bo, crew.bo)):
        with pytest.raises(NotAColleague):
            bring(by, whom, crew.room)
    # Of the same company, but one who only works.
    only_works = employ(make_person("Una", is_freelancer=True), crew.bakery)
    with pytest.raises(NotAColleague):
        bring(crew.ana, only_works, crew.room)
    with pytest.raises(NotFound):
        bring(crew.cleo, crew.cleo, crew.room)
    assert Member.objects.filter(room=crew.room).count() == 2


@pytest.mark.django_db
def test_somebody_who_is_here_cannot_be_brought_again_and_a_room_can_be_full(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(crew.ana, crew.cleo, crew.room)
    with pytest.raises(AlreadyHere):
        bring(crew.ana, crew.cleo, crew.room)
    monkeypatch.setattr("vestibule.rooms.actions.bring_colleague.MOST_MEMBERS", 3)
    with pytest.raises(RoomFull):
        bring(crew.bo, crew.ben, crew.room)


@pytest.mark.django_db
def test_who_brings_a_colleague_acts_for_their_organisation_from_then_on(crew: Crew) -> None:
    assert _facts(crew.room, "member.changed") == []
    bring(crew.bo, crew.ben, crew.room)
    (changed,) = _facts(crew.room, "member.changed")
    assert changed["person"]["organisation"]["name"] == "Studio North"  # type: ignore[index]
    assert changed["starts_acting"] is True
    for reader in (crew.ana, crew.bo):
        page = browser_of(reader).get(f"/rooms/{crew.room.id}/").content.decode()
        assert "Bo acts for Studio North from here on." in page
        assert "changed their profile" not in page
    # Having chosen one, bo brings nobody of another.
    olu = make_person("Olu", is_freelancer=True)
    employ(crew.bo, make_organisation(olu, name="Studio South"))
    with pytest.raises(NotAColleague):
        bring(crew.bo, olu, crew.room)


@pytest.mark.django_db
def test_only_who_brought_somebody_or_manages_their_company_removes_them(crew: Crew) -> None:
    dov = employ(make_person("Dov", is_client=True), crew.bakery)
    bring(crew.ana, crew.cleo, crew.room)
    bring(crew.cleo, dov, crew.room)
    for by, whom in ((crew.bo, crew.cleo), (dov, crew.cleo), (crew.cleo, crew.ana), (crew.ana, crew.bo)):
        with pytest.raises(NotYoursToRemove):
            remove_colleague(actor=by, room_id=crew.room.id, person_id=whom.id, now=timezone.now())
    with pytest.raises(NotHere):
        remove_colleague(actor=crew.ana, room_id=crew.room.id, person_id=crew.ben.id, now=timezone.now())
    # Ana owns the company; cleo brought dov.
    remove_colleague(actor=crew.ana, room_id=crew.room.id, person_id=dov.id, now=timezone.now())
    bring(crew.ana, dov, crew.room)
    remove_colleague(actor=crew.ana, room_id=crew.room.id, person_id=crew.cleo.id, now=timezone.now())
    left = _facts(crew.room, "member.left")
    assert [one["removed_by"] for one in left] == [str(crew.ana.id)] * 2
    assert program_of(crew.cleo).get(f"/rooms/{crew.room.id}").status == 404


@pytest.mark.django_db
def test_who_leaves_the_organisation_leaves_the_rooms_it_brought_them_into(crew: Crew) -> None:
    bring(crew.ana, crew.cleo, crew.room)
    own = make_room(crew.cleo, crew.bo, organisation=crew.bakery)
    leave_organisation(actor=crew.cleo, organisation_id=crew.bakery.id, now=timezone.now())
    assert program_of(crew.cleo).get(f"/rooms/{crew.room.id}").status == 404
    # A room of their own they keep, without the company.
    members = program_of(crew.cleo).get(f"/rooms/{own.id}").body["members"]
    assert [one["organisation"] for one in members if one["name"] == "Cleo"] == [None]


@pytest.mark.django_db
def test_a_newcomer_finds_nothing_from_before_on_any_path(crew: Crew) -> None:
    contract_between(crew.ana, crew.bo, crew.room)
    before = post(crew.bo, crew.room, f"call me on {PHONE} about sourdough")
    seq = before.seq
    program_of(crew.ana).post(f"/rooms/{crew.room.id}/pins", {"seq": seq})
    program_of(crew.ana).post(f"/rooms/{crew.room.id}/questions", {"seq": seq})
    bring(crew.ana, crew.cleo, crew.room)
    room, cleo = f"/rooms/{crew.room.id}", program_of(crew.cleo)
    seen = [
        cleo.get(path).body
        for path in (room, f"{room}/timeline", f"{room}/events", "/rooms", f"{room}/offers", f"{room}/withheld")
    ]
    seen.append(cleo.get("/search", q="sourdough").body)
    assert "sourdough" not in json.dumps(seen)
    assert PHONE not in json.dumps(seen)
    assert (seen[0]["pins"], seen[0]["questions"], seen[0]["open_questions"], seen[0]["unread"]) == ([], [], 0, 0)
    assert cleo.get(f"{room}/messages/{seq}/revisions").status == 404
    assert cleo.post(f"{room}/messages", {"key": "r", "body": "What?", "reply_to": {"seq": seq}}).status == 404
    assert cleo.get(f"{room}/timeline", around=seq).body["items"][0]["seq"] > seq
    # Those who were there find it: the paths are not blind.
    assert len(pinned_in(crew.room.id, since=0)) == 1
    assert len(program_of(crew.ana).get("/search", q="sourdough").body["items"]) == 1


@pytest.mark.django_db
def test_who_comes_back_begins_anew(crew: Crew) -> None:
    bring(crew.ana, crew.cleo, crew.room)
    post(crew.bo, crew.room, "I start with the crumbs")
    leave_room(actor=crew.cleo, room_id=crew.room.id, now=timezone.now())
    bring(crew.ana, crew.cleo, crew.room)
    cleo = program_of(crew.cleo)
    for path in ("events", "timeline"):
        assert "crumbs" not in json.dumps(cleo.get(f"/rooms/{crew.room.id}/{path}").body)
    assert cleo.get("/search", q="crumbs").body["items"] == []
    assert "crumbs" in json.dumps(program_of(crew.ana).get(f"/rooms/{crew.room.id}/events").body)


@pytest.mark.django_db
def test_the_beginning_is_shown_only_where_every_text_may_go_to_the_newcomer(crew: Crew) -> None:
    ana, room = program_of(crew.ana), f"/rooms/{crew.room.id}"
    post(crew.bo, crew.room, "I start with the crumbs")
    wish = {"person": str(crew.cleo.id), "with_history": True}
    assert ana.post(f"{room}/members", wish).status == 201
    assert "crumbs" in json.dumps(program_of(crew.cleo).get(f"{room}/timeline").body)
    assert ana.delete(f"{room}/members/{crew.cleo.id}").status == 204
    contract_between(crew.ana, crew.bo, crew.room)
    post(crew.bo, crew.room, f"call me on {PHONE}")
    refused = ana.post(f"{room}/members", wish)
    assert (refused.status, refused.code) == (409, "history_not_allowed")
    assert ana.post(f"{room}/members", {**wish, "with_history": False}).status == 201


@pytest.mark.django_db
def test_an_edit_of_an_older_message_is_judged_for_the_newcomer_too(crew: Crew) -> None:
    contract_between(crew.ana, crew.bo, crew.room)
    seq = post(crew.bo, crew.room, "I am free on Monday").seq
    bo, message = program_of(crew.bo), f"/rooms/{crew.room.id}/messages/{seq}"
    assert bo.patch(message, {"body": f"call me on {PHONE}"}).body["status"] == "posted"
    assert bo.patch(message, {"body": "I am free on Monday"}).body["status"] == "posted"
    bring(crew.ana, crew.cleo, crew.room)
    kept = bo.patch(message, {"body": f"call me on {PHONE}"})
    assert kept.status == 202
    assert kept.body["item"]["because"] == [str(crew.cleo.id)]


@pytest.mark.django_db
def test_a_withheld_message_names_whom_it_is_withheld_for_and_who_could_read_it(crew: Crew) -> None:
    contract_between(crew.ana, crew.bo, crew.room)
    text = f"call me on {PHONE}"
    assert isinstance(say(crew.bo, crew.room, text), Posted)
    bring(crew.ana, crew.cleo, crew.room)
    bo, room = program_of(crew.bo), f"/rooms/{crew.room.id}"
    checked = bo.post(f"{room}/checks", {"body": text}).body
    assert checked["verdict"]["verdict"] == "withhold"
    assert checked["because"] == [str(crew.cleo.id)]
    assert {one["person"]: one["verdict"] for one in checked["readers"]} == {
        str(crew.ana.id): "allow",
        str(crew.cleo.id): "withhold",
    }
    kept = keep(crew.bo, crew.room, text)
    assert kept.item.because == [crew.cleo.id]
    page = browser_of(crew.bo).get(f"{room}/").content.decode()
    assert "Withheld because of Cleo: no contract with you yet. Ana could read it." in page
    assert "Contact details stay out because of Cleo." in page
    # Once she is gone, it may go.
    leave_room(actor=crew.cleo, room_id=crew.room.id, now=timezone.now())
    (item,) = bo.get(f"{room}/withheld").body["items"]
    assert (item["releasable"], item["because"]) == (True, [])


@pytest.mark.django_db
def test_colleagues_are_no_reason_to_withhold_and_no_excuse_either(crew: Crew) -> None:
    bring(crew.ana, crew.cleo, crew.room)
    text = f"call me on {PHONE}"
    assert isinstance(say(crew.ana, crew.room, text), Kept)
    contract_between(crew.ana, crew.bo, crew.room)
    # Towards bo there is a contract, and cleo is ana's own colleague; bo has none with cleo.
    assert isinstance(say(crew.ana, crew.room, text), Posted)
    assert isinstance(say(crew.cleo, crew.room, text), Kept)
    assert isinstance(say(crew.bo, crew.room, text), Kept)


@pytest.mark.django_db
def test_the_strictest_plan_and_relationship_are_those_of_the_room(ana: Person, bo: Person) -> None:
    crew = make_crew(ana, bo, plan="enterprise")
    bring(bo, crew.ben, crew.room)
    detail = program_of(bo).get(f"/rooms/{crew.room.id}").body
    assert (detail["exempt"], detail["client_plan"], detail["rule"]["clause"]) == (True, "enterprise", "enterprise")
    assert isinstance(say(bo, crew.room, f"call me on {PHONE}"), Posted)


@pytest.mark.django_db
def test_the_list_of_colleagues_goes_on_page_by_page(crew: Crew, django_assert_max_num_queries: object) -> None:
    for number in range(5):
        employ(make_person(f"Kim{'abcde'[number]}", is_client=True), crew.bakery)
    ana, found, cursor = program_of(crew.ana), [], ""
    while True:
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            page = ana.get(f"/rooms/{crew.room.id}/colleagues", limit=2, **({"cursor": cursor} if cursor else {})).body
        found += [one["name"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert found == ["Cleo", "Kima", "Kimb", "Kimc", "Kimd", "Kime"]
    assert ana.get(f"/rooms/{crew.room.id}/colleagues", cursor="nonsense").code == "cursor_invalid"


@pytest.mark.django_db
def test_without_script_people_are_brought_removed_and_leave(crew: Crew) -> None:
    ana, address = browser_of(crew.ana), f"/rooms/{crew.room.id}"
    page = ana.get(f"{address}/people").content.decode()
    assert "Cleo · Harbour Bakery" in page
    refused = ana.post(f"{address}/members", {"person": str(crew.ben.id), "history": "1"})
    assert refused.status_code == 422
    assert "You can only bring people of your organisation" in refused.content.decode()
    assert 'value="1" checked' in " ".join(refused.content.decode().split())
    assert ana.post(f"{address}/members", {"person": str(crew.cleo.id)}).status_code == 302
    assert "brought by you" in ana.get(f"{address}/people").content.decode()
    assert ana.post(f"{address}/members/remove", {"person": "nonsense"}).status_code == 422
    assert ana.post(f"{address}/members/remove", {"person": str(crew.cleo.id)}).status_code == 302
    assert browser_of(crew.cleo).get(f"{address}/people").status_code == 404
    assert browser_of(crew.bo).post(f"{address}/leave").status_code == 302
    assert {seat.person_id for seat in Member.objects.filter(room=crew.room, left_seq=None)} == {crew.ana.id}


def test_over_the_socket_a_newcomer_hears_from_their_joining_on_and_nothing_after_their_removal(
    house: House, ana: Person, bo: Person
) -> None:
    crew = make_crew(ana, bo)
    contract_between(crew.ana, crew.bo, crew.room)
    at_bo, at_cleo = house.enter(bo), house.enter(crew.cleo)
    room = str(crew.room.id)
    at_bo.put(op="send", room=room, key="k1", body=f"call me on {PHONE}")
    at_bo.until(lambda frame: frame.get("event", {}).get("key") == "k1")
    bring(crew.ana, crew.cleo, crew.room)
    assert at_cleo.until_op("followed")["stream"] == room
    # Asking for what was before is answered with nothing of it.
    at_cleo.put(op="catch_up", stream=room, after=0)
    at_bo.put(op="send", room=room, key="k2", body=f"call me on {PHONE}")
    assert at_bo.until_op("kept")["item"]["because"] == [str(crew.cleo.id)]
    at_bo.put(op="send", room=room, key="k3", body="Good morning")
    heard = at_cleo.until_event("message.posted")
    assert heard["event"]["body"] == "Good morning"
    remove_colleague(actor=crew.ana, room_id=crew.room.id, person_id=crew.cleo.id, now=timezone.now())
    at_cleo.until_op("unfollowed")
    at_bo.put(op="send", room=room, key="k4", body="She is gone")
    at_bo.until(lambda frame: frame.get("event", {}).get("key") == "k4")
    at_cleo.ask("read", room=room, seq=1)
    got = json.dumps(at_cleo.frames)
    assert PHONE not in got
    assert "She is gone" not in got
    before = Event.objects.get(stream=crew.room.id, kind="message.posted", body__contains='"k1"')
    assert min(at_cleo.seqs(room)) > before.seq
