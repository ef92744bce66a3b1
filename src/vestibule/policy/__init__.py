"""The contact policy: text and circumstances in, verdict out. Pure: no I/O, no clock, no framework."""

from vestibule.policy.book_schema import BookError
from vestibule.policy.books import RuleBook, RuleBooks
from vestibule.policy.command import check_lines
from vestibule.policy.judge import judge
from vestibule.policy.situation import (
    CLIENT_PLANS,
    PURPOSES,
    RELATIONSHIPS,
    SURFACES,
    ClientPlan,
    Purpose,
    Relationship,
    Situation,
    SituationError,
    Surface,
    parse_at,
    parse_situation,
)
from vestibule.policy.verdict import Finding, Kind, Outcome, Reason, Remedy, Verdict, VerdictDict, strictest

__all__ = [
    "CLIENT_PLANS",
    "PURPOSES",
    "RELATIONSHIPS",
    "SURFACES",
    "BookError",
    "ClientPlan",
    "Finding",
    "Kind",
    "Outcome",
    "Purpose",
    "Reason",
    "Relationship",
    "Remedy",
    "RuleBook",
    "RuleBooks",
    "Situation",
    "SituationError",
    "Surface",
    "Verdict",
    "VerdictDict",
    "check_lines",
    "judge",
    "parse_at",
    "parse_situation",
    "strictest",
]
