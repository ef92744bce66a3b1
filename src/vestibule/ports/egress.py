"""How the house fetches what lies at an address that a person named."""

from dataclasses import dataclass
from typing import Protocol


class EgressRefusedError(Exception):
    """Nothing was fetched. `reason` is one word for logs; it says nothing of the address."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Page:
    """The beginning of a page: the host that it came from in the end, and its text."""

    host: str
    # Where it came from in the end, after what redirects there were.
    address: str
    html: str


class Egress(Protocol):
    """The only way out of the house to a host that a person named.

    Reaches machines on the open internet alone, whatever the name says, whoever answers for it and wherever a page
    sends it on to: the address that was checked is the address that is dialled. Tells the other side nothing of who
    asks: no cookie, no referrer, no address but the house's own. Ends within a few seconds and a few hundred
    kilobytes. Blocks; may be called from any thread.
    """

    def fetch_page(self, address: str) -> Page:
        """The HTML page at an address. Raises `EgressRefusedError`."""
        ...
