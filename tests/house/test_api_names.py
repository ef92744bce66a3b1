"""What the API takes and answers has names of its own: of two schemas with one name the description shows but one."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ninja import Schema

from tests.house.routes import openapi


def below(kind: type) -> Iterator[type]:
    children: list[type] = kind.__subclasses__()
    for one in children:
        yield one
        yield from below(one)


def shared(kinds: Iterable[type], names: Iterable[str]) -> list[str]:
    """Of the names those that several kinds have."""
    counted = Counter(kind.__name__ for kind in set(kinds))
    return sorted(name for name in names if counted[name] > 1)


def test_no_two_schemas_share_a_name() -> None:
    names = openapi()["components"]["schemas"]
    kinds = [kind for kind in below(Schema) if kind.__module__.startswith("vestibule.")]
    assert len(names) > 50
    assert shared(kinds, names) == []
    assert shared([*kinds, type(kinds[-1].__name__, (), {})], [kinds[-1].__name__]) == [kinds[-1].__name__]
