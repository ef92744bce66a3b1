"""What a detector hands over: a finding in places of the folded text, before it is mapped back."""

from dataclasses import dataclass

from vestibule.policy.verdict import Kind


@dataclass(slots=True)
class Candidate:
    """A possible finding. `start`/`end` are places in the folded text; `confidence` is summed evidence, 0–1."""

    kind: Kind
    start: int
    end: int
    read_as: str
    confidence: float
    about: str = ""
    hidden: bool = False
    """Whether it was disguised by more than its characters: spelt out, reversed, encoded."""
    by_sum: bool = False
    """Whether only the weights of all signs speak for it, and no detector."""
