"""Who may write books, and what a book must be to come into force."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from vestibule.accounts.models import Person
from vestibule.judging.models import Book
from vestibule.kit.refusals import InvalidInput, NotFound, Refusal, WrongState
from vestibule.kit.text import is_storable
from vestibule.policy import Problem, RuleBook, RuleBooks
from vestibule.web.speech import say

LONGEST_BOOK = 200_000
LONGEST_REASON = 500


class BookTextInvalid(InvalidInput):
    code = "book_text_invalid"


class BookHasProblems(InvalidInput):
    """The book cannot be announced as it is; `details.problems` names each line and what is wrong there."""

    code = "book_has_problems"
    sentence = "This book still has mistakes. They are named at their lines."

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(field="text")

    def details(self) -> Mapping[str, Any]:
        return {"problems": [problem_shown(problem) for problem in self.problems]}


class NotTheNext(InvalidInput):
    code = "not_the_next"
    sentence = "The newest book is %(newest)s: say predecessor = “%(newest)s”, so that nothing of it is lost."


class TooEarly(InvalidInput):
    code = "too_early"
    sentence = "A book comes into force today at the earliest, and not before the newest one (%(newest)s)."


class NoticeTooShort(InvalidInput):
    code = "notice_too_short"
    sentence = "People are told %(days)s days before: %(day)s at the earliest. Or say why this is urgent."


class DraftChanged(WrongState):
    code = "draft_changed"
    sentence = "Somebody has changed this draft in the meantime. What you typed is still here; theirs is below."


class NoDraft(WrongState):
    code = "no_draft"
    sentence = "This book is no draft any more."


class NotWithdrawable(WrongState):
    code = "not_withdrawable"
    sentence = "Only the newest book can be withdrawn, and only before its day. Announce another one instead."


def refuse_reader(actor: Person) -> Refusal | None:
    """Drafts are for staff; for everybody else there is nothing."""
    return None if actor.is_active and actor.staff_role else NotFound()


def refuse_text(text: str) -> Refusal | None:
    """Whether the text can be kept at all; mistakes in it do not matter while it is a draft."""
    if not is_storable(text):
        sentence = "This text holds control characters that cannot be stored. Remove them."
        return BookTextInvalid(field="text", sentence=sentence)
    if len(text) > LONGEST_BOOK:
        return BookTextInvalid(field="text", sentence="At most %(most)s characters.", most=LONGEST_BOOK)
    return None


def refuse_reason(reason: str) -> Refusal | None:
    """Whether a reason of urgency can be kept; everybody reads it."""
    if not is_storable(reason) or len(reason) > LONGEST_REASON:
        return BookTextInvalid(field="urgent", sentence="At most %(most)s characters.", most=LONGEST_REASON)
    return None


def refuse_wording(book: Book, revision: int) -> Refusal | None:
    """A draft is changed and announced as it was last seen."""
    if book.state != Book.State.DRAFT:
        return NoDraft()
    return None if book.revision == revision else DraftChanged()


def refuse_announcement(made: RuleBook, known: RuleBooks, *, today: date) -> Refusal | None:
    """Whether a book may follow on those that are known: its version, its predecessor, its day, its notice."""
    newest = known.newest
    if made.predecessor != newest.version:
        return NotTheNext(field="text", newest=newest.version)
    if made.effective < max(today, newest.effective):
        return TooEarly(field="effective", newest=newest.effective.isoformat())
    # The notice that was promised by the book in force, whatever the new one says.
    days = known.on(today).notice_days
    if made.effective < today + timedelta(days=days) and not made.urgent:
        earliest = (today + timedelta(days=days)).isoformat()
        return NoticeTooShort(field="effective", days=days, day=earliest)
    return None


def refuse_withdrawal(book: Book, known: RuleBooks, *, today: date) -> Refusal | None:
    """What has come into force has been relied on, and what another book follows is part of it."""
    is_ahead = book.state == Book.State.ANNOUNCED and book.effective is not None and book.effective > today
    return None if is_ahead and known.newest.version == book.version else NotWithdrawable()


def check(refusal: Refusal | None) -> None:
    """Raise the refusal, if there is one."""
    if refusal is not None:
        raise refusal


def problem_shown(problem: Problem) -> dict[str, object]:
    """A mistake in a book, in the reader's language."""
    return {"line": problem.line, "where": problem.where, "text": say(problem.sentence, problem.values)}
