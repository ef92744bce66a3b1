"""Staff write books on pages and over the API; everybody reads what holds, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import browser_of, program_of
from tests.rulebooks.drafts import BY_NAME, MESSENGER, NEWEST, announced, drafted, in_days, messenger_book
from vestibule.accounts.models import Person
from vestibule.judging.models import Book
from vestibule.policy import RuleBooks

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = MESSENGER.replace('"messenger"', '"pigeon"')


def test_a_draft_is_written_on_the_page_with_its_mistakes_at_their_lines(mo: Person) -> None:
    browser = browser_of(mo)
    address = browser.post("/rule/books/new").headers["Location"]
    text = Book.objects.get().text
    kept = browser.post(address, {"text": (text + WRONG).replace("\n", "\r\n"), "revision": 1}, follow=True)
    line = (text + WRONG).split("\n").index('kind = "pigeon"') + 1
    page = kept.content.decode()
    assert f"Line {line} (service chirpolo, kind):" in page
    assert "kind = &quot;pigeon&quot;" in page
    assert Book.objects.get().text == text + WRONG
    assert "1 mistake" in browser.get("/rule/books/").content.decode()


def test_what_is_typed_on_a_stale_page_is_not_lost(mo: Person) -> None:
    book, browser = drafted(mo), browser_of(mo)
    address = f"/rule/books/{book.id}/"
    assert browser.post(address, {"text": "of somebody else", "revision": 1}).status_code == 302
    for deed in ("", "announce"):
        answer = browser.post(address + deed, {"text": "typed by me", "revision": 1, "effective": in_days(20)})
        assert answer.status_code == 409
        assert "typed by me" in answer.content.decode()
        assert "of somebody else" in answer.content.decode()
    answer = browser.post(address, {"text": "nul \x00", "revision": 2})
    assert answer.status_code == 422
    assert "typed by me" not in answer.content.decode()


def test_a_text_is_tried_under_both_books_with_what_is_typed(mo: Person) -> None:
    book, browser = drafted(mo, "not yet a book"), browser_of(mo)
    wish = {"text": messenger_book(), "revision": 1, "trial": BY_NAME, "surface": "message"}
    wish |= {"relationship": "none", "client_plan": "basic", "purpose": "none"}
    page = browser.post(f"/rule/books/{book.id}/try", wish).content.decode()
    assert "Nothing was found in it." in page
    assert "Kept back" in page
    assert Book.objects.get().text == "not yet a book"
    assert browser.post(f"/rule/books/{book.id}/try", {**wish, "surface": "moon"}).status_code == 422


def test_a_book_goes_its_way_over_the_api(mo: Person) -> None:
    program = program_of(mo)
    made = program.post("/staff/books", {"text": messenger_book() + WRONG})
    assert made.status == 201
    at = f"/staff/books/{made.body['id']}"
    assert [one["where"] for one in made.body["problems"]] == ["service chirpolo, id"]
    refused = program.post(f"{at}/announce", {"revision": 1})
    assert (refused.status, refused.code) == (422, "book_has_problems")
    assert refused.body["details"]["problems"] == made.body["problems"]
    assert program.get(f"{at}/changes").code == "book_has_problems"
    mended = program.patch(at, {"text": messenger_book(), "revision": 1})
    assert (mended.body["problems"], mended.body["revision"]) == ([], 2)
    assert program.patch(at, {"text": "late", "revision": 1}).code == "draft_changed"
    said = program.get(f"{at}/changes").body["means"]
    assert said == ["New among messengers: chirpolo. It is recognised by chirpolo, chirpolo.example."]
    tried = program.post(f"{at}/try", {"text": BY_NAME}).body
    assert (tried["now"]["verdict"], tried["then"]["verdict"]) == ("allow", "withhold")
    assert program.post(f"{at}/try", {"text": BY_NAME, "surface": "moon"}).status == 422
    done = program.post(f"{at}/announce", {"revision": 2})
    assert (done.status, done.body["state"], done.body["version"]) == (200, "announced", "chirpolo-1")
    assert [step["name"] for step in done.body["steps"]] == ["Mo"] * 3
    assert program.post(f"{at}/withdraw").body["state"] == "withdrawn"
    assert program.delete(at).status == 204
    assert program.get(at).status == 404


def test_everybody_reads_the_books(mo: Person) -> None:
    announced(mo)
    nobody = program_of(None)
    listed = [(one["version"], one["standing"]) for one in nobody.get("/books").body["items"]]
    assert listed == [("chirpolo-1", "announced"), (NEWEST, "in_force"), ("2020-05-26", "past")]
    words = nobody.get("/books/in-force").body
    assert words["version"] == NEWEST
    assert [one["id"] for one in words["clauses"]] == [one.id for one in RuleBooks.packaged().newest.clauses]
    assert nobody.get("/books/chirpolo-1").body["version"] == "chirpolo-1"
    assert "chirpolo" in nobody.get("/books/chirpolo-1/changes").body["means"][0]
    means = nobody.get("/books/chirpolo-1/changes", since="2020-05-26").body["means"]
    assert any("allowed so far, kept back then" in one for one in means)
    assert nobody.get("/books/nowhere").status == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("The contact rule", "Before a contract", "What changes on", "New among messengers: chirpolo")),
        (
            "es",
            ("La norma de contacto", "Antes de un contrato", "Lo que cambia el", "Nuevo entre mensajerías: chirpolo"),
        ),
    ],
)
def test_the_page_of_the_rule_says_it_in_the_readers_language(mo: Person, language: str, said: tuple[str, ...]) -> None:
    announced(mo, effective=in_days(2), urgent="Lured there")
    nobody = browser_of(None)
    page = nobody.get("/rule/", headers={"Accept-Language": language}).content.decode()
    for words in (*said, "Lured there"):
        assert words in page
    for clause in RuleBooks.packaged().newest.clauses:
        if clause.rules:
            assert f'id="{clause.id}"' in page
    ahead = nobody.get("/rule/?book=chirpolo-1", headers={"Accept-Language": language}).content.decode()
    assert "chirpolo.example" in ahead


def test_a_book_is_shown_as_text_never_as_markup(mo: Person) -> None:
    hostile = messenger_book().replace("A new messenger", "<b>bold</b>") + '[texts.en]\nbase = "<script>1</script>"\n'
    announced(mo, hostile)
    for path in ("/rule/", "/rule/?book=chirpolo-1", "/rule/books/", f"/rule/books/{Book.objects.get().id}/"):
        page = browser_of(mo).get(path).content.decode()
        assert "<b>bold</b>" not in page
        assert "<script>1" not in page


def test_the_list_asks_no_more_often_for_more_books(mo: Person) -> None:
    browser, counts = browser_of(mo), []
    for _ in range(2):
        for _ in range(3):
            drafted(mo)
        browser.get("/rule/books/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/rule/books/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
