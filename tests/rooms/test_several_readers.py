"""Whatever people do, in whatever order: nobody ever gets the bytes of a detail that may not go to them, on any path.

A machine lets five people of two companies come, go, talk, edit, quote, link, deal and lapse; beside it runs a model of
who may have read which detail, and who may see what is behind which link. After every few steps everything that
everybody can get, what they are told and mailed included, is searched for every detail.
"""

import json
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.cast import browser_of, line, make_organisation, make_person, make_room, program_of, say
from tests.notices.told import read_mails, tell_and_mail, words_of
from tests.program import Program
from tests.rooms.crew import advance, bring, employ, offer_between
from vestibule.accounts.models import Organisation, Person, PlanPeriod
from vestibule.feed.read import positions_of, read_since
from vestibule.kit.refusals import Refusal
from vestibule.links.models import Look
from vestibule.notices.models import Notice
from vestibule.rooms.actions.edit_message import edit_message
from vestibule.rooms.actions.leave_room import leave_room
from vestibule.rooms.actions.mark_question import mark_question
from vestibule.rooms.actions.pin_message import pin_message
from vestibule.rooms.actions.remove_colleague import remove_colleague
from vestibule.rooms.actions.revise_withheld import release_withheld
from vestibule.rooms.actions.send_messages import Kept, Posted
from vestibule.rooms.actions.show_links import FoundLink, show_links
from vestibule.rooms.models import Engagement, Member, Message, Room, WithheldMessage
from vestibule.rooms.quoting import ReplyWish
from vestibule.rooms.search.ask import Wish
from vestibule.rooms.search.find import find_messages

MET = {"posted", "kept", "brought", "gone", "unfurled", "told", "mailed"}
# Besides the one at the end.
MOST_LOOKS = 1
PAGE = "http://example.com/work"
NAMES = ("ana", "cleo", "cai", "bo", "ben")
CLIENTS = ("ana", "cleo", "cai")
who = st.sampled_from(NAMES)


@dataclass
class Detail:
    """A text with an address in it: whose it is, and who has rightly been able to read it so far."""

    author: str
    readers: set[str]


@dataclass
class Model:
    """Who is here, how pairs stand, what plan the clients' company has, and every detail by its mark."""

    here: set[str] = field(default_factory=lambda: {"ana", "bo"})
    brought: dict[str, str] = field(default_factory=dict)
    pairs: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    has_plan: bool = False
    details: dict[str, Detail] = field(default_factory=dict)
    # What is behind a link is nobody's detail: everybody may read it who can read the message.
    cards: dict[str, set[str]] = field(default_factory=dict)

    def is_exempt(self, one: str, other: str) -> bool:
        if (one in CLIENTS) == (other in CLIENTS):
            # Colleagues; or clients of a company whose plan exempts whoever talks with them.
            return True
        pair = (one, other) if one in CLIENTS else (other, one)
        return self.has_plan or any(state in {"active", "ended"} for state in self.pairs.get(pair, []))

    def may_go_to_all(self, author: str) -> bool:
        others = self.here - {author}
        return bool(others) and all(self.is_exempt(author, other) for other in others)


