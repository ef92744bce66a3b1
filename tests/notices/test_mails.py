"""What mails say and what they never say; the bytes that a real mail server receives."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.browser.place import free_port
from tests.cast import EMAIL, PHONE, browser_of, keep, make_room, post, program_of, say
from tests.market.deal import accepted, invited, job_of, offered, proposal_of, talk_of
from tests.notices.told import mail_at, parse, read_mails, tell, tell_and_mail, words_of
from tests.payloads import PAYLOADS
from tests.rooms.crew import bring, make_crew
from vestibule.accounts.actions.change_profile import Profile, change_profile
from vestibule.accounts.models import Person
from vestibule.accounts.upper_floors import tell_of_change
from vestibule.market.actions.end_contract import end_contract
from vestibule.market.actions.post_job import post_job
from vestibule.notices.actions.choose_mails import NewChoices, choose_mails
from vestibule.notices.mailing import MOST_AN_HOUR
from vestibule.notices.models import Kind, Mail, Notice
from vestibule.notices.table import ACCOUNT_CHANGES
from vestibule.notices.wording import plain_title
from vestibule.rooms.actions.delete_message import delete_message
from vestibule.rooms.actions.move_read_mark import move_read_mark
from vestibule.rooms.models import Room

pytestmark = pytest.mark.django_db


class Received:
    """Keeps what a mail program handed over, byte by byte."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd's
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def post_office(settings: Settings) -> Iterator[Received]:
    """A mail server on a free port, and settings that send there."""
    received, port = Received(), free_port()
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.DEFAULT_FROM_EMAIL = "Vestibule <no-reply@rooms.test>"
    yield received
    controller.stop()


