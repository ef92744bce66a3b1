"""Moving a record from one state to the next: of many who try at once, exactly one succeeds."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, models

from vestibule.kit.refusals import WrongState

# What the triggers of the migration `guard_states` say.
NO_SUCH_STEP = "market: no such step"


def advance(
    model: type[models.Model],
    record_id: uuid.UUID,
    *,
    expected: str,
    to: str,
    **also: uuid.UUID | datetime | bool | str,
) -> None:
    """Compare and set: the record goes from `expected` to `to`, or `WrongState` when somebody was quicker."""
    with steps_guarded():
        moved = model._default_manager.filter(pk=record_id, state=expected).update(state=to, **also)
    if not moved:
        raise WrongState


@contextmanager
def steps_guarded() -> Iterator[None]:
    """Turns the database's refusal of a step into `WrongState`."""
    try:
        yield
    except IntegrityError as error:
        if NO_SUCH_STEP in str(error):
            raise WrongState from error
        raise
