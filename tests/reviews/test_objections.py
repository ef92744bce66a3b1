"""Somebody says that the rule got a text wrong; staff look, answer, and make a line of the corpus of it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PHONE, browser_of, keep, post, program_of, start_contract
from tests.notices.told import events_told, tell
from vestibule.accounts.models import Person
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.reviews.actions.answer_objection import answer_objection, answer_with_line
from vestibule.reviews.actions.object_to_verdict import object_to_kept, object_to_message, object_to_refusal
from vestibule.reviews.farewell import forget_objections
from vestibule.reviews.models import CorpusLine, Look, Objection
from vestibule.reviews.queries import corpus_lines, look_at_objection
from vestibule.reviews.rules import MOST_IN_A_DAY
from vestibule.rooms.models import Room
from vestibule.site.cli import main

pytestmark = pytest.mark.django_db


def objected(bo: Person, room: Room, body: str = f"call me on {PHONE}") -> Objection:
    """Bo's message was kept, and he says that it is no contact information."""
    return object_to_kept(actor=bo, withheld_id=keep(bo, room, body).item.id, now=timezone.now())


def test_of_a_kept_message_its_words_and_circumstances_are_told(room: Room, bo: Person) -> None:
    made = objected(bo, room)
    assert (made.kind, made.surface, made.relationship, made.text) == (
        "not_contact",
        "message",
        "none",
        f"call me on {PHONE}",
    )
    # It is withheld for what it says itself; nothing that was said before is needed.
    post(bo, room, "Hello Ana")
    assert objected(bo, room, f"or on {PHONE}").context == []


def test_what_was_said_before_goes_along_only_where_the_verdict_rests_on_it(room: Room, bo: Person) -> None:
    post(bo, room, "I drew logos for years")
    post(bo, room, "my number is 0171")
    made = objected(bo, room, "2345678")
    assert made.context == ["my number is 0171"]


def test_to_say_it_twice_is_to_say_it_once(room: Room, bo: Person) -> None:
    kept = keep(bo, room).item.id
    first, second = (object_to_kept(actor=bo, withheld_id=kept, now=timezone.now()) for _ in range(2))
    assert first.id == second.id
    assert Objection.objects.count() == 1


def test_nobody_fills_the_list_alone(room: Room, bo: Person) -> None:
    now = timezone.now()
    for number in range(MOST_IN_A_DAY):
        object_to_refusal(actor=bo, surface="profile", text=f"write to sam.rivera{number}@fastmail.com", now=now)
    with pytest.raises(Refusal) as refused:
        object_to_refusal(actor=bo, surface="profile", text="write to tim.falk@fastmail.com", now=now)
    assert refused.value.code == "too_many_objections"
    # What was said already can be said again, and tomorrow is another day.
    object_to_refusal(actor=bo, surface="profile", text="write to sam.rivera0@fastmail.com", now=now)
    tomorrow = now + timedelta(days=1, minutes=1)
    object_to_refusal(actor=bo, surface="profile", text="write to tim.falk@fastmail.com", now=tomorrow)


def test_what_the_rule_lets_through_needs_no_objection(bo: Person) -> None:
    with pytest.raises(Refusal) as refused:
        object_to_refusal(actor=bo, surface="profile", text="I draw logos", now=timezone.now())
    assert refused.value.code == "rule_allows_it"


def test_of_another_ones_message_one_can_say_that_it_should_have_been_caught(
    room: Room, ana: Person, bo: Person
) -> None:
    post(bo, room, "Hello Ana")
    said = post(bo, room, "ask my sister how to find me")
    made = object_to_message(actor=ana, room_id=room.id, seq=said.seq, now=timezone.now())
    assert (made.kind, made.text, made.author) == ("missed", "ask my sister how to find me", bo.id)
    assert made.context == ["Hello Ana"]
    with pytest.raises(Refusal) as refused:
        object_to_message(actor=bo, room_id=room.id, seq=said.seq, now=timezone.now())
    assert refused.value.code == "your_own_message"


def test_outsiders_object_to_nothing(room: Room, ana: Person, bo: Person, eve: Person, mo: Person) -> None:
    kept, said = keep(bo, room).item.id, post(bo, room, "Hello")
    for outsider in (eve, mo):
        with pytest.raises(NotFound):
            object_to_kept(actor=outsider, withheld_id=kept, now=timezone.now())
        with pytest.raises(NotFound):
            object_to_message(actor=outsider, room_id=room.id, seq=said.seq, now=timezone.now())
    with pytest.raises(NotFound):
        object_to_kept(actor=ana, withheld_id=kept, now=timezone.now())
    object_to_message(actor=ana, room_id=room.id, seq=said.seq, now=timezone.now())
    assert Objection.objects.get().person == ana


