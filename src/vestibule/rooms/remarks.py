"""What readers are told about a text that the rule allows although it holds contact details."""

from vestibule.judging.retelling import told_in
from vestibule.policy import Verdict
from vestibule.rooms.events import Remark


def remarks_from(verdict: Verdict) -> tuple[Remark, ...]:
    """One remark per reason: the clause, its sentence, and which characters it is about.

    They go to people of all languages, so they are written in English; whoever shows one says it in the reader's words.
    """
    if not verdict.reasons:
        return ()
    verdict = told_in(verdict, "en")
    return tuple(
        Remark(
            clause=reason.clause,
            policy=verdict.policy,
            why=reason.why,
            kinds=tuple(verdict.findings[index].kind for index in reason.findings),
            spans=tuple((verdict.findings[index].start, verdict.findings[index].end) for index in reason.findings),
        )
        for reason in verdict.reasons
    )
