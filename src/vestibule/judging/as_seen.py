"""Judging a text with markup both as it is written and as it is seen: no star or bracket hides a detail."""

from dataclasses import replace
from functools import lru_cache

from vestibule.kit.markdown import has_marks, seen_text
from vestibule.policy import RuleBook, Situation, Verdict, judge
from vestibule.policy.verdict import SEVERITY, Finding

# Where texts are shown with markup. Elsewhere a star is a star.
FORMATTED = frozenset({"message"})


def judge_as_seen(text: str, situation: Situation, book: RuleBook, *, language: str = "en") -> Verdict:
    """The stricter verdict over the text as written and as its readers see it; spans are those of the written text."""
    written = judge(text, situation, book, language=language)
    if situation.surface not in FORMATTED or written.outcome == "withhold":
        return written
    shown = seen_text(text)
    heard = tuple(map(_shown, situation.context)) if any(map(_is_marked, situation.context)) else None
    if shown is None and heard is None:
        return written
    body, places = shown or (text, list(range(len(text))))
    seen = judge(body, replace(situation, context=heard or situation.context), book, language=language)
    if SEVERITY[seen.outcome] <= SEVERITY[written.outcome]:
        return written
    return replace(seen, findings=tuple(_placed(finding, text, places) for finding in seen.findings))


@lru_cache(maxsize=1024)
def _is_marked(text: str) -> bool:
    # Asked of each text again with every message that follows it.
    return has_marks(text)


def _shown(text: str) -> str:
    shown = seen_text(text)
    return text if shown is None else shown[0]


def _placed(finding: Finding, text: str, places: list[int]) -> Finding:
    start, end = places[finding.start], places[finding.end - 1] + 1
    return replace(finding, start=start, end=end, text=text[start:end], obfuscated=True)
