"""Who asks, where, for what: the circumstances in which a text is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, cast, get_args

Surface = Literal[
    "message",
    "call_chat",
    "room_title",
    "display_name",
    "meeting",
    "file",
    "file_name",
    "image",
    "profile",
    "proposal",
    "invite",
    "job_post",
    "offer",
    "community_post",
    "report",
]
Relationship = Literal["none", "offer_pending", "active", "prior"]
ClientPlan = Literal["basic", "business", "enterprise"]
Purpose = Literal["system_access", "legal_document", "credential"]

SURFACES: Final[tuple[Surface, ...]] = get_args(Surface)
RELATIONSHIPS: Final[tuple[Relationship, ...]] = get_args(Relationship)
CLIENT_PLANS: Final[tuple[ClientPlan, ...]] = get_args(ClientPlan)
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything besides the text that a verdict depends on, except the date (which picks the book).

    `context` holds the sender's latest messages in this room, oldest first; any length is fine,
    only a bounded tail is looked at.
    """

    surface: Surface = "message"
    relationship: Relationship = "none"
    client_plan: ClientPlan = "basic"
    purpose: Purpose | None = None
    context: tuple[str, ...] = ()


class SituationError(ValueError):
    """A value of a situation is not one of those the policy knows. `code` and `field` are stable."""

    code = "situation_invalid"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def parse_situation(values: Mapping[str, object]) -> Situation:
    """Read a situation from untrusted key/value pairs; missing keys and nulls mean the defaults.

    Unknown keys are ignored, also `at`: see `parse_at`. Raises `SituationError`.
    """
    purpose = _one_of(values, "purpose", (*PURPOSES, "none"), "none")
    return Situation(
        surface=cast(Surface, _one_of(values, "surface", SURFACES, "message")),
        relationship=cast(Relationship, _one_of(values, "relationship", RELATIONSHIPS, "none")),
        client_plan=cast(ClientPlan, _one_of(values, "client_plan", CLIENT_PLANS, "basic")),
        purpose=None if purpose == "none" else cast(Purpose, purpose),
        context=_context(values.get("context")),
    )


def parse_at(values: Mapping[str, object]) -> date | None:
    """Read the date under `at` (ISO 8601 date or date-time, taken as written); None when absent.

    Raises `SituationError`.
    """
    at = values.get("at")
    if at is None:
        return None
    if not isinstance(at, str):
        raise SituationError("at", "must be a date such as 2020-06-26")
    try:
        return datetime.fromisoformat(at.strip()).date()
    except ValueError:
        raise SituationError("at", "must be a date such as 2020-06-26") from None


def _one_of(values: Mapping[str, object], field: str, allowed: tuple[str, ...], default: str) -> str:
    value = values.get(field)
    if value is None:
        return default
    if not isinstance(value, str) or value not in allowed:
        raise SituationError(field, f"must be one of {', '.join(allowed)}")
    return value


def _context(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
        raise SituationError("context", "must be a list of texts")
    return tuple(value)
