"""`vestibule setplan`: the operator gives an organisation a plan."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import make_organisation
from vestibule.accounts.models import Person
from vestibule.accounts.queries import plans_on
from vestibule.site.cli import main

pytestmark = pytest.mark.django_db


def test_a_plan_holds_from_its_day_on_and_ends_the_one_before(eli: Person, capsys: pytest.CaptureFixture[str]) -> None:
    works = make_organisation(eli, name="Northwind Works")
    today = timezone.now().date()
    tomorrow = today + timedelta(days=1)
    assert main(["setplan", "--organisation", str(works.id), "--plan", "enterprise"]) == 0
    assert main(["setplan", "--organisation", str(works.id), "--plan", "basic", "--from", tomorrow.isoformat()]) == 0
    assert plans_on(today, organisations=[works.id]) == {works.id: "enterprise"}
    assert plans_on(tomorrow, organisations=[works.id]) == {works.id: "basic"}
    assert f"Northwind Works: enterprise from {today}" in capsys.readouterr().out


def test_what_cannot_be_done_is_said_in_one_sentence(eli: Person) -> None:
    works = make_organisation(eli, name="Northwind Works", plan="business")
    with pytest.raises(SystemExit, match="there is no such organisation"):
        main(["setplan", "--organisation", str(uuid4()), "--plan", "basic"])
    with pytest.raises(SystemExit, match="A plan starts after the one before it"):
        main(["setplan", "--organisation", str(works.id), "--plan", "basic", "--from", "2019-12-31"])
