"""Staff see lists of states and dates: nothing there can be changed, and nothing that people wrote is shown."""

from collections.abc import Iterable, Iterator

import pytest
from django.contrib.admin import ModelAdmin
from django.db import models
from django.test import RequestFactory

from tests.cast import browser_of, keep, post
from tests.house.routes import STAFF, patterns
from vestibule.accounts.models import Person
from vestibule.rooms.models import Message, Room
from vestibule.web.staff import COLUMNS, LISTS, ReadOnlyList, staff

# Names that everybody sees, and closed lists of words.
SHOWN = {
    "accounts.Person.display_name",
    "accounts.Person.staff_role",
    "accounts.Organisation.name",
    "accounts.OrganisationMember.role",
    "accounts.PlanPeriod.plan",
    "rooms.Room.about_kind",
    "rooms.Engagement.state",
    "reviews.Objection.kind",
    "reviews.Objection.surface",
    "reviews.Objection.answer",
    "reviews.Look.what",
    "reviews.Replay.book",
    "reviews.Replay.state",
    "notices.Mail.form",
    "notices.Mail.state",
    "notices.Mail.failure",
}
_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def complaints(registered: Iterable[tuple[type[models.Model], ModelAdmin]]) -> Iterator[str]:  # type: ignore[type-arg]
    """What is wrong with the lists of some models."""
    for model, shown in registered:
        if not isinstance(shown, ReadOnlyList):
            yield f"{model._meta.label} is no read-only list"
        for column in (*shown.list_display, *(str(one) for one in shown.list_filter)):
            fields = {field.name: field for field in model._meta.concrete_fields}
            fields |= {field.attname: field for field in model._meta.concrete_fields}
            field = fields.get(str(column))
            if field is None or (
                isinstance(column, str) and column in fields and field.is_relation and column == field.name
            ):
                yield f"{model._meta.label}.{column} is not a plain column"
            elif isinstance(field, _TEXT) and f"{model._meta.label}.{field.name}" not in SHOWN:
                yield f"{model._meta.label}.{column} shows text"
        if shown.search_fields or shown.actions or shown.list_editable or shown.inlines or shown.list_display_links:
            yield f"{model._meta.label} offers more than looking"


def test_the_check_sees_a_list_that_tells_or_changes() -> None:
    class Telling(ReadOnlyList):
        list_display = ("body", "author")

    class Changing(ModelAdmin):  # type: ignore[type-arg]
        list_display = ("id",)
        actions = ("delete_selected",)

    found = list(complaints([(Message, Telling(Message, staff)), (Room, Changing(Room, staff))]))
    assert found == [
        "rooms.Message.body shows text",
        "rooms.Message.author is not a plain column",
        "rooms.Room is no read-only list",
        "rooms.Room offers more than looking",
    ]


def test_every_list_is_read_only_and_shows_no_text() -> None:
    assert len(staff._registry) >= 6
    assert list(complaints(staff._registry.items())) == []


@pytest.mark.django_db
def test_no_list_lets_anybody_add_change_or_delete(mo: Person) -> None:
    request = RequestFactory().get("/")
    request.user = mo
    for shown in staff._registry.values():
        assert not shown.has_add_permission(request)
        assert not shown.has_change_permission(request)
        assert not shown.has_delete_permission(request)
        assert shown.has_view_permission(request)


def _addresses() -> list[str]:
    # The other pages of staff: test_staff_alone.py.
    return [f"/{STAFF}{address}" for address, _ in patterns(staff.get_urls())]


@pytest.mark.django_db
def test_for_all_but_staff_there_is_nothing(ana: Person, bo: Person, mo: Person, room: Room) -> None:
    post(ana, room, "something between the two")
    keep(bo, room)
    assert len(_addresses()) >= 8
    for address in _addresses():
        for person in (ana, bo, None):
            assert browser_of(person).get(address).status_code == 404, address
            assert browser_of(person).post(address, {"action": "delete_selected"}).status_code == 404, address
        seen = browser_of(mo).get(address)
        assert seen.status_code == 200, address
        for secret in ("something between", ana.email, bo.email, "555 0134", str(room.title)):
            assert secret not in seen.content.decode(), address
        changed = browser_of(mo).post(address, {"action": "delete_selected", "_selected_action": str(room.id)})
        assert changed.status_code in {200, 302, 403}
    assert Room.objects.filter(id=room.id).exists()
    assert "Ana" in browser_of(mo).get("/staff/accounts/person/").content.decode()


@pytest.mark.django_db
def test_every_list_and_column_has_its_name_in_both_languages(mo: Person, ana: Person, room: Room) -> None:
    for model, shown in staff._registry.items():
        assert model._meta.label_lower in LISTS
        assert set(map(str, shown.list_display)) <= set(COLUMNS)
    browser = browser_of(mo)
    people = browser.get("/staff/accounts/person/").content.decode()
    assert all(f">{word}<" in people for word in ("Name", "Hires", "Staff role"))
    mo.language = "es"
    mo.save(update_fields=["language"])
    en_espanol = browser_of(mo).get("/staff/accounts/person/").content.decode()
    assert all(f">{word}<" in en_espanol for word in ("Nombre", "Contrata", "Personas"))
    assert not any(f">{word}<" in en_espanol for word in ("Name", "Hires", "Staff role"))
    overview = browser_of(mo).get("/staff/").content.decode()
    assert "Ofertas y contratos" in overview
