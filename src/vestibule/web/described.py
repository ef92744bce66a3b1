"""Describing answers that are frozen structs or stored bytes in the API's document."""

from typing import Annotated, Any

from pydantic import JsonValue, WithJsonSchema

MARK = "x-struct"
_described: dict[str, type | None] = {}


def described(kind: type | str) -> Any:  # noqa: ANN401 - a type, made at run time, for ninja's `response=`
    """A response type that is documented as this struct.

    A string names a definition of the socket protocol (`Envelope`). The answer itself is encoded by the struct's own
    encoder; nothing is copied through another model.
    """
    return Annotated[Any, WithJsonSchema({**is_struct(kind)})]


def is_struct(kind: type | str) -> dict[str, JsonValue]:
    """What documents a field as this struct."""
    name = kind if isinstance(kind, str) else kind.__name__
    _described[name] = None if isinstance(kind, str) else kind
    return {MARK: name}


def are_structs(kind: type | str) -> dict[str, JsonValue]:
    """What documents a list field as these structs."""
    return {"items": is_struct(kind)}


def described_structs() -> list[type]:
    """Every struct that some answer is described by."""
    return [kind for kind in _described.values() if kind is not None]
