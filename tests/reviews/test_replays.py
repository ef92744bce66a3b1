"""A book over what was written before: nothing flips under the book that judged it; a step that dies is taken again."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from tests.cast import (
    EMAIL,
    PHONE,
    browser_of,
    keep,
    make_offer,
    make_person,
    make_room,
    post,
    program_of,
    start_contract,
)
from tests.house.people_replayed import colleague_in, with_colleague
from tests.market.deal import talk_of
from tests.site.test_replay_of_messages import STRICT_DRAFT
from vestibule.accounts.models import Organisation, Person
from vestibule.judging.books import book_named
from vestibule.judging.models import Book
from vestibule.judging.replay import flips, wilson_interval
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.reviews import replaying
from vestibule.reviews.actions.judge_sample import judge_sample
from vestibule.reviews.actions.start_replay import start_replay, stop_replay
from vestibule.reviews.models import Flip, Look, Replay
from vestibule.reviews.replaying import run_replay, work_on_replays
from vestibule.reviews.results import next_sample, result_of, visible_replay
from vestibule.rooms.actions.delete_message import delete_message
from vestibule.rooms.actions.edit_message import edit_message
from vestibule.rooms.actions.revise_withheld import revise_withheld
from vestibule.rooms.actions.send_messages import Kept, SendMessage, send_messages
from vestibule.rooms.models import Engagement, Message, Room
from vestibule.rooms.quoting import ReplyWish
from vestibule.rooms.stored_texts import stored_texts
from vestibule.site.cli import main

pytestmark = pytest.mark.django_db
START = datetime(2020, 1, 1, tzinfo=UTC)
NEWEST, BEFORE = "2020-06-26", "2020-05-26"


def begun(mo: Person | None, *, book: str = NEWEST, draft: str = "", since: datetime = START) -> Replay:
    """A replay of everything until tomorrow."""
    until = timezone.now() + timedelta(days=1)
    return start_replay(actor=mo, book=book, draft=draft, since=since, until=until, now=timezone.now())


def flipped(book: str, *, since: datetime = START, until: datetime | None = None) -> list[str]:
    """What flips under a book, and nothing may be set aside."""
    found = [one for one in flips(stored_texts(since=since, until=until), book_named(book)) if one is not None]
    return [f"{one.id} {one.was} -> {one.now}{'' if one.is_whole else ' (set aside)'}" for one in found]


# -- under the book that judged it, nothing flips ----------------------------------------------------------------------


def test_split_details_are_judged_with_what_was_said_then(room: Room, bo: Person) -> None:
    post(bo, room, "my number is 0171")
    kept = keep(bo, room, "2345678")
    assert flipped(NEWEST) == []
    # Without what was said before it would be allowed: the replay is not blind to it.
    Message.objects.update(body="")
    assert flipped(NEWEST) == [f"{kept.item.id} withhold -> allow"]


def test_an_edit_afterwards_does_not_change_what_was_said_before(room: Room, bo: Person) -> None:
    first = post(bo, room, "my number is 0171")
    keep(bo, room, "2345678")
    edited = edit_message(actor=bo, room_id=room.id, seq=first.seq, body="I draw logos", now=timezone.now())
    assert not isinstance(edited, Kept)
    assert flipped(NEWEST) == []


def test_what_was_judged_with_words_that_are_erased_is_set_aside(room: Room, bo: Person) -> None:
    first = post(bo, room, "my number is 0171")
    kept = keep(bo, room, "2345678")
    delete_message(actor=bo, room_id=room.id, seq=first.seq, now=timezone.now())
    assert flipped(NEWEST) == [f"{kept.item.id} withhold -> allow (set aside)"]


def test_what_was_deleted_before_was_no_part_of_it(room: Room, bo: Person) -> None:
    first = post(bo, room, "my number is 0171")
    delete_message(actor=bo, room_id=room.id, seq=first.seq, now=timezone.now())
    post(bo, room, "2345678 pieces")
    assert flipped(NEWEST) == []
    assert all(one.is_whole for one in stored_texts(since=START))


def test_quotes_count_as_they_did(room: Room, ana: Person, bo: Person) -> None:
    asked = post(ana, room, "my number is 0171")
    post(bo, room, "which one?", reply_to=ReplyWish(seq=asked.seq))
    answer = SendMessage(person=bo.id, room=room.id, key="k", body="2345678", reply_to=ReplyWish(seq=asked.seq))
    assert isinstance(send_messages(commands=[answer], now=timezone.now())[0], Kept)
    assert flipped(NEWEST) == []


def test_kept_edits_and_changed_wordings_are_judged_as_they_were(room: Room, bo: Person) -> None:
    first, second = post(bo, room, "I draw"), keep(bo, room)
    post(bo, room, "my number is 0171")
    kept = edit_message(actor=bo, room_id=room.id, seq=first.seq, body=f"mail {EMAIL}", now=timezone.now())
    assert isinstance(kept, Kept)
    revise_withheld(actor=bo, withheld_id=second.item.id, body="2345678", now=timezone.now())
    assert flipped(NEWEST) == []


def test_every_decision_stays_through_every_relationship_and_plan(
    ana: Person, bo: Person, eli: Person, works: Organisation
) -> None:
    strangers, exempt = make_room(ana, bo), make_room(eli, bo, organisation=works)
    texts = [
        f"call me on {PHONE}",
        EMAIL,
        "calendly.com/bo-larsen/intro",
        "let us talk on WhatsApp",
        "pay me by PayPal directly",
    ]

    def say_all(room: Room) -> None:
        for person in (ana if room is strangers else eli, bo):
            for text in texts:
                wishes = [
                    SendMessage(person=person.id, room=room.id, key=uuid.uuid4().hex, body=text, purpose=purpose)
                    for purpose in ("", "system_access")
                ]
                send_messages(commands=wishes, now=timezone.now())

    for room in (exempt, strangers):
        say_all(room)
    make_offer(strangers)
    say_all(strangers)
    Engagement.objects.all().update(state="closed")
    start_contract(strangers)
    say_all(strangers)
    Engagement.objects.filter(state="active").update(state="ended", ended_seq=1)
    say_all(strangers)
    outcomes = {one.outcome for one in stored_texts(since=START)}
    assert outcomes == {"allow", "ask", "withhold"}
    assert flipped(NEWEST) == []
    assert flipped(BEFORE) != []


def test_in_a_room_of_three_the_strictest_reader_still_decides(ana: Person, bo: Person) -> None:
    deal = with_colleague(talk_of(ana, bo))
    room = Room.objects.get(id=deal.room)
    start_contract(room)
    # Bo works for ana and not for her colleague.
    assert colleague_in(deal) is not None
    keep(bo, room)
    assert flipped(NEWEST) == []


def test_each_book_keeps_its_own_period(room: Room, bo: Person) -> None:
    change = datetime(2020, 6, 26, tzinfo=UTC)
    for number, at in enumerate((change - timedelta(days=3), change + timedelta(days=3))):
        wish = SendMessage(person=bo.id, room=room.id, key=f"k{number}", body=f"call me on {PHONE}")
        send_messages(commands=[wish], now=at)
    assert flipped(BEFORE, until=change) == []
    assert flipped(NEWEST, since=change) == []
    assert len(flipped(NEWEST)) == len(flipped(BEFORE)) == 1


# -- step by step ------------------------------------------------------------------------------------------------------


@pytest.fixture
def talk(room: Room, bo: Person, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Seven texts of which six flip under the strict draft, in steps of two."""
    start_contract(room)
    for number in range(6):
        post(bo, room, f"call me on +1 415 555 01{number}4")
    post(bo, room, "Hello Ana")
    monkeypatch.setattr(replaying, "STEP", 2)
    return room


