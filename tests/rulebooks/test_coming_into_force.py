"""A book is drafted, announced and answers from its day on, in every process."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from tests.cast import post, say
from tests.race import all_at_once
from tests.rulebooks.drafts import (
    BY_HOST,
    BY_NAME,
    NEWEST,
    announced,
    drafted,
    in_days,
    messenger_book,
    today,
)
from vestibule.accounts.models import Person
from vestibule.judging.books import book_on, books, forget_announced, refresh_books
from vestibule.judging.gate import judge_for
from vestibule.judging.models import Book, BookStep
from vestibule.kit.refusals import NotFound
from vestibule.policy import Situation
from vestibule.rooms.actions.send_messages import Kept
from vestibule.rooms.models import Room
from vestibule.rulebooks.actions.announce_book import announce_book
from vestibule.rulebooks.actions.discard_book import discard_book
from vestibule.rulebooks.actions.draft_book import beginning, draft_book
from vestibule.rulebooks.actions.edit_book import edit_book
from vestibule.rulebooks.actions.withdraw_book import withdraw_book
from vestibule.rulebooks.queries import read_draft, visible_book
from vestibule.rulebooks.rules import (
    BookHasProblems,
    BookTextInvalid,
    DraftChanged,
    NoDraft,
    NoticeTooShort,
    NotTheNext,
    NotWithdrawable,
    TooEarly,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_begins_as_a_book_that_changes_nothing(mo: Person) -> None:
    found = read_draft(drafted(mo, beginning(timezone.now())).text)
    assert found.problems == ()
    assert found.book is not None
    assert found.book.clauses == books().newest.clauses
    assert found.book.effective == in_days(15)


def test_from_its_day_on_an_announced_book_answers(mo: Person) -> None:
    announced(mo)
    for text in (BY_NAME, BY_HOST):
        assert judge_for(text, [Situation()], on=in_days(19)).outcome == "allow"
        verdict = judge_for(text, [Situation()], on=in_days(20))
        assert (verdict.outcome, verdict.policy) == ("withhold", "chirpolo-1")


def test_an_urgent_book_answers_in_rooms_at_once(mo: Person, bo: Person, room: Room) -> None:
    post(bo, room, BY_NAME)
    announced(mo, messenger_book(effective=today()), urgent="People are lured there this week")
    for text in (BY_NAME, BY_HOST):
        kept = say(bo, room, text)
        assert isinstance(kept, Kept)
        assert kept.item.verdict["policy"] == "chirpolo-1"


def test_another_process_and_a_restart_know_it(mo: Person) -> None:
    announced(mo)
    forget_announced()
    assert book_on(in_days(30)).version == NEWEST
    assert refresh_books() is True
    assert book_on(in_days(30)).version == "chirpolo-1"
    # Nothing is read anew while nothing is new.
    known = books()
    assert refresh_books() is False
    assert books() is known


def test_what_is_withdrawn_never_answers(mo: Person) -> None:
    book = announced(mo)
    assert book_on(in_days(30)).version == "chirpolo-1"
    withdraw_book(actor=mo, book_id=book.id, now=timezone.now())
    assert book_on(in_days(30)).version == NEWEST
    again = announced(mo)
    assert book_on(in_days(30)).version == again.version


def test_what_is_in_force_or_followed_stays(mo: Person) -> None:
    hasty = announced(mo, messenger_book(effective=today()), urgent="At once")
    with pytest.raises(NotWithdrawable):
        withdraw_book(actor=mo, book_id=hasty.id, now=timezone.now())
    second = announced(mo, messenger_book(version="chirpolo-2", predecessor="chirpolo-1"))
    announced(mo, messenger_book(version="chirpolo-3", predecessor="chirpolo-2", effective=in_days(25)))
    with pytest.raises(NotWithdrawable):
        withdraw_book(actor=mo, book_id=second.id, now=timezone.now())


def test_every_step_has_a_name(mo: Person) -> None:
    draft = drafted(mo)
    edit_book(actor=mo, book_id=draft.id, text=draft.text + "# more\n", revision=1, now=timezone.now())
    announce_book(actor=mo, book_id=draft.id, revision=2, effective=None, now=timezone.now())
    withdraw_book(actor=mo, book_id=draft.id, now=timezone.now())
    discard_book(actor=mo, book_id=draft.id, now=timezone.now())
    steps = BookStep.objects.filter(book=draft)
    assert [(step.deed, step.by) for step in steps] == [
        (deed, mo.id) for deed in ("drafted", "changed", "announced", "withdrawn", "discarded")
    ]
    with pytest.raises(NotFound):
        visible_book(mo, draft.id)


def test_a_draft_keeps_its_mistakes_and_is_not_announced_with_them(mo: Person) -> None:
    draft = drafted(mo, messenger_book() + 'colour = "blue"\n')
    with pytest.raises(BookHasProblems) as refused:
        announce_book(actor=mo, book_id=draft.id, revision=1, effective=None, now=timezone.now())
    assert [problem["line"] for problem in refused.value.details()["problems"]] == [13]
    assert Book.objects.get(id=draft.id).state == "draft"
    mended = edit_book(actor=mo, book_id=draft.id, text=messenger_book(), revision=1, now=timezone.now())
    announce_book(actor=mo, book_id=draft.id, revision=mended.revision, effective=None, now=timezone.now())


def test_two_who_change_a_draft_do_not_lose_each_others_words(mo: Person) -> None:
    draft = drafted(mo)
    edit_book(actor=mo, book_id=draft.id, text="first", revision=1, now=timezone.now())
    with pytest.raises(DraftChanged):
        edit_book(actor=mo, book_id=draft.id, text="second", revision=1, now=timezone.now())
    with pytest.raises(DraftChanged):
        announce_book(actor=mo, book_id=draft.id, revision=1, effective=None, now=timezone.now())
    assert Book.objects.get(id=draft.id).text == "first"


def test_what_is_announced_is_changed_no_more(mo: Person) -> None:
    book = announced(mo)
    with pytest.raises(NoDraft):
        edit_book(actor=mo, book_id=book.id, text="other", revision=book.revision, now=timezone.now())
    with pytest.raises(NoDraft):
        announce_book(actor=mo, book_id=book.id, revision=book.revision, effective=None, now=timezone.now())
    with pytest.raises(NoDraft):
        discard_book(actor=mo, book_id=book.id, now=timezone.now())


def test_people_are_told_fifteen_days_before(mo: Person) -> None:
    with pytest.raises(NoticeTooShort):
        announced(mo, effective=in_days(14))
    # A book cannot shorten the notice that the book in force has promised.
    with pytest.raises(NoticeTooShort):
        announced(mo, messenger_book(effective=in_days(14)).replace("notice_days = 15", "notice_days = 1"))
    book = announced(mo, effective=in_days(15))
    assert (book.effective, books().newest.announced) == (in_days(15), today())


def test_the_reason_of_haste_stands_in_the_book(mo: Person) -> None:
    announced(mo, effective=in_days(3), urgent=' Lured "there"  now ')
    assert books().newest.urgent == 'Lured "there" now'
    with pytest.raises(BookTextInvalid):
        announced(mo, urgent="x" * 501)


def test_no_day_lies_behind_or_before_the_newest_book(mo: Person) -> None:
    with pytest.raises(TooEarly):
        announced(mo, effective=today() - timedelta(days=1), urgent="Yesterday")
    announced(mo)
    with pytest.raises(TooEarly):
        announced(mo, messenger_book(version="second", predecessor="chirpolo-1", effective=in_days(19)))


def test_a_book_follows_on_the_newest_under_a_name_of_its_own(mo: Person) -> None:
    announced(mo)
    with pytest.raises(NotTheNext):
        announced(mo, messenger_book(version="other", effective=in_days(30)))
    with pytest.raises(BookHasProblems):
        announced(mo, messenger_book(effective=in_days(30)))
    with pytest.raises(BookHasProblems):
        announced(mo, messenger_book(version="2020-05-26", predecessor="chirpolo-1", effective=in_days(30)))


def test_of_two_that_follow_on_one_book_at_once_one_is_announced(mo: Person) -> None:
    drafts = [drafted(mo, messenger_book(version=f"chirpolo-{number}")) for number in (1, 2)]
    announce = partial(announce_book, actor=mo, revision=1, effective=None, now=timezone.now())
    came = all_at_once([partial(announce, book_id=draft.id) for draft in drafts])
    assert [type(one) for one in came if isinstance(one, Exception)] == [NotTheNext]
    assert Book.objects.filter(state="announced").count() == 1


def test_what_cannot_be_kept_is_refused(mo: Person) -> None:
    for text in ("nul \x00", "x" * 200_001):
        with pytest.raises(BookTextInvalid):
            draft_book(actor=mo, text=text, now=timezone.now())
