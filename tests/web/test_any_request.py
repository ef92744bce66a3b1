"""Whatever fits the API's description, and much that does not, gets an answer of the described form, never a 5xx."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.cast import keep, post
from tests.house.routes import openapi
from tests.house_server import House
from tests.market.deal import Deal, offered, talk_of
from vestibule.accounts.actions.make_token import make_token
from vestibule.accounts.models import Person
from vestibule.rooms.models import Room

EXAMPLES = 8
# These end what the others need; with foreign ids they are tried all the same.
_ENDS = {"/rooms/{room_id}/leave", "/me/tokens/{token_id}"}


def _things(deal: Deal) -> dict[str, str]:
    """A real id for each name in a path."""
    room = Room.objects.get(id=deal.room)
    post(deal.client, room, "Hello")
    assert deal.offer is not None
    return {
        "room_id": str(deal.room),
        "withheld_id": str(keep(deal.client, room).item.id),
        "job_id": str(deal.proposal.job_id),
        "proposal_id": str(deal.proposal.id),
        "offer_id": str(deal.offer.id),
    }


def _trial(operation: Any, mode: GenerationMode, ask: Callable[[Any, bool], None]) -> Callable[[], None]:  # noqa: ANN401
    """A property over the cases of one operation."""
    cases = operation.as_strategy(generation_mode=mode)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases, st.booleans())
    def trial(case: Any, with_real_ids: bool) -> None:  # noqa: ANN401, FBT001
        ask(case, with_real_ids)

    return trial


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_breaks_an_operation(mode: GenerationMode, house: House, ana: Person, bo: Person) -> None:
    things = _things(offered(talk_of(ana, bo)))
    _, secret = make_token(actor=ana, label="trial", now=Room.objects.get().created_at)
    headers = {"Authorization": f"Bearer {secret}"}
    answers: dict[int, int] = {}

    def ask(case: Any, with_real_ids: bool) -> None:  # noqa: ANN401, FBT001 - a case of schemathesis
        if with_real_ids and case.operation.path.removeprefix("/api/v1") not in _ENDS:
            known = {name: things[name] for name in case.path_parameters or {} if name in things}
            case.path_parameters = {**(case.path_parameters or {}), **known}
        response = case.call(base_url=house.address, headers=headers, timeout=20)
        answers[response.status_code] = answers.get(response.status_code, 0) + 1
        case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])

    for found in schemathesis.openapi.from_dict(openapi()).get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        try:
            _trial(operation, mode, ask)()
        except Exception as error:
            if "Unsatisfiable" not in type(error).__name__ and "Infeasible" not in str(error):
                raise
    # Many were understood, and (of the wrong ones) many refused: the trial reaches the doors.
    assert sum(answers.values()) >= 100
    assert answers.get(200, 0) >= 10
    assert answers.get(422, 0) >= 10