def test_a_replay_that_dies_goes_on_where_it_stopped(talk: Room, mo: Person) -> None:
    replay = begun(mo, draft=STRICT_DRAFT)
    steps: list[int] = []

    def dies(at: Replay) -> None:
        steps.append(at.judged)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_replay(replay.id, told=dies)
    replay.refresh_from_db()
    assert (replay.state, replay.judged, Flip.objects.count()) == ("running", 4, 4)
    # Whoever comes while it may still live, leaves it alone.
    assert run_replay(replay.id).judged == 4
    Replay.objects.update(claimed_at=timezone.now() - timedelta(minutes=3))
    done = run_replay(replay.id, told=lambda at: steps.append(at.judged))
    assert (done.state, done.judged, done.total) == ("done", 11, 11)
    # Seven messages, then the names of three and the title of their room.
    assert steps[:4] == [2, 4, 6, 7]
    assert steps[-1] == 11
    assert Flip.objects.count() == 6


def test_worker_processes_find_the_same(talk: Room, mo: Person) -> None:
    replay = begun(mo, draft=STRICT_DRAFT)
    assert run_replay(replay.id, workers=1).state == "done"
    assert sorted(Flip.objects.values_list("clause", "language")) == [("nobody", "en")] * 6


def test_the_chore_takes_it_up_and_a_stop_is_obeyed(talk: Room, mo: Person) -> None:
    replay = begun(mo, draft=STRICT_DRAFT)
    with pytest.raises(Refusal) as refused:
        begun(mo)
    assert refused.value.code == "another_replay_runs"
    stopped: list[Replay] = []

    def stop(_at: Replay) -> None:
        if not stopped:
            stopped.append(stop_replay(actor=mo, replay_id=replay.id, now=timezone.now()))

    assert run_replay(replay.id, told=stop).state == "stopped"
    assert Flip.objects.count() == 2
    browser_of(mo).post(f"/staff/replays/{replay.id}/resume")
    work_on_replays()
    replay.refresh_from_db()
    assert (replay.state, Flip.objects.count()) == ("done", 6)


