"""What is behind the links of a message: looked at once by the house, shown to both, judged like their own words."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.cast import PHONE, browser_of, keep, post, program_of, start_contract
from tests.house.world import come
from tests.house_server import open_house, wait_until
from tests.internet import Internet, moved, open_internet, page
from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.links.models import FoundPage, Look
from vestibule.links.page_text import PageText, page_text
from vestibule.links.queries import LinkCard
from vestibule.rooms.actions.delete_message import delete_message
from vestibule.rooms.actions.edit_message import edit_message
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.show_links import FoundLink, show_links
from vestibule.rooms.models import Room
from vestibule.rooms.unfurling import missed
from vestibule.rooms.unfurling.look import MOST_LINKS, look_behind
from vestibule.rooms.unfurling.missed import missed_links
from vestibule.rooms.unfurling.unfurler import Allowance, Unfurler
from vestibule.site import asgi

LINK = "http://example.com/shown"
CARD = {"address": LINK, "site": "example.com", "title": "Bakeries we drew", "description": "Twelve of them."}


@pytest.fixture
def internet() -> Iterator[Internet]:
    with open_internet() as running:
        running.sites["example.com/shown"] = page("Bakeries we drew", "Twelve of them.")
        yield running


def look(internet: Internet, room: Room, seq: int, **options: Any) -> list[LinkCard]:  # noqa: ANN401
    """What the unfurler does once it has heard of a message."""
    return look_behind(room=room.id, seq=seq, egress=internet.egress(), clock=timezone.now, **options)


def cards_for(person: Person, room: Room) -> list[dict[str, Any]]:
    """What the API tells this person about links."""
    found: list[dict[str, Any]] = program_of(person).get(f"/rooms/{room.id}/timeline").body["unfurled"]
    return found


@pytest.mark.django_db
class TestWhatIsShown:
    def test_both_see_the_same_card_by_api_and_page(
        self, ana: Person, bo: Person, room: Room, internet: Internet
    ) -> None:
        seq = post(bo, room, f"My work: {LINK}").seq
        assert cards_for(ana, room) == []
        look(internet, room, seq)
        for person in (ana, bo):
            assert cards_for(person, room) == [{"message": seq, "revision": 1, "cards": [CARD]}]
            text = browser_of(person).get(f"/rooms/{room.id}/").content.decode()
            assert text.count('class="link-card"') == 1
            assert "Bakeries we drew" in text
        # Nothing on the page comes from there, so nobody is seen looking: the house alone has asked, once.
        assert len(internet.asked) == 1
        for person in (ana, bo):
            text = browser_of(person).get(f"/rooms/{room.id}/").content.decode()
            assert "<img" not in text.replace('<img class="avatar', "")

    def test_it_is_an_event_of_the_room_and_no_place_of_its_own(
        self, bo: Person, room: Room, internet: Internet
    ) -> None:
        seq = post(bo, room, f"My work: {LINK}").seq
        look(internet, room, seq)
        told = Event.objects.get(stream_id=room.id, kind="message.unfurled")
        assert json.loads(told.body)["event"] == {
            "kind": "message.unfurled",
            "message": seq,
            "revision": 1,
            "cards": [CARD],
        }
        assert json.loads(told.body)["by"] is None
        assert told.seq == seq + 1
        assert not told.on_timeline

    def test_nobody_looks_twice(self, bo: Person, room: Room, internet: Internet) -> None:
        seq = post(bo, room, f"My work: {LINK}").seq
        assert look(internet, room, seq)
        assert look(internet, room, seq) == []
        assert len(internet.asked) == 1

    def test_a_look_that_found_nothing_is_not_repeated_either(self, bo: Person, room: Room, internet: Internet) -> None:
        seq = post(bo, room, "See http://example.com/nothing").seq
        for _ in range(2):
            assert look(internet, room, seq) == []
        assert len(internet.asked) == 1

    def test_of_many_links_the_first_few_get_cards(self, bo: Person, room: Room, internet: Internet) -> None:
        internet.sites |= {f"{name}.example/": page(f"Work of {name}") for name in ("one", "two", "three", "four")}
        links = " ".join(f"http://{name}.example/" for name in ("one", "two", "one", "three", "four"))
        found = look(internet, room, post(bo, room, links).seq)
        assert [one.site for one in found] == ["one.example", "two.example", "three.example"][:MOST_LINKS]

    def test_a_link_in_code_is_no_link(self, bo: Person, room: Room, internet: Internet) -> None:
        assert look(internet, room, post(bo, room, f"Set it: `{LINK}`").seq) == []
        assert look(internet, room, post(bo, room, f"See [my work]({LINK}).").seq)
        assert len(internet.asked) == 1

    def test_words_are_shown_as_words(self, ana: Person, bo: Person, room: Room, internet: Internet) -> None:
        internet.sites["example.com/shown"] = page("&lt;script&gt;alert(1)&lt;/script&gt;")
        look(internet, room, post(bo, room, LINK).seq)
        text = browser_of(ana).get(f"/rooms/{room.id}/").content.decode()
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert(1)" not in text


@pytest.mark.django_db
class TestWhatIsNotOpened:
    def test_a_message_that_was_not_let_through(self, bo: Person, room: Room, internet: Internet) -> None:
        kept = keep(bo, room, f"call {PHONE}, see {LINK}")
        assert look(internet, room, kept.item.after_seq + 1) == []
        assert internet.asked == []

    def test_a_link_into_a_system(self, ana: Person, room: Room, internet: Internet) -> None:
        seq = post(ana, room, f"The staging site, log in with this: {LINK}", purpose="system_access").seq
        assert look(internet, room, seq) == []
        assert internet.asked == []

    def test_a_link_to_the_house_itself(self, bo: Person, room: Room, internet: Internet) -> None:
        seq = post(bo, room, LINK).seq
        assert look(internet, room, seq, own=["http://example.com"]) == []
        assert internet.asked == []

    def test_what_its_author_has_deleted_or_reworded(self, bo: Person, room: Room, internet: Internet) -> None:
        gone = post(bo, room, LINK).seq
        delete_message(actor=bo, room_id=room.id, seq=gone, now=timezone.now())
        reworded = post(bo, room, LINK).seq
        edit_message(actor=bo, room_id=room.id, seq=reworded, body="Later.", now=timezone.now())
        assert look(internet, room, gone) == look(internet, room, reworded) == []
        assert internet.asked == []

    def test_more_than_somebody_may_have_opened(self, ana: Person, bo: Person) -> None:
        time = [0.0]
        allowance = Allowance(2, per_s=60.0, clock=lambda: time[0])
        assert [allowance.take(bo.id) for _ in range(3)] == [True, True, False]
        assert allowance.take(ana.id)
        time[0] = 61.0
        assert allowance.take(bo.id)


@pytest.mark.django_db
class TestTheRule:
    @pytest.mark.parametrize(
        "said",
        [
            page(f"Call {PHONE}"),
            page("My work", "Write to sam.rivera at fastmail dot com"),
            page("My work", f"On WhatsApp: {PHONE}"),
        ],
    )
    def test_a_page_that_says_what_its_author_may_not_is_not_shown(
        self,
        ana: Person,
        bo: Person,
        room: Room,
        internet: Internet,
        said: Any,  # noqa: ANN401
    ) -> None:
        internet.sites["example.com/shown"] = said
        assert look(internet, room, post(bo, room, LINK).seq) == []
        for person in (ana, bo):
            assert cards_for(person, room) == []
        assert not Event.objects.filter(stream_id=room.id, kind="message.unfurled").exists()
        assert not FoundPage.objects.exists()

    def test_a_detail_split_between_message_and_page_is_not_shown(
        self, bo: Person, room: Room, internet: Internet
    ) -> None:
        internet.sites["example.com/shown"] = page("555 0134, call me")
        seq = post(bo, room, f"See {LINK}, and my number begins with +1 415").seq
        assert look(internet, room, seq) == []
        assert len(internet.asked) == 1

    def test_a_link_that_leads_to_a_messenger_is_not_shown(self, bo: Person, room: Room, internet: Internet) -> None:
        internet.sites["example.com/shown"] = moved("http://wa.me/14155550134")
        internet.sites["wa.me/14155550134"] = page("Chat")
        assert look(internet, room, post(bo, room, LINK).seq) == []
        internet.sites["example.com/shown"] = moved("http://example.org/there")
        internet.sites["example.org/there"] = page("Chat")
        (card,) = look(internet, room, post(bo, room, LINK).seq)
        assert (card.address, card.site) == (LINK, "example.org")

    def test_strangers_words_are_held_to_it_after_a_contract_too(
        self, bo: Person, room: Room, internet: Internet
    ) -> None:
        start_contract(room)
        assert look(internet, room, post(bo, room, LINK).seq)
        internet.sites["example.com/shown"] = page(f"Call {PHONE}")
        assert look(internet, room, post(bo, room, LINK).seq) == []


@pytest.mark.django_db
class TestWhatBecomesOfIt:
    def test_a_deletion_takes_it_from_everywhere(self, ana: Person, bo: Person, room: Room, internet: Internet) -> None:
        seq = post(bo, room, LINK).seq
        look(internet, room, seq)
        assert Event.objects.filter(stream_id=room.id, body__contains="Bakeries").exists()
        delete_message(actor=bo, room_id=room.id, seq=seq, now=timezone.now())
        assert not Event.objects.filter(stream_id=room.id, body__contains="Bakeries").exists()
        assert not Look.objects.exists()
        assert cards_for(ana, room) == []

    def test_another_wording_is_looked_at_anew(self, ana: Person, bo: Person, room: Room, internet: Internet) -> None:
        seq = post(bo, room, LINK).seq
        look(internet, room, seq)
        internet.sites["example.org/more"] = page("More work")
        edit_message(actor=bo, room_id=room.id, seq=seq, body=f"{LINK} and http://example.org/more", now=timezone.now())
        assert cards_for(ana, room) == []
        look(internet, room, seq)
        (shown,) = cards_for(ana, room)
        assert (shown["revision"], [card["site"] for card in shown["cards"]]) == (2, ["example.com", "example.org"])
        # What was opened for the first wording was not opened again.
        assert [where for where, _ in internet.asked] == ["example.com/shown", "example.org/more"]

    def test_a_message_that_changed_while_the_house_looked_gets_no_card(
        self, bo: Person, room: Room, internet: Internet
    ) -> None:
        seq = post(bo, room, LINK).seq
        begun = Look.objects.create(room=room.id, seq=seq, revision=1, at=timezone.now())
        found = [FoundLink(LINK, "example.com", LINK, "Bakeries", "")]
        edit_message(actor=bo, room_id=room.id, seq=seq, body="Later.", now=timezone.now())
        assert show_links(look=begun, found=found, now=timezone.now()) == []
        delete_message(actor=bo, room_id=room.id, seq=seq, now=timezone.now())
        assert show_links(look=begun, found=found, now=timezone.now()) == []

    def test_whoever_comes_later_sees_no_card_of_what_was_said_before(
        self, bo: Person, eve: Person, room: Room, internet: Internet
    ) -> None:
        look(internet, room, post(bo, room, LINK).seq)
        assert program_of(eve).get(f"/rooms/{room.id}/timeline").status == 404
        come(eve, room)
        assert cards_for(eve, room) == []
        assert len(cards_for(bo, room)) == 1

    def test_an_author_who_has_left_gets_no_card(self, ana: Person, bo: Person, room: Room, internet: Internet) -> None:
        seq = post(bo, room, LINK).seq
        leave_room(actor=bo, room_id=room.id, now=timezone.now())
        assert look(internet, room, seq) == []


def test_a_page_is_told_in_plain_short_words() -> None:
    assert page_text("<title> A\n  title </title>") == PageText("A title", "")
    both = '<title>B</title><meta property="og:title" content="A"><meta name="description" content="Words">'
    assert page_text(both) == PageText("A", "Words")
    assert page_text("<p>No title</p>") is None
    assert page_text("<title> \u200b </title>") is None
    long = page_text(f"<title>{'word ' * 100}</title>")
    assert long is not None
    assert len(long.title) <= 120
    turned = page_text("<title>a\u202eb\u0007c</title>")
    assert turned == PageText("abc", "")
    assert page_text("<svg><title>Drawing</title></svg>") is None
    for broken in ("", "<", "<title", "<title>" * 10_000, "\x00<title>x", "<a " * 50_000, "<div>" * 100_000):
        page_text(broken)
    # What stands before the depths is read; what is closed again leads into none.
    assert page_text("<title>Deep</title>" + "<div>" * 100_000) == PageText("Deep", "")
    assert page_text("<i></i><br>" * 5_000 + '<meta property="og:title" content="Late">') == PageText("Late", "")


@pytest.mark.parametrize(
    "filler", ["<div>", "<div><!--</div>-->", '<div a="</div>">', "<br_x>", "<svg><input>", "<p a", "x"]
)
def test_only_the_top_of_a_page_is_read_whatever_it_is_made_of(filler: str) -> None:
    title = '<meta property="og:title" content="Far below">'
    assert page_text("<p>" + title + filler * 20_000) == PageText("Far below", "")
    assert page_text("<p>" + filler * (65_536 // len(filler) + 1) + title) is None


@pytest.mark.django_db(transaction=True)
def test_a_sent_message_gets_its_card_while_both_watch(
    ana: Person, bo: Person, room: Room, internet: Internet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "make_unfurler", lambda _configuration: Unfurler(internet.egress()))
    with open_house(settings) as house:
        wires = [house.enter(person) for person in (ana, bo)]
        wires[1].put(op="send", room=room.id, key="k1", body=f"My work: {LINK}")
        for wire in wires:
            event = wire.until_event("message.unfurled")
            assert event["event"]["cards"] == [CARD]
        wires[1].put(op="send", room=room.id, key="k2", body="No link here.")
        wires[1].put(op="send", room=room.id, key="k3", body=f"call {PHONE}, or see {LINK}/secret")
        wires[1].put(op="send", room=room.id, key="k4", body=f"{LINK}/third")
        wait_until(lambda: any(where.endswith("/third") for where, _ in internet.asked))
    assert [where for where, _ in internet.asked] == ["example.com/shown", "example.com/shown/third"]


@pytest.mark.django_db(transaction=True)
def test_what_was_said_while_nobody_listened_gets_its_card_afterwards(
    ana: Person, bo: Person, room: Room, internet: Internet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = post(bo, room, f"Seen: {LINK}").seq
    look(internet, room, seen)
    late = post(bo, room, f"Missed: {LINK}/missed").seq
    internet.sites["example.com/shown/missed"] = page("Missed")
    monkeypatch.setattr(asgi, "make_unfurler", lambda _configuration: Unfurler(internet.egress()))
    with open_house(settings) as house:
        event = house.enter(ana, since={room.id: late}).until_event("message.unfurled")
        assert (event["event"]["message"], event["event"]["cards"][0]["title"]) == (late, "Missed")
    # What was looked at before is left alone.
    assert [where for where, _ in internet.asked] == ["example.com/shown", "example.com/shown/missed"]


@pytest.mark.django_db
def test_only_latest_links_that_nobody_looked_behind_are_missed(
    bo: Person, room: Room, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    assert missed_links(now=now) == []
    first = post(bo, room, LINK).seq
    post(bo, room, "No link here.")
    reworded = post(bo, room, LINK).seq
    assert missed_links(now=now) == [(room.id, first), (room.id, reworded)]
    for seq in (first, reworded):
        look(internet, room, seq)
    assert missed_links(now=now) == []
    edit_message(actor=bo, room_id=room.id, seq=reworded, body=f"Rather {LINK}/there", now=now)
    assert missed_links(now=now) == [(room.id, reworded)]
    assert missed_links(now=now + timedelta(days=2)) == []
    monkeypatch.setattr(missed, "MOST_LOOKED_THROUGH", 0)
    assert missed_links(now=now) == []


@pytest.mark.django_db(transaction=True)
def test_where_the_operator_wants_no_previews_nothing_is_opened(settings: Settings) -> None:
    with open_house(settings, link_previews=False) as house:
        assert house.application.unfurler is None
    with open_house(settings, link_previews=True) as house:
        assert house.application.unfurler is not None
