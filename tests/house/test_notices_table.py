"""Nothing happens that somebody should hear of and nobody thought of telling: each kind of event has its line."""

from tests.house.routes import uncovered
from vestibule.notices.models import Kind
from vestibule.notices.table import ACCOUNT_CHANGES, DEFAULTS, LINES, TABLE
from vestibule.notices.wording import WORDS
from vestibule.site.protocol import event_types


def test_every_kind_of_event_has_a_line_or_a_reason() -> None:
    kinds = {kind.kind() for kind in event_types()}
    rows = {fact.kind() for fact in TABLE}
    assert uncovered(kinds | {"rumour.spread"}, rows) == ["no row for rumour.spread"]
    assert uncovered(kinds, rows) == []
    assert all(reason.strip() for reason in TABLE.values() if isinstance(reason, str))


def test_every_line_has_its_sentences_and_every_kind_its_default() -> None:
    told = {line.event or kind for kind, lines in LINES.items() for line in lines}
    assert uncovered({*told, *ACCOUNT_CHANGES}, WORDS) == []
    assert uncovered(set(Kind.values) - {Kind.SAFETY.value}, DEFAULTS) == []