def test_the_command_says_how_far_it_is_and_resumes(
    talk: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.toml"
    path.write_text(STRICT_DRAFT)
    assert main(["replay", "--book", str(path), "--since", "2020-01-01"]) == 0
    said = capsys.readouterr()
    assert "10 of 10 (100 %)" in said.err
    assert "10 texts judged under 2026-12-01, 6 flips" in said.out
    Replay.objects.update(state="stopped", ended_at=timezone.now())
    assert main(["replay", "--resume", str(Replay.objects.get().id)]) == 0
    assert "6 flips" in capsys.readouterr().out
    assert Flip.objects.count() == 6
    with pytest.raises(SystemExit, match="there is no replay"):
        main(["replay", "--resume", str(uuid.uuid4())])
    with pytest.raises(SystemExit, match="name a --book"):
        main(["replay"])


# -- samples -----------------------------------------------------------------------------------------------------------


def test_samples_are_judged_one_by_one_and_each_look_is_written_down(talk: Room, mo: Person, ana: Person) -> None:
    replay = run_replay(begun(mo, draft=STRICT_DRAFT).id)
    for opinion in ("right", "wrong", "wrong", "unclear"):
        sample = next_sample(mo, replay.id, now=timezone.now())
        assert sample is not None
        assert "415 555" in sample.text
        assert (sample.was, sample.now, sample.clause) == ("allow", "withhold", "nobody")
        judge_sample(actor=mo, flip_id=sample.id, opinion=opinion, now=timezone.now())
    assert Look.objects.filter(staff=mo, what="sample").count() == 4
    result = result_of(replay)
    assert (result.error.judged, result.error.wrong, result.unsampled) == (3, 2, 2)
    assert 0 < result.error.low < 2 / 3 < result.error.high < 1
    assert result.error_by.keys() == {"allow -> withhold"}
    for someone in (ana, make_person("Zoe", is_client=True)):
        with pytest.raises(NotFound):
            next_sample(someone, replay.id, now=timezone.now())
    assert Look.objects.count() == 4


def test_what_was_deleted_meanwhile_is_no_sample(talk: Room, mo: Person, bo: Person) -> None:
    replay = run_replay(begun(mo, draft=STRICT_DRAFT).id)
    for seq in Message.objects.values_list("seq", flat=True):
        delete_message(actor=bo, room_id=talk.id, seq=seq, now=timezone.now())
    assert next_sample(mo, replay.id, now=timezone.now()) is None
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (1, 100, 0.0018, 0.0545)],
)
def test_the_interval_is_wilsons(hits: int, trials: int, low: float, high: float) -> None:
    """The figures are those of the published tables."""
    assert wilson_interval(hits, trials) == pytest.approx((low, high), abs=1e-4)


# -- doors -------------------------------------------------------------------------------------------------------------


