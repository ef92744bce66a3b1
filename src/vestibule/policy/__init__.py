"""The contact policy: text and circumstances in, verdict out. Pure: no I/O, no clock, no framework."""

from vestibule.policy.book_problems import BookError, Problem
from vestibule.policy.books import BookSource, RuleBook, RuleBooks
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
    "BookSource",
    "ClientPlan",
    "Finding",
    "Kind",
    "Outcome",
    "Problem",
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
