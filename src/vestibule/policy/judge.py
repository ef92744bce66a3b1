"""May this text go there? The one question of the package."""

from vestibule.policy.books import RuleBook
from vestibule.policy.decide import settle
from vestibule.policy.detect import detect
from vestibule.policy.explain import reasons
from vestibule.policy.readings import reader
from vestibule.policy.situation import Situation
from vestibule.policy.verdict import SEVERITY, Verdict


def judge(text: str, situation: Situation, book: RuleBook, *, language: str = "en") -> Verdict:
    """Judge `text` in its situation under a book; reasons are written in `language`.

    Never raises, whatever the text holds: lone surrogates, NULs, any length. Spans of findings are
    code points of `text` as given. The time is linear in the length of the text.
    """
    findings = detect(text, situation.context, book)
    if not findings:
        return book.clear
    settled = settle(findings, situation, book, reader(text))
    outcome = max((decision.outcome for decision in settled), key=SEVERITY.__getitem__)
    return Verdict(outcome, book.version, tuple(findings), tuple(reasons(findings, settled, book, language)))