def test_a_look_is_written_down_and_only_staff_can_take_one(room: Room, ana: Person, bo: Person, mo: Person) -> None:
    made = objected(bo, room)
    for nobody in (ana, bo):
        with pytest.raises(NotFound):
            look_at_objection(nobody, made.id, now=timezone.now())
    assert not Look.objects.exists()
    case = look_at_objection(mo, made.id, now=timezone.now())
    assert case.text == f"call me on {PHONE}"
    assert list(Look.objects.values_list("staff", "what", "thing")) == [(mo.id, "objection", made.id)]


def test_the_answer_is_told_and_the_words_are_gone(room: Room, bo: Person, mo: Person) -> None:
    made = objected(bo, room)
    answer_objection(actor=mo, objection_id=made.id, answer="rule_right", now=timezone.now())
    made.refresh_from_db()
    assert (made.answer, made.text, made.context, made.verdict) == ("rule_right", "", [], {})
    tell()
    assert events_told(bo)[-1] == "objection.answered"
    page = browser_of(bo).get("/objections/").content.decode()
    assert "The rule was applied rightly" in page
    assert str(mo.id) not in page
    with pytest.raises(Refusal) as refused:
        answer_objection(actor=mo, objection_id=made.id, answer="unclear", now=timezone.now())
    assert refused.value.code == "already_answered"


