"""Which clause settles a finding, and how: the rules of a book applied to one situation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vestibule.policy.books import Rule, RuleBook
from vestibule.policy.situation import Situation
from vestibule.policy.verdict import Finding, Outcome

Reading = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Settled:
    """What one finding comes to: the clause and the rule in it that decided."""

    clause: str
    rule: Rule

    @property
    def outcome(self) -> Outcome:
        """What the rule says."""
        return self.rule.outcome


UNSETTLED = Rule(
    outcome="withhold",
    why="base",
    remedies=("remove_span",),
    surfaces=None,
    not_surfaces=frozenset(),
    kinds=None,
    plans=None,
    relationships=None,
    purposes=None,
    reads_like=(),
    not_like=(),
    single=False,
)
"""A book whose clauses leave a hole withholds: silence is no permission."""


def settle(findings: Sequence[Finding], situation: Situation, book: RuleBook, reads_like: Reading) -> list[Settled]:
    """The first clause of the book's order that speaks to each finding; same length as `findings`.

    `reads_like` answers whether the text reads like a named genre ("access", "talking", "legal"…).
    """
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
    return [_settle(finding, situation, book, reads_like, alone=counts[finding.kind] == 1) for finding in findings]


def _settle(finding: Finding, situation: Situation, book: RuleBook, reads_like: Reading, *, alone: bool) -> Settled:
    for clause in book.clauses:
        for rule in clause.rules:
            if _fits(rule, situation) and _speaks_to(rule, finding, alone=alone) and _reads(rule, reads_like):
                return Settled(clause.id, rule)
    return Settled("base", UNSETTLED)


def _fits(rule: Rule, situation: Situation) -> bool:
    return (
        (rule.surfaces is None or situation.surface in rule.surfaces)
        and situation.surface not in rule.not_surfaces
        and (rule.plans is None or situation.client_plan in rule.plans)
        and (rule.relationships is None or situation.relationship in rule.relationships)
        and (rule.purposes is None or (situation.purpose or "none") in rule.purposes)
    )


def _speaks_to(rule: Rule, finding: Finding, *, alone: bool) -> bool:
    if rule.single and not alone:
        return False
    if rule.kinds is None or finding.kind in rule.kinds:
        return True
    return f"{finding.kind}:{finding.about}" in rule.kinds


def _reads(rule: Rule, reads_like: Reading) -> bool:
    return all(reads_like(genre) for genre in rule.reads_like) and not any(reads_like(genre) for genre in rule.not_like)
