"""Each text that the API or a form takes: the door by which it comes in, or why nobody else reads it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.cast import keep, post
from tests.market.deal import Deal, job_of, profiled
from tests.program import Program
from vestibule.accounts.models import Person
from vestibule.market.actions.edit_job import edit_job
from vestibule.market.job_texts import JobDetails
from vestibule.rooms.models import Room

_OWN = "read by its author alone"
Door = Callable[[Program | Client, Deal, str], Any]
_NO_WORDS = "not stored: the answer is for the one who asks"
_RULE = "the rule itself, by staff: it names services and hosts"
_CODE = "one of a closed list, checked"
_FOR_STAFF = "read by staff, who look at what the rule got wrong"
_KEY = "1 to 64 letters and digits, checked"


def _on(method: str, path: str, field: str, **rest: object) -> Door:
    """An operation of the API that takes the text in one field."""

    def send(program: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
        assert isinstance(program, Program)
        address = path.replace("{room}", str(deal.room)).replace("{proposal}", str(deal.proposal.id))
        if "{job}" in address:
            address = address.replace("{job}", str(job_of(deal.client).id))
        if "{withheld}" in address:
            kept = keep(deal.client, Room.objects.get(id=deal.room), key=uuid.uuid4().hex)
            address = address.replace("{withheld}", str(kept.item.id))
        if "{seq}" in address:
            said = post(deal.client, Room.objects.get(id=deal.room), "Reach me soon")
            address = address.replace("{seq}", str(said.seq))
        fresh = {"key": uuid.uuid4().hex} if address.endswith("/messages") else {}
        return program.request(method, address, {**rest, **fresh, field: text})

    return send


def _each(method: str, path: str, field: str, **rest: object) -> Door:
    """An operation of the API that takes a list of short texts."""
    whole = _on(method, path, field, **rest)
    return lambda program, deal, text: whole(program, deal, [text])  # type: ignore[arg-type]


def _inviting(program: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
    profiled(deal.freelancer)
    return _on("POST", "/jobs/{job}/invitations", "words", freelancer=str(deal.freelancer.id))(program, deal, text)


def _inviting_by_form(browser: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
    profiled(deal.freelancer)
    job = {"job": str(job_of(deal.client).id)}
    return _page(f"/freelancers/{deal.freelancer.id}/invite", "words", **job)(browser, deal, text)


def _milestones(program: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
    """An offer whose one milestone has this title; an open offer makes way."""
    assert isinstance(program, Program)
    milestones = [{"title": text, "amount_minor": 100}]
    return program.post(f"/rooms/{deal.room}/offers", {"terms": "Two drafts.", **_MONEY, "milestones": milestones})


def _ask(job_id: uuid.UUID, client: Person) -> None:
    """The post asks one thing."""
    edit_job(actor=client, job_id=job_id, details=JobDetails(questions=["Why you?"]), now=timezone.now())


def _answering(program: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
    assert isinstance(program, Program)
    job = job_of(deal.client)
    _ask(job.id, deal.client)
    return program.post(f"/jobs/{job.id}/proposals", {"cover_text": "I draw logos.", **_BID, "answers": [text]})


def _answering_anew(program: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
    assert isinstance(program, Program)
    _ask(deal.proposal.job_id, deal.client)
    return program.patch(f"/proposals/{deal.proposal.id}", {"answers": [text]})


def _answering_by_form(browser: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
    job = job_of(deal.client)
    _ask(job.id, deal.client)
    return _page(f"/jobs/{job.id}/proposals", "answer_0", cover_text="I draw logos.", **_PRICE)(browser, deal, text)


_MONEY = {"amount_minor": 100, "currency": "EUR"}
_BID = {"bid_minor": 100, "currency": "EUR"}
# operation and field: who writes and how …
API_DOORS: dict[str, tuple[str, Door]] = {
    "PATCH /me display_name": ("ana", _on("PATCH", "/me", "display_name")),
    "POST /organisations name": ("ana", _on("POST", "/organisations", "name")),
    "POST /rooms/{room_id}/messages body": ("ana", _on("POST", "/rooms/{room}/messages", "body")),
    "PATCH /rooms/{room_id}/messages/{seq} body": ("ana", _on("PATCH", "/rooms/{room}/messages/{seq}", "body")),
    "PATCH /withheld/{withheld_id} body": ("ana", _on("PATCH", "/withheld/{withheld}", "body")),
    "POST /jobs title": ("ana", _on("POST", "/jobs", "title", body="A logo.")),
    "POST /jobs skills": ("ana", _each("POST", "/jobs", "skills", title="A logo", body="A logo.")),
    "POST /jobs questions": ("ana", _each("POST", "/jobs", "questions", title="A logo", body="A logo.")),
    "PATCH /jobs/{job_id} skills": ("ana", _each("PATCH", "/jobs/{job}", "skills")),
    "PATCH /jobs/{job_id} questions": ("ana", _each("PATCH", "/jobs/{job}", "questions")),
    "POST /jobs/{job_id}/invitations words": ("ana", _inviting),
    "PUT /me/profile headline": ("bo", _on("PUT", "/me/profile", "headline")),
    "PUT /me/profile about": ("bo", _on("PUT", "/me/profile", "about", headline="Logos")),
    "PUT /me/profile skills": ("bo", _each("PUT", "/me/profile", "skills", headline="Logos")),
    "PUT /me/profile credentials": ("bo", _each("PUT", "/me/profile", "credentials", headline="Logos")),
    "POST /jobs body": ("ana", _on("POST", "/jobs", "body", title="A logo")),
    "PATCH /jobs/{job_id} title": ("ana", _on("PATCH", "/jobs/{job}", "title")),
    "PATCH /jobs/{job_id} body": ("ana", _on("PATCH", "/jobs/{job}", "body")),
    "POST /jobs/{job_id}/proposals cover_text": ("bo", _on("POST", "/jobs/{job}/proposals", "cover_text", **_BID)),
    "POST /jobs/{job_id}/proposals answers": ("bo", _answering),
    "PATCH /proposals/{proposal_id} answers": ("bo", _answering_anew),
    "PATCH /proposals/{proposal_id} cover_text": ("bo", _on("PATCH", "/proposals/{proposal}", "cover_text")),
    "POST /rooms/{room_id}/offers milestones": ("ana", _milestones),
    "POST /rooms/{room_id}/offers terms": ("ana", _on("POST", "/rooms/{room}/offers", "terms", **_MONEY)),
}
# … and what takes words that nobody else will read, with the reason.
API_REASONS: dict[str, str] = {
    "POST /staff/books text": _RULE,
    "PATCH /staff/books/{book_id} text": _RULE,
    "POST /staff/books/{book_id}/announce urgent": _RULE,
    "POST /staff/books/{book_id}/try text": _NO_WORDS,
    "POST /staff/books/{book_id}/try surface": _NO_WORDS,
    "POST /staff/books/{book_id}/try relationship": _NO_WORDS,
    "POST /staff/books/{book_id}/try client_plan": _NO_WORDS,
    "POST /staff/books/{book_id}/try purpose": _NO_WORDS,
    "PATCH /me time_zone": _CODE,
    "PATCH /me language": _CODE,
    "PUT /me/profile links": "addresses of pages, judged: tests/market/test_profiles.py",
    "PUT /me/profile currency": _CODE,
    "POST /jobs budget": "numbers and a currency's code, checked",
    "PATCH /jobs/{job_id} budget": "numbers and a currency's code, checked",
    "POST /contracts/{contract_id}/leave words": "judged as the room is: tests/market/test_expiry_and_leaving.py",
    "POST /me/tokens label": _OWN,
    "POST /rooms/{room_id}/messages key": _KEY,
    "POST /rooms/{room_id}/messages purpose": _CODE,
    "POST /rooms/{room_id}/messages reply_to": "words that stand in the room already: tests/rooms/test_quotes.py",
    "PATCH /rooms/{room_id}/messages/{seq} purpose": _CODE,
    "POST /rooms/{room_id}/draft body": _OWN,
    "POST /rooms/{room_id}/draft purpose": _CODE,
    "POST /rooms/{room_id}/checks body": _NO_WORDS,
    "POST /rooms/{room_id}/checks purpose": _NO_WORDS,
    "POST /rooms/{room_id}/checks reply_to": _NO_WORDS,
    "PATCH /withheld/{withheld_id} purpose": _CODE,
    "POST /checks text": _NO_WORDS,
    "POST /checks surface": _NO_WORDS,
    "POST /checks relationship": _NO_WORDS,
    "POST /checks client_plan": _NO_WORDS,
    "POST /checks purpose": _NO_WORDS,
    "POST /checks context": _NO_WORDS,
    "POST /checks at": _NO_WORDS,
    "POST /objections text": _FOR_STAFF,
    "POST /staff/objections/{objection_id}/line text": _FOR_STAFF,
    "POST /staff/replays book": _FOR_STAFF,
    "POST /staff/replays draft": _FOR_STAFF,
    "POST /jobs/{job_id}/proposals currency": _CODE,
    "PATCH /proposals/{proposal_id} currency": _CODE,
    "POST /rooms/{room_id}/offers currency": _CODE,
}


API_ROWS = {*API_DOORS, *API_REASONS}


def _page(path: str, field: str, **rest: str) -> Door:
    """A page's form that takes the text in one field."""

    def send(browser: Program | Client, deal: Deal, text: str) -> Any:  # noqa: ANN401
        assert isinstance(browser, Client)
        address = path.replace("{room}", str(deal.room)).replace("{proposal}", str(deal.proposal.id))
        if "{job}" in address:
            address = address.replace("{job}", str(job_of(deal.client).id))
        if "{withheld}" in address:
            kept = keep(deal.client, Room.objects.get(id=deal.room), key=uuid.uuid4().hex)
            address = address.replace("{withheld}", str(kept.item.id))
        fresh = {"key": uuid.uuid4().hex} if address.endswith("/messages") else {}
        if address.endswith("/edit") and "/rooms/" in address:
            fresh = {"seq": str(post(deal.client, Room.objects.get(id=deal.room), "Reach me soon").seq)}
        return browser.post(address, {**rest, **fresh, field: text})

    return send


