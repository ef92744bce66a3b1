"""Books are written by staff; for everybody else there is nothing. What holds is for everybody."""

import uuid

import pytest
from django.utils import timezone

from tests.cast import browser_of, program_of
from tests.rulebooks.drafts import announced, drafted, messenger_book
from vestibule.accounts.models import Person
from vestibule.judging.models import Book, BookStep
from vestibule.kit.refusals import NotFound
from vestibule.rulebooks.actions.announce_book import announce_book
from vestibule.rulebooks.actions.discard_book import discard_book
from vestibule.rulebooks.actions.draft_book import draft_book
from vestibule.rulebooks.actions.edit_book import edit_book
from vestibule.rulebooks.actions.withdraw_book import withdraw_book

pytestmark = pytest.mark.django_db(transaction=True)

BODIES = {
    "announce": {"revision": 1},
    "withdraw": {},
    "try": {"text": "Hello"},
}


def test_no_action_is_for_others_than_staff(ana: Person, bo: Person, mo: Person) -> None:
    book, now = drafted(mo), timezone.now()
    mo.is_active = False
    for actor in (ana, bo, mo):
        for act in (
            lambda who: draft_book(actor=who, now=now),
            lambda who: edit_book(actor=who, book_id=book.id, text="x", revision=1, now=now),
            lambda who: announce_book(actor=who, book_id=book.id, revision=1, effective=None, now=now),
            lambda who: withdraw_book(actor=who, book_id=book.id, now=now),
            lambda who: discard_book(actor=who, book_id=book.id, now=now),
        ):
            with pytest.raises(NotFound):
                act(actor)
    assert BookStep.objects.count() == 1


def test_over_the_api_a_draft_is_not_there_for_others(ana: Person, eve: Person, mo: Person) -> None:
    book = drafted(mo)
    for who, status in ((ana, 404), (eve, 404), (None, 401)):
        program = program_of(who)
        for thing in (book.id, uuid.uuid4()):
            answers = [
                program.get("/staff/books"),
                program.post("/staff/books", {}),
                program.get(f"/staff/books/{thing}"),
                program.patch(f"/staff/books/{thing}", {"text": "x", "revision": 1}),
                program.get(f"/staff/books/{thing}/changes"),
                *(program.post(f"/staff/books/{thing}/{deed}", body) for deed, body in BODIES.items()),
                program.request("DELETE", f"/staff/books/{thing}", None),
            ]
            assert {answer.status for answer in answers} == {status}
    assert Book.objects.count() == 1
    at_home = program_of(mo)
    assert at_home.get(f"/staff/books/{book.id}").status == 200
    assert at_home.get("/staff/books").body["items"][0]["id"] == str(book.id)


def test_on_pages_a_draft_is_not_there_for_others(ana: Person, eve: Person, mo: Person) -> None:
    book = drafted(mo)
    paths = ["/rule/books/", *(f"/rule/books/{thing}/" for thing in (book.id, uuid.uuid4()))]
    for who in (ana, eve):
        browser = browser_of(who)
        assert {browser.get(path).status_code for path in paths} == {404}
        for deed in ("", "try", "announce", "withdraw", "discard"):
            assert browser.post(f"/rule/books/{book.id}/{deed}", {"text": "x", "revision": 1}).status_code == 404
        assert browser.post("/rule/books/new").status_code == 404
        assert "/rule/books/" not in browser.get("/rule/").content.decode()
    nobody = browser_of(None)
    assert {nobody.get(path).status_code for path in paths} == {302}
    assert {browser_of(mo).get(path).status_code for path in paths[:2]} == {200}
    assert "/rule/books/" in browser_of(mo).get("/rule/").content.decode()
    assert Book.objects.get().state == "draft"


def test_a_draft_shows_nowhere_before_it_is_announced(mo: Person) -> None:
    drafted(mo)
    nobody = browser_of(None)
    assert "chirpolo" not in nobody.get("/rule/").content.decode()
    assert nobody.get("/rule/?book=chirpolo-1").status_code == 404
    assert "chirpolo" not in nobody.get("/api/v1/books").content.decode()
    announced(mo, messenger_book())
    assert "chirpolo" in nobody.get("/rule/").content.decode()
    assert "chirpolo" in nobody.get("/api/v1/books").content.decode()
