"""What the policy answers: findings, reasons and the verdict made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypedDict

Outcome = Literal["allow", "ask", "withhold"]
Kind = Literal[
    "email",
    "phone",
    "social_handle",
    "meeting_link",
    "scheduler_link",
    "payment_handle",
    "contact_request",
    "off_platform",
    "off_platform_payment",
]
Remedy = Literal[
    "use_call",
    "use_scheduler",
    "access_grant",
    "send_link",
    "send_screenshot",
    "signing_flow",
    "wait_for_contract",
    "remove_span",
]
SEVERITY: Final[dict[Outcome, int]] = {"allow": 0, "ask": 1, "withhold": 2}


class FindingDict(TypedDict):
    """A finding as it leaves the house in JSON."""

    kind: str
    start: int
    end: int
    text: str
    confidence: float
    obfuscated: bool
    read_as: str


class ReasonDict(TypedDict):
    """A reason as it leaves the house in JSON."""

    clause: str
    findings: list[int]
    why: str
    remedies: list[str]


class VerdictDict(TypedDict):
    """A verdict as it leaves the house in JSON."""

    verdict: str
    policy: str
    findings: list[FindingDict]
    reasons: list[ReasonDict]


@dataclass(frozen=True, slots=True)
class Finding:
    """A contact detail, or the wish for one, in a text.

    `start` and `end` are code points of the original text, half-open; `text` is exactly that part
    of it. `read_as` is what was understood ("4️⃣1️⃣5️⃣…" reads as "415…"). `confidence` lies in 0–1.
    `about` says which detail a request asks for: `email`, `phone`, `handle`, `any`; empty elsewhere.
    """

    kind: Kind
    start: int
    end: int
    text: str
    confidence: float
    obfuscated: bool
    read_as: str
    about: str = ""

    def as_dict(self) -> FindingDict:
        """The JSON shape of `vestibule check` and the API."""
        return {
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "confidence": round(self.confidence, 2),
            "obfuscated": self.obfuscated,
            "read_as": self.read_as,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some findings (indexes into the verdict's findings) are treated as they are."""

    clause: str
    findings: tuple[int, ...]
    why: str
    remedies: tuple[str, ...]

    def as_dict(self) -> ReasonDict:
        """The JSON shape of `vestibule check` and the API."""
        return {
            "clause": self.clause,
            "findings": list(self.findings),
            "why": self.why,
            "remedies": list(self.remedies),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one text in one situation under the book whose version is `policy`."""

    outcome: Outcome
    policy: str
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def as_dict(self) -> VerdictDict:
        """The JSON shape of `vestibule check` and the API."""
        return {
            "verdict": self.outcome,
            "policy": self.policy,
            "findings": [finding.as_dict() for finding in self.findings],
            "reasons": [reason.as_dict() for reason in self.reasons],
        }


def strictest(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict that stands when a text goes to several recipients; the first of equals.

    Raises `ValueError` when there are none.
    """
    return max(verdicts, key=lambda verdict: SEVERITY[verdict.outcome])