def test_a_mail_arrives_as_text_and_html_with_all_that_mail_programs_ask_for(
    ana: Person, bo: Person, post_office: Received
) -> None:
    talk = Room.objects.get(id=talk_of(ana, bo).room)
    tell_and_mail()
    post(bo, talk, "Shall we begin?")
    tell_and_mail()
    [envelope] = [one for one in post_office.envelopes if b"New message" in one.content]
    assert envelope.rcpt_tos == [ana.email]
    message = parse(envelope.content)
    assert message["To"] == ana.email
    assert message["Subject"] == "New message in “Logo for a bakery”"
    stored = Mail.objects.get(state="sent", person=ana, notices__event="message.posted")
    assert message["Message-ID"] == f"<{stored.id}@rooms.test>"
    assert message["References"] == message["In-Reply-To"] != message["Message-ID"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<http://127\.0\.0\.1:8000/notices/unsubscribe/\?t=\S+>", message["List-Unsubscribe"].strip())
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    notice = Notice.objects.get(mail=stored)
    for part in message.iter_parts():
        assert f"/notices/{notice.id}/" in part.get_content()
    assert max(len(line) for line in envelope.content.splitlines()) < 998


def test_mails_about_one_room_are_one_thread_and_about_another_are_not(ana: Person, bo: Person, room: Room) -> None:
    other = make_room(ana, bo, title="Another talk")
    tell_and_mail()
    for talk in (room, other, room):
        post(bo, talk, "Shall we begin?")
        tell_and_mail()
        move_read_mark(person_id=ana.id, room_id=talk.id, seq=10**6, now=timezone.now())
    first, second, third = [one for one in read_mails() if str(one["Subject"]).startswith("New message")]
    assert first["References"] == third["References"] != second["References"]
    assert len({one["Message-ID"] for one in (first, second, third)}) == 3


def test_a_room_that_is_not_read_is_mailed_about_once(ana: Person, bo: Person, room: Room) -> None:
    tell_and_mail()
    mail.outbox.clear()
    for number in range(5):
        post(bo, room, "Shall we begin?", key=f"k{number}")
        tell_and_mail(later=timedelta(hours=2 * number + 1))
    assert len(mail.outbox) == 1


def test_what_was_read_before_its_mail_went_out_is_not_mailed(ana: Person, bo: Person, room: Room) -> None:
    tell_and_mail()
    mail.outbox.clear()
    post(bo, room, "Shall we begin?")
    now = tell()
    move_read_mark(person_id=ana.id, room_id=room.id, seq=10**6, now=timezone.now())
    tell()
    mail_at(now)
    assert mail.outbox == []


def test_nobody_can_be_flooded(ana: Person, bo: Person) -> None:
    rooms = [make_room(ana, bo, title=f"Talk {'abcdefghijklmnopqrstuvwxyz'[number]}") for number in range(20)]
    now = timezone.now()
    for number, room in enumerate(rooms):
        post(bo, room, "Buy this!", key=f"k{number}")
        tell_and_mail(later=timedelta(minutes=4, seconds=number))
    assert len(mail.outbox) <= MOST_AN_HOUR
    # Nothing is lost: the rest comes in one mail when an hour has passed.
    so_far = len(mail.outbox)
    mail_at(now + timedelta(hours=3))
    assert len(mail.outbox) == so_far + 1
    assert not Notice.objects.filter(person=ana, mail=None, mail_due_at__isnull=False).exists()


# -- A27: nothing leaks ------------------------------------------------------------------------------------------------

CANARY = "canaryword"


def _everything_happens(ana: Person, bo: Person) -> None:
    """Something of every kind, with words that must not travel."""
    deal = talk_of(ana, bo)
    room = Room.objects.get(id=deal.room)
    for number, payload in enumerate(PAYLOADS):
        say(bo, room, f"{CANARY} {payload}", key=f"p{number}")
    keep(bo, room, f"{CANARY} {PHONE}")
    keep(ana, room, f"{CANARY} {EMAIL}")
    done = accepted(offered(deal))
    post(bo, room, f"{CANARY} now call me on {PHONE} or write to {EMAIL}")
    post(ana, room, f"{CANARY} {ana.email}")
    assert done.contract is not None
    end_contract(actor=bo, contract_id=done.contract.id, now=timezone.now())
    invited(ana, bo, job=post_job(actor=ana, title=f"{CANARY} prize", body=f"{CANARY}", now=timezone.now()))
    proposal_of(bo, job_of(ana))
    for what in ACCOUNT_CHANGES:
        tell_of_change(person=ana, what=what, now=timezone.now())


def test_no_mail_holds_words_or_addresses_of_the_other_side(ana: Person, bo: Person) -> None:
    _everything_happens(ana, bo)
    tell_and_mail()
    mail_at(timezone.now() + timedelta(hours=30))
    mails = read_mails()
    assert {one["To"] for one in mails} == {ana.email, bo.email}
    assert len(mails) > len(ACCOUNT_CHANGES)
    assert set(Notice.objects.filter(mail__state="sent").values_list("person", flat=True)) == {ana.id, bo.id}
    others = {ana.email: (bo.email, "Bo"), bo.email: (ana.email, "Ana")}
    secrets = (
        CANARY,
        "555 0134",
        "5550134",
        EMAIL,
        "fastmail",
        "Your bread fits",
        "three drafts",
        "alert(",
    )
    for one in mails:
        words = words_of(one)
        address, name = others[str(one["To"])]
        assert [secret for secret in (*secrets, address) if secret in words] == []
        assert re.search(rf"\b{name}\b", words) is None
        assert "Received" not in one
    # The eye is open: what does belong into a mail is found by it.
    assert any("Logo for a bakery" in words_of(one) for one in mails)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_title_does_nothing_in_a_mail(payload: str) -> None:
    shown = plain_title(f"{payload} see evil.example/login, write to a@b.co, call +1 415 555 0134\r\nBcc: x@y.zz")
    assert "\n" not in shown
    assert "\r" not in shown
    assert len(shown) <= 60
    assert not re.search(r"://|@|evil\.example|555 0134", shown)


def test_a_title_is_escaped_in_html_and_one_line_in_headers(ana: Person, bo: Person) -> None:
    room = make_room(ana, bo, title="Logo <b>& more</b>")
    tell_and_mail()
    mail.outbox.clear()
    post(bo, room, "Shall we begin?")
    tell_and_mail()
    [message] = read_mails()
    html = message.get_body(("html",))
    assert html is not None
    assert "<b>" not in html.get_content()
    assert "&lt;b&gt;&amp; more" in html.get_content()
    assert message["Subject"] == "New message in “Logo <b>& more</b>”"


def test_an_address_of_nobody_is_never_mailed(ana: Person, bo: Person, room: Room) -> None:
    post(bo, room, "Shall we begin?")
    Person.objects.filter(id=ana.id).update(email="ana@sample.invalid")
    tell_and_mail()
    assert mail.outbox == []


def test_mails_speak_the_readers_time(ana: Person) -> None:
    change_profile(actor=ana, profile=Profile(time_zone="Asia/Tokyo"), now=timezone.now())
    tell_of_change(person=ana, what="password_changed", now=timezone.now())
    tell_and_mail()
    [message] = read_mails()
    assert message["Subject"] == "Your password was changed"
    assert "(JST)" in words_of(message) or "Asia/Tokyo" in words_of(message)
    assert "List-Unsubscribe" not in message


# -- texts in mails, for whoever asks for them -------------------------------------------------------------------------


def _mail_about(room: Room, writer: Person, *bodies: str) -> str:
    """Every word of the mail about these messages."""
    tell_and_mail()
    mail.outbox.clear()
    for number, body in enumerate(bodies):
        post(writer, room, body, key=f"{number}-{len(bodies)}")
    tell_and_mail()
    [message] = read_mails()
    return words_of(message)


def test_only_who_asks_for_it_gets_the_words_of_messages_by_mail(ana: Person, bo: Person, room: Room) -> None:
    assert "Shall we begin" not in _mail_about(room, bo, "Shall we **begin**?")
    other = make_room(ana, bo, title="Another talk")
    choose_mails(actor=ana, choices=NewChoices(has_texts=True))
    words = _mail_about(other, bo, "Shall we **begin**?", "I could <b>come</b> on Monday.\nOr later.")
    # Once as text and once as HTML.
    assert words.count("Shall we begin?") == 2
    assert "> I could <b>come</b> on Monday. Or later." in words
    assert "I could &lt;b&gt;come&lt;/b&gt; on Monday." in words
    assert re.search(r"\bBo\b", words) is None
    # It is her own choice alone.
    assert "Gladly" not in _mail_about(make_room(ana, bo, title="A third"), ana, "Gladly.")


def test_contact_details_stay_out_of_mails_even_between_those_who_may_exchange_them(ana: Person, bo: Person) -> None:
    choose_mails(actor=ana, choices=NewChoices(has_texts=True))
    room = Room.objects.get(id=accepted(talk_of(ana, bo)).room)
    words = _mail_about(room, bo, f"Call me on {PHONE}.", f"Or write to {EMAIL}.", "I am there all day.")
    assert "I am there all day." in words
    assert [secret for secret in ("555 0134", EMAIL, "Call me", bo.email) if secret in words] == []


def test_a_mail_quotes_nothing_that_its_receiver_may_not_read(ana: Person, bo: Person) -> None:
    crew = make_crew(ana, bo)
    choose_mails(actor=crew.cleo, choices=NewChoices(has_texts=True))
    post(bo, crew.room, "Before she came.")
    bring(ana, crew.cleo, crew.room)
    gone = post(bo, crew.room, "Said and taken back.").seq
    keep(bo, crew.room, f"{CANARY} {PHONE}")
    delete_message(actor=bo, room_id=crew.room.id, seq=gone, now=timezone.now())
    post(bo, crew.room, "After she came.")
    tell_and_mail()
    found = "\n".join(words_of(one) for one in read_mails() if one["To"] == crew.cleo.email)
    assert "After she came." in found
    assert [text for text in ("Before she came", "taken back", CANARY) if text in found] == []


def test_the_choice_is_made_on_the_page_and_over_the_api(ana: Person) -> None:
    program, browser = program_of(ana), browser_of(ana)
    assert program.get("/me/mails").body["has_texts"] is False
    assert "Quote new messages in mails" in browser.get("/account/notifications/").content.decode()
    assert program.patch("/me/mails", {"has_texts": True}).body["has_texts"] is True
    assert program.patch("/me/mails", {"digest_hour": 9}).body["has_texts"] is True
    kinds = {f"kind_{kind}": "now" for kind in Kind.values if kind != Kind.SAFETY}
    assert browser.post("/account/notifications/", {"digest_hour": "9", **kinds}).status_code == 302
    assert program.get("/me/mails").body["has_texts"] is False
    browser.post("/account/notifications/", {"digest_hour": "9", "has_texts": "on", **kinds})
    assert program.get("/me/mails").body["has_texts"] is True