class Talk(RuleBasedStateMachine):
    """One room and the two companies around it."""

    # What happened in all runs together: a machine to which nothing happens shows nothing.
    met: Counter[str] = Counter()
    said = Bundle("said")
    linked = Bundle("linked")
    offers = Bundle("offers")

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.marks = self.looks = 0
        self.people: dict[str, Person] = {}
        for name in NAMES:
            tag = "".join("abcdefghij"[int(digit)] for digit in str(Person.objects.count()))
            is_client = name in CLIENTS
            self.people[name] = make_person(f"{name}{tag}", is_client=is_client, is_freelancer=not is_client)
        self.doors = {name: (program_of(person), browser_of(person)) for name, person in self.people.items()}
        self.bakery = make_organisation(self.people["ana"], name="Harbour Bakery")
        self.studio: Organisation = make_organisation(self.people["bo"], name="Studio North")
        for name, company in (("cleo", self.bakery), ("cai", self.bakery), ("ben", self.studio)):
            employ(self.people[name], company)
        self.room: Room = make_room(self.people["ana"], self.people["bo"], organisation=self.bakery)

    # -- coming and going ---------------------------------------------------------------------------------------------

    @rule(by=who, whom=who, with_history=st.booleans())
    def someone_is_brought(self, by: str, whom: str, with_history: bool) -> None:  # noqa: FBT001 - drawn by name
        model = self.model
        if by not in model.here:
            by = next((one for one in sorted(model.here) if (one in CLIENTS) == (whom in CLIENTS)), by)
        may = by in model.here and whom not in model.here and (by in CLIENTS) == (whom in CLIENTS)
        if not self._tried(lambda: bring(self.people[by], self.people[whom], self.room, with_history=with_history)):
            # Without the past nothing stands in the way of a colleague; with it some text may.
            assert not may or with_history
            self.met["refused the past"] += may
            return
        assert may
        if with_history:
            for detail in model.details.values():
                assert whom == detail.author or model.is_exempt(detail.author, whom)
                detail.readers.add(whom)
            for readers in model.cards.values():
                readers.add(whom)
        model.here.add(whom)
        model.brought[whom] = by
        self.met["brought with the past" if with_history else "brought"] += 1

    @rule(person=who)
    @precondition(lambda self: len(self.model.here) > 2)
    def someone_leaves(self, person: str) -> None:
        gone = self._tried(lambda: leave_room(actor=self.people[person], room_id=self.room.id, now=timezone.now()))
        assert gone is (person in self.model.here)
        self._is_gone(person)

    @rule(by=who, whom=who)
    def someone_is_removed(self, by: str, whom: str) -> None:
        model = self.model
        gone = self._tried(
            lambda: remove_colleague(
                actor=self.people[by], room_id=self.room.id, person_id=self.people[whom].id, now=timezone.now()
            )
        )
        if gone:
            assert {by, whom} <= model.here
            assert model.brought.get(whom) == by or by in {"ana", "bo"}
            self._is_gone(whom)

    def _is_gone(self, person: str) -> None:
        self.met["gone"] += person in self.model.here
        self.model.here.discard(person)
        self.model.brought.pop(person, None)

    # -- talking ------------------------------------------------------------------------------------------------------

    @rule(target=said, person=who, has_detail=st.booleans())
    def someone_says_something(self, person: str, has_detail: bool) -> int:  # noqa: FBT001 - drawn by name
        person = self._somebody_here(person)
        mark, body = self._words(has_detail)
        outcome = say(self.people[person], self.room, body)
        if person not in self.model.here:
            assert isinstance(outcome, Refusal)
            return 0
        if not has_detail:
            assert isinstance(outcome, Posted)
            return outcome.seq
        assert isinstance(outcome, Posted if self.model.may_go_to_all(person) else Kept)
        self._was_written(mark, person, is_posted=isinstance(outcome, Posted))
        self.met["posted" if isinstance(outcome, Posted) else "kept"] += 1
        return outcome.seq if isinstance(outcome, Posted) else 0

    @rule(person=who, seq=said, has_detail=st.booleans())
    def someone_rewords(self, person: str, seq: int, has_detail: bool) -> None:  # noqa: FBT001 - drawn by name
        author = Message.objects.filter(room=self.room, seq=seq).values_list("author", flat=True).first()
        person = next((name for name, one in self.people.items() if one.id == author), person)
        mark, body = self._words(has_detail)
        outcomes: list[Posted | Kept] = []
        self._tried(
            lambda: outcomes.append(
                edit_message(
                    actor=self.people[person], room_id=self.room.id, seq=seq or 1, body=body, now=timezone.now()
                )
            )
        )
        if outcomes and has_detail:
            assert isinstance(outcomes[0], Posted) <= self.model.may_go_to_all(person)
            self._was_written(mark, person, is_posted=isinstance(outcomes[0], Posted))
            self.met["reworded" if isinstance(outcomes[0], Posted) else "not reworded"] += 1

    @rule(person=who, seq=said)
    def someone_quotes(self, person: str, seq: int) -> None:
        person = self._somebody_here(person)
        if not seq:
            return
        outcome = say(self.people[person], self.room, "As you said.", reply_to=ReplyWish(seq=seq))
        if not isinstance(outcome, Posted):
            return
        quote = json.loads(outcome.event)["event"]["reply_to"]["quote"]
        for mark, detail in self.model.details.items():
            if mark in quote:
                # Repeated where all have read it, or where it could be the writer's own.
                assert self.model.here <= detail.readers or self.model.may_go_to_all(person)
                detail.readers |= self.model.here
                self.met["quoted"] += 1

    @rule(person=who)
    def someone_tries_what_was_kept_again(self, person: str) -> None:
        model = self.model
        kept = WithheldMessage.objects.visible_to(self.people[person]).filter(room=self.room).order_by("at").first()
        if kept is None:
            return
        marks = [mark for mark in model.details if mark in kept.body]
        outcomes: list[Posted | Kept] = []
        self._tried(
            lambda: outcomes.append(
                release_withheld(actor=self.people[person], withheld_id=kept.id, now=timezone.now())
            )
        )
        if outcomes and isinstance(outcomes[0], Posted):
            assert model.may_go_to_all(person)
            for mark in marks:
                model.details[mark].readers |= model.here
                self.met["released"] += 1

    @rule(person=who, seq=said)
    def someone_pins_and_asks(self, person: str, seq: int) -> None:
        known: dict[str, Any] = {"actor": self.people[person], "room_id": self.room.id, "seq": seq or 1}
        self._tried(lambda: pin_message(**known, is_pinned=True, now=timezone.now()))
        self._tried(lambda: mark_question(**known, is_open=True, now=timezone.now()))

    @rule(target=linked, person=who)
    def someone_links(self, person: str) -> tuple[int, str]:
        person = self._somebody_here(person)
        mark, _ = self._words(has_detail=False)
        outcome = say(self.people[person], self.room, f"See {PAGE}")
        return (outcome.seq if isinstance(outcome, Posted) else 0), mark

    @rule(link=linked)
    def the_house_looks_behind_it(self, link: tuple[int, str]) -> None:
        seq, mark = link
        if not seq or Look.objects.filter(room=self.room.id, seq=seq).exists():
            return
        look = Look.objects.create(room=self.room.id, seq=seq, revision=1, at=timezone.now())
        found = FoundLink(PAGE, "example.com", PAGE, f"Bakery {mark}", "")
        if show_links(look=look, found=[found], now=timezone.now()):
            late = Member.objects.filter(room=self.room, left_seq=None, joined_seq__gte=seq)
            assert not late.exists()
            self.model.cards[mark] = set(self.model.here)
            self.met["unfurled"] += 1
        else:
            self.met["not unfurled"] += 1

    # -- dealing ------------------------------------------------------------------------------------------------------

    @rule(target=offers, client=st.sampled_from(CLIENTS), freelancer=st.sampled_from(("bo", "ben")))
    def someone_offers(self, client: str, freelancer: str) -> tuple[str, str, int, Engagement]:
        made = offer_between(self.people[client], self.people[freelancer], self.room)
        states = self.model.pairs.setdefault((client, freelancer), [])
        states.append("offered")
        return client, freelancer, len(states) - 1, made

    @rule(client=st.sampled_from(CLIENTS), freelancer=st.sampled_from(("bo", "ben")))
    def a_contract_starts(self, client: str, freelancer: str) -> None:
        advance(offer_between(self.people[client], self.people[freelancer], self.room), "active")
        self.model.pairs.setdefault((client, freelancer), []).append("active")

    @rule(offer=offers, to=st.sampled_from(("active", "ended", "closed")))
    def an_offer_goes_on(self, offer: tuple[str, str, int, Engagement], to: str) -> None:
        client, freelancer, number, engagement = offer
        states = self.model.pairs[client, freelancer]
        if self._tried(lambda: advance(engagement, to)):
            states[number] = to

    @rule()
    def the_plan_changes(self) -> None:
        today = timezone.now().date()
        PlanPeriod.objects.filter(organisation=self.bakery).delete()
        self.model.has_plan = not self.model.has_plan
        if self.model.has_plan:
            PlanPeriod.objects.create(organisation=self.bakery, plan="business", starts_on=today - timedelta(days=9))

    # -- looking ------------------------------------------------------------------------------------------------------

    @rule()
    @precondition(lambda self: self.marks > 4 and self.looks < MOST_LOOKS)
    def everybody_looks_everywhere(self) -> None:
        self.looks += 1
        # Of what has been said by now everybody is told whom it concerns.
        tell_and_mail()
        self.met["told"] += Notice.objects.count()
        self.met["mailed"] += len(mail.outbox)
        for name, person in self.people.items():
            got = everything_for(person, self.room, *self.doors[name])
            for mark, readers in self.model.cards.items():
                if mark in got:
                    assert name in readers, f"{name} got what is behind a link that they may not see"
            for mark, detail in self.model.details.items():
                if mark in got:
                    assert name == detail.author or name in detail.readers, f"{name} got what {detail.author} wrote"

    def teardown(self) -> None:
        if hasattr(self, "model"):
            self.everybody_looks_everywhere()

    # -- helpers ------------------------------------------------------------------------------------------------------

    def _somebody_here(self, person: str) -> str:
        """The person, or for most of those who are not here somebody who is."""
        if person in self.model.here or person == "cai":
            return person
        return sorted(self.model.here)[NAMES.index(person) % len(self.model.here)]

    def _words(self, has_detail: bool) -> tuple[str, str]:  # noqa: FBT001 - a yes or no
        """A text of its own; with a detail its mark is the name in the address."""
        self.marks += 1
        letters = "".join("abcdefghij"[int(digit)] for digit in f"{self.marks:03}")
        mark = f"zq{letters}qz"
        return mark, f"Write to {mark}@fastmail.com please." if has_detail else line(self.marks)

    def _was_written(self, mark: str, author: str, *, is_posted: bool) -> None:
        self.model.details[mark] = Detail(author, set(self.model.here) if is_posted else {author})

    def _tried(self, act: Callable[[], object]) -> bool:
        """Whether it was granted."""
        try:
            act()
        except Refusal:
            return False
        return True


