"""The invented texts of tests/policy/corpora, with what each line says about itself."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from vestibule.policy import RuleBook, Situation, Verdict, judge

CORPORA: Final = Path(__file__).parent / "corpora"


@dataclass(frozen=True, slots=True)
class Line:
    """One text; `span` is the part that matters (code points), `part` says whether it was seen while tuning.

    `context` holds the messages before it.
    """

    language: str
    kind: str
    text: str
    part: str
    span: tuple[int, int] | None
    context: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.language}-{self.kind}-{self.text[:40]}"


def lines(name: Literal["caught", "spared", "known_misses", "wishes"]) -> list[Line]:
    """The lines of one corpus."""
    found = []
    for written in (CORPORA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        values = json.loads(written)
        span = values.get("span")
        found.append(
            Line(
                values["language"],
                values["kind"],
                values["text"],
                values["part"],
                tuple(span) if span else None,
                tuple(values.get("context", ())),
            )
        )
    return found


def is_found(line: Line, book: RuleBook) -> bool:
    """Whether the text is stopped and the findings cover at least half of the part that matters."""
    verdict: Verdict = judge(line.text, Situation(context=line.context), book)
    if verdict.outcome == "allow":
        return False
    if line.span is None:
        return True
    covered = {place for finding in verdict.findings for place in range(finding.start, finding.end)}
    wanted = range(*line.span)
    return 2 * sum(place in covered for place in wanted) >= len(wanted)
