"""One gate, no side doors: every text that the API or a form takes passes the contact rule first (A15)."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.test import Client

from tests.cast import EMAIL, PHONE, browser_of, post, program_of
from tests.house.doors import API_DOORS, API_ROWS, PAGE_DOORS, PAGE_REASONS, Door
from tests.house.routes import openapi, operations, uncovered
from tests.house.sources import sources
from tests.house.test_gate_columns import TELLS_NONE, judged
from tests.market.deal import Deal, talk_of
from tests.program import Program
from vestibule.accounts.models import Person
from vestibule.judging.models import JudgedText
from vestibule.rooms.models import Message, Room


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved: dict[str, Any] = openapi()["components"]["schemas"][name] if name else schema
    return resolved


def _holds_text(schema: dict[str, Any]) -> bool:
    """Whether free text fits in: a string of no form and no closed list, also inside a list or an alternative."""
    schema = _resolved(schema)
    if schema.get("type") == "string":
        return not (schema.keys() & {"format", "enum", "const"})
    inner = [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]
    inner += [schema["items"]] if "items" in schema else []
    inner += list(schema.get("properties", {}).values())
    return any(_holds_text(one) for one in inner)


def api_texts() -> set[str]:
    """Each field of each request body into which words can be written."""
    found: set[str] = set()
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                body = _resolved(content["schema"])
                for field, schema in body.get("properties", {}).items():
                    if _holds_text(schema):
                        found.add(f"{method.upper()} {path.removeprefix('/api/v1')} {field}")
    return found


_MORE = {"rooms/pages.py body of a kept message"}
_POSTED = re.compile(r"request\.POST\.get\(\"(\w+)\"")
_POSTED_EACH = re.compile(r"request\.POST\.get\(name.*? for name in \(([^)]*)\)")
_FORM_FIELD = re.compile(r"^\s+(?:self\.fields\[\"?(\w+)\"?\]|(\w+)) = (?:forms\.\w+Field|LongText)\(", re.MULTILINE)
# Fields that a form carries under numbered names.
_CARRIED = re.compile(r"^(?:FIELDS|PARTS) = \(([^)]*)\)", re.MULTILINE)
# Who takes a form as a whole, and whose fields it has.
TAKES_ALL = {"src/vestibule/market/room_pages.py": "rooms/offer_form.py"}


def page_texts(found: Iterable[tuple[str, str]]) -> set[str]:
    """Each field that a page takes from a form, by the file that reads it."""
    fields: set[str] = set()
    for path, text in found:
        names = [*_POSTED.findall(text), *("".join(pair) for pair in _FORM_FIELD.findall(text))]
        names += [name for group in _CARRIED.findall(text) for name in re.findall(r"\w+", group)]
        names += [name for group in _POSTED_EACH.findall(text) for name in re.findall(r"\w+", group)]
        fields |= {f"{path.removeprefix('src/vestibule/')} {name}" for name in names}
    return fields


def test_the_checks_see_a_new_door() -> None:
    assert uncovered(api_texts() | {"POST /rumours words"}, API_ROWS) == ["no row for POST /rumours words"]
    new = 'class Rumour(forms.Form):\n    words = forms.CharField()\n\nrequest.POST.get("said")'
    assert page_texts([("src/vestibule/rumours/pages.py", new)]) == {"rumours/pages.py words", "rumours/pages.py said"}
    assert issubclass(forms.CharField, forms.Field)


def test_every_text_that_the_api_takes_has_a_row() -> None:
    assert uncovered(api_texts(), API_ROWS) == []
    assert {row.rpartition(" ")[0] for row in API_ROWS} <= operations()


def test_every_text_that_a_form_takes_has_a_row() -> None:
    files = [(path, text) for path, text in sources("pages.py", "forms.py", "_form.py", under="src/vestibule/")]
    assert {path for path, text in files if "POST.dict(" in text} == set(TAKES_ALL)
    assert uncovered(page_texts(files), {*PAGE_DOORS, *PAGE_REASONS} - _MORE) == []


DETAILS = (PHONE, EMAIL)


def everything_seen_by(reader: Person, deal: Deal) -> str:
    """All that somebody can fetch: the room, its events, jobs, proposals, offers, by API and by page."""
    program, browser = program_of(reader), browser_of(reader)
    lists = [
        "/rooms",
        "/invitations",
        f"/freelancers/{deal.freelancer.id}",
        "/jobs",
        "/jobs?mine=true",
        "/proposals",
        "/organisations/mine",
        f"/rooms/{deal.room}",
    ]
    lists += [f"/rooms/{deal.room}/{end}" for end in ("timeline", "events?limit=200", "withheld", "offers")]
    lists += [f"/proposals/{deal.proposal.id}", f"/jobs/{deal.proposal.job_id}"]
    jobs = [job["id"] for job in program.get("/jobs").body["items"]]
    lists += [f"/jobs/{job}" for job in jobs] + [f"/jobs/{job}/proposals" for job in jobs]
    pages = [
        "/invitations/",
        "/freelancers/",
        f"/freelancers/{deal.freelancer.id}/",
        "/rooms/",
        f"/rooms/{deal.room}/",
        "/jobs/",
        "/proposals/",
        *(f"/jobs/{job}/" for job in jobs),
    ]
    return str([program.get(path).body for path in lists]) + "".join(
        browser.get(page).content.decode() for page in pages
    )


def _shows(text: str, detail: str) -> bool:
    return (
        detail in text or re.sub(r"\D", "", detail)[-10:] in re.sub(r"[ ().-]", "", text)
        if detail is PHONE
        else detail in text
    )


def _try(door: Door, actor: Program | Client, deal: Deal, reader: Person) -> None:
    """Neither detail comes through the door, and what has none does."""
    before = everything_seen_by(reader, deal)
    for detail in DETAILS:
        assert not _shows(before, detail)
        answer = door(actor, deal, f"Reach me: {detail}")
        status = getattr(answer, "status", None) or answer.status_code
        # Refused at the field, or (a message) kept for its author.
        assert status in {422, 202, 200, 302}, detail
    after = everything_seen_by(reader, deal)
    assert [detail for detail in DETAILS if _shows(after, detail)] == []
    known = JudgedText.objects.aggregate(latest=Max("id"))["latest"] or 0
    allowed = door(actor, deal, HARMLESS)
    assert (getattr(allowed, "status", None) or allowed.status_code) in {200, 201, 302}
    assert without_circumstances(HARMLESS, after=known) == []


HARMLESS = "Reach me: ask in this room"


def without_circumstances(words: str, *, after: int) -> list[str]:
    """The columns in which these words stand and beside which nothing was written down since about their judgement."""
    found: list[str] = []
    for field in judged():
        name = f"{field.model._meta.label}.{field.name}"
        for owner in field.model._base_manager.filter(**{f"{field.name}__contains": words}):
            kind = ContentType.objects.get_for_model(owner)
            kept = JudgedText.objects.filter(owner_type=kind, owner_id=str(owner.pk), column=field.name, id__gt=after)
            if name not in TELLS_NONE and not kept.exists():
                found.append(name)
    return found


@pytest.fixture
def deal(ana: Person, bo: Person) -> Deal:
    """Strangers who talk."""
    return talk_of(ana, bo)


@pytest.mark.django_db
@pytest.mark.parametrize("row", API_DOORS)
def test_no_detail_comes_through_the_api(row: str, ana: Person, bo: Person, deal: Deal) -> None:
    who, door = API_DOORS[row]
    writer, reader = (ana, bo) if who == "ana" else (bo, ana)
    _try(door, program_of(writer), deal, reader)


@pytest.mark.django_db
@pytest.mark.parametrize("row", PAGE_DOORS)
def test_no_detail_comes_through_a_form(row: str, ana: Person, bo: Person, deal: Deal) -> None:
    who, door = PAGE_DOORS[row]
    writer, reader = (ana, bo) if who == "ana" else (bo, ana)
    _try(door, browser_of(writer), deal, reader)


@pytest.mark.django_db
def test_what_a_message_may_say_can_be_seen_that_way(ana: Person, bo: Person, deal: Deal) -> None:
    """The eye of these tests is open: a harmless number of the same length is seen at once."""
    post(ana, Room.objects.get(id=deal.room), "Our order is 4155550134 pieces")
    assert Message.objects.count() == 1
    assert _shows(everything_seen_by(bo, deal), "4155550134")


@pytest.mark.django_db
def test_a_text_that_forgets_its_circumstances_would_be_seen(ana: Person, deal: Deal) -> None:
    assert without_circumstances("three bakeries", after=0) == []
    JudgedText.objects.filter(column="cover_text").delete()
    assert without_circumstances("three bakeries", after=0) == ["market.Proposal.cover_text"]
