"""Whatever fits the API's description, and much that does not, gets an answer of the described form, never a 5xx.

One request after the other, about the things that earlier answers named: as a member, as an outsider, without sign-in.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.cast import program_of
from tests.house.routes import openapi
from tests.house.ways_in import EVERYBODYS, OPERATIONS
from tests.house.world import World, make_world
from tests.house_server import House
from vestibule.accounts.models import Person

FOR_EVERYBODY = {way.partition(" ")[2] for way, who in OPERATIONS.items() if who == EVERYBODYS}

EXAMPLES = 8
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# What ana and bo have said to each other alone.
BETWEEN_TWO = b"Shall we begin?"
# Whose ids go by another name in the paths.
CALLED = {"draft": "job", "profile": "person"}
# These end what the others need; with foreign ids they are tried all the same.
ENDS = {"/rooms/{room_id}/leave", "/me/tokens/{token_id}", "/me/sessions/{session_id}"}
Ask = Callable[[Any, int], None]


@dataclass
class Things:
    """Ids by the names that paths give them, as far as anybody has come by them."""

    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, path: str, answer: object) -> None:
        """Take what an answer names: `id` is that of the path's last noun, others say what they are."""
        nouns = [part for part in path.split("/") if part and not part.startswith("{")]
        for name, value in named(answer, nouns[-1].rstrip("s")):
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        if value not in self.ids[f"{name}_id"]:
            self.ids[f"{name}_id"].append(value)

    def put_into(self, case: Any, pick: int) -> None:  # noqa: ANN401 - a case of schemathesis
        """Let a request be about something that there is."""
        given = case.path_parameters or {}
        known = {name: self.ids[name] for name in given if self.ids.get(name)}
        case.path_parameters = {**given, **{name: ids[pick % len(ids)] for name, ids in known.items()}}


def named(answer: object, noun: str) -> Iterator[tuple[str, str]]:
    """Each id of an answer, and what it is the id of."""
    if isinstance(answer, list):
        for one in answer:
            yield from named(one, noun)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            if isinstance(value, str) and len(value) == 36:
                yield (noun if name == "id" else name), value
            else:
                yield from named(value, noun if name == "items" else name)


def things_of(world: World) -> Things:
    things = Things()
    for name, one in world.things.items():
        things.add(CALLED.get(name, name), str(one))
    things.ids["seq"].append(str(world.seq))
    return things


def try_everything(mode: GenerationMode, ask: Ask) -> None:
    """Hand `ask` some cases of every operation, each with a number to pick a thing by; 0 is for none."""
    for found in schemathesis.openapi.from_dict(openapi()).get_all_operations():
        assert isinstance(found, Ok)
        try:
            _trial(found.ok(), mode, ask)()
        except Exception as error:
            # Some operations cannot be asked wrongly.
            if "Unsatisfiable" not in type(error).__name__ and "Infeasible" not in str(error):
                raise


def _trial(operation: Any, mode: GenerationMode, ask: Ask) -> Callable[[], None]:  # noqa: ANN401
    """A property over the cases of one operation."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.integers(0, 20))
    def trial(case: Any, pick: int) -> None:  # noqa: ANN401
        ask(case, pick)

    return trial


@pytest.fixture
def world(ana: Person, bo: Person, eve: Person, mo: Person) -> World:
    return make_world(ana, bo, eve, mo)


@pytest.mark.parametrize("mode", [POSITIVE, NEGATIVE])
def test_no_request_of_a_member_breaks_an_operation(mode: GenerationMode, house: House, world: World) -> None:
    things, answers = things_of(world), Counter[int]()
    headers = {"Authorization": f"Bearer {program_of(world.people['ana']).token}"}
    is_shown = False

    def ask(case: Any, pick: int) -> None:  # noqa: ANN401
        nonlocal is_shown
        path = case.operation.path.removeprefix("/api/v1")
        if pick and path not in ENDS:
            things.put_into(case, pick)
        response = case.call(base_url=house.address, headers=headers, timeout=20)
        answers[response.status_code] += 1
        case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])
        is_shown = is_shown or BETWEEN_TWO in response.content
        if response.status_code in {200, 201} and "json" in str(response.headers.get("content-type")):
            things.learn(path, response.json())

    try_everything(mode, ask)
    # Many were understood, and (of the wrong ones) many refused: the trial reaches the doors.
    assert answers.total() >= 100, answers
    assert answers[200] >= 10, answers
    assert answers[422] >= 10, answers
    if mode is POSITIVE:
        assert is_shown
        assert len(things.ids["job_id"]) > 2, "nothing was made, or what was made was not found again"


@pytest.mark.parametrize("who", ["eve", "nobody"])
def test_no_request_of_an_outsider_shows_a_thing_of_others(who: str, house: House, world: World) -> None:
    things, answers = things_of(world), Counter[int]()
    program = program_of(world.people.get(who))
    headers = {"Authorization": f"Bearer {program.token}"} if program.token else {}

    def ask(case: Any, pick: int) -> None:  # noqa: ANN401
        things.put_into(case, pick)
        response = case.call(base_url=house.address, headers=headers, timeout=20)
        answers[response.status_code] += 1
        case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])
        assert BETWEEN_TWO not in response.content
        if who == "nobody" and case.operation.path.removeprefix("/api/v1") not in FOR_EVERYBODY:
            assert response.status_code not in {200, 201, 202, 204}, case.operation.path

    try_everything(POSITIVE, ask)
    assert answers[401 if who == "nobody" else 404] >= 100, answers
