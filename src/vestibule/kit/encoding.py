"""One JSON encoder for everything that leaves the house."""

from typing import Any

import msgspec


def _plain(value: object) -> object:
    # Texts are often a subclass of str that carries proof of the gate; on the wire they are texts.
    if isinstance(value, str):
        return str(value)
    message = f"{type(value).__name__} cannot be sent"
    raise NotImplementedError(message)


# What decoding raises for bytes that are not of the expected form; the last one for very deep nesting.
UNREADABLE = (msgspec.MsgspecError, UnicodeError, RecursionError)

_encode = msgspec.json.Encoder(enc_hook=_plain).encode


def encode_json(value: object) -> bytes:
    """JSON of structs, mappings, lists, uuids, dates and texts."""
    return _encode(value)


def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON values
    """The same as plain dictionaries, lists and strings."""
    return msgspec.to_builtins(value, enc_hook=_plain)
