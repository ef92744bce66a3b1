"""What a server under load has to offer."""

from collections.abc import Sequence
from typing import Protocol

from bench.rig.load import Load, Pair


class Target(Protocol):
    """A running server that carries messages between two people in each of several rooms."""

    name: str

    @property
    def roots(self) -> Sequence[int]:
        """All server processes, the database's included; descendants count by themselves."""
        ...

    async def open_pair(self, load: Load, index: int) -> Pair:
        """Connect both people of room `index`."""
        ...

    def close(self) -> None:
        """Let all connections go."""
        ...
