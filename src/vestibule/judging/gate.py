"""The one guarded door: every text that another person can read passes here before it is stored or shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from vestibule.judging.as_seen import judge_as_seen
from vestibule.judging.books import book_on
from vestibule.judging.cleared import ClearedText, Passage
from vestibule.kit.refusals import Refusal
from vestibule.policy import Situation, Surface, Verdict, judge, strictest


class TextNotAllowed(Refusal):
    """The contact rule does not let this text through on this surface; the verdict says why and what to do."""

    code = "contact_rule"
    status = 422
    sentence = "Not saved: this text contains contact details."

    def __init__(self, verdict: Verdict, *, field: str | None = None, surface: Surface | None = None) -> None:
        self.verdict = verdict
        self.surface = surface
        first = verdict.reasons[0].why if verdict.reasons else ""
        super().__init__(field=field, sentence="Not saved. %(why)s" if first else None, why=first)

    def details(self) -> Mapping[str, Any]:
        return {"verdict": self.verdict.as_dict()}


def judge_for(text: str, situations: Sequence[Situation], *, on: date, language: str = "en") -> Verdict:
    """The verdict over one text for all its recipients; the strictest stands. Needs at least one situation."""
    book = book_on(on)
    # Most have one reader: nothing to compare, and what was said before need not be hashed for it.
    if len(situations) == 1:
        return judge_as_seen(text, situations[0], book, language=language)
    return strictest(
        [judge_as_seen(text, situation, book, language=language) for situation in dict.fromkeys(situations)]
    )


def clear(
    text: str, situations: Sequence[Situation], *, on: date, language: str = "en"
) -> tuple[Verdict, ClearedText | None]:
    """The verdict, and the text as cleared when it is `allow`."""
    verdict = judge_for(text, situations, on=on, language=language)
    if verdict.outcome != "allow":
        return verdict, None
    return verdict, ClearedText(text, situations[0].surface, Passage(tuple(situations), verdict.policy))


def repeat(cleared: ClearedText, part: str) -> ClearedText:
    """A part of a text that has passed the gate, to be shown again to people who can read all of it.

    Raises `ValueError` when it is no part of it.
    """
    if part not in cleared:
        message = "these words are not in the cleared text"
        raise ValueError(message)
    return ClearedText(part, cleared.surface)


def clear_or_refuse(
    text: str,
    *,
    surface: Surface,
    field: str,
    on: date,
    situation: Situation | None = None,
    language: str = "en",
) -> ClearedText:
    """The cleared text, or `TextNotAllowed` at the named field.

    Without a situation the readers are strangers: relationship `none`, plan `basic`.
    """
    verdict, cleared = clear(text, [replace(situation or Situation(), surface=surface)], on=on, language=language)
    if cleared is None:
        raise TextNotAllowed(verdict, field=field, surface=surface)
    return cleared


def warm_up(*, on: date) -> None:
    """Load the book in force and its word lists. Raises `BookError` when a book cannot be used."""
    judge("Hello, does 12 o'clock suit you?", Situation(), book_on(on))
