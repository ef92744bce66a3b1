"""`vestibule replay`: what another book would say to what was written."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import PHONE, keep, make_room, post, say, start_contract
from vestibule.accounts.models import Organisation, Person
from vestibule.rooms.actions.revise_withheld import discard_withheld, revise_withheld
from vestibule.rooms.actions.send_messages import SendMessage, send_messages
from vestibule.rooms.models import Room, WithheldMessage
from vestibule.rooms.stored_texts import stored_texts
from vestibule.site.cli import main

pytestmark = pytest.mark.django_db

NEWEST = "2020-06-26"
BEFORE = "2020-05-26"
# The names of the two and the title of their room.
ELSEWHERE = 3
STRICT_DRAFT = """
version = "2026-12-01"
title = "Nobody is exempt"
announced = 2026-11-01
effective = 2026-12-01
predecessor = "2020-06-26"
notice_days = 15
order = ["nobody"]
[[clause]]
id = "nobody"
source = "draft"
[[clause.rule]]
outcome = "withhold"
why = "base"
remedies = ["remove_span"]
"""


def replay(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What the command prints, line by line, with single spaces."""
    since = [] if "--since" in arguments else ["--since", "2020-01-01"]
    assert main(["replay", *arguments, *since]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def draft(tmp_path: Path) -> str:
    """A book that an operator is thinking about."""
    path = tmp_path / "draft.toml"
    path.write_text(STRICT_DRAFT)
    return str(path)


def test_under_the_book_that_judged_it_nothing_flips(
    room: Room, ana: Person, bo: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    post(ana, room, "Hello Bo")
    keep(bo, room)
    start_contract(room)
    post(bo, room, f"call me on {PHONE}")
    assert replay(capsys, "--book", NEWEST) == [f"{3 + ELSEWHERE} texts judged under {NEWEST}, 0 flips"]


def test_under_the_announced_book_what_was_kept_would_stand(
    room: Room, bo: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = keep(bo, room)
    assert replay(capsys, "--book", BEFORE, "--list") == [
        f"withhold -> allow base {kept.item.id}",
        f"{1 + ELSEWHERE} texts judged under {BEFORE}, 1 flips",
        "1 withhold -> allow base en message",
    ]


def test_a_stricter_draft_names_what_it_would_withhold_and_why(
    room: Room, bo: Person, draft: str, capsys: pytest.CaptureFixture[str]
) -> None:
    start_contract(room)
    post(bo, room, "Nothing to find here")
    posted = post(bo, room, f"call me on {PHONE}")
    assert replay(capsys, "--book", draft, "--list") == [
        f"allow -> withhold nobody {room.id}#{posted.seq}",
        f"{2 + ELSEWHERE} texts judged under 2026-12-01, 1 flips",
        "1 allow -> withhold nobody en message",
    ]


def test_no_text_is_printed(room: Room, bo: Person, draft: str, capsys: pytest.CaptureFixture[str]) -> None:
    start_contract(room)
    post(bo, room, f"call me on {PHONE}")
    lines = " ".join(replay(capsys, "--book", draft, "--list"))
    assert "allow -> withhold" in lines
    assert PHONE not in lines
    assert "call me" not in lines


def test_messages_are_judged_in_the_circumstances_of_their_time(
    ana: Person, bo: Person, eli: Person, works: Organisation
) -> None:
    strangers, exempt = make_room(ana, bo), make_room(eli, bo, organisation=works)
    keep(bo, strangers)
    post(eli, exempt, f"call me on {PHONE}")
    start_contract(strangers)
    post(bo, strangers, f"call me on {PHONE}")
    stored = list(stored_texts(since=datetime(2020, 1, 1, tzinfo=UTC)))
    found = {(one.outcome, one.situations[0].relationship, one.situations[0].client_plan) for one in stored}
    assert found == {("allow", "active", "basic"), ("allow", "none", "enterprise"), ("withhold", "none", "basic")}


def test_what_was_said_before_is_judged_along(room: Room, ana: Person, bo: Person) -> None:
    for text in ("One", "Two", "Three"):
        post(bo, room, text)
        post(ana, room, f"{text}, yes")
    keep(bo, room)
    post(bo, room, "Four")
    stored = list(stored_texts(since=datetime(2020, 1, 1, tzinfo=UTC)))
    of_bo = {one.text: one.situations[0].context for one in stored if "yes" not in one.text}
    assert of_bo["One"] == ()
    assert of_bo["Three"] == ("One", "Two")
    assert of_bo["Four"] == of_bo[f"call me on {PHONE}"] == ("One", "Two", "Three")


def test_a_kept_message_counts_as_it_was_judged_last(room: Room, bo: Person) -> None:
    start = timezone.now()
    first, gone = keep(bo, room), keep(bo, room)
    discard_withheld(actor=bo, withheld_id=gone.item.id, now=timezone.now())
    revise_withheld(actor=bo, withheld_id=first.item.id, body=f"or text {PHONE}", now=timezone.now())
    stored = list(stored_texts(since=start))
    assert [(one.text, one.outcome, one.clause) for one in stored] == [(f"or text {PHONE}", "withhold", "base")]
    assert WithheldMessage.objects.count() == 2


def test_only_what_was_written_since_is_judged(room: Room, bo: Person, capsys: pytest.CaptureFixture[str]) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    old = SendMessage(person=bo.id, room=room.id, key="old", body="Said yesterday")
    send_messages(commands=[old], now=yesterday)
    say(bo, room, "Said today")
    assert replay(capsys, "--book", NEWEST)[-1].startswith(f"{2 + ELSEWHERE} texts")
    today = timezone.now().date().isoformat()
    assert replay(capsys, "--book", NEWEST, "--since", today)[-1].startswith(f"{1 + ELSEWHERE} texts")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--book", "1999-01-01", "--since", "2020-01-01"], "there is no book 1999-01-01"),
        (["--book", "nowhere.toml", "--since", "2020-01-01"], "cannot read nowhere.toml"),
    ],
)
def test_a_book_that_is_not_there_is_named(arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        main(["replay", *arguments])


def test_a_book_with_a_mistake_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('version = "x"')
    with pytest.raises(SystemExit, match=r"broken\.toml"):
        main(["replay", "--book", str(path), "--since", "2020-01-01"])


def test_a_day_that_is_none_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["replay", "--book", NEWEST, "--since", "soon"])
    assert ended.value.code == 2
    assert "must be a day such as 2026-01-31" in capsys.readouterr().err