_PRICE = {"amount": "100", "currency": "EUR"}
# file and field of a page's form: who writes and how …
PAGE_DOORS: dict[str, tuple[str, Door]] = {
    "accounts/profile_pages.py display_name": (
        "ana",
        _page("/account/profile/", "display_name", time_zone="UTC", language="en"),
    ),
    "accounts/pages.py name": ("ana", _page("/account/organisation/", "name")),
    "rooms/pages.py body": ("ana", _page("/rooms/{room}/messages", "body")),
    "rooms/message_pages.py body": ("ana", _page("/rooms/{room}/edit", "body", purpose="")),
    "rooms/pages.py body of a kept message": ("ana", _page("/withheld/{withheld}/revise", "body")),
    "market/forms.py title": ("ana", _page("/jobs/new", "title", body="A logo.")),
    "market/forms.py body": ("ana", _page("/jobs/new", "body", title="A logo")),
    "market/forms.py cover_text": ("bo", _page("/jobs/{job}/proposals", "cover_text", **_PRICE)),
    "market/forms.py skills": ("ana", _page("/jobs/new", "skills", title="A logo", body="A logo.")),
    "market/forms.py questions": ("ana", _page("/jobs/new", "questions", title="A logo", body="A logo.")),
    "market/people_forms.py headline": ("bo", _page("/profile/", "headline", availability="now")),
    "market/people_forms.py about": ("bo", _page("/profile/", "about", headline="Logos", availability="now")),
    "market/people_forms.py skills": ("bo", _page("/profile/", "skills", headline="Logos", availability="now")),
    "market/people_forms.py credentials": (
        "bo",
        _page("/profile/", "credentials", headline="Logos", availability="now"),
    ),
    "market/people_forms.py words": ("ana", _inviting_by_form),
    "market/forms.py name": ("bo", _answering_by_form),
    "rooms/offer_form.py title": (
        "ana",
        _page("/rooms/{room}/offers", "milestone_title_0", terms="Two drafts.", milestone_amount_0="100", **_PRICE),
    ),
    "rooms/offer_form.py terms": ("ana", _page("/rooms/{room}/offers", "terms", **_PRICE)),
}
# … and what takes words that nobody else will read, with the reason.
PAGE_REASONS: dict[str, str] = {
    "rulebooks/forms.py text": _RULE,
    "rulebooks/forms.py urgent": _RULE,
    "rulebooks/forms.py revision": "a number, checked",
    "rulebooks/forms.py effective": "a day, checked",
    "rulebooks/forms.py trial": _NO_WORDS,
    "rulebooks/forms.py name": _CODE,
    "rulebooks/pages.py from": "an id",
    "accounts/forms.py display_name": "tests/accounts: refused at the field",
    "accounts/forms.py side": _CODE,
    "accounts/pages.py label": _OWN,
    "accounts/pages.py life": _CODE,
    "accounts/organisation_pages.py days": _CODE,
    "accounts/leaving_pages.py texts": _CODE,
    "accounts/organisation_pages.py role": _CODE,
    "accounts/organisation_pages.py person": "an id",
    "accounts/profile_pages.py time_zone": _CODE,
    "accounts/profile_pages.py language": _CODE,
    "accounts/profile_pages.py is_discreet": "yes or no",
    "accounts/language_pages.py language": _CODE,
    "rooms/pages.py key": _KEY,
    "rooms/pages.py purpose": _CODE,
    "rooms/pages.py reply": "a number, checked",
    "rooms/message_pages.py purpose": _CODE,
    "rooms/message_pages.py seq": "a number, checked",
    "rooms/message_pages.py on": _CODE,
    "rooms/message_pages.py off": _CODE,
    "rooms/people/pages.py person": _CODE,
    "rooms/people/pages.py history": _CODE,
    "rooms/order/pages.py pin": _CODE,
    "rooms/order/pages.py archive": _CODE,
    "rooms/order/pages.py mute": _CODE,
    "rooms/order/pages.py on": _CODE,
    "rooms/order/pages.py seq": "a number, checked",
    "reviews/pages.py objected_text": _FOR_STAFF,
    "reviews/pages.py seq": "a number, checked",
    "reviews/staff_pages.py answer": _CODE,
    "reviews/staff_pages.py line": _FOR_STAFF,
    "reviews/staff_pages.py kind": _CODE,
    "reviews/replay_pages.py book": _CODE,
    "reviews/replay_pages.py file": _FOR_STAFF,
    "reviews/replay_pages.py since": "a day, checked",
    "reviews/replay_pages.py until": "a day, checked",
    "reviews/replay_pages.py opinion": _CODE,
    "notices/pages.py again": "yes or no",
    "notices/choice_pages.py how": _CODE,
    "notices/choice_pages.py is_paused": "yes or no",
    "notices/choice_pages.py has_texts": "yes or no",
    "notices/choice_pages.py digest_hour": _CODE,
    "notices/choice_pages.py quiet_from": _CODE,
    "notices/choice_pages.py quiet_until": _CODE,
    "market/forms.py organisation": _CODE,
    "market/forms.py budget_kind": _CODE,
    "market/forms.py budget_from": "a number, checked",
    "market/forms.py budget_to": "a number, checked",
    "market/people_forms.py links": "addresses of pages, judged: tests/market/test_profiles.py",
    "market/people_forms.py rate": "a number, checked",
    "market/people_forms.py currency": _CODE,
    "market/people_forms.py availability": _CODE,
    "market/people_forms.py available_from": "a day, checked",
    "market/people_forms.py is_listed": "yes or no",
    "market/people_forms.py job": _CODE,
    "market/people_forms.py q": _NO_WORDS,
    "market/people_forms.py budget": _CODE,
    "market/people_forms.py at_least": "a number, checked",
    "market/people_forms.py at_most": "a number, checked",
    "market/people_forms.py exempt": "yes or no",
    "market/people_forms.py available": "yes or no",
    "market/forms.py amount": "a number, checked",
    "market/forms.py currency": _CODE,
    "market/proposal_forms.py stage": _CODE,
    "market/proposal_forms.py order": _CODE,
    "market/proposal_forms.py at_most": "a number, checked",
    "market/proposal_forms.py currency": _CODE,
    "rooms/offer_form.py days": "a number, checked",
    "rooms/offer_form.py freelancer": "an id, checked",
    "rooms/offer_form.py due": "a day, checked",
    "market/room_pages.py leaving": "judged in the room's own surface: tests/market/test_expiry_and_leaving.py",
    "rooms/offer_form.py amount": "a number, checked",
    "rooms/offer_form.py currency": _CODE,
}
