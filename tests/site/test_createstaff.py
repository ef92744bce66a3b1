"""Staff are made on the command line, by whoever runs the house."""

import io

import pytest
from django.test import Client

from tests.cast import EMAIL, PASSWORD, PHONE, make_person
from tests.program import PREFIX
from vestibule.accounts.models import Person
from vestibule.site.cli import main

pytestmark = pytest.mark.django_db(transaction=True)


def _create(monkeypatch: pytest.MonkeyPatch, *, password: str = PASSWORD, **options: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    given = {"email": "mo@house.test", "name": "Mo", "role": "moderator", **options}
    return main(["createstaff", *(part for name, value in given.items() for part in (f"--{name}", value))])


def test_a_moderator_is_made_and_can_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _create(monkeypatch) == 0
    assert PASSWORD not in capsys.readouterr().out
    browser = Client()
    assert browser.post("/account/login/", {"login": "mo@house.test", "password": PASSWORD}).status_code == 302
    assert browser.get(f"{PREFIX}/me").json()["staff_role"] == "moderator"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nowhere"},
        {"name": f"Mo {PHONE}"},
        {"name": EMAIL},
        {"name": " "},
        {"password": "short"},
        {"password": ""},
        {"email": "ana@people.test"},
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_makes_nobody(
    wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person("Ana", is_client=True)
    with pytest.raises(SystemExit) as refused:
        _create(monkeypatch, **wrong)
    said = str(refused.value)
    assert said.startswith("vestibule: ")
    assert "\n" not in said
    assert Person.objects.filter(staff_role="").count() == Person.objects.count() == 1


def test_an_unknown_role_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as refused:
        _create(monkeypatch, role="king")
    assert refused.value.code == 2
