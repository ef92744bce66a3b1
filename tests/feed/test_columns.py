"""What goes to PostgreSQL as columns of bytes is read there as the values it was."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vestibule.feed.columns import encode_column

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
COLUMNS = {
    "uuid": st.uuids(),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "text": TEXTS,
    "timestamptz": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own form")
@pytest.mark.parametrize("of", COLUMNS)
@pytest.mark.django_db
def test_a_column_is_read_as_it_was(of: str) -> None:
    connection.ensure_connection()
    pgconn = connection.connection.pgconn

    @settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(COLUMNS[of], min_size=1))
    def holds(values: list[object]) -> None:
        question = f"SELECT array_agg(one ORDER BY place) FROM unnest($1::{of}[]) WITH ORDINALITY u(one, place)"
        sent = encode_column(of, values)
        answer = pgconn.exec_params(question.encode(), [sent], param_formats=[1], result_format=1)
        assert answer.get_value(0, 0) == sent, answer.error_message
        # … and is not just sent back: PostgreSQL's own text of it says the same.
        spelt = pgconn.exec_params(f"SELECT ($1::{of}[])[1]::text".encode(), [sent], param_formats=[1])
        assert _is(values[0], spelt.get_value(0, 0).decode())

    holds()


def _is(value: object, spelt: str) -> bool:
    if isinstance(value, datetime):
        return datetime.fromisoformat(spelt) == value
    return str(value) == spelt


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        encode_column("text", ["\ud800"])
    assert encode_column("uuid", [uuid.UUID(int=0)]).endswith(bytes(16))
