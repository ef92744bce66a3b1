"""Judging what was judged before anew, under another book: whose verdict flips?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vestibule.judging.as_seen import judge_as_seen
from vestibule.policy import Outcome, RuleBook, Situation, Verdict
from vestibule.policy.verdict import SEVERITY


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text with the circumstances that it was judged in and what came of it; `clause` decided, if one did."""

    id: str
    text: str
    situation: Situation
    outcome: Outcome
    clause: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A text whose verdict would be another; `clause` is the one that makes the stricter of the two verdicts."""

    id: str
    was: Outcome
    now: Outcome
    clause: str


def flips(stored: Iterable[StoredText], book: RuleBook) -> Iterator[Flip | None]:
    """For each text in order, its flip, or nothing where the verdict stays."""
    for one in stored:
        verdict = judge_as_seen(one.text, one.situation, book)
        if verdict.outcome == one.outcome:
            yield None
            continue
        stricter_now = SEVERITY[verdict.outcome] > SEVERITY[one.outcome]
        yield Flip(one.id, one.outcome, verdict.outcome, deciding_clause(verdict) if stricter_now else one.clause)


def deciding_clause(verdict: Verdict) -> str:
    """The first clause that stands in the way, else the first that allows; `-` where nothing was found."""
    blocking = [reason.clause for reason in verdict.reasons if reason.remedies]
    return next(iter([*blocking, *(reason.clause for reason in verdict.reasons)]), "-")
