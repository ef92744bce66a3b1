"""Reasons in words: one sentence and the ways out, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence

from vestibule.policy.books import RuleBook
from vestibule.policy.decide import Settled
from vestibule.policy.verdict import Finding, Reason


def reasons(findings: Sequence[Finding], settled: Sequence[Settled], book: RuleBook, language: str) -> list[Reason]:
    """One reason for each clause and sentence that settled findings, in the order of the findings."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[int]] = {}
    for number, decision in enumerate(settled):
        key = (decision.clause, decision.rule.why, decision.rule.remedies)
        groups.setdefault(key, []).append(number)
    return [
        Reason(clause, tuple(numbers), _sentence(why, (findings[n].kind for n in numbers), book, language), remedies)
        for (clause, why, remedies), numbers in groups.items()
    ]


def retold(sentence: str, kinds: Sequence[str], book: RuleBook, language: str) -> str:
    """A sentence of this book about these kinds of details, in another language; as it is if it is none of them."""
    for why in book.texts["en"]:
        for spoken in book.texts:
            if _sentence(why, kinds, book, spoken) == sentence:
                return _sentence(why, kinds, book, language)
    return sentence


def _sentence(why: str, kinds: Iterable[str], book: RuleBook, language: str) -> str:
    names = _table(book.details, language)
    details = ", ".join(names.get(kind, kind) for kind in dict.fromkeys(kinds))
    texts = _table(book.texts, language)
    text = texts.get(why) or book.texts["en"].get(why, why)
    changes_on = book.changes_on.isoformat() if book.changes_on else ""
    return text.replace("{details}", details).replace("{changes_on}", changes_on)


def _table(tables: Mapping[str, Mapping[str, str]], language: str) -> Mapping[str, str]:
    return tables.get(language) or tables.get(language[:2].lower()) or tables["en"]
