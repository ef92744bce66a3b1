"""What pages and API answer about one book that staff write."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from vestibule.judging.as_seen import judge_as_seen
from vestibule.judging.books import book_on
from vestibule.judging.models import Book
from vestibule.policy import Problem, RuleBook, Situation, Verdict
from vestibule.rulebooks.queries import ProblemCard, ReadDraft, StepCard, WrittenBook, read_draft
from vestibule.web.speech import say

DRAFTED = (Book.State.DRAFT, Book.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A problem with the line that it is about, and its neighbours."""

    line: int
    where: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One text under two books."""

    now: Verdict
    then: Verdict | None


def written_book(book: Book, steps: list[StepCard]) -> WrittenBook:
    """A book with its mistakes and with who did what."""
    found = read_draft(book.text) if book.state in DRAFTED else ReadDraft(None)
    return WrittenBook(
        id=book.id,
        state=book.state,
        text=book.text,
        revision=book.revision,
        changed_at=book.changed_at,
        version=book.version or (found.book.version if found.book else ""),
        effective=book.effective or (found.book.effective if found.book else None),
        problems=[problem_card(one) for one in found.problems],
        steps=steps,
    )


def problem_card(problem: Problem) -> ProblemCard:
    """A mistake in the reader's language."""
    return ProblemCard(line=problem.line, where=problem.where, text=say(problem.sentence, problem.values))


def marked_lines(text: str, problems: tuple[Problem, ...]) -> list[MarkedLine]:
    """Each mistake with its line as it is written."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [
        MarkedLine(
            line=one.line,
            where=one.where,
            text=say(one.sentence, one.values),
            source=lines[one.line - 1].strip() if 0 < one.line <= len(lines) else "",
        )
        for one in problems
    ]


def try_text(text: str, situation: Situation, draft: RuleBook | None, *, today: date) -> Trial:
    """What the book in force says to a text, and what the draft would say."""
    language = language_now()
    return Trial(
        now=judge_as_seen(text, situation, book_on(today), language=language),
        then=judge_as_seen(text, situation, draft, language=language) if draft else None,
    )


def trial_shown(trial: Trial) -> dict[str, Any]:
    """The two verdicts for programs."""
    return {"now": trial.now.as_dict(), "then": trial.then.as_dict() if trial.then else None}


def language_now() -> str:
    """The language of the moment, as books name it."""
    return (get_language() or "en")[:2]
