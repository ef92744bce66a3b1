"""Reasons in another language than they were written in: what is stored speaks English or the author's language."""

from dataclasses import replace
from functools import lru_cache

from vestibule.judging.books import books
from vestibule.policy import RuleBook, Verdict, VerdictDict
from vestibule.policy.explain import retold


def told_in(verdict: Verdict, language: str) -> Verdict:
    """The same verdict with its reasons in this language."""
    reasons = tuple(
        replace(
            reason,
            why=why_in(
                reason.why,
                policy=verdict.policy,
                kinds=tuple(verdict.findings[index].kind for index in reason.findings),
                language=language,
            ),
        )
        for reason in verdict.reasons
    )
    return replace(verdict, reasons=reasons)


def stored_told_in(verdict: VerdictDict, language: str) -> VerdictDict:
    """The same for a verdict as it is stored: its reader may have chosen another language since."""
    reasons = [
        {
            **reason,
            "why": why_in(
                reason["why"],
                policy=verdict["policy"],
                kinds=tuple(verdict["findings"][index]["kind"] for index in reason["findings"]),
                language=language,
            ),
        }
        for reason in verdict["reasons"]
    ]
    return {**verdict, "reasons": reasons}  # type: ignore[typeddict-item]  # mypy loses the type of a copied dict


def why_in(why: str, *, policy: str, kinds: tuple[str, ...], language: str) -> str:
    """A reason's sentence in this language; as it is where no known book has it."""
    book = books().named(policy)
    return why if book is None else _retold(why, kinds, book, language)


@lru_cache(maxsize=1024)
def _retold(why: str, kinds: tuple[str, ...], book: RuleBook, language: str) -> str:
    return retold(why, kinds, book, language)


def clauses_in(language: str) -> dict[str, dict[str, str]]:
    """By book and clause, the sentence of what the rule allows, with `{details}` where the details are named."""
    return {
        book.version: {
            clause.id: sentence
            for clause in book.clauses
            if (sentence := (book.texts.get(language) or book.texts["en"]).get(clause.id))
        }
        for book in books()
    }