def test_a_confirmed_case_becomes_a_line_without_the_detail(
    room: Room, bo: Person, mo: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    made = objected(bo, room, f"our stand is {PHONE} at the fair")
    answer_objection(actor=mo, objection_id=made.id, answer="engine_wrong", now=timezone.now())
    case = look_at_objection(mo, made.id, now=timezone.now())
    assert "555 0134" not in case.line
    assert case.line_left == []
    line = answer_with_line(actor=mo, objection_id=made.id, text=case.line, kind="phone", now=timezone.now())
    made.refresh_from_db()
    assert made.text == ""
    assert json.loads(next(corpus_lines())) == {
        "language": "en",
        "kind": "spared:phone",
        "text": line.text,
        "part": "held",
    }
    assert main(["corpus", "export", "--of", "spared"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(next(corpus_lines()))
    assert list(corpus_lines(of="caught")) == []


def test_a_line_that_tells_the_detail_or_changes_the_case_is_refused(room: Room, bo: Person, mo: Person) -> None:
    made = objected(bo, room)
    answer_objection(actor=mo, objection_id=made.id, answer="engine_wrong", now=timezone.now())

    def code(text: str) -> str:
        with pytest.raises(Refusal) as refused:
            answer_with_line(actor=mo, objection_id=made.id, text=text, kind="phone", now=timezone.now())
        return refused.value.code

    assert code(f"ring me on {PHONE}") == "line_tells_detail"
    assert code("ring me, please") == "line_not_fit"
    assert CorpusLine.objects.count() == 0


def test_no_line_is_made_of_an_open_case(room: Room, bo: Person, mo: Person) -> None:
    made = objected(bo, room)
    with pytest.raises(Refusal) as refused:
        answer_with_line(actor=mo, objection_id=made.id, text="call +1 415 555 0199", kind="phone", now=timezone.now())
    assert refused.value.code == "wrong_state"


@pytest.mark.django_db(transaction=True)
def test_who_goes_takes_their_words_along(room: Room, ana: Person, bo: Person) -> None:
    said = post(bo, room, "Hello Ana")
    objected(bo, room)
    object_to_message(actor=ana, room_id=room.id, seq=said.seq, now=timezone.now())
    kept = object_to_refusal(actor=ana, surface="profile", text="write to ana.falk@fastmail.com", now=timezone.now())
    assert Objection.objects.count() == 3
    forget_objections(person=bo, erase_texts=True, now=timezone.now())
    assert list(Objection.objects.values_list("id", flat=True)) == [kept.id]


def test_over_the_api_one_objects_reads_the_answer_and_staff_work(room: Room, bo: Person, mo: Person) -> None:
    program, staff = program_of(bo), program_of(mo)
    kept = keep(bo, room).item.id
    made = program.post(f"/withheld/{kept}/objection", {})
    assert made.status == 201
    assert made.body["answer"] == ""
    refused = program.post("/objections", {"surface": "profile", "text": "write to bo.larsen@fastmail.com"})
    assert refused.status == 201
    assert [one["id"] for one in program.get("/objections").body["items"]] == [refused.body["id"], made.body["id"]]
    waiting = staff.get("/staff/objections").body["items"]
    assert [one["id"] for one in waiting] == [made.body["id"], refused.body["id"]]
    assert "text" not in waiting[0]
    path = f"/staff/objections/{made.body['id']}"
    assert staff.get(path).body["text"] == f"call me on {PHONE}"
    assert staff.post(f"{path}/answer", {"answer": "engine_wrong"}).status == 204
    case = staff.get(path).body
    assert staff.post(f"{path}/line", {"text": case["line"], "kind": case["line_kind"]}).status == 204
    assert [one["text"] for one in staff.get("/staff/corpus").body["items"]] == [case["line"]]
    assert program.get("/objections").body["items"][1]["answer"] == "engine_wrong"


def test_for_all_but_staff_there_is_nothing_at_the_doors_of_staff(
    room: Room, ana: Person, bo: Person, eve: Person, mo: Person
) -> None:
    made = objected(bo, room)
    pages = [
        "/staff/objections/",
        f"/staff/objections/{made.id}/",
        f"/staff/objections/{made.id}/answer",
        f"/staff/objections/{made.id}/line",
        "/staff/corpus.jsonl",
    ]
    for page in pages:
        for person in (ana, bo, eve, None):
            for way in ("get", "post"):
                answer = getattr(browser_of(person), way)(page, {"answer": "rule_right"})
                assert answer.status_code == 404, (page, person, way)
        assert browser_of(mo).get(page).status_code in {200, 405}
    for path in ("/staff/objections", f"/staff/objections/{made.id}", "/staff/corpus"):
        assert program_of(bo).get(path).status == 404
        assert program_of(mo).get(path).status == 200
    assert program_of(bo).post(f"/staff/objections/{made.id}/answer", {"answer": "rule_right"}).status == 404
    made.refresh_from_db()
    assert made.answer == ""


def test_the_pages_lead_from_the_kept_message_to_the_answer(room: Room, bo: Person, mo: Person) -> None:
    kept, browser, staff = keep(bo, room).item.id, browser_of(bo), browser_of(mo)
    assert f'href="/withheld/{kept}/objection"' in browser.get(f"/rooms/{room.id}/").content.decode()
    assert PHONE in browser.get(f"/withheld/{kept}/objection").content.decode()
    thanked = browser.post(f"/withheld/{kept}/objection", follow=True).content.decode()
    assert "Thank you." in thanked
    made = Objection.objects.get()
    assert PHONE not in staff.get("/staff/objections/").content.decode()
    assert PHONE in staff.get(f"/staff/objections/{made.id}/").content.decode()
    asked = staff.post(f"/staff/objections/{made.id}/answer", {"answer": "engine_wrong"}, follow=True)
    line = asked.context["line"]
    bad = staff.post(f"/staff/objections/{made.id}/line", {"line": f"{line} {PHONE}", "kind": "phone"})
    assert bad.status_code == 422
    assert "still holds a part" in bad.content.decode()
    done = staff.post(f"/staff/objections/{made.id}/line", {"line": line, "kind": "phone"}, follow=True)
    assert "1 line in the corpus" in done.content.decode()
    downloaded = staff.get("/staff/corpus.jsonl").content.decode()
    assert json.loads(downloaded)["text"] == line
    assert "0134" not in downloaded


def test_a_refused_form_offers_to_object_in_another_window(bo: Person) -> None:
    browser: Client = browser_of(bo)
    text = "write to bo.larsen@fastmail.com"
    refused = browser.post("/profile/", {"headline": "Logos", "about": text, "availability": "now"})
    page = refused.content.decode()
    assert 'formaction="/objections/?surface=profile"' in page
    assert 'formtarget="_blank"' in page
    thanked = browser.post("/objections/?surface=profile", {"objected_text": text}, follow=True)
    assert "Thank you." in thanked.content.decode()
    assert Objection.objects.get().text == text
    # A place that is none, and a text that is fine, are answered with a sentence.
    for surface, said in (("moon", text), ("profile", "I draw")):
        assert browser.post(f"/objections/?surface={surface}", {"objected_text": said}).status_code == 302
    assert Objection.objects.count() == 1


def test_lists_ask_the_same_whatever_their_length(
    room: Room, bo: Person, mo: Person, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        objected(bo, room, f"call me on +1 415 555 01{number}4")
    pages = (
        (bo, "/objections/"),
        (mo, "/staff/objections/"),
        (mo, "/staff/replays/"),
        (mo, "/api/v1/staff/objections"),
    )
    for person, page in pages:
        browser = browser_of(person)
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert browser.get(page).status_code == 200


def test_under_a_contract_a_message_can_be_told_of_as_well(room: Room, ana: Person, bo: Person) -> None:
    start_contract(room)
    said = post(bo, room, f"call me on {PHONE}")
    made = object_to_message(actor=ana, room_id=room.id, seq=said.seq, now=timezone.now())
    assert made.relationship == "active"
