"""Finding contact details, and the wish for them, in a text."""

import re
from typing import Final

from vestibule.policy.books import RuleBook
from vestibule.policy.verdict import Finding, Kind

PLAIN: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("email", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")),
    ("phone", re.compile(r"\+\d[\d ().-]{7,18}\d")),
    ("social_handle", re.compile(r"(?:https?://)?(?:wa\.me|t\.me|discord\.gg)/\S+")),
    ("meeting_link", re.compile(r"https?://(?:meet\.google\.com|[\w.]*zoom\.us/j)/\S+")),
    ("scheduler_link", re.compile(r"(?:https?://)?calendly\.com/\S+")),
    ("payment_handle", re.compile(r"paypal\.me/\w+")),
)


def detect(text: str, context: tuple[str, ...], book: RuleBook) -> list[Finding]:
    """Findings of `text`, in the order of their places; spans are code points of `text`."""
    findings = [
        Finding(kind, match.start(), match.end(), match.group(), 0.95, obfuscated=False, read_as=match.group())
        for kind, pattern in PLAIN
        for match in pattern.finditer(text)
    ]
    return sorted(findings, key=lambda finding: finding.start)