def everything_for(person: Person, room: Room, program: Program, browser: Client) -> str:
    """All that the person can get by any path: socket and catch-up, API, pages, search, export, what is their own."""
    address = f"/rooms/{room.id}"
    # What a socket sends is what `read_since` gives, live frames included: hints only say which numbers to expect.
    streams = {position.stream: position.since for position in positions_of(person.id)}
    parts = [event.body.decode() for event in read_since(person.id, {**streams, room.id: 0}, limit=1000)]
    paths = [f"{address}{path}" for path in ("", "/events", "/withheld", "/draft", "/offers", "/colleagues")]
    parts += [json.dumps(program.get(path).body) for path in (*paths, "/rooms", "/waiting", "/me")]
    parts.append(json.dumps(program.get(f"{address}/timeline", limit=200).body))
    found = find_messages(person, Wish(author=None, has_link=False, text="write"), limit=50)
    parts += [hit.excerpt for hit in found.items]
    parts.append(json.dumps(program.get("/search", q="zqaaaqz").body))
    for seq in Message.objects.filter(room=room).order_by("-revision", "-seq").values_list("seq", flat=True)[:4]:
        parts.append(json.dumps(program.get(f"{address}/messages/{seq}/revisions").body))
    parts += [
        browser.get(page).content.decode() for page in (f"{address}/", "/rooms/", "/search/?q=write", "/waiting/")
    ]
    parts += [json.dumps(program.get("/notices").body), browser.get("/notices/").content.decode()]
    parts += [words_of(one) for one in read_mails() if person.email in str(one["To"])]
    archive = browser.get(f"{address}/export")
    if archive.status_code == 200:
        with zipfile.ZipFile(BytesIO(archive.getvalue())) as opened:
            parts += [opened.read(name).decode() for name in opened.namelist()]
    return "\n".join(parts)


_BOUNDED = settings(
    max_examples=10,
    stateful_step_count=25,
    # A failing run is told as it was: making it shorter takes longer than reading it.
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


@pytest.mark.django_db
def test_nobody_ever_gets_a_detail_that_may_not_go_to_them() -> None:
    Talk.met.clear()
    run_state_machine_as_test(Talk, settings=_BOUNDED)
    assert {name for name, times in Talk.met.items() if times} >= MET


@pytest.mark.django_db
def test_the_machine_would_see_a_newcomer_who_reads_what_was_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestibule.rooms.actions.bring_colleague.may_all_be_shown", lambda *_args, **_more: True)
    talk = Talk()
    talk.begin()
    talk.the_plan_changes()
    talk.someone_says_something("bo", has_detail=True)
    talk.the_plan_changes()
    with pytest.raises(AssertionError):
        talk.someone_is_brought("ana", "cleo", with_history=True)
    got = everything_for(talk.people["cleo"], talk.room, *talk.doors["cleo"])
    assert "zqaabqz" in got
