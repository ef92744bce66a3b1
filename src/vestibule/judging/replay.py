"""Judging what was judged before anew, under another book or by another engine: whose verdict flips?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from vestibule.judging.as_seen import judge_as_seen
from vestibule.policy import Outcome, RuleBook, Situation, Surface, Verdict, strictest
from vestibule.policy.verdict import SEVERITY


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text with the circumstances that it was judged in and what came of it; `clause` decided, if one did.

    Of several situations the strictest verdict stands. `is_whole` is false where something that it was judged with
    has been erased since.
    """

    id: str
    text: str
    situations: tuple[Situation, ...]
    outcome: Outcome
    clause: str
    is_whole: bool = True
    surface: Surface = "message"


@dataclass(frozen=True, slots=True)
class Flip:
    """A text whose verdict would be another; `clause` is the one that makes the stricter of the two verdicts.

    `is_whole` is false where nobody can say whether it is one: what it was judged with is not there any more.
    """

    id: str
    was: Outcome
    now: Outcome
    clause: str
    is_whole: bool = True


def flips(stored: Iterable[StoredText], book: RuleBook) -> Iterator[Flip | None]:
    """For each text in order, its flip, or nothing where the verdict stays."""
    for one in stored:
        verdict = strictest([judge_as_seen(one.text, situation, book) for situation in one.situations])
        if verdict.outcome == one.outcome:
            yield None
            continue
        stricter_now = SEVERITY[verdict.outcome] > SEVERITY[one.outcome]
        clause = deciding_clause(verdict) if stricter_now else one.clause
        yield Flip(one.id, one.outcome, verdict.outcome, clause, one.is_whole)


def deciding_clause(verdict: Verdict) -> str:
    """The first clause that stands in the way, else the first that allows; `-` where nothing was found."""
    blocking = [reason.clause for reason in verdict.reasons if reason.remedies]
    return next(iter([*blocking, *(reason.clause for reason in verdict.reasons)]), "-")


class Judge:
    """The judge of a worker process: it is given the book once and the texts in batches."""

    book: RuleBook | None = None

    @classmethod
    def prepare(cls, book: RuleBook) -> None:
        """What a worker does first."""
        cls.book = book

    @classmethod
    def flips(cls, stored: Sequence[StoredText]) -> list[Flip | None]:
        """See `flips`; for one batch."""
        assert cls.book is not None  # noqa: S101 - a worker is prepared before it works
        return list(flips(stored, cls.book))


def wilson_interval(hits: int, trials: int, *, z: float = 1.96) -> tuple[float, float]:
    """Between which shares the true one lies, after so many hits in so many random trials; 95 % for the usual `z`.

    Wilson's score interval: honest for few trials and for shares near 0 and 1. Nothing tried: 0 to 1.
    """
    if not trials:
        return 0.0, 1.0
    share = hits / trials
    middle = share + z * z / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
