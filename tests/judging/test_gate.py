"""The shell around the policy: which book answers, the strictest reader, what is cleared for which surface."""

from datetime import date

import pytest

from tests.cast import EMAIL, PHONE, keep, post, start_contract
from vestibule.accounts.models import Person
from vestibule.judging.books import book_on, books
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import TextNotAllowed, clear, clear_or_refuse, judge_for
from vestibule.judging.models import Judgement
from vestibule.policy import Situation
from vestibule.rooms.models import Message, Room

IN_FORCE = date(2026, 1, 31)
STRANGERS = Situation()
AT_WORK = Situation(relationship="active")


def test_the_book_of_the_day_answers() -> None:
    assert judge_for("Hello", [STRANGERS], on=date(2020, 6, 25)).policy == book_on(date(2020, 6, 25)).version
    assert judge_for("Hello", [STRANGERS], on=date(2020, 6, 26)).policy == "2020-06-26"
    assert judge_for("Hello", [STRANGERS], on=IN_FORCE).policy == books().newest.version


def test_the_strictest_reader_decides() -> None:
    text = f"call me on {PHONE}"
    assert judge_for(text, [AT_WORK], on=IN_FORCE).outcome == "allow"
    assert judge_for(text, [STRANGERS], on=IN_FORCE).outcome == "withhold"
    for situations in ([AT_WORK, STRANGERS], [STRANGERS, AT_WORK], [AT_WORK, AT_WORK, STRANGERS]):
        assert judge_for(text, situations, on=IN_FORCE).outcome == "withhold"


def test_a_text_is_cleared_for_its_surface_or_not_at_all() -> None:
    verdict, cleared = clear("Hello", [STRANGERS], on=IN_FORCE)
    assert (verdict.outcome, cleared, getattr(cleared, "surface", None)) == ("allow", "Hello", "message")
    verdict, cleared = clear(f"call {PHONE}", [STRANGERS], on=IN_FORCE)
    assert (verdict.outcome, cleared) == ("withhold", None)
    assert clear_or_refuse("Ana", surface="display_name", field="name", on=IN_FORCE).surface == "display_name"


@pytest.mark.parametrize("detail", [PHONE, EMAIL])
def test_a_refusal_names_the_field_and_carries_the_verdict(detail: str) -> None:
    with pytest.raises(TextNotAllowed) as refused:
        clear_or_refuse(f"Ana {detail}", surface="display_name", field="display_name", on=IN_FORCE)
    refusal = refused.value
    assert (refusal.code, refusal.status, refusal.field) == ("contact_rule", 422, "display_name")
    assert refusal.details()["verdict"]["findings"][0]["text"] == detail
    assert detail not in str(refusal)


def test_nothing_made_from_a_cleared_text_is_cleared() -> None:
    cleared = ClearedText("Hello", "message")
    for made in (cleared + "!", cleared.upper(), cleared[1:], f"{cleared}", cleared.replace("H", "h"), str(cleared)):
        assert not isinstance(made, ClearedText)


@pytest.mark.django_db
def test_a_verdict_with_findings_leaves_a_record_and_no_other_does(ana: Person, bo: Person, room: Room) -> None:
    post(ana, room, "Hello")
    assert not Judgement.objects.exists()
    keep(ana, room)
    start_contract(room)
    post(ana, room, f"now call {PHONE}")
    kept, allowed = Judgement.objects.order_by("id")
    assert (kept.outcome, kept.relationship, kept.person) == ("withhold", "none", ana.id)
    assert (allowed.outcome, allowed.relationship) == ("allow", "active")
    assert Message.objects.get(body__contains="now").judged_as == f"active/basic/{allowed.policy}"


@pytest.mark.django_db
def test_an_enterprise_is_exempt_and_its_plan_can_lapse(eli: Person, bo: Person, works: object) -> None:
    from tests.cast import make_room
    from vestibule.accounts.models import Organisation, PlanPeriod

    assert isinstance(works, Organisation)
    room = make_room(eli, bo, organisation=works)
    post(bo, room, f"call {PHONE}")
    post(eli, room, f"write to {EMAIL}")
    PlanPeriod.objects.update(ends_on=date(2021, 1, 1))
    keep(bo, room)
    # What was sent while the plan held stays where it is.
    assert Message.objects.filter(room=room).count() == 2