def test_staff_start_a_replay_see_it_and_judge_a_sample_in_the_browser(talk: Room, mo: Person) -> None:
    browser = browser_of(mo)
    days = {"since": "2020-01-01", "until": timezone.now().date().isoformat()}
    started = browser.post("/staff/replays/", {"book": BEFORE, **days}, follow=True)
    assert "0 of 11 texts judged" in started.content.decode()
    # The last day is the one that was asked for, though all of it is looked at.
    today = date_format(timezone.now(), "SHORT_DATE_FORMAT")
    assert f"1 Jan 2020 – {today}<" in started.content.decode()
    assert started.headers["Refresh"] == "3"
    replay = Replay.objects.get()
    Replay.objects.update(draft=STRICT_DRAFT)
    run_replay(replay.id)
    page = browser.get(f"/staff/replays/{replay.id}/")
    assert "6 verdicts flip" in page.content.decode()
    assert "Refresh" not in page.headers
    sample = browser.get(f"/staff/replays/{replay.id}/sample")
    assert "415 555" in sample.content.decode()
    flip = sample.context["sample"].id
    assert browser.post(f"/staff/samples/{flip}", {"opinion": "wrong"}, follow=True).status_code == 200
    assert "1 of 1 judged samples are wrong" in browser.get(f"/staff/replays/{replay.id}/").content.decode()
    assert "6 flips" in browser.get("/staff/replays/").content.decode()


def test_a_draft_that_staff_write_here_can_be_tried(talk: Room, mo: Person) -> None:
    book = Book.objects.create(text=STRICT_DRAFT, changed_at=timezone.now())
    browser = browser_of(mo)
    assert "Draft 2026-12-01" in browser.get("/staff/replays/").content.decode()
    days = {"since": "2020-01-01", "until": timezone.now().date().isoformat()}
    assert browser.post("/staff/replays/", {"book": f"draft:{book.id}", **days}).status_code == 302
    Book.objects.update(text="")
    replay = run_replay(Replay.objects.get().id)
    assert (replay.state, replay.book, Flip.objects.count()) == ("done", "2026-12-01", 6)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"since": "2020-02-01", "until": "2020-01-01"}, "The last day must not be before the first."),
        ({"since": "soon", "until": "2020-01-01"}, "Enter a valid date."),
        ({"since": "2020-01-01", "until": "2020-01-02", "book": "1999"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(typed: dict[str, str], said: str, mo: Person) -> None:
    answer = browser_of(mo).post("/staff/replays/", {"book": NEWEST, **typed})
    assert said in answer.content.decode()
    assert not Replay.objects.exists()


def test_over_the_api_staff_run_a_replay_and_nobody_else_does(talk: Room, mo: Person, bo: Person) -> None:
    wish = {"draft": STRICT_DRAFT, "since": "2020-01-01", "until": "2100-01-01"}
    assert program_of(bo).post("/staff/replays", wish).status == 404
    staff = program_of(mo)
    made = staff.post("/staff/replays", wish)
    assert made.status == 201
    replay = made.body["replay"]["id"]
    assert staff.post(f"/staff/replays/{replay}/stop", {}).body["replay"]["state"] == "stopped"
    assert staff.post(f"/staff/replays/{replay}/resume", {}).body["replay"]["state"] == "waiting"
    run_replay(uuid.UUID(replay))
    found = staff.get(f"/staff/replays/{replay}").body
    assert [(one["clause"], one["language"], one["count"]) for one in found["counts"]] == [("nobody", "en", 6)]
    sample = staff.get(f"/staff/replays/{replay}/sample").body["items"][0]
    assert staff.post(f"/staff/samples/{sample['id']}", {"opinion": "right"}).status == 204
    for path in ("/staff/replays", f"/staff/replays/{replay}", f"/staff/replays/{replay}/sample"):
        assert program_of(bo).get(path).status == 404
    assert program_of(bo).post(f"/staff/samples/{sample['id']}", {"opinion": "wrong"}).status == 404
    assert staff.post("/staff/replays", {**wish, "draft": "version = 1"}).body["code"] == "book_unknown"
    for page in ("/staff/replays/", f"/staff/replays/{replay}/", f"/staff/replays/{replay}/sample"):
        assert browser_of(bo).get(page).status_code == 404
        assert browser_of(None).get(page).status_code == 404
    assert visible_replay(mo, uuid.UUID(replay)).error.judged == 1
