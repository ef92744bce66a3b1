"""What people wrote never becomes markup on a page of the server (A5); the browser's part is in tests/browser."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PHONE, browser_of, keep, make_organisation, make_person, post
from tests.market.deal import Deal, accepted, job_of, offered, talk_of
from tests.payloads import PAYLOADS
from vestibule.accounts.actions.make_token import make_token
from vestibule.accounts.models import Organisation, Person, PersonalToken
from vestibule.judging.cleared import ClearedText
from vestibule.market.models import JobPost, Offer, Proposal
from vestibule.rooms.models import Room

_URLS = {"href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster", "background"}
_STRANGE = {"iframe", "object", "embed", "base", "math", "plaintext", "xmp", "style", "marquee"}


class _Reader(HTMLParser):
    """Collects what in a page could run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.complaints: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _STRANGE or (tag == "script" and not _is_ours(given)):
            self.complaints.append(f"<{tag} {given}>")
        self.complaints += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        for name in _URLS & given.keys():
            plain = re.sub(r"[\s\x00-\x1f]", "", given[name] or "").lower()
            if not re.match(r"(/(?!/)|#|\?|https?://|data:image/|$|\w+\.)", plain):
                self.complaints.append(f"<{tag} {name}={given[name]}>")


def _is_ours(script: dict[str, str | None]) -> bool:
    """Scripts come from files of the site; JSON for them stands in scripts that do not run."""
    source = script.get("src") or ""
    return source.startswith("/static/") or script.get("type") == "application/json"


def complaints(page: str) -> list[str]:
    """What in a page could run without being ours."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.complaints


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        "<script src=//evil.example/x.js></script>",
        "<p onclick=x>",
        "<a href=' java\tscript:alert(1)'>x</a>",
        "<a href='//evil.example'>x</a>",
        "<iframe src='/x'></iframe>",
        "<base href='/x'>",
    ],
)
def test_the_check_sees_what_could_run(page: str) -> None:
    assert complaints(page)


def test_the_check_is_content_with_a_page_of_ours() -> None:
    page = (
        '<script type="module" src="/static/x.js"></script><a href="/rooms/">&lt;script&gt;</a><a href="https://a.b">'
    )
    assert complaints(page) == []


GROUP = 6
GROUPS = [PAYLOADS[start : start + GROUP] for start in range(0, len(PAYLOADS), GROUP)]


def _write(deal: Deal, payloads: tuple[str, ...]) -> None:
    """Put the payloads wherever a text can stand, past all rules of form: only the pages are on trial.

    A long text takes all of them, each short one another.
    """
    text = "\n".join(payloads)
    short = cycle(payload[:60] for payload in payloads)
    for person in (deal.freelancer, deal.client):
        Person.objects.filter(id=person.id).update(display_name=ClearedText(next(short), "display_name"))
    Organisation.objects.update(name=ClearedText(next(short), "display_name"))
    Room.objects.update(title=ClearedText(next(short), "room_title"))
    JobPost.objects.update(title=ClearedText(next(short), "job_post"), body=ClearedText(text, "job_post"))
    Proposal.objects.update(cover_text=ClearedText(text, "proposal"))
    Offer.objects.update(terms=ClearedText(text, "offer"))
    PersonalToken.objects.update(label=next(short))


def _pages(deal: Deal, draft: JobPost) -> Iterator[tuple[str, str]]:
    for person in (deal.client, deal.freelancer):
        browser = browser_of(person)
        addresses = ["/rooms/", f"/rooms/{deal.room}/", "/jobs/", "/proposals/", f"/jobs/{deal.proposal.job_id}/"]
        addresses += [f"/jobs/{draft.id}/", f"/jobs/{draft.id}/edit"] if person == deal.client else []
        addresses += ["/account/keys/", "/account/organisation/", "/account/email/", "/account/sessions/"]
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == 200, address
            yield address, answer.content.decode()


@pytest.mark.django_db
def test_no_text_becomes_markup_on_any_page(ana: Person, bo: Person) -> None:
    organisation = make_organisation(ana, name="Crumbs")
    deal = offered(talk_of(ana, bo, organisation=organisation))
    draft = job_of(ana, as_draft=True, organisation=organisation)
    make_token(actor=ana, label="tests", now=timezone.now())
    assert len(PAYLOADS) >= 60
    shown = ""
    for payloads in GROUPS:
        _write(deal, payloads)
        for address, page in _pages(deal, draft):
            assert complaints(page) == [], (payloads, address)
            shown += page
    # The texts were there, as texts; what looks like a template was not one.
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 50
    assert "{{ 7|add:7 }}" in shown


@pytest.mark.django_db
def test_a_message_of_markup_is_shown_as_it_was_typed(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    room = Room.objects.get(id=deal.room)
    for number, payload in enumerate(text for text in PAYLOADS if "\x0c" not in text):
        post(bo, room, payload, key=f"k{number}")
    keep(ana, room, "<script>alert(1)</script> call me on " + PHONE)
    accepted(deal)
    for person in (ana, bo):
        for before in ("", "?before=60"):
            page = browser_of(person).get(f"/rooms/{room.id}/{before}").content.decode()
            assert complaints(page) == []
    assert "&lt;plaintext&gt;" in browser_of(ana).get(f"/rooms/{room.id}/").content.decode()


@pytest.mark.django_db
def test_what_is_typed_into_a_form_comes_back_as_text(ana: Person, bo: Person) -> None:
    deal = talk_of(ana, bo)
    browser = browser_of(ana)
    for payloads in GROUPS:
        typed = " ".join(payloads)
        text = f"call me on {PHONE} {typed}"
        answers = [
            Client().post("/account/signup/", {"email": typed, "display_name": typed}),
            Client().post("/account/login/", {"login": typed, "password": typed}),
            browser.post("/jobs/new", {"title": text[:100], "body": text}),
            browser.post(f"/rooms/{deal.room}/offers", {"terms": text, "amount": typed, "currency": typed}),
            browser.post(f"/rooms/{deal.room}/messages", {"body": text, "key": typed, "purpose": typed}),
            browser.post("/account/organisation/", {"name": text}),
            browser.post("/account/keys/", {"label": typed * 9}),
        ]
        for answer in answers:
            assert answer.status_code in {200, 422}, typed
            assert complaints(answer.content.decode()) == [], typed


@pytest.mark.django_db
def test_addresses_that_nobody_has_say_nothing_back() -> None:
    person = make_person("Ana", is_client=True)
    for client in (Client(), browser_of(person)):
        for payload in PAYLOADS:
            answer = client.get("/" + payload.replace("\n", "").replace("?", "").replace("#", ""))
            assert answer.status_code == 404
            assert complaints(answer.content.decode()) == []
            assert "alert(1)" not in answer.content.decode()
